"""How often programs may book: per account, or per address for those who have none."""

from __future__ import annotations

from booking.web.access import current_actor
from booking.web.limits import Cap, address, count

BOOKINGS = Cap("bookings by programs", "60 per hour")


def count_booking() -> None:
    """One more booking. Raises RateLimitExceeded (429) when it is one too many."""
    actor = current_actor()
    count(BOOKINGS, f"account:{actor.account_id}" if actor else address())
