"""What can be chosen to narrow down the free times: only what makes a difference for this offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from booking.appointments.models import Channel, ConsultationHours
from booking.appointments.wishes import Wish, languages_of, open_hours_for
from booking.house.models import Room, RoomAccess
from booking.house.rooms import all_rooms
from booking.offers.models import Adviser, Offer
from booking.scheduling.intervals import Interval
from booking.web.forms.needs import language_name
from booking.web.forms.time_filter import AFTERNOON, CHANNELS, MORNING, TimeFilter, half_of, places_of
from booking.web.language import gettext as _
from booking.web.views.rooms import place_text

INSTANT = timedelta(microseconds=1)

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class TimeChoices:
    """Each list of (value, words) is empty where there is nothing to choose; `chosen` says in words what was."""

    halves: Choices
    places: Choices
    languages: Choices
    advisers: Choices
    steps: bool
    chosen: str

    @property
    def any(self) -> bool:
        return bool(self.halves or self.places or self.languages or self.advisers or self.steps)


def time_choices(session: Session, offer: Offer, within: Interval, wanted: TimeFilter) -> TimeChoices:
    """The choices that the offer's Sprechstunden leave, those that were made already among them."""
    hours = open_hours_for(session, Wish(offer), within)
    rooms = {room.id: room for room in all_rooms(session)}
    advisers = {each.adviser_id: each.adviser for each in hours}.values()
    languages = {code for each in hours for code in languages_of(each.adviser, offer)}
    halves = {half for each in hours for half in (half_of(each.starts_at), half_of(each.ends_at - INSTANT))}
    places = places_of([each.channel for each in hours])
    return TimeChoices(
        halves=list(_halves().items()) if len(halves) > 1 or wanted.half else [],
        places=_worth_it([(word, place_text(CHANNELS[word])) for word in places], wanted.place),
        languages=_worth_it([(code, language_name(code)) for code in sorted(languages)], wanted.language),
        advisers=_worth_it([(each.slug, each.name) for each in sorted(advisers, key=_name)], wanted.adviser),
        steps=wanted.step_free or any(_may_have_steps(each, rooms) for each in hours),
        chosen=_in_words(wanted),
    )


def _worth_it(choices: Choices, chosen: object) -> Choices:
    return choices if len(choices) > 1 or chosen else []


def _name(adviser: Adviser) -> str:
    return adviser.name


def _may_have_steps(hours: ConsultationHours, rooms: Mapping[int, Room]) -> bool:
    """Whether somebody may sit behind steps there; without a room of its own it may be any."""
    if hours.channel != Channel.ON_SITE:
        return False
    room = rooms.get(hours.room_id or 0)
    return room is None or room.access != RoomAccess.STEP_FREE


def _halves() -> dict[str, str]:
    return {MORNING: _("vormittags"), AFTERNOON: _("nachmittags")}


def _in_words(wanted: TimeFilter) -> str:
    words = [
        _halves().get(wanted.half, ""),
        place_text(CHANNELS[wanted.place]) if wanted.place else "",
        language_name(wanted.language) if wanted.language else "",
        wanted.adviser.name if wanted.adviser else "",
        _("ohne Stufen") if wanted.step_free else "",
    ]
    return ", ".join(word for word in words if word)
