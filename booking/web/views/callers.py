"""What the screen for a caller shows: offers to choose from, the held time, and the sentences to read back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from booking.accounts.access import HOUSE_ROLES, Actor
from booking.appointments.models import Appointment, CameBy, Channel, Status
from booking.appointments.slots import Wish
from booking.appointments.terms import widest_span
from booking.desk.offers import matching, offers_for
from booking.house.rooms import COMPANION, HEARING_LOOP, INTERPRETER, MORE_TIME, SIGN_LANGUAGE, WHEELCHAIR
from booking.offers.finding import adviser_by_slug, all_concerns
from booking.offers.models import Offer
from booking.web.forms.caller import Call
from booking.web.forms.time_filter import TimeFilter
from booking.web.language import current_language, ngettext
from booking.web.language import gettext as _
from booking.web.the_house import settings_now
from booking.web.views.call_times import CallTimes, call_times
from booking.web.views.concerns import concern_options
from booking.web.views.reading_out import spoken_code, spoken_time
from booking.web.views.rooms import RoomView, place_text, room_view
from booking.web.views.slots import slot_value
from booking.web.views.time_choices import time_choices

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class OfferChoices:
    """`best` fit the caller's words; `others` are the rest; `words` can be typed."""

    best: Choices
    others: Choices
    words: list[str]


@dataclass(frozen=True)
class HeldTime:
    """The time that is held for the caller, and what to read back."""

    id: str
    value: str
    start: datetime
    until: datetime | None
    room: RoomView | None
    place_text: str
    call_text: str
    code: str
    repeat: list[str]


def offer_choices(session: Session, actor: Actor, words: str) -> OfferChoices:
    """The offers the actor may book, those that fit the words first."""
    offers = offers_for(session, actor)
    best = matching(session, words, offers) if words else []
    if actor.role not in HOUSE_ROLES and not best:
        best = list(offers)
    concerns = [title for _slug, title, _code in concern_options(all_concerns(session))]
    titles = [each.text().title for each in offers]
    return OfferChoices(
        best=[_choice(each) for each in best],
        others=[_choice(each) for each in offers if each not in best],
        words=list(dict.fromkeys([*concerns, *titles])),
    )


def times_for(
    session: Session, call: Call, offer: Offer, held: Appointment | None, *, now: datetime
) -> CallTimes:
    """The free times for what the caller needs; the one that is held for them is among them."""
    return call_times(session, wish_of(session, call, offer, held), call.since, now=now)


def wish_of(session: Session, call: Call, offer: Offer, held: Appointment | None = None) -> Wish:
    """What the caller asks for."""
    adviser = adviser_by_slug(session, offer, call.adviser) if call.adviser else None
    mine = held if held is not None and held.status == Status.HELD else None
    needs = tuple(call.details.needs)
    return Wish(offer, adviser_id=adviser.id if adviser else None, needs=needs, moving=mine)


def adviser_choices(session: Session, call: Call, offer: Offer, *, now: datetime) -> Choices:
    """With whom one can speak; empty where there is nothing to choose."""
    from_form = TimeFilter(adviser=adviser_by_slug(session, offer, call.adviser) if call.adviser else None)
    return time_choices(session, offer, widest_span(session, offer, now), from_form).advisers


def held_time(appointment: Appointment) -> HeldTime:
    return HeldTime(
        id=appointment.id,
        value=slot_value(appointment.starts_at),
        start=appointment.starts_at,
        until=appointment.hold_expires_at,
        room=room_view(appointment.room),
        place_text=place_text(appointment.channel),
        call_text=_call_text(appointment.channel),
        code=appointment.code,
        repeat=repeat_words(appointment),
    )


def repeat_words(appointment: Appointment) -> list[str]:
    """What is read back: day, time and door; with whom, if that was wished; the number letter by letter; how long we keep what was said."""
    spoken, start = current_language(), appointment.starts_at
    place = appointment.room.name if appointment.room else place_text(appointment.channel)
    day, time = spoken.formats.day(start), spoken_time(start, spoken)
    days = settings_now().keeping.days(sensitive=appointment.offer.sensitive)
    wished = (
        [_("Sie sprechen mit %(name)s.", name=appointment.adviser.name)] if appointment.adviser_wish else []
    )
    return [
        _("Ich wiederhole: %(day)s, %(time)s, %(place)s.", day=day, time=time, place=place),
        *wished,
        _("Die Nummer ist: %(code)s.", code=spoken_code(appointment.code, spoken)),
        ngettext(
            "Ihre Angaben löschen wir %(num)s Tag nach dem Termin.",
            "Ihre Angaben löschen wir %(num)s Tage nach dem Termin.",
            days,
        ),
    ]


def _call_text(channel: str) -> str:
    """Why the number is needed; empty when nobody is called."""
    if channel == Channel.PHONE:
        return _("Wir rufen die Person zum Termin an.")
    if channel == Channel.HOME_VISIT:
        return _("Vor dem Besuch rufen wir an. Dann fragen wir nach der Adresse.")
    return ""


def need_choices() -> Choices:
    """What helps the caller, in the words of who writes it down."""
    return [
        (WHEELCHAIR, _("Rollstuhl oder Rollator")),
        (HEARING_LOOP, _("Höranlage")),
        (SIGN_LANGUAGE, _("Gebärdensprach-Dolmetschung")),
        (INTERPRETER, _("Sprachmittlung")),
        (COMPANION, _("kommt in Begleitung")),
        (MORE_TIME, _("mehr Zeit für das Gespräch")),
    ]


def way_choices() -> Choices:
    """How somebody came to us."""
    return [(CameBy.PHONE.value, _("am Telefon")), (CameBy.DESK.value, _("am Empfang"))]


def _choice(offer: Offer) -> tuple[str, str]:
    return offer.slug, f"{offer.text().title} ({offer.provider.name})"
