"""What a provider's calendar knows after each mail: the same dates as the database, under UIDs that stay."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import recurring_ical_events
from icalendar import Calendar

from booking.reservations import cancelling
from booking.reservations.models import IN_THE_CALENDAR, Occurrence
from booking.reservations.scope import Scope, for_change
from booking.scheduling.recurrence import Frequency, Rule
from booking.scheduling.walltime import at_wall, to_wall
from tests import house
from tests.ical.checklist import INVITED
from tests.ical.reader import Component, read
from tests.notifications.office import Office
from tests.notifications.reading import event, part
from tests.reservations.scene import weekly
from tests.servers import icaljs
from tests.servers.mailbox import Received
from tests.servers.smtp import SmtpSink

WEEK = timedelta(weeks=1)
IN_UTC = re.compile(r"UNTIL=\d{8}T\d{6}Z")
Told = tuple[datetime, datetime, str, str]


def content(mail: Received) -> bytes:
    found = part(mail, "text/calendar").get_payload(decode=True)
    assert isinstance(found, bytes)
    return found


def with_calendar(sink: SmtpSink) -> list[Received]:
    return [mail for mail in sink.messages() if "termin.ics" in mail.as_string()]


def checked(mail: Received) -> Component:
    """The calendar once it is as mail programs want it; the master event."""
    calendar = read(content(mail))
    method = str(part(mail, "text/calendar").get_param("method"))
    assert part(mail, "application/ics").get_payload(decode=True) == content(mail)
    assert calendar.only("METHOD").value == method
    master, *overrides = [each for each in calendar.components if each.name == "VEVENT"]
    named = [("DTSTART", master)] + [("RECURRENCE-ID", each) for each in overrides]
    assert {each.only(name).params.get("TZID") for name, each in named} in ({"Europe/Berlin"}, {None})
    for each in (master, *overrides):
        assert each.only("UID").value == master.only("UID").value
        assert each.only("SEQUENCE").value == master.only("SEQUENCE").value
        assert each.only("STATUS").value in (
            {"CANCELLED"} if method == "CANCEL" else {"CONFIRMED", "TENTATIVE"}
        )
        assert each.only("ATTENDEE").value == "mailto:ada@example.org"
        assert each.only("ATTENDEE").params == {"CN": "Ada Beispiel", **INVITED}
        assert each.only("ORGANIZER").value == "mailto:termin@example.org"
        assert "DESCRIPTION" not in each.names()
    for each in master.properties:
        if each.name == "EXDATE":
            assert each.params["TZID"] == "Europe/Berlin"
        if each.name == "RRULE" and "UNTIL" in each.value:
            assert IN_UTC.search(each.value)
    _agree(content(mail), master)
    return master


def _agree(data: bytes, master: Component) -> None:
    """The second parser reads the same."""
    events = icaljs.parse(data).inside("vevent")
    assert {each.one("uid").value for each in events} == {master.only("UID").value}
    assert len(events[0].all("exdate")) == [each.name for each in master.properties].count("EXDATE")


def calendar_after(sink: SmtpSink) -> dict[str, bytes]:
    """What a calendar keeps of all mails: for each UID the last object, unless it was taken back."""
    kept: dict[str, bytes] = {}
    sequences: dict[str, list[int]] = defaultdict(list)
    for mail in with_calendar(sink):
        master = checked(mail)
        uid = master.only("UID").value
        sequences[uid].append(int(master.only("SEQUENCE").value))
        if part(mail, "text/calendar").get_param("method") == "CANCEL":
            kept.pop(uid, None)
        else:
            kept[uid] = content(mail)
    for uid, numbers in sequences.items():
        assert numbers == sorted(set(numbers)), (uid, numbers)
    return kept


def expanded(kept: dict[str, bytes]) -> set[Told]:
    """Every date in the calendar: start, end, room, summary."""
    return {
        (
            each["DTSTART"].dt.astimezone(UTC),
            each["DTEND"].dt.astimezone(UTC),
            str(each["LOCATION"]).rpartition(", ")[2],
            str(each["SUMMARY"]),
        )
        for data in kept.values()
        for each in recurring_ical_events.of(Calendar.from_ical(data)).between(
            datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
        )
    }


def reserved(office: Office, *reservation_ids: str) -> set[Told]:
    found: set[Told] = set()
    for each in reservation_ids:
        with office.reserved(each) as reservation:
            found |= {told(date) for date in reservation.occurrences if date.status in IN_THE_CALENDAR}
    return found


def told(date_: Occurrence) -> Told:
    summary = date_.public_title or "Reservierung im Quartiersbüro"
    return (date_.starts_at, date_.ends_at, date_.room.name, summary)


def changes(office: Office, made: str) -> Iterator[str]:
    """A long life of a series, change by change."""
    scene = office.scene()
    scene.move(made, Scope.ONE, picked=1, at=time(9), day=house.TUESDAY + timedelta(days=8))
    yield "one date on another day"
    scene.move(made, Scope.ONE, picked=3, room=2)
    yield "one date in another room"
    scene.cancel(made, Scope.ONE, picked=4)
    yield "one date called off"
    with office.runtime.database.writing() as session:
        found = for_change(session, made)
        date_ = found.occurrences[5]
        cancelling.retitle(
            session, found, Scope.ONE, date_, title="Fest", public_title="Offenes Fest", now=office.now
        )
    yield "one date with a title for everybody"
    scene.move(made, Scope.FOLLOWING, picked=8, day=house.TUESDAY + 8 * WEEK + timedelta(days=1), at=time(10))
    yield "the rest on another day"
    scene.move(made, Scope.ALL, minutes=60)
    yield "all of them shorter"
    scene.move(made, Scope.FOLLOWING, picked=12, room=3)
    yield "the last ones in another room"
    scene.cancel(made, Scope.FOLLOWING, picked=10)
    yield "the last ones called off"


@pytest.mark.parametrize("public_title", [None, "Offener Treff"])
def test_after_each_change_the_calendar_has_the_dates_of_the_house(
    office: Office, smtp_sink: SmtpSink, public_title: str | None
) -> None:
    made = office.reserve(rule=weekly(52), public_title=public_title)
    office.post()
    assert expanded(calendar_after(smtp_sink)) == reserved(office, made)
    for number, change in enumerate(changes(office, made), start=1):
        office.set_clock(house.NOW + timedelta(minutes=number))
        before = len(office.deliveries())
        office.post()
        new = [row.kind for row in office.deliveries()[before:]]
        assert new[0] == "reservation_changed", change
        assert set(new[1:]) <= {"reservation_calendar"}, change
        assert expanded(calendar_after(smtp_sink)) == reserved(office, made), change
    office.scene().cancel(made)
    office.post()
    assert calendar_after(smtp_sink) == {}


def test_a_split_gives_the_rest_a_uid_of_its_own(office: Office, smtp_sink: SmtpSink) -> None:
    made = office.reserve(rule=weekly(6))
    office.scene().move(made, Scope.FOLLOWING, picked=2, at=time(16))
    office.post()
    first, rest, shortened = [checked(mail) for mail in with_calendar(smtp_sink)]
    with office.reserved(made) as reservation:
        old, new = [series.uid for series in reservation.series]
    assert [each.only("UID").value for each in (first, rest, shortened)] == [old, new, old]
    assert rest.only("DTSTART").value == "20261208T160000"
    assert "UNTIL=20261201T130000Z" in shortened.only("RRULE").value
    main, companion = with_calendar(smtp_sink)[1:]
    assert main["Subject"] == companion["Subject"] == "Änderung Ihrer Reservierung"
    assert "Kalendereintrag" in part(companion, "text/plain").get_content()


def test_one_moved_date_is_named_by_its_original_start(office: Office, smtp_sink: SmtpSink) -> None:
    made = office.reserve(rule=weekly(6))
    office.post()
    office.scene().move(made, Scope.ONE, picked=1, at=time(9))
    office.scene().cancel(made, Scope.ONE, picked=2)
    office.post()
    mail = with_calendar(smtp_sink)[-1]
    master = checked(mail)
    (override,) = [each for each in read(content(mail)).components if each.name == "VEVENT"][1:]
    assert override.only("RECURRENCE-ID").value == "20261201T140000"
    assert override.only("RECURRENCE-ID").params == {"TZID": "Europe/Berlin"}
    assert (master.only("EXDATE").value, master.only("EXDATE").params) == (
        "20261208T140000",
        {"TZID": "Europe/Berlin"},
    )


def test_a_single_date_is_told_in_utc(office: Office, smtp_sink: SmtpSink) -> None:
    made = office.reserve()
    office.post()
    (mail,) = smtp_sink.messages()
    found = event(mail)
    assert (found.start, found.end) == (at_wall(house.TUESDAY, 14), at_wall(house.TUESDAY, 16))
    assert found["SUMMARY"] == "Reservierung im Quartiersbüro"
    assert found["LOCATION"] == "Quartiersbüro Leichlingen, Kirchstraße 6–8, 42799 Leichlingen, Büro 1"
    assert found["DTSTAMP"].dt == house.NOW
    assert b"VTIMEZONE" not in content(mail)
    office.scene().move(made, at=time(9))
    office.scene().cancel(made)
    office.post()
    assert str(event(with_calendar(smtp_sink)[-1])["UID"]) == str(found["UID"])
    assert calendar_after(smtp_sink) == {}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "rule",
    [
        Rule(Frequency.WEEKLY, weekdays=(1,), until=date(2027, 11, 30)),
        Rule(Frequency.WEEKLY, interval=2, weekdays=(1, 3), until=date(2027, 11, 30)),
        Rule(Frequency.MONTHLY, nth=(-1, 1), count=14),
        Rule(Frequency.MONTHLY, month_day=24, count=14),
        Rule(Frequency.DAILY, interval=3, until=date(2027, 11, 30)),
    ],
)
def test_the_hour_on_the_wall_stays_over_both_changes_of_the_clocks(
    office: Office, smtp_sink: SmtpSink, rule: Rule
) -> None:
    made = office.reserve(rule=rule)
    office.post()
    dates = expanded(calendar_after(smtp_sink))
    assert dates == reserved(office, made)
    assert {to_wall(start).time() for start, *_ in dates} == {time(14)}
    assert {to_wall(start).utcoffset() for start, *_ in dates} == {timedelta(hours=1), timedelta(hours=2)}


def test_a_granted_request_is_the_first_thing_the_calendar_hears(office: Office, smtp_sink: SmtpSink) -> None:
    made = office.reserve(rule=weekly(4), as_request=True)
    office.post()
    office.scene().move(made, at=time(16))
    office.post()
    assert with_calendar(smtp_sink) == []
    office.decide(made, [0, 1, 3], "Am 8. Dezember ist der Saal vergeben.")
    office.post()
    assert expanded(calendar_after(smtp_sink)) == reserved(office, made)
    assert len(reserved(office, made)) == 3


def test_what_took_place_stays_in_the_calendar(office: Office, smtp_sink: SmtpSink) -> None:
    made = office.reserve(rule=weekly(5))
    office.post()
    office.set_clock(house.NOW + 2 * WEEK)
    office.scene().cancel(made)
    office.post()
    assert {start for start, *_ in expanded(calendar_after(smtp_sink))} == {
        at_wall(house.TUESDAY, 14),
        at_wall(house.TUESDAY, 14) + WEEK,
    }
