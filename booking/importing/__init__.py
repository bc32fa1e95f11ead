"""Importing: rooms, offers and reservations out of files, each line with what becomes of it before anything is saved."""
