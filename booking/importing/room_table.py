"""Rooms out of a table: a new room, another state of one that is there, or nothing new. Empty cells change nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from booking.house.models import Room, RoomAccess
from booking.house.rooms import every_room
from booking.house.shaping import RoomFacts, alone, change_room, open_room, room_for_change
from booking.importing.cells import Cells
from booking.importing.findings import Becomes, Finding, Remark, Unreadable
from booking.importing.tables import Column, Line
from booking.runtime import Desk

NAME, NUMBER, FLOOR, ACCESS = "Name", "Nummer an der Tür", "Stockwerk", "Zugang"
TABLES, CIRCLE, ROWS = "Plätze an Tischen", "Plätze im Stuhlkreis", "Plätze in Stuhlreihen"
EQUIPMENT, CONFIDENTIAL = "Ausstattung", "Für vertrauliche Gespräche"
COLUMNS = (
    Column(NAME, "Büro 9", required=True),
    Column(NUMBER, "9"),
    Column(FLOOR, "Erdgeschoss"),
    Column(ACCESS, "ohne Stufen"),
    Column(TABLES, "4"),
    Column(CIRCLE, "6"),
    Column(ROWS, ""),
    Column(EQUIPMENT, "Höranlage / Bildschirm"),
    Column(CONFIDENTIAL, "ja"),
)
MOST = 200
LONGEST_NAME, LONGEST_NUMBER, LONGEST_FLOOR, MOST_SEATS = 60, 6, 40, 1000
ACCESSES = {
    "ohne Stufen": RoomAccess.STEP_FREE,
    "mit Treppenlift": RoomAccess.STAIR_LIFT,
    "über Treppen": RoomAccess.STAIRS,
}
SEATING = {TABLES: "table", CIRCLE: "circle", ROWS: "rows"}
EQUIPMENTS = {
    "Höranlage": "hearing_loop",
    "Bildschirm": "screen",
    "Tafel zum Schreiben": "whiteboard",
    "Drucker": "printer",
    "Mikrofon": "microphone",
    "Küche": "kitchen",
    "Spielecke": "play_corner",
    "Wickeltisch": "changing_table",
    "höhenverstellbarer Tisch": "height_adjustable_table",
}
FACTS: Mapping[str, Callable[[RoomFacts], object]] = {
    NUMBER: lambda facts: facts.number,
    FLOOR: lambda facts: facts.floor,
    ACCESS: lambda facts: facts.access,
    TABLES: lambda facts: facts.seating.get("table"),
    CIRCLE: lambda facts: facts.seating.get("circle"),
    ROWS: lambda facts: facts.seating.get("rows"),
    EQUIPMENT: lambda facts: sorted(facts.equipment),
    CONFIDENTIAL: lambda facts: facts.confidential,
}
NOTHING = RoomFacts(
    name="", number="", floor="", access=RoomAccess.STEP_FREE, seating={}, equipment=(), confidential=False
)


@dataclass(frozen=True)
class RoomLine:
    """What is said about a line, and the room as it would be; `room_id` when it is there already."""

    finding: Finding
    facts: RoomFacts | None = None
    room_id: int | None = None


def judge_rooms(session: Session, lines: Sequence[Line]) -> list[RoomLine]:
    """A finding for each line, in order. Raises Unreadable for more rooms than a house has."""
    if len(lines) > MOST:
        raise Unreadable("too_many_lines", most=str(MOST))
    there = {room.name.casefold(): room for room in every_room(session)}
    numbers = {room.number.casefold(): room.name.casefold() for room in there.values()}
    earlier: dict[str, int] = {}
    return [_judged(line, there, numbers, earlier) for line in lines]


def save_rooms(session: Session, desk: Desk, judged: Sequence[RoomLine]) -> None:
    """Save what has no fault, as the page of a room does."""
    for each in judged:
        if each.facts is None:
            continue
        if each.room_id is None:
            open_room(session, each.facts, now=desk.now)
        else:
            change_room(session, room_for_change(session, each.room_id), each.facts, now=desk.now)


def wait_for_turn(session: Session) -> None:
    """Until this transaction ends nobody else changes which rooms there are."""
    alone(session)


def _judged(
    line: Line, there: Mapping[str, Room], numbers: dict[str, str], earlier: dict[str, int]
) -> RoomLine:
    cells = Cells(line)
    name = cells.text(NAME, LONGEST_NAME, required=True)
    key = name.casefold()
    room = there.get(key)
    facts = _facts(cells, RoomFacts.of(room) if room is not None else replace(NOTHING, name=name))
    first = earlier.setdefault(key, line.number)
    if first != line.number:
        cells.fault("twice", NAME, line=str(first))
    if room is not None and room.is_retired:
        cells.fault("retired", NAME)
    if facts.number and numbers.setdefault(facts.number.casefold(), key) != key:
        cells.fault("number_taken", NUMBER, written=facts.number)
    if room is None:
        _demand(cells, facts)
    if cells.faults:
        return RoomLine(_finding(line, name, Becomes.FAULTY, faults=cells.faults))
    if room is None:
        return RoomLine(_finding(line, name, Becomes.NEW), facts)
    before = RoomFacts.of(room)
    changes = [column for column, fact in FACTS.items() if fact(before) != fact(facts)]
    if not changes:
        return RoomLine(_finding(line, name, Becomes.SAME))
    hints = [Remark("stays_reserved")] if set(changes) - {FLOOR, NUMBER} else []
    return RoomLine(_finding(line, name, Becomes.CHANGED, hints=hints, changes=changes), facts, room.id)


def _facts(cells: Cells, before: RoomFacts) -> RoomFacts:
    """The room as the line wants it; where a cell is empty, as it was."""
    seats = {plan: cells.number(column, 1, MOST_SEATS) for column, plan in SEATING.items()}
    equipment = cells.some_of(EQUIPMENT, EQUIPMENTS)
    return replace(
        before,
        number=cells.text(NUMBER, LONGEST_NUMBER) or before.number,
        floor=cells.text(FLOOR, LONGEST_FLOOR) or before.floor,
        access=cells.one_of(ACCESS, ACCESSES) or before.access,
        seating={**before.seating, **{plan: number for plan, number in seats.items() if number}},
        equipment=tuple(sorted(equipment)) if cells.written(EQUIPMENT) else before.equipment,
        confidential=cells.yes(CONFIDENTIAL, otherwise=before.confidential),
    )


def _demand(cells: Cells, facts: RoomFacts) -> None:
    """What a new room cannot do without."""
    for column in (NUMBER, FLOOR, ACCESS):
        if not cells.written(column):
            cells.fault("missing", column)
    if not facts.seating and not any(cells.written(column) for column in SEATING):
        cells.fault("no_seats", TABLES)


def _finding(
    line: Line,
    name: str,
    becomes: Becomes,
    *,
    faults: Sequence[Remark] = (),
    hints: Sequence[Remark] = (),
    changes: Sequence[str] = (),
) -> Finding:
    return Finding(
        number=line.number, name=name, becomes=becomes, faults=faults, hints=hints, changes=changes
    )
