"""Counting what a change does, so that one mail can tell it in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from booking.reservations.deciding import Decision
from booking.reservations.models import Occurrence

Decided = tuple[Occurrence, Decision]


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many dates get another time, another room, are left out, or take place after all."""

    moved: int = 0
    other_room: int = 0
    left_out: int = 0
    taken_up: int = 0

    @classmethod
    def of(cls, decided: Sequence[Decided]) -> Tally:
        """What the decisions do to the dates; ask before they are carried out."""
        staying = [(date, each) for date, each in decided if date.takes_place and each.takes_place]
        return cls(
            moved=sum(date.interval != each.interval for date, each in staying),
            other_room=sum(date.room_id != each.room.id for date, each in staying),
            left_out=sum(date.takes_place and not each.takes_place for date, each in decided),
            taken_up=sum(each.takes_place and not date.takes_place for date, each in decided),
        )

    @property
    def is_empty(self) -> bool:
        return not any(self.counts().values())

    def counts(self) -> dict[str, int]:
        return asdict(self)
