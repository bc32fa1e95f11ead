"""Booking in three steps, and what a resident does with the appointment later."""
