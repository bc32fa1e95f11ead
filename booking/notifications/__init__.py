"""Messages to people: planned by reactions, frozen, delivered with a lease, each with a fate staff can see."""
