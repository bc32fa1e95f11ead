"""What keeps a planned thing from taking place: closures, a broken lift, an adviser who is away; and what then."""
