"""A history as a page tells it: when, who in words, what, and which mails followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from booking.accounts.access import HOUSE_ROLES, Actor
from booking.accounts.models import Account
from booking.acting import RESIDENT, SERVICE
from booking.appointments.models import ConsultationHours
from booking.events import ConsultationHoursClosed, ConsultationHoursOpened
from booking.history.reading import Entry
from booking.house.models import Room
from booking.notifications.models import Delivery
from booking.notifications.telling import REMINDER
from booking.offers.models import Adviser
from booking.web.language import gettext as _
from booking.web.views.history_words import Known, sentence_of
from booking.web.views.message_words import Fated, fated, kind_words

ACCOUNT = "account:"
OF_HOURS = (ConsultationHoursOpened, ConsultationHoursClosed)


@dataclass(frozen=True)
class Reader:
    """Who reads. `knows_provider`: whether they know whose the booking is; at the desk an appointment tells nobody."""

    actor: Actor
    knows_provider: bool


@dataclass(frozen=True)
class Told:
    """A mail that followed: what it was, and what became of it."""

    id: str
    kind: str
    fate: Fated


@dataclass(frozen=True)
class EntryView:
    """One line of a history."""

    at: datetime
    who: str
    what: str
    mails: Sequence[Told]


def entry_views(session: Session, entries: Sequence[Entry], reader: Reader) -> list[EntryView]:
    """The lines, in the order of the entries; a fixed number of queries."""
    people, known = _accounts(session, entries), _known(session, entries, reader)
    return [
        EntryView(
            at=entry.at,
            who=who_words(entry.actor, reader, people),
            what=sentence_of(entry.event, known, times=entry.times)
            if entry.event is not None
            else _planned(entry.mails),
            mails=[
                Told(each.public_id, kind_words().get(each.kind, _("Nachricht")), fated(each.fate))
                for each in entry.mails
            ],
        )
        for entry in entries
    ]


def _planned(mails: Sequence[Delivery]) -> str:
    """A mail that stands there by itself."""
    if all(each.kind == REMINDER for each in mails):
        return _("Eine Erinnerung ist geplant.")
    return _("Eine E-Mail ist geplant.")


def who_words(actor: str | None, reader: Reader, people: Mapping[int, Account]) -> str:
    """Who did it, by name only where the reader may read it."""
    unnamed = {
        None: _("Nicht festgehalten"),
        SERVICE: _("Treffpunkt (von selbst)"),
        RESIDENT: _("Bewohnerin oder Bewohner"),
    }
    if actor is None or actor in unnamed:
        return unnamed[actor]
    account = people.get(_account_id(actor))
    return _account_words(account, reader) if account is not None else _("Ein früheres Konto")


def _account_words(account: Account, reader: Reader) -> str:
    """Providers read their own people by name and the house as one.

    The house reads its own people's names, and the others' where it may know whose the booking is.
    """
    if reader.actor.role in HOUSE_ROLES:
        if account.provider is None:
            return account.name
        return (
            f"{account.name}, {account.provider.name}"
            if reader.knows_provider
            else _("Beraterin oder Berater")
        )
    if account.provider_id is None:
        return _("Quartiersbüro")
    return account.name if account.provider_id == reader.actor.provider_id else _("Anderer Anbieter")


def _accounts(session: Session, entries: Sequence[Entry]) -> dict[int, Account]:
    ids = {_account_id(each.actor) for each in entries if each.actor and each.actor.startswith(ACCOUNT)}
    rows = select(Account).where(Account.id.in_(ids)).options(joinedload(Account.provider))
    return {account.id: account for account in session.scalars(rows)}


def _account_id(actor: str) -> int:
    number = actor.removeprefix(ACCOUNT)
    return int(number) if number.isdigit() else 0


def _known(session: Session, entries: Sequence[Entry], reader: Reader) -> Known:
    """The advisers of the reader's own provider, the Sprechstunden that were opened or closed, and all rooms.

    No room for who may not know whose the booking is: it would tell.
    """
    rooms = {room.id: room.name for room in session.scalars(select(Room))} if reader.knows_provider else {}
    own = select(Adviser).where(Adviser.provider_id == (reader.actor.provider_id or 0))
    advisers = {adviser.id: adviser.name for adviser in session.scalars(own)}
    ids = {each.event.hours_id for each in entries if isinstance(each.event, OF_HOURS)}
    begins = select(ConsultationHours.id, ConsultationHours.starts_at).where(ConsultationHours.id.in_(ids))
    return Known(rooms, advisers, {row.id: row.starts_at for row in session.execute(begins)})
