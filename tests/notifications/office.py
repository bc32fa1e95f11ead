"""A small house with its post room: books through the services, dispatches, delivers to a real mail server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from booking import outbox
from booking.accounts.models import Account, Role
from booking.accounts.people import Contact
from booking.appointments.booking import book
from booking.appointments.changes import cancel, follow_room, move, switch_reminders
from booking.appointments.finding import by_id
from booking.appointments.models import Appointment
from booking.appointments.pending import book_or_ask
from booking.appointments.slots import Wish
from booking.config import MailSettings, Settings
from booking.house.models import Room
from booking.notifications import delivering
from booking.notifications.channels import Channel
from booking.notifications.folder import FolderChannel
from booking.notifications.models import Delivery, Reminder
from booking.notifications.post import Post
from booking.notifications.reminding import fire_due_reminders
from booking.notifications.residents import ResidentMails
from booking.offers.models import Offer
from booking.reservations import approving, reserving
from booking.reservations.models import Reservation
from booking.reservations.scope import for_change
from booking.reservations.wishes import OnConflict
from booking.runtime import Desk, Runtime
from booking.scheduling.walltime import at_wall
from booking.subscriptions import subscriptions
from tests import house
from tests.reservations.scene import Scene
from tests.servers.smtp import SmtpSink
from workers.engine import Engine, assemble

NINE = at_wall(house.TUESDAY, 9)
RESIDENT = Contact(name="Erika Beispiel", email="erika@example.org", phone="02175 555")
ONLY_BY_MAIL = Contact(name="Mia Muster", email="mia@example.org")
ADA = 1  # the account of the small house's adviser
SECRET_TITLE = "Trauergruppe Ahorn"


def settings(database_url: str, data_dir: Path, **more: object) -> Settings:
    return replace(
        Settings(
            env="test",
            data_dir=data_dir,
            host="127.0.0.1",
            port=8000,
            base_url="https://termin.example.org",
            database_url=database_url,
            redis_url=None,
            mail=MailSettings(sender="termin@example.org"),
            secret_key="s" * 32,
            data_key="d" * 32,
            limits=False,
            trusted_proxies=0,
            clock_offset_file=data_dir / "clock-offset",
        ),
        **more,  # type: ignore[arg-type]
    )


@dataclass
class Office:
    """What a test does: book, move, cancel, dispatch, deliver, remind; `now` is the moment it happens."""

    engine: Engine
    small: house.SmallHouse
    now: datetime = house.NOW

    @classmethod
    def open(cls, database_url: str, data_dir: Path, sink: SmtpSink | None = None, **more: object) -> Office:
        if sink is not None:
            more["mail"] = MailSettings(server=sink.host, port=sink.port, sender="termin@example.org")
        data_dir.mkdir(exist_ok=True, parents=True)
        engine = assemble(Runtime.start(settings(database_url, data_dir, **more)))
        with engine.runtime.database.writing() as session:
            small = house.build(session, advisers=2)
            for offer in (small.advice, small.sensitive):
                offer.notice_minutes, offer.horizon_days = 0, 400
        office = cls(engine, small)
        office.set_clock(house.NOW)
        return office

    @property
    def runtime(self) -> Runtime:
        return self.engine.runtime

    @property
    def channel(self) -> Channel:
        return self.engine.channel

    @property
    def folder(self) -> FolderChannel:
        assert isinstance(self.channel, FolderChannel)
        return self.channel

    def set_clock(self, now: datetime) -> None:
        """Business time, for the services of this test and for whatever reads the offset file."""
        self.now = now
        offset = now - (self.runtime.clock.now() - self.runtime.clock.offset())
        file = self.runtime.settings.clock_offset_file
        assert file is not None
        file.write_text(str(offset.total_seconds()))

    def desk(self) -> Desk:
        return Desk(self.runtime.vault, self.runtime.settings.domain, self.now)

    def open_hours(self, day: date = house.TUESDAY, *, offer: Offer | None = None, **more: object) -> None:
        with self.runtime.database.writing() as session:
            room = more.pop("room", self.small.rooms[0])
            house.hours_on(
                session, self.small, day, room=room, offer=offer or self.small.advice, now=self.now, **more
            )

    def book(
        self,
        start: datetime = NINE,
        contact: Contact = RESIDENT,
        *,
        offer: Offer | None = None,
    ) -> Appointment:
        with self.runtime.database.writing() as session:
            wish = Wish(session.merge(offer or self.small.advice, load=False))
            return book(session, self.desk(), wish, start, contact)

    def ask(self, start: datetime = NINE, contact: Contact = RESIDENT, *, offer: Offer | None = None) -> str:
        """Book as a stranger where the mail has to be answered first; the appointment's id."""
        with self.runtime.database.writing() as session:
            found = session.merge(offer or self.small.advice, load=False)
            found.confirm_by_mail = True
            return book_or_ask(session, self.desk(), Wish(found), start, contact).id

    def move(
        self,
        appointment: Appointment,
        start: datetime,
        adviser_id: int | None = None,
        *,
        by: str = "resident",
    ) -> None:
        with self.runtime.database.writing() as session:
            found = by_id(session, appointment.id, for_change=True)
            move(session, self.desk(), found, start, adviser_id=adviser_id, by=by)

    def change_room(self, appointment: Appointment, room: Room) -> None:
        """The Sprechstunde goes to another room, at the same time."""
        with self.runtime.database.writing() as session:
            found = by_id(session, appointment.id, for_change=True)
            follow_room(session, found, session.get_one(Room, room.id), now=self.now)

    def cancel(self, appointment: Appointment, by: str = "resident") -> None:
        with self.runtime.database.writing() as session:
            cancel(session, by_id(session, appointment.id, for_change=True), by=by, now=self.now)

    def switch(self, appointment: Appointment, *, on: bool) -> None:
        with self.runtime.database.writing() as session:
            switch_reminders(session, by_id(session, appointment.id, for_change=True), on=on, now=self.now)

    def dispatch(self) -> None:
        with self.runtime.database.writing() as session:
            outbox.dispatch(session, subscriptions(self.runtime), now=self.now)
        with self.runtime.database.reading() as session:
            parked = session.scalars(select(outbox.ParkedReaction.error)).all()
        assert not parked, parked

    def post(self) -> None:
        """Dispatch, and deliver until nothing is due."""
        self.dispatch()
        while delivering.deliver_due(self.runtime, self.channel):
            pass

    def remind(self) -> int:
        with self.runtime.database.writing() as session:
            return fire_due_reminders(session, self.mails(), now=self.now)

    def mails(self) -> ResidentMails:
        return ResidentMails(Post(self.runtime.vault, self.runtime.settings))

    def scene(self) -> Scene:
        """The same house for those who reserve rooms in it, at this moment."""
        return Scene(self.runtime.database, self.small, self.desk())

    def reserve(
        self,
        room: int = 1,
        *,
        title: str = SECRET_TITLE,
        account_id: int | None = ADA,
        as_request: bool = False,
        **wish: object,
    ) -> str:
        """Reserve for the house's provider; dates that are taken are left out."""
        with self.runtime.database.writing() as session:
            wanted = replace(self.scene().wish(room, **wish), title=title, room=session.get_one(Room, room))
            made = reserving.reserve(
                session,
                self.desk(),
                wanted,
                account_id=account_id,
                on_conflict=OnConflict.SKIP,
                as_request=as_request,
            )
            return made.id

    @contextmanager
    def reserved(self, reservation_id: str) -> Iterator[Reservation]:
        """The reservation, to look at or to change by hand."""
        with self.runtime.database.writing() as session:
            yield for_change(session, reservation_id)

    def decide(self, reservation_id: str, confirmed: Sequence[int], reason: str | None = None) -> None:
        """Say yes to the dates with these numbers."""
        with self.runtime.database.writing() as session:
            found = for_change(session, reservation_id)
            ids = [found.occurrences[number].id for number in confirmed]
            approving.decide_request(session, found, ids, reason=reason, now=self.now)

    def hire(self, address: str, role: Role = Role.LEAD, *, for_house: bool = False) -> int:
        """Another account, of the provider unless it is the house's."""
        with self.runtime.database.writing() as session:
            provider_id = None if for_house else self.small.provider.id
            account = Account(
                email=address, name="Lia Muster", role=role, password_hash="!", provider_id=provider_id
            )
            session.add(account)
            session.flush()
            return account.id

    def deliveries(self, **by: object) -> list[Delivery]:
        with self.runtime.database.reading() as session:
            return list(session.scalars(select(Delivery).filter_by(**by).order_by(Delivery.id)))

    def reminders(self, appointment: Appointment) -> list[Reminder]:
        with self.runtime.database.reading() as session:
            rows = select(Reminder).filter_by(appointment_id=appointment.id)
            return list(session.scalars(rows.order_by(Reminder.sequence, Reminder.due_at)))

    def make_due(self) -> None:
        """As if the pause after a failed attempt were over; the database's clock is not the test's to move."""
        with self.runtime.database.writing() as session:
            for delivery in session.scalars(select(Delivery)):
                delivery.next_attempt_at -= timedelta(days=1)
                if delivery.lease_until is not None:
                    delivery.lease_until -= timedelta(days=1)
