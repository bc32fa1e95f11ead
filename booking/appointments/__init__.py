"""Sprechstunden, the slots in them, and the appointments residents make."""
