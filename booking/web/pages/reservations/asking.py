"""What somebody may wish for: rooms, for the house a provider too, and the wish behind a form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from booking.accounts.access import HOUSE_ROLES, Actor
from booking.accounts.models import Provider, Role
from booking.house.models import Room
from booking.house.rooms import rooms_to_reserve
from booking.reservations.wishes import Wish
from booking.web.forms.reading import typed
from booking.web.forms.wish import WishForm
from booking.web.forms.wish_faults import faults
from booking.web.language import gettext as _

MAY_RESERVE = (Role.ADVISER, Role.LEAD, Role.STAFF, Role.ADMIN)
FORBIDDEN = 403


@dataclass(frozen=True)
class Asking:
    """Somebody who reserves, and what there is to choose from. The house reserves for any of `providers`."""

    actor: Actor
    rooms: Sequence[Room]
    providers: Sequence[Provider]

    @classmethod
    def by(cls, session: Session, actor: Actor) -> Asking:
        """People of a provider reserve for their own, whatever their form says."""
        if actor.role in HOUSE_ROLES:
            there = select(Provider).where(Provider.retired_at.is_(None))
            providers = session.scalars(there.order_by(Provider.name)).all()
            return cls(actor, rooms_to_reserve(session), providers)
        if actor.provider_id is None:
            abort(FORBIDDEN)
        return cls(actor, rooms_to_reserve(session), ())

    @property
    def for_anybody(self) -> bool:
        """Whether they say for whom."""
        return self.actor.role in HOUSE_ROLES

    def checked(self, sent: MultiDict[str, str], *, now: datetime) -> WishForm:
        """The form that was sent, with a sentence for each fault."""
        form = WishForm.typed(sent)
        providers = {each.slug for each in self.providers} if self.for_anybody else None
        found = faults(form, now=now, rooms={room.slug for room in self.rooms}, providers=providers)
        return replace(form, errors=found)

    def chosen(self, sent: MultiDict[str, str], *, now: datetime) -> tuple[WishForm, Room | None]:
        """The form and the room that was picked for it; without a room the form has an error."""
        form, room = self.checked(sent, now=now), self.room(typed(sent, "chosen")["chosen"])
        if room is None and not form.errors:
            form = replace(form, errors={"room": _("Bitte wählen Sie einen Raum.")})
        return form, room

    def room(self, slug: str) -> Room | None:
        return next((room for room in self.rooms if room.slug == slug), None)

    def provider(self, form: WishForm) -> Provider | None:
        """For whom the house reserves."""
        return next((each for each in self.providers if each.slug == form.provider), None)

    def wish(self, form: WishForm, room: Room | None) -> Wish:
        """The wish of a form without errors."""
        chosen = self.provider(form)
        provider_id = chosen.id if chosen is not None else self.actor.provider_id
        assert provider_id is not None
        return form.wish(provider_id=provider_id, room=room)

    def must_ask(self, rooms: Iterable[Room]) -> bool:
        """Whether the house decides about it: somebody else wants the hall, on one date at least."""
        return not self.for_anybody and any(room.needs_approval for room in rooms)
