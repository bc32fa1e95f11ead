"""What somebody types about a room, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from booking.house.models import Room, RoomAccess
from booking.house.shaping import RoomFacts
from booking.reservations.setting_up import SEATING
from booking.web.forms.reading import has_unseen, typed
from booking.web.language import gettext as _

LONGEST = {"name": 60, "number": 6, "floor": 40}
MOST_SEATS = 1000
SEATS = "seats_"


@dataclass(frozen=True)
class RoomForm:
    """The form as the page shows it again. `seats` is by seating plan, "" where there is no such plan.

    Of a part of the hall only the seats are asked for.
    """

    name: str = ""
    number: str = ""
    floor: str = ""
    access: str = ""
    seats: Mapping[str, str] = field(default_factory=dict)
    equipment: Sequence[str] = ()
    confidential: bool = False
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def empty(cls) -> RoomForm:
        return cls(access=RoomAccess.STEP_FREE, seats=dict.fromkeys(SEATING, ""))

    @classmethod
    def showing(cls, room: Room) -> RoomForm:
        """A room as it is."""
        return cls(
            name=room.name,
            number=room.number,
            floor=room.floor,
            access=room.access,
            seats={plan: str(room.seating.get(plan, "")) for plan in plans_of(room)},
            equipment=sorted(room.equipment),
            confidential=room.confidential,
        )

    @classmethod
    def typed(
        cls, sent: MultiDict[str, str], *, plans: Collection[str], equipment: Collection[str]
    ) -> RoomForm:
        """What a browser sent for a room that may have these seating plans and pieces of equipment, checked."""
        values = typed(sent, *LONGEST, "access", "confidential")
        form = cls(
            name=values["name"],
            number=values["number"],
            floor=values["floor"],
            access=values["access"],
            seats={plan: _number(typed(sent, SEATS + plan)[SEATS + plan]) for plan in plans},
            equipment=sorted(_chosen(sent.getlist("equipment")) & set(equipment)),
            confidential=values["confidential"] != "",
        )
        return replace(form, errors=dict(form._faults()))

    @classmethod
    def typed_of_part(cls, sent: MultiDict[str, str], room: Room) -> RoomForm:
        """Other seats for a part of the hall, checked; all else is as it was."""
        seats = {plan: _number(typed(sent, SEATS + plan)[SEATS + plan]) for plan in plans_of(room)}
        form = replace(cls.showing(room), seats=seats)
        return replace(form, errors=dict(form.seat_faults()))

    @property
    def facts(self) -> RoomFacts:
        """The room of a form without errors."""
        return RoomFacts(
            name=self.name,
            number=self.number,
            floor=self.floor,
            access=RoomAccess(self.access),
            seating={plan: int(seats) for plan, seats in self.seats.items() if seats},
            equipment=tuple(self.equipment),
            confidential=self.confidential,
        )

    def fields(self) -> dict[str, str]:
        """Everything, to travel with a preview; the equipment in one field."""
        return {
            **{name: getattr(self, name) for name in (*LONGEST, "access")},
            **{SEATS + plan: seats for plan, seats in self.seats.items()},
            "equipment": ",".join(self.equipment),
            "confidential": "ja" if self.confidential else "",
        }

    def refused(self, name: str, fault: str) -> RoomForm:
        """The form with a fault that was found later."""
        return replace(self, errors={**self.errors, name: fault})

    def _faults(self) -> Iterator[tuple[str, str]]:
        asked = {
            "name": _("Bitte geben Sie dem Raum einen Namen."),
            "number": _("Bitte schreiben Sie, was an der Tür steht, zum Beispiel 9."),
            "floor": _("Bitte schreiben Sie, in welchem Stockwerk der Raum liegt."),
        }
        for name, most in LONGEST.items():
            text = getattr(self, name)
            if not any(character.isalnum() for character in text):
                yield name, asked[name]
            elif has_unseen(text) or len(text) > most:
                yield name, _("Bitte schreiben Sie eine Zeile mit höchstens %(most)s Zeichen.", most=most)
        if self.access not in set(RoomAccess):
            yield "access", _("Bitte wählen Sie, wie man in den Raum kommt.")
        yield from self.seat_faults()

    def seat_faults(self) -> Iterator[tuple[str, str]]:
        """What is wrong with the seats: field and sentence."""
        for plan, seats in self.seats.items():
            if seats and not (seats.isdecimal() and seats.isascii() and 1 <= int(seats) <= MOST_SEATS):
                yield SEATS + plan, _("Bitte schreiben Sie eine Zahl von 1 bis %(most)s.", most=MOST_SEATS)
        if not any(self.seats.values()):
            first = next(iter(self.seats))
            yield SEATS + first, _("Bitte schreiben Sie in mindestens eines dieser Felder eine Zahl.")


def plans_of(room: Room) -> list[str]:
    """The seating plans that the form asks for: those of the house, and what the room has beyond."""
    return [*SEATING, *sorted(set(room.seating) - set(SEATING))]


def _chosen(sent: Sequence[str]) -> set[str]:
    """One by one from a form, all in one from a preview."""
    return {part for each in sent for part in (each, *each.split(","))}


def _number(text: str) -> str:
    """As typed; 012 is 12."""
    return (
        text.lstrip("0") or text
        if text.isdecimal() and text.isascii() and len(text) < len("1000000")
        else text
    )
