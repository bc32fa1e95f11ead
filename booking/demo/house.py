"""The house of the demonstration: opening hours, eight offices, the hall in two parts, and days off."""

from __future__ import annotations

from datetime import date, time, timedelta

from dateutil.easter import easter
from sqlalchemy.orm import Session

from booking.house.calendar import close, holidays_between, open_daily
from booking.house.models import Room, RoomAccess, RoomKind
from booking.house.rooms import add_part, add_room, rooms_and_parts
from booking.house.school_holidays import add_school_holiday
from booking.occupancy import Resource
from booking.scheduling.walltime import day_bounds

GROUND, UPSTAIRS = "Erdgeschoss", "Obergeschoss"
STEP_FREE, LIFT, STAIRS = RoomAccess.STEP_FREE, RoomAccess.STAIR_LIFT, RoomAccess.STAIRS
HALL_PARTS = ("Saal, Teil A", "Saal, Teil B")

# number, floor, access, people per seating plan, equipment, confidential
OFFICES: tuple[tuple[int, str, RoomAccess, dict[str, int], list[str], bool], ...] = (
    (1, GROUND, STEP_FREE, {"table": 4, "circle": 6}, ["screen"], True),
    (2, GROUND, STEP_FREE, {"table": 4, "circle": 6}, ["changing_table", "play_corner"], True),
    (3, GROUND, STEP_FREE, {"table": 4, "circle": 6}, ["hearing_loop", "height_adjustable_table"], True),
    (4, GROUND, STEP_FREE, {"table": 3}, ["printer"], True),
    (5, GROUND, STEP_FREE, {"table": 8, "circle": 12, "rows": 14}, ["screen", "whiteboard"], False),
    (6, UPSTAIRS, LIFT, {"table": 4, "circle": 5}, ["hearing_loop", "screen"], True),
    (7, UPSTAIRS, LIFT, {"table": 3}, ["printer"], True),
    (8, UPSTAIRS, STAIRS, {"table": 2}, [], True),
)

STAFF_OUTING = "Betriebsausflug: Das Haus bleibt zu."
HOUSE_DAYS = {(12, 24): "Heiligabend", (12, 31): "Silvester"}
WEDNESDAY = 2


def furnish(session: Session) -> dict[str, Room]:
    """Opening hours and rooms; the rooms by slug."""
    open_daily(session, range(5), time(8), time(20))
    open_daily(session, [5], time(9), time(16))
    rooms = [
        add_room(
            session,
            Room(
                slug=f"buero-{number}",
                name=f"Büro {number}",
                number=str(number),
                kind=RoomKind.OFFICE,
                access=access,
                floor=floor,
                position=number,
                seating=dict(seating),
                equipment=list(equipment),
                confidential=confidential,
            ),
        )
        for number, floor, access, seating, equipment, confidential in OFFICES
    ]
    rooms.append(_hall(session))
    return {room.slug: room for room in rooms_and_parts(session)}


def take_days_off(session: Session, first: date, days: int) -> None:
    """A staff outing on a Wednesday ten days ahead or later, and the house's own days off in this time."""
    last = first + timedelta(days=days - 1)
    holidays = holidays_between(first, last)
    coming = [first + timedelta(days=number) for number in range(days)]
    own = {day: name for day in coming if (name := HOUSE_DAYS.get((day.month, day.day)))}
    outing = next(
        day for day in coming[10:] if day.weekday() == WEDNESDAY and day not in holidays and day not in own
    )
    for day, reason in sorted({outing: STAFF_OUTING, **own}.items()):
        close(session, day_bounds(day), reason=reason)
    session.flush()


def invent_school_holidays(session: Session, first: date) -> None:
    """Around the next Christmas and the next Easter; their names say that these are no official dates."""
    winter = date(first.year, 12, 23)
    sunday = easter(first.year + (first > easter(first.year)))
    for begins, days, name in (
        (winter, 15, "Weihnachtsferien"),
        (sunday - timedelta(days=6), 13, "Osterferien"),
    ):
        add_school_holiday(
            session, begins, begins + timedelta(days=days - 1), f"{name} (Beispiel, nicht amtlich)"
        )


def _hall(session: Session) -> Room:
    parts = [Resource(kind="room", name=name) for name in HALL_PARTS]
    session.add_all(parts)
    session.flush()
    hall = Room(
        slug="saal",
        name="Saal",
        number="Saal",
        kind=RoomKind.HALL,
        access=LIFT,
        floor=UPSTAIRS,
        position=len(OFFICES) + 1,
        seating={"rows": 80, "table": 48, "circle": 36},
        equipment=["screen", "microphone", "kitchen"],
    )
    add_room(session, hall, parts=parts)
    for number, part in enumerate(parts):
        add_part(session, hall, _part(hall, "AB"[number]), [part])
    return hall


def _part(hall: Room, letter: str) -> Room:
    """Half of the hall, behind the folding wall."""
    return Room(
        slug=f"saal-{letter.lower()}",
        name=f"Saal, Teil {letter}",
        number=hall.number,
        kind=RoomKind.HALL,
        access=hall.access,
        floor=hall.floor,
        position=hall.position,
        seating={"rows": 40, "table": 24, "circle": 18},
        equipment=["screen"] if letter == "A" else ["kitchen"],
    )
