"""The one invariant: busy times of a room, a seat or a person never overlap."""

from booking.occupancy.claims import Claim, busy_seats, busy_times, claim, claim_all, held_by, release, renew
from booking.occupancy.models import BusyTime, Resource

__all__ = [
    "BusyTime",
    "Claim",
    "Resource",
    "busy_seats",
    "busy_times",
    "claim",
    "claim_all",
    "held_by",
    "release",
    "renew",
]
