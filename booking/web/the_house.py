"""What the house has set, as pages know it: at most five seconds old, and known still when the database is away."""

from __future__ import annotations

from flask import g
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolEmpty

from booking.house.address import HouseFacts
from booking.house.opening_words import HouseInWords, in_words
from booking.house.settings import HouseSettings, settings_of
from booking.web.access import memory
from booking.web.language import current_language
from booking.web.recently import recently

KNOWN = "settings of the house"


def settings_now() -> HouseSettings:
    """Everything that is set; as it was when it was last read if the database does not answer."""
    if "house_settings" not in g:
        try:
            found = recently(KNOWN, lambda session, _now: settings_of(session))
            g.house_settings = memory()[KNOWN] = found
        except (DBAPIError, PoolEmpty):
            ask_nobody()
    settings: HouseSettings = g.house_settings
    return settings


def ask_nobody() -> None:
    """For the rest of this request what was last read will do: the database is away, and nobody shall wait again."""
    g.house_settings = memory().get(KNOWN, HouseSettings())


def house_now() -> HouseFacts:
    """The house's card."""
    return settings_now().facts


def house_in_words() -> HouseInWords:
    """The card in the language of the page."""
    return in_words(house_now(), current_language())
