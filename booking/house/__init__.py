"""The house: its rooms, opening hours, closures and holidays."""
