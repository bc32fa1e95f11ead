"""What follows from other facts of an offer, in sentences; nothing where nobody would notice more than a wider choice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking.appointments.of_an_offer import (
    coming_appointments,
    coming_bookable,
    coming_hours,
    following,
    overheard,
)
from booking.offers.addresses import is_neutral
from booking.offers.facts import Facts
from booking.offers.models import Offer, OfferClass, OfferMode
from booking.waiting.models import ON_THE_LIST, WaitingEntry
from booking.web.language import gettext as _
from booking.web.language import ngettext

SHAPE = ("duration_minutes", "buffer_minutes")


def effects(session: Session, offer: Offer, wanted: Facts, *, now: datetime) -> Sequence[str]:
    """What has to be known before it is saved; empty for what takes nothing from anybody."""
    before = Facts.of(offer)
    return [
        *_of_class(session, offer, before, wanted, now),
        *_of_numbers(session, offer, before, wanted, now),
        *_of_mode(session, offer, before, wanted),
    ]


def effects_of_retiring(session: Session, offer: Offer, *, now: datetime) -> Sequence[str]:
    """What the house has to know before an offer is taken out."""
    appointments, hours = coming_appointments(session, offer, now), coming_hours(session, offer, now)
    waiting = _waiting(session, offer)
    return [
        _("Niemand findet das Angebot mehr, und niemand kann es buchen."),
        _("Unter seiner Adresse steht, dass es das Angebot nicht mehr gibt. Ähnliche Angebote stehen dabei."),
        ngettext(
            "%(num)s gebuchter Termin bleibt, wie er ist.",
            "%(num)s gebuchte Termine bleiben, wie sie sind.",
            appointments,
        )
        if appointments
        else _("Gebuchte Termine gibt es keine."),
        *(
            [
                ngettext(
                    "%(num)s Sprechstunde steht noch im Plan. Sagen Sie sie dort ab, wenn niemand kommen soll.",
                    "%(num)s Sprechstunden stehen noch im Plan. Sagen Sie sie dort ab, wenn niemand kommen soll.",
                    hours,
                )
            ]
            if hours
            else []
        ),
        *([_waiting_words(waiting)] if waiting else []),
    ]


def mode_fault(session: Session, offer: Offer, wanted: Facts, *, now: datetime) -> str | None:
    """Why the way to an appointment cannot change yet, or None.

    A Sprechstunde opened at this very moment stays as it is opened: it can be called off like any other.
    """
    if offer.mode != OfferMode.APPOINTMENT or wanted.mode == OfferMode.APPOINTMENT:
        return None
    number = coming_bookable(session, offer, now)
    if not number:
        return None
    return ngettext(
        "%(num)s Sprechstunde mit Terminen kommt noch. Sagen Sie sie zuerst ab.",
        "%(num)s Sprechstunden mit Terminen kommen noch. Sagen Sie sie zuerst ab.",
        number,
    )


def _of_class(session: Session, offer: Offer, before: Facts, wanted: Facts, now: datetime) -> Iterator[str]:
    if before.offer_class == wanted.offer_class:
        return
    if wanted.offer_class == OfferClass.SENSITIVE:
        yield _(
            "In E-Mails, Kalendern und auf Tafeln steht ab sofort nur „Beratung“ oder „Termin im Quartiersbüro“."
        )
        yield _(
            "Abonnierte Kalender zeigen das beim nächsten Abruf. Schon verschickte E-Mails bleiben, wie sie sind."
        )
        yield _("Die Angaben der Ratsuchenden löschen wir früher, auch bei schon gebuchten Terminen.")
        yield _("Titel von Reservierungen bleiben, wie sie sind. Bitte prüfen Sie auch diese.")
        if not is_neutral(offer.slug):
            yield _(
                "Die Adresse wird neutral. Gedruckte Links führen weiter zum Angebot, solange sein Name bleibt."
            )
    elif before.offer_class == OfferClass.SENSITIVE:
        yield _("Tafel, E-Mails und Kalender nennen dann das Thema. Prüfen Sie danach das öffentliche Wort.")
    number = coming_appointments(session, offer, now)
    if number:
        yield ngettext(
            "%(num)s kommender Termin ist betroffen.", "%(num)s kommende Termine sind betroffen.", number
        )


def _of_numbers(session: Session, offer: Offer, before: Facts, wanted: Facts, now: datetime) -> Iterator[str]:
    changed = [name for name in SHAPE if getattr(before, name) != getattr(wanted, name)]
    tighter = _tighter(before, wanted)
    number = following(session, offer, [*changed, *tighter], now) if changed or tighter else 0
    if number:
        yield ngettext(
            "Die neuen Zahlen gelten sofort für %(num)s kommende Sprechstunde.",
            "Die neuen Zahlen gelten sofort für %(num)s kommende Sprechstunden.",
            number,
        )
        booked = coming_appointments(session, offer, now)
        if booked:
            yield ngettext(
                "%(num)s gebuchter Termin behält seine Zeit.",
                "%(num)s gebuchte Termine behalten ihre Zeit.",
                booked,
            )
        if changed:
            yield _("Freie Zeiten beginnen danach zu anderen Uhrzeiten.")
    if wanted.confidential and not before.confidential and (heard := overheard(session, offer, now)):
        yield ngettext(
            "%(num)s kommende Sprechstunde liegt in einem Raum, der nicht vertraulich ist. Sie bleibt dort.",
            "%(num)s kommende Sprechstunden liegen in Räumen, die nicht vertraulich sind. Sie bleiben dort.",
            heard,
        )


def _of_mode(session: Session, offer: Offer, before: Facts, wanted: Facts) -> Iterator[str]:
    leaves = before.mode == OfferMode.APPOINTMENT != wanted.mode
    if leaves and (number := _waiting(session, offer)):
        yield _waiting_words(number)


def _tighter(before: Facts, wanted: Facts) -> list[str]:
    """Which numbers leave residents less than before."""
    found = []
    if wanted.notice_minutes > before.notice_minutes:
        found.append("notice_minutes")
    if wanted.horizon_days < before.horizon_days:
        found.append("horizon_days")
    if wanted.daily_cap is not None and (before.daily_cap is None or wanted.daily_cap < before.daily_cap):
        found.append("daily_cap")
    return found


def _waiting(session: Session, offer: Offer) -> int:
    statement = select(func.count()).select_from(WaitingEntry).where(WaitingEntry.offer_id == offer.id)
    return session.scalar(statement.where(WaitingEntry.state.in_(ON_THE_LIST))) or 0


def _waiting_words(number: int) -> str:
    return ngettext(
        "%(num)s Person auf der Warteliste erfährt, dass es keine Termine mehr gibt.",
        "%(num)s Personen auf der Warteliste erfahren, dass es keine Termine mehr gibt.",
        number,
    )
