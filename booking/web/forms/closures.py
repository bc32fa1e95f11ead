"""A closure as somebody typed it: what cannot be used, from when until when, and what everybody reads about it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from werkzeug.datastructures import MultiDict

from booking.disruptions.wanted import Wanted
from booking.house.models import ClosureKind, Room
from booking.web.forms.reading import day_of, has_unseen, slug_of, typed
from booking.web.forms.spans import Span
from booking.web.forms.time_faults import Faults
from booking.web.language import gettext as _

LONGEST_REASON = 200
OPEN_END = timedelta(days=13)  # fourteen days, both included
DEFECTS = (ClosureKind.LIFT, ClosureKind.EQUIPMENT)
# What people read, so it is in the house's language like everything that the house writes itself.
PROPOSED = {
    ClosureKind.HOUSE: ("Das Haus bleibt zu.", "Betriebsausflug: Das Haus bleibt zu.", "Brückentag"),
    ClosureKind.ROOM: ("Der Raum ist gesperrt.", "Der Raum wird renoviert.", "Wasserschaden"),
    ClosureKind.LIFT: ("Der Treppenlift ist außer Betrieb.", "Der Treppenlift wird gewartet."),
    ClosureKind.EQUIPMENT: ("Das Gerät ist außer Betrieb.",),
}
# What links into the form may fill in.
ASKED = {"art": "kind", "raum": "room", "tag": "first", "ab": "begins", "text": "reason"}


@dataclass(frozen=True)
class ClosureForm:
    """The form as the page shows it again, and what was wrong with it."""

    kind: str = ""
    room: str = ""
    equipment: str = ""
    span: Span = field(default_factory=Span)
    reason: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> ClosureForm:
        """What a browser sent. A defect without an end ends in fourteen days, and says itself what it is."""
        values = typed(sent, "kind", "room", "equipment", "reason")
        form = cls(
            kind=values["kind"],
            room=values["room"],
            equipment=values["equipment"],
            span=Span.typed(sent),
            reason=values["reason"],
        )
        return form.completed()

    @classmethod
    def asked(cls, query: MultiDict[str, str], today: date) -> ClosureForm:
        """A form with what a link fills in; anything unreadable stays empty."""
        asked = typed(query, *ASKED)
        kind = asked["art"] if asked["art"] in set(ClosureKind) else ""
        first = asked["tag"] if day_of(asked["tag"]) else ""
        if kind in DEFECTS and not first:
            first = today.isoformat()
        form = cls(
            kind=kind,
            room=slug_of(asked["raum"]),
            span=Span(first=first, begins=asked["ab"][:5]),
            reason="" if has_unseen(asked["text"]) else asked["text"][:LONGEST_REASON],
        )
        return form.completed()

    def checked(
        self, *, now: datetime, kinds: Collection[str], rooms: Collection[str], equipment: Collection[str]
    ) -> ClosureForm:
        """With a sentence for each fault; `kinds` are those that the person may close."""
        found: dict[str, str] = {}
        for name, fault in self._faults(kinds, rooms, equipment):
            found.setdefault(name, fault)
        return replace(self, errors={**found, **self.span.all_faults(now)})

    def wanted(self, rooms: Mapping[str, Room]) -> Wanted:
        """What a form without errors asks for."""
        kind = ClosureKind(self.kind)
        room = rooms.get(self.room) if kind in (ClosureKind.ROOM, ClosureKind.EQUIPMENT) else None
        return Wanted(
            interval=self.span.interval,
            kind=kind,
            room_id=room.id if room else None,
            equipment=self.equipment if kind == ClosureKind.EQUIPMENT else None,
            reason=self.reason,
        )

    def values(self) -> dict[str, str]:
        """The fields, to travel with a preview."""
        own = {"kind": self.kind, "room": self.room, "equipment": self.equipment, "reason": self.reason}
        return {**own, **self.span.values()}

    def completed(self) -> ClosureForm:
        """With what a defect says by itself: its end, and its text."""
        if self.kind not in DEFECTS:
            return self
        first = day_of(self.span.first)
        span = self.span.until(first + OPEN_END) if first else self.span
        return replace(self, span=span, reason=self.reason or PROPOSED[ClosureKind(self.kind)][0])

    def _faults(self, kinds: Collection[str], rooms: Collection[str], equipment: Collection[str]) -> Faults:
        if self.kind not in kinds:
            yield "kind", _("Bitte wählen Sie, was geschlossen oder außer Betrieb ist.")
        if self.kind == ClosureKind.ROOM and self.room not in rooms:
            yield "room", _("Bitte wählen Sie den Raum.")
        if self.kind == ClosureKind.EQUIPMENT:
            if self.equipment not in equipment:
                yield "equipment", _("Bitte wählen Sie, was außer Betrieb ist.")
            if self.room and self.room not in rooms:
                yield "room", _("Diesen Raum kennen wir nicht. Bitte wählen Sie einen aus der Liste.")
        if not any(character.isalnum() for character in self.reason):
            yield "reason", _("Bitte schreiben Sie in einem Satz, was alle lesen.")
        elif has_unseen(self.reason):
            yield "reason", _("Bitte schreiben Sie in eine Zeile und ohne Sonderzeichen.")
        elif len(self.reason) > LONGEST_REASON:
            yield "reason", _("Bitte kürzen Sie den Text auf %(most)s Zeichen.", most=LONGEST_REASON)
