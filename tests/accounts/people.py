"""Two admins, a lead and advisers of two providers, and somebody of the desk: whom tests of settings act as."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.access import Actor
from booking.accounts.enrolling import account_of, enrol
from booking.accounts.models import Account, ApiToken, Provider, Role, SignIn
from booking.db import Database
from booking.outbox import EventRow
from booking.vault import Vault

VAULT = Vault("a secret for sealing in tests only")
PASSWORD = "ein langes Passwort"
STAFF_OF = {
    "alex": (Role.ADMIN, None),
    "anna": (Role.ADMIN, None),
    "toni": (Role.STAFF, None),
    "lea": (Role.LEAD, "diakonie"),
    "ben": (Role.ADVISER, "diakonie"),
    "bea": (Role.ADVISER, "diakonie"),
    "ada": (Role.ADVISER, "stadt"),
}


@dataclass
class Town:
    """The accounts by first name."""

    database: Database
    providers: dict[str, int]

    def actor(self, name: str) -> Actor:
        with self.database.reading() as session:
            return Actor.of(self.account(session, name))

    def account(self, session: Session, name: str) -> Account:
        found = account_of(session, f"{name}@example.org")
        assert found is not None
        return found

    def id_of(self, name: str) -> int:
        return self.actor(name).account_id

    @contextmanager
    def acting(self, name: str) -> Iterator[tuple[Session, Actor]]:
        """A transaction in which they do something."""
        actor = self.actor(name)
        with self.database.writing() as session:
            yield session, actor

    def told(self) -> list[tuple[str, str]]:
        """What happened: the kind of event, and what changed."""
        with self.database.reading() as session:
            rows = session.scalars(select(EventRow).order_by(EventRow.id)).all()
            return [(row.type, row.payload.get("what", "")) for row in rows]

    def left_open(self, name: str) -> tuple[int, int]:
        """How many browsers are signed in as them, and how many tokens open something."""
        with self.database.reading() as session:
            account_id = self.account(session, name).id
            browsers = session.scalars(select(SignIn).where(SignIn.account_id == account_id)).all()
            tokens = select(ApiToken).where(ApiToken.account_id == account_id, ApiToken.revoked_at.is_(None))
            return len(browsers), len(session.scalars(tokens).all())


def settle(database: Database) -> Town:
    """Everybody moves in."""
    with database.writing() as session:
        providers = {slug: Provider(slug=slug, name=slug.title()) for slug in ("diakonie", "stadt")}
        session.add_all(providers.values())
        session.flush()
        for name, (role, slug) in STAFF_OF.items():
            enrol(
                session,
                VAULT,
                email=f"{name}@example.org",
                name=f"{name.title()} Beispiel",
                role=role,
                password=PASSWORD,
                provider_id=providers[slug].id if slug else None,
            )
        return Town(database, {slug: each.id for slug, each in providers.items()})
