"""To-dos of a small house and of a second provider, each with a person whose data must stay where it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from booking.accounts import people
from booking.accounts.access import Actor
from booking.accounts.models import Account, Provider, Role
from booking.accounts.people import Contact
from booking.scheduling.walltime import wall_day
from booking.todos.models import Kind, Todo
from booking.todos.opening import Job, open_todo
from booking.vault import Vault
from tests import house

DUE = house.NOW + timedelta(hours=28)  # Tuesday noon
VAULT = Vault("a secret for sealing in tests only")


def put(
    session: Session,
    kind: Kind = Kind.CALL_BACK,
    *,
    vault: Vault = VAULT,
    provider_id: int | None = None,
    contact: Contact | None = Contact(name="Erika Beispiel", phone="02175 555"),  # noqa: B008 (frozen)
    key: str = "",
    due_at: datetime = DUE,
    now: datetime = house.NOW,
    **more: object,
) -> Todo:
    """A to-do on the list, with a person unless `contact` is None."""
    person = None
    if contact is not None:
        erase_on = wall_day(due_at) + timedelta(days=90)
        person = people.remember(session, vault, contact, provider_id=provider_id, erase_on=erase_on)
        session.flush()
    job = Job(
        kind=kind,
        key=key or f"{kind}:{provider_id}:{due_at}:{contact.name if contact else ''}",
        due_at=due_at,
        provider_id=provider_id,
        person_id=person.id if person else None,
        **more,
    )
    return open_todo(session, vault, job, now=now)


@dataclass
class Town:
    """Two providers and the house with their people; `actors` by a name for each place and role."""

    own: Provider
    other: Provider
    actors: dict[str, Actor] = field(default_factory=dict)


def build(session: Session) -> Town:
    """The other provider agreed that the house calls for it, the own one did not."""
    own = Provider(slug="eigene", name="Eigener Verein")
    other = Provider(slug="andere", name="Anderer Verein", house_calls=True)
    session.add_all([own, other])
    session.flush()
    town = Town(own, other)
    places = {"own": own.id, "other": other.id}
    for name, provider_id in places.items():
        for role in (Role.ADVISER, Role.LEAD):
            town.actors[f"{name} {role}"] = employ(session, role, provider_id)
    for role in (Role.STAFF, Role.ADMIN, Role.CARETAKER):
        town.actors[str(role)] = employ(session, role, None)
    return town


def employ(session: Session, role: Role, provider_id: int | None, name: str = "") -> Actor:
    """Somebody who may sign in."""
    count = session.query(Account).count()
    account = Account(
        email=f"{role}-{count}@example.org",
        name=name or f"Konto {role} {count}",
        role=role,
        password_hash="!",
        provider_id=provider_id,
    )
    session.add(account)
    session.flush()
    return Actor.of(account)
