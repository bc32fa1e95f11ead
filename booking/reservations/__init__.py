"""Rooms reserved for somebody: each date is an occurrence with its own room, time and state."""
