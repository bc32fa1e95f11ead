"""The desk: bookings taken down for callers, people who walk in, arrivals."""
