"""A house with free times behind its pages, on both databases; its clock stands still on a Monday morning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from booking.accounts import people
from booking.accounts.models import Account, Role
from booking.accounts.people import Contact
from booking.appointments.booking import book, open_link
from booking.appointments.slots import Wish
from booking.clock import Clock
from booking.config import Settings
from booking.db import Base, database_now
from booking.runtime import Runtime
from tests import house
from tests.pages.browsing import Visitor
from tests.servers import apps

MARIA = Contact(name="Maria Muster", email="maria@example.org")


@dataclass
class StandingClock(Clock):
    """Tells the moment it was set to."""

    moment: datetime = house.NOW

    def now(self) -> datetime:
        return self.moment

    def offset(self) -> timedelta:
        return timedelta(0)


@dataclass
class Site:
    """The pages, and the house behind them."""

    app: Flask
    runtime: Runtime
    clock: StandingClock
    house: house.SmallHouse

    def visitor(self, **more: Any) -> Visitor:
        return Visitor(self.app, **more)

    def wait(self, minutes: int) -> None:
        self.clock.moment += timedelta(minutes=minutes)

    def booked(
        self, start: datetime, contact: Contact = MARIA, *, sensitive: bool = False, **wish: Any
    ) -> tuple[str, str, str]:
        """An appointment that somebody made: its id, its code and a token."""
        with self.runtime.database.writing() as session:
            house = self.house
            offer = session.merge(house.sensitive if sensitive else house.advice, load=False)
            made = book(session, self.runtime.desk(), Wish(offer, **wish), start, contact)
            return made.id, made.code, open_link(session, made, now=self.clock.now())

    def taken(self, start: datetime) -> None:
        """Somebody else takes the slot."""
        self.booked(start, Contact(name="Jemand anders"))

    def rows(self) -> dict[str, list[Any]]:
        """Everything in the database."""
        with self.runtime.database.reading() as session:
            return {
                table.name: sorted(map(repr, session.execute(text(f"SELECT * FROM {table.name}")).all()))
                for table in Base.metadata.sorted_tables
            }

    def appointments(self) -> list[Any]:
        with self.runtime.database.reading() as session:
            return session.execute(
                text("SELECT id, status, sequence, uid, starts_at, person_id FROM appointment ORDER BY id")
            ).all()

    def people(self) -> list[Contact]:
        from booking.accounts.models import Person

        with self.runtime.database.reading() as session:
            return [people.contact_of(person, self.runtime.vault) for person in session.query(Person)]


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    environment = {
        "APP_ENV": "test",
        "DATA_DIR": str(tmp_path / "data"),
        "DATABASE_URL": database_url,
        "SECRET_KEY": "a secret for signing in tests only",
        "DATA_KEY": "a secret for sealing in tests only",
        "CLOCK_OFFSET_FILE": str(tmp_path / "clock"),
    }
    return Settings.from_environment(environment)


@pytest.fixture
def build(settings: Settings) -> Iterator[Callable[..., Site]]:
    """Makes the site; settings may be changed, the house may be left empty."""
    closing = ExitStack()

    def make(*, empty: bool = False, advisers: int = 1, **changes: Any) -> Site:
        started = Runtime.start(replace(settings, **{"limits": False, **changes}))
        closing.callback(started.database.dispose)
        clock = StandingClock()
        runtime = replace(started, clock=clock)
        small = house.SmallHouse([], None, [], None, None, None)  # type: ignore[arg-type]
        if not empty:
            with runtime.database.writing() as session:
                small = house.build(session, advisers=advisers)
                for number, adviser in enumerate(small.advisers):
                    house.hours_on(session, small, adviser=adviser, room=small.rooms[number])
        app = closing.enter_context(apps.lent(runtime))
        return Site(app, runtime, clock, small)

    with closing:
        yield make


@pytest.fixture
def site(build: Callable[..., Site]) -> Site:
    """Six free times on Tuesday from nine to twelve with one adviser in Büro 1."""
    return build()


@pytest.fixture
def signed_in(site: Site) -> Callable[..., Visitor]:
    """A visitor who signed in with a role."""

    def sign_in(role: Role | str, email: str = "") -> Visitor:
        from booking.accounts import signin
        from booking.accounts.enrolling import account_of, enrol
        from booking.web.actors import COOKIE_KEY

        address = email or f"{role}@example.org"
        with site.runtime.database.writing() as session:
            account = account_of(session, address) or _enrolled(session, site, address, Role(role), enrol)
            token = signin.sign_in(session, account, now=database_now(session))
        visitor = site.visitor()
        with visitor.client.session_transaction() as cookie:
            cookie[COOKIE_KEY] = token
        return visitor

    return sign_in


def _enrolled(session: Any, site: Site, address: str, role: Role, enrol: Any) -> Account:
    provider_id = site.house.provider.id if role in (Role.ADVISER, Role.LEAD) else None
    account: Account = enrol(
        session,
        site.runtime.vault,
        email=address,
        name=f"Konto {role}",
        role=role,
        password="ein langes Passwort",
        provider_id=provider_id,
    )
    return account
