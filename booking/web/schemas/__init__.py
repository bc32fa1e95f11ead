"""The shapes of the JSON API: what comes in is checked here, what goes out is written here."""
