"""Sprechstunden inside reservations: open them, look at them, change them, call them off."""
