"""Two providers in one house, streams of their people, and everything that can happen to an appointment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts import signin
from booking.accounts.access import Actor
from booking.accounts.models import Account, Provider, Role
from booking.accounts.people import Contact
from booking.appointments.booking import book
from booking.appointments.changes import attend, cancel, move
from booking.appointments.finding import by_id
from booking.appointments.hours import add_adviser
from booking.appointments.models import Status
from booking.appointments.slots import Wish
from booking.db import database_now
from booking.events import Event
from booking.live.hub import Stream
from booking.live.news import Topic
from booking.offers.models import Offer, OfferClass
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall
from booking.web.actors import COOKIE_KEY
from booking.web.stream import Live, Pace, close_live, live_of
from tests import house
from tests.pages.conftest import Site

BRISK = Pace(sign_of_life=0.2, longest=60)
SOON = 10.0  # seconds, as an upper bound for what comes within a moment


@dataclass
class Scene:
    """The site, with a second provider's adviser and offer; `employ` signs somebody in."""

    site: Site
    live: Live
    other: Provider = field(repr=False)
    other_offer: Offer = field(repr=False)
    count: int = 0

    @classmethod
    def of(cls, site: Site) -> Scene:
        live = live_of(site.app)
        live.pace = BRISK
        with site.runtime.database.writing() as session:
            other = Provider(slug="andere", name="Anderer Verein")
            session.add(other)
            session.flush()
            offer = house.offer("andere-beratung", other, OfferClass.ADVICE, title="Andere Beratung")
            session.add(offer)
            adviser = add_adviser(session, slug="bea", name="Bea", provider_id=other.id)
            session.flush()
            small = house.SmallHouse(
                site.house.rooms, other, [adviser], offer, site.house.sensitive, site.house.account
            )
            house.hours_on(session, small, room=None, offer=offer)
        made = cls(site, live, other, offer)
        made.dispatch()
        return made

    def close(self) -> None:
        close_live(self.site.app)

    def employ(self, role: Role, provider_id: int | None = None) -> tuple[Actor, str]:
        """Somebody signed in, and the token of the sign-in."""
        self.count += 1
        with self.site.runtime.database.writing() as session:
            account = Account(
                email=f"{role}-{self.count}@example.org",
                name=f"Konto {self.count}",
                role=role,
                password_hash="!",
                provider_id=provider_id,
            )
            session.add(account)
            session.flush()
            token = signin.sign_in(session, account, now=database_now(session))
            session.refresh(account)
            return Actor.of(account), token

    def everybody(self) -> dict[str, tuple[Actor, str]]:
        """One of each role on each side."""
        own = self.site.house.provider.id
        return {
            "own adviser": self.employ(Role.ADVISER, own),
            "own lead": self.employ(Role.LEAD, own),
            "other adviser": self.employ(Role.ADVISER, self.other.id),
            "other lead": self.employ(Role.LEAD, self.other.id),
            "staff": self.employ(Role.STAFF),
            "admin": self.employ(Role.ADMIN),
            "caretaker": self.employ(Role.CARETAKER),
        }

    def browser(self, token: str) -> FlaskClient:
        client = self.site.app.test_client()
        with client.session_transaction() as cookie:
            cookie[COOKIE_KEY] = token
        return client

    def stream(self, actor: Actor, *topics: Topic) -> Stream:
        """A stream without the web around it."""
        self.count += 1
        return self.live.listener.open(actor, f"browser-{self.count}", topics or tuple(Topic))

    def dispatch(self) -> None:
        with self.site.runtime.database.writing() as session:
            outbox.dispatch(session, {}, now=self.site.clock.now())

    def happens(self, event: Event) -> None:
        """Something is recorded, and dispatched as a worker does it."""
        with self.site.runtime.database.writing() as session:
            outbox.record(session, event, now=self.site.clock.now())
        self.dispatch()

    def changes(self, what: Callable[[Session], Any]) -> Any:
        with self.site.runtime.database.writing() as session:
            found = what(session)
        self.dispatch()
        return found

    def reserve(self, *, hour: int = 14, days: int = 0) -> str:
        """The first room is taken on Tuesday, or so many days later."""
        start = at_wall(house.TUESDAY + timedelta(days=days), hour)
        return self.changes(
            lambda session: (
                house.reserve(
                    session,
                    session.merge(self.site.house.rooms[0], load=False),
                    Interval(start, start + timedelta(hours=1)),
                    provider_id=self.site.house.provider.id,
                    title="Teamrunde",
                ).reservation_id
            )
        )

    def life_of_an_appointment(self) -> None:
        """At the other provider: booked, moved, somebody came, another one cancelled. Eight events and more."""
        now = self.site.clock.now()
        ids = [self._booked(start) for start in (at_wall(house.TUESDAY, 9), at_wall(house.TUESDAY, 10))]

        def moves(session: Session) -> None:
            move(session, self.site.runtime.desk(), by_id(session, ids[0]), at_wall(house.TUESDAY, 11))

        self.changes(moves)
        self.changes(lambda session: cancel(session, by_id(session, ids[1]), by="resident", now=now))
        self.changes(lambda session: attend(session, by_id(session, ids[0]), Status.ARRIVED, now=now))

    def _booked(self, start: Any) -> str:
        def books(session: Session) -> str:
            wish = Wish(session.merge(self.other_offer, load=False))
            contact = Contact(name="Erika Beispiel", email="erika@example.org")
            return book(session, self.site.runtime.desk(), wish, start, contact).id

        return str(self.changes(books))
