"""The desk: today at a glance, bookings for callers, people who walk in."""
