"""How a Sprechstunde is booked, in words, and its times as residents see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta

from booking.appointments.adjusting import Adjustment
from booking.appointments.models import ConsultationHours, HoursMode
from booking.appointments.terms import Terms, terms_of
from booking.offers.models import Adviser, Offer
from booking.scheduling.intervals import Interval
from booking.scheduling.slots import slot_intervals
from booking.web.forms.hours import in_hours
from booking.web.language import current_language, ngettext
from booking.web.language import gettext as _
from booking.web.views.rules import hours_words


@dataclass(frozen=True)
class Sight:
    """What residents see of a Sprechstunde: `times` to book, `door` when one may come without an appointment."""

    times: list[str]
    door: str
    rules: list[str]


def sight_of(hours: ConsultationHours, offer: Offer) -> Sight:
    """A Sprechstunde, or one that is only planned, from the other side."""
    terms = terms_of(hours, offer)
    interval = Interval(hours.starts_at, hours.ends_at)
    bookable = hours.mode in (HoursMode.BOOKABLE, HoursMode.BOTH)
    clock = current_language().formats.time
    times = [clock(slot.start) for slot, _claim in slot_intervals(interval, terms.grid)]
    return Sight(
        times=times if bookable else [],
        door="" if hours.mode == HoursMode.BOOKABLE else hours_words(interval.start, interval.end),
        rules=list(_rules(terms, hours.seats)) if bookable else [],
    )


def planned(offer: Offer, adviser: Adviser, shape: Adjustment) -> ConsultationHours:
    """A Sprechstunde as it would be, only to look at. The shape must have a time."""
    assert shape.interval is not None
    return ConsultationHours(
        offer_id=offer.id,
        adviser_id=adviser.id,
        provider_id=offer.provider_id,
        starts_at=shape.interval.start,
        ends_at=shape.interval.end,
        seats=shape.seats,
        mode=shape.mode,
        **asdict(shape.settings),
    )


def mode_words(mode: str) -> str:
    """How one comes to it."""
    words = {
        HoursMode.BOOKABLE: _("mit Termin"),
        HoursMode.OPEN_DOOR: _("offene Tür ohne Termin"),
        HoursMode.BOTH: _("beides: mit Termin und offene Tür"),
    }
    return words[HoursMode(mode)]


def seats_words(seats: int) -> str:
    """How many come at the same time."""
    return ngettext("%(num)s Person", "%(num)s Personen gleichzeitig", seats)


def offered_words(offer: Offer) -> dict[str, str]:
    """What holds where a field is left empty, by field."""
    cap = _("keine Grenze") if offer.daily_cap is None else str(offer.daily_cap)
    words = {
        "slot_minutes": _minutes(offer.duration_minutes),
        "buffer_minutes": _minutes(offer.buffer_minutes),
        "notice_hours": _hours(timedelta(minutes=offer.notice_minutes)),
        "horizon_days": ngettext("%(num)s Tag", "%(num)s Tage", offer.horizon_days),
        "daily_cap": cap,
    }
    return {name: _("Leer heißt wie im Angebot: %(value)s.", value=value) for name, value in words.items()}


def _rules(terms: Terms, seats: int) -> Iterator[str]:
    length, buffer = _in_minutes(terms.grid.duration), _in_minutes(terms.grid.buffer)
    yield _("Ein Termin dauert %(time)s.", time=_minutes(length))
    if buffer:
        yield _("Danach bleiben %(time)s frei.", time=_minutes(buffer))
    if terms.notice:
        yield _("Buchen kann man bis %(time)s vorher.", time=_hours(terms.notice))
    days = terms.horizon.days
    yield ngettext("Buchen kann man %(num)s Tag im Voraus.", "Buchen kann man %(num)s Tage im Voraus.", days)
    if terms.daily_cap is not None:
        yield ngettext(
            "Es gibt höchstens %(num)s Termin am Tag.",
            "Es gibt höchstens %(num)s Termine am Tag.",
            terms.daily_cap,
        )
    if seats > 1:
        yield _("Jede Uhrzeit gibt es %(n)s-mal.", n=seats)


def _in_minutes(span: timedelta) -> int:
    return span // timedelta(minutes=1)


def _minutes(number: int) -> str:
    return ngettext("%(num)s Minute", "%(num)s Minuten", number)


def _hours(span: timedelta) -> str:
    minutes = _in_minutes(span)
    if minutes == 60:
        return _("1 Stunde")
    return _minutes(minutes) if minutes < 60 else _("%(n)s Stunden", n=in_hours(minutes))
