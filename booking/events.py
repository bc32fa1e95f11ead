"""Domain events: past tense, frozen, ids and values only, never a person's data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, in the transaction that made it happen."""

    known: ClassVar[dict[str, type[Event]]] = {}
    about: ClassVar[str | None] = None  # the field that says what it is about: "appointment_id"

    def __init_subclass__(cls) -> None:
        Event.known[cls.__name__] = cls

    @property
    def subject(self) -> str | None:
        """What it is about, as `appointment:<id>`; None for what has no history of its own."""
        if self.about is None:
            return None
        return f"{self.about.removesuffix('_id')}:{getattr(self, self.about)}"

    def payload(self) -> dict[str, Any]:
        """The values as JSON; instants as ISO 8601 in UTC."""
        return {
            key: value.isoformat() if isinstance(value, datetime) else value
            for key, value in asdict(self).items()
        }

    @staticmethod
    def revive(name: str, payload: dict[str, Any]) -> Event:
        """The event behind a row of the outbox."""
        cls = Event.known[name]
        instants = {each.name for each in fields(cls) if "datetime" in str(each.type)}
        return cls(
            **{
                key: datetime.fromisoformat(value) if key in instants and value is not None else value
                for key, value in payload.items()
            }
        )


@dataclass(frozen=True, kw_only=True)
class ConsultationHoursOpened(Event):
    """A Sprechstunde was opened: its slots may be booked from now on."""

    about: ClassVar[str | None] = "hours_id"

    hours_id: int


@dataclass(frozen=True, kw_only=True)
class ConsultationHoursChanged(Event):
    """A Sprechstunde has other times, seats or rules by itself; its reserved date is as it was."""

    about: ClassVar[str | None] = "hours_id"

    hours_id: int


@dataclass(frozen=True, kw_only=True)
class ConsultationHoursClosed(Event):
    """A Sprechstunde was called off: nobody can book it any more."""

    about: ClassVar[str | None] = "hours_id"

    hours_id: int


@dataclass(frozen=True, kw_only=True)
class ReservationMade(Event):
    """A provider has a room, once or as a series."""

    about: ClassVar[str | None] = "reservation_id"

    reservation_id: str


@dataclass(frozen=True, kw_only=True)
class ReservationRequested(Event):
    """A provider asks for the hall; the time is held until the house decides or the deadline passes."""

    about: ClassVar[str | None] = "reservation_id"

    reservation_id: str


@dataclass(frozen=True, kw_only=True)
class ReservationDecided(Event):
    """The house said yes to some dates of a request and no to others."""

    about: ClassVar[str | None] = "reservation_id"

    reservation_id: str
    confirmed: int
    declined: int


@dataclass(frozen=True, kw_only=True)
class ReservationExpired(Event):
    """Nobody decided in time: the request is over and its time is free."""

    about: ClassVar[str | None] = "reservation_id"

    reservation_id: str


@dataclass(frozen=True, kw_only=True)
class ReservationChanged(Event):
    """Dates of a reservation were moved, called off, left out or renamed, all in one change.

    The numbers are of dates. `series_ids`: whose calendar entry is another one now; `split_from`: the series
    that end earlier now, because the rest of each became a series of its own with another UID.
    """

    about: ClassVar[str | None] = "reservation_id"

    reservation_id: str
    series_ids: list[str]
    moved: int = 0
    other_room: int = 0
    cancelled: int = 0
    left_out: int = 0
    taken_up: int = 0
    renamed: int = 0
    asleep: int = 0
    woken: int = 0
    split_from: list[str] = field(default_factory=list)
    by_house: bool = False


@dataclass(frozen=True, kw_only=True)
class ReservationCancelled(Event):
    """Nothing of what was still to come takes place; `series_ids` are those that this ended."""

    about: ClassVar[str | None] = "reservation_id"

    reservation_id: str
    series_ids: list[str]
    by_house: bool = False


@dataclass(frozen=True, kw_only=True)
class AppointmentPlaced(Event):
    """Where and when an appointment is (or was), as its mails and calendar entries tell it."""

    about: ClassVar[str | None] = "appointment_id"

    appointment_id: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    room_id: int | None
    adviser_id: int


@dataclass(frozen=True, kw_only=True)
class ConfirmationAsked(AppointmentPlaced):
    """A resident booked and has to answer a mail first; at `answer_by` the time is free again."""

    answer_by: datetime


@dataclass(frozen=True, kw_only=True)
class AppointmentBooked(AppointmentPlaced):
    """A resident has an appointment, confirmed."""


@dataclass(frozen=True, kw_only=True)
class AppointmentMoved(AppointmentPlaced):
    """The appointment has another time, room or adviser; the UID stays. `by` is resident or house."""

    previous_starts_at: datetime
    previous_adviser_id: int
    by: str = "resident"
    other_room: bool = False


@dataclass(frozen=True, kw_only=True)
class AppointmentCancelled(AppointmentPlaced):
    """The appointment will not take place; `by` is resident or house."""

    by: str


@dataclass(frozen=True, kw_only=True)
class AppointmentAttended(Event):
    """The adviser said what became of it: arrived, no_show or done; confirmed: that was a slip of the hand."""

    about: ClassVar[str | None] = "appointment_id"

    appointment_id: str
    status: str


@dataclass(frozen=True, kw_only=True)
class RemindersSwitched(Event):
    """The resident turned the reminders of one appointment on or off."""

    about: ClassVar[str | None] = "appointment_id"

    appointment_id: str
    on: bool


@dataclass(frozen=True, kw_only=True)
class MailUndeliverable(Event):
    """A mail will not arrive: refused for good, or come back."""

    delivery_id: int


@dataclass(frozen=True, kw_only=True)
class PersonErased(Event):
    """A person's data and its permitted copies were deleted."""

    person_id: str


@dataclass(frozen=True, kw_only=True)
class PersonCorrected(Event):
    """The resident of an appointment corrected what we know of them, perhaps to another mailbox."""

    about: ClassVar[str | None] = "appointment_id"

    appointment_id: str
    other_mailbox: bool = False


@dataclass(frozen=True, kw_only=True)
class LinkAsked(Event):
    """Somebody asks for the links to the coming appointments of a mailbox, which may have none.

    `note_id` leads to a note of the mailbox (accounts.lost_links), which is gone with the answer or after a day.
    """

    note_id: str
