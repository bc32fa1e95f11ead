"""Rooms for providers: reserving by wish, and what becomes of a reservation later."""
