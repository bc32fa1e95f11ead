"""History: who did what to a booking, read from the events; no person of a resident ever stands there."""
