"""The words of a Sprechstunde and an appointment: how one comes, how it is given, and how far it is."""

from __future__ import annotations

from enum import StrEnum


class HoursMode(StrEnum):
    BOOKABLE = "bookable"
    OPEN_DOOR = "open_door"
    BOTH = "both"


class Channel(StrEnum):
    ON_SITE = "on_site"
    PHONE = "phone"
    HOME_VISIT = "home_visit"


class CameBy(StrEnum):
    """How a booking came in."""

    ONLINE = "online"
    PHONE = "phone"
    DESK = "desk"
    API = "api"


class Status(StrEnum):
    HELD = "held"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    ARRIVED = "arrived"
    NO_SHOW = "no_show"
    DONE = "done"


UNFINISHED = (Status.HELD, Status.PENDING)  # kept until `hold_expires_at`
STILL_TO_COME = (Status.CONFIRMED,)
TAKES_PLACE = (*STILL_TO_COME, Status.ARRIVED, Status.NO_SHOW, Status.DONE)
ATTENDED = {
    Status.CONFIRMED: (Status.ARRIVED, Status.NO_SHOW),  # a slip of the hand, taken back
    Status.ARRIVED: (Status.CONFIRMED, Status.NO_SHOW, Status.DONE),
    Status.NO_SHOW: (Status.CONFIRMED, Status.ARRIVED),
    Status.DONE: (Status.CONFIRMED, Status.ARRIVED),
}
