"""Messages as the monitor shows them: no body, and no address but that of somebody who works here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from booking.accounts.access import HOUSE_ROLES, PROVIDER_ROLES, Actor
from booking.accounts.models import Account
from booking.clock import Clock
from booking.ids import readable_code
from booking.notifications.about import id_in, reader_of, thing_of
from booking.notifications.models import Delivery, Fate
from booking.notifications.monitoring import Filter
from booking.scheduling.walltime import wall_day
from booking.web.language import PageFormats, current_language
from booking.web.language import gettext as _
from booking.web.views.message_words import Fated, error_words, fate_words, fated, kind_words
from booking.web.views.rules import moment_words


@dataclass(frozen=True)
class MessageView:
    """One message. `link` leads to what it is about, in the words `link_words`; both are empty where nothing does."""

    id: str
    kind: str
    planned: datetime
    sent: datetime | None
    fate: Fated
    attempts: int
    next_try: str
    error: str
    code: str
    link: str
    link_words: str
    reader: str


@dataclass(frozen=True)
class Bar:
    """How many messages have one fate; `share` is the length of its bar in percent of the longest."""

    words: str
    number: int
    share: int
    url: str
    chosen: bool


def message_view(session: Session, delivery: Delivery, actor: Actor, code: str, clock: Clock) -> MessageView:
    """What the actor may read of it; the next try is told in business time, though kept on the database's clock."""
    link, link_words = _link(delivery, actor, code)
    return MessageView(
        id=delivery.public_id,
        kind=kind_words().get(delivery.kind, _("Nachricht")),
        planned=delivery.created_at,
        sent=delivery.sent_at,
        fate=fated(delivery.fate),
        attempts=delivery.attempts,
        next_try=_next_try(delivery, clock.now(), clock.offset()),
        error=error_words(delivery.error),
        code=code,
        link=link,
        link_words=link_words,
        reader=_reader(session, delivery, actor),
    )


def bars(counts: Mapping[Fate, int], wanted: Filter) -> list[Bar]:
    """Each fate with its number, in the order of a message's life."""
    most = max([1, *counts.values()])
    words = fate_words()
    return [
        Bar(
            words[fate],
            counts[fate],
            -(-counts[fate] * 100 // most),
            address(replace(wanted, fate=fate, page=1)),
            fate == wanted.fate,
        )
        for fate in Fate
    ]


def address(wanted: Filter) -> str:
    """The monitor, filtered so."""
    values = {
        "stand": str(wanted.fate or ""),
        "art": wanted.kind or "",
        "tag": wanted.day.isoformat() if wanted.day else "",
        "nummer": wanted.code,
        "seite": str(wanted.page) if wanted.page > 1 else "",
    }
    chosen = urlencode({name: value for name, value in values.items() if value})
    return f"/nachrichten?{chosen}" if chosen else "/nachrichten"


def story(view: MessageView, delivery: Delivery) -> Sequence[str]:
    """What became of it so far and what follows, one sentence after the other."""
    lines = [_("Geplant: %(when)s.", when=moment_words(delivery.created_at))]
    if delivery.attempts:
        lines.append(_("Versuche bisher: %(n)s.", n=delivery.attempts))
    lines.append(view.error)
    lines.append(_what_follows(view, delivery))
    return [line for line in lines if line]


def _what_follows(view: MessageView, delivery: Delivery) -> str:
    words = {
        Fate.QUEUED: _("Sie geht %(when)s hinaus.", when=view.next_try)
        if view.next_try
        else _("Sie geht gleich hinaus."),
        Fate.SENDING: _("Sie wird gerade gesendet."),
        Fate.RETRYING: _("Sie wird wiederholt: %(when)s.", when=view.next_try or _("gleich")),
        Fate.SENT: _("Gesendet: %(when)s.", when=moment_words(view.sent)) if view.sent else _("Gesendet."),
        Fate.FAILED: _("Sie wird nicht wiederholt."),
        Fate.BOUNCED: _("Sie ist zurückgekommen. Sie wird nicht wiederholt."),
        Fate.OUTDATED: _("Sie wurde überholt, kam zu spät oder die Angaben sind gelöscht."),
    }
    return words[Fate(delivery.fate)]


def _next_try(delivery: Delivery, now: datetime, offset: timedelta) -> str:
    """When it is tried next, in business time: um 9:42 Uhr; nothing when that is now or never."""
    due = delivery.next_attempt_at + offset
    if delivery.fate not in (Fate.QUEUED, Fate.RETRYING) or due <= now:
        return ""
    if wall_day(due) == wall_day(now):
        return _("um %(time)s", time=PageFormats(current_language()).time(due))
    return _("am %(when)s", when=moment_words(due))


def _reader(session: Session, delivery: Delivery, actor: Actor) -> str:
    """The account it goes to; not for the house where it stands beside a number, for an adviser tells the topic."""
    account = reader_of(session, delivery)
    if account is None:
        return ""
    if actor.role in HOUSE_ROLES and delivery.appointment_id is not None:
        return _("Beraterin oder Berater")
    return account_words(account, actor)


def account_words(account: Account, actor: Actor) -> str:
    """An account by name and address; providers read their own people so, the house as one and others not at all."""
    if actor.role not in PROVIDER_ROLES or account.provider_id == actor.provider_id:
        return f"{account.name}, {account.email}"
    return _("Quartiersbüro") if account.provider_id is None else _("Anderer Anbieter")


def _link(delivery: Delivery, actor: Actor, code: str) -> tuple[str, str]:
    thing, house = thing_of(delivery), actor.role in HOUSE_ROLES
    appointment_id, reservation_id = id_in(thing, "appointment"), id_in(thing, "reservation")
    absence_id, entry_id = id_in(thing, "absence"), id_in(thing, "entry")
    if reservation_id:
        return f"/reservierung/{reservation_id}", _("Reservierung")
    if absence_id:
        return f"/abwesenheit/{absence_id}", _("Abwesenheit")
    if entry_id and not house:
        return f"/warteliste/eintrag/{entry_id}", _("Warteliste")
    if not appointment_id or not code:
        return "", ""
    words = _("Nummer %(code)s", code=readable_code(code))
    return (f"/verlauf?nummer={code}" if house else f"/ich/termin/{appointment_id}/verlauf"), words
