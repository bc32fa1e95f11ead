"""What somebody needs: length, room and interpreter follow by themselves, and nothing typed is lost on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from booking.accounts.people import Contact
from booking.appointments.models import Appointment
from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

PAGE = "/termin/energieberatung"
NINE, TEN, LAST = "2026-11-24T08:00Z", "2026-11-24T09:00Z", "2026-11-24T10:30Z"
NEXT = "Weiter: Angaben prüfen"


def at(site: Site, slot: str) -> Visitor:
    return site.visitor().get(PAGE).press(slot)


def minutes(site: Site) -> list[float]:
    with site.runtime.database.reading() as session:
        return [(each.ends_at - each.starts_at).total_seconds() / 60 for each in session.query(Appointment)]


def test_more_time_is_an_hour_and_every_page_says_so(site: Site) -> None:
    maria = at(site, NINE)
    assert "30 Minuten" in maria.text
    maria.press(NEXT, name="Maria", contact="none", needs=["more_time", "companion"])
    assert maria.path.endswith("/pruefen")
    assert "60 Minuten" in maria.text
    assert "Ich bringe jemanden mit, Mehr Zeit für das Gespräch" in maria.text
    maria.press("Termin verbindlich buchen")
    assert minutes(site) == [60]
    assert "2026-11-24T08:30Z" not in site.visitor().get(PAGE).slots()


def test_where_there_is_not_enough_time_the_nearest_that_works_are_offered(site: Site) -> None:
    site.taken(at_wall(TUESDAY, 9, 30))
    maria = at(site, NINE)
    maria.press(
        NEXT, name="Maria Muster", contact="phone", phone="02175 123", needs="interpreter", interpreting="uk"
    )
    assert maria.status == 409
    assert "Ihr Termin dauert mit Ihren Angaben doppelt so lang." in maria.text
    assert maria.slots() == [TEN, "2026-11-24T09:30Z", "2026-11-24T10:00Z"]
    assert minutes(site) == [30, 30]

    maria.press(TEN)
    assert maria.path.endswith("/pruefen")
    assert "Sprachmittlung: Ukrainisch" in maria.text
    assert "02175 123" in maria.text
    maria.press("Termin verbindlich buchen")
    assert sorted(minutes(site)) == [30, 60]


def test_one_may_keep_the_time_and_do_without(site: Site) -> None:
    maria = at(site, LAST)
    maria.press(NEXT, name="Maria", contact="none", needs="more_time")
    assert maria.status == 409
    maria.follow("Angaben ändern und diese Uhrzeit behalten")
    assert maria.path.endswith("/angaben")
    form = next(form for form in maria.forms if any(button.label == NEXT for button in form.buttons))
    assert ("needs", "more_time") in form.fields
    maria.press(NEXT, name="Maria", contact="none", needs=[])
    maria.press("Termin verbindlich buchen")
    assert "Ihr Termin ist gebucht." in maria.text


def test_the_free_times_fit_what_was_typed(site: Site) -> None:
    maria = at(site, NINE)
    maria.press(NEXT, name="Maria", contact="none", needs="sign_language")
    maria.get(PAGE)
    assert LAST not in maria.slots()
    assert "Sie sehen nur Zeiten, die zu Ihren Angaben passen." in maria.text
    assert LAST in site.visitor().get(PAGE).slots()


def test_a_long_hold_that_ran_out_and_was_half_taken_is_lost_with_everything_kept(site: Site) -> None:
    maria = at(site, NINE)
    maria.press(NEXT, name="Maria", contact="none", needs="more_time")
    site.wait(30)
    site.taken(at_wall(TUESDAY, 9, 30))
    maria.press("Termin verbindlich buchen")
    assert maria.status == 409
    assert "Nur die Uhrzeit ist nicht mehr frei." in maria.text
    maria.press(TEN).press("Termin verbindlich buchen")
    assert "Ihr Termin ist gebucht." in maria.text


def test_an_interpreter_needs_a_language(site: Site) -> None:
    maria = at(site, NINE).press(NEXT, name="Maria", contact="none", needs="interpreter")
    assert maria.status == 422
    assert "Bitte wählen Sie die Sprache, in die jemand übersetzen soll." in maria.text
    assert "#interpreting" in maria.text
    maria.press(NEXT, name="Maria", contact="none", needs="interpreter", interpreting="ti")
    assert maria.path.endswith("/pruefen")


def test_whoever_reads_ukrainian_is_asked_for_ukrainian(site: Site) -> None:
    olena = site.visitor().get(f"/uk{PAGE}").press(NINE)
    form = next(form for form in olena.forms if any(name == "interpreting" for name, _ in form.fields))
    assert dict(form.fields)["interpreting"] == "uk"


def test_everything_about_the_way_to_reach_somebody_is_kept(site: Site) -> None:
    typed = {"phone_hours": "afternoon", "leave_message": "yes", "language": "ar", "interpreting": "ar"}
    maria = at(site, NINE)
    maria.press(NEXT, name="Maria", contact="phone", phone="02175 123", needs="interpreter", **typed)
    maria.follow("Zurück")
    form = next(form for form in maria.forms if any(button.label == NEXT for button in form.buttons))
    assert {**typed, "phone": "02175 123"}.items() <= dict(form.fields).items()
    site.wait(45)
    maria.get(f"{PAGE}/pruefen").press("Termin verbindlich buchen")
    (kept,) = site.people()
    assert kept == Contact(
        name="Maria",
        phone="02175 123",
        language="ar",
        needs=("interpreter",),
        phone_hours="afternoon",
        leave_message=True,
        interpreting="ar",
    )


def test_what_belongs_to_another_channel_is_not_kept(site: Site) -> None:
    maria = at(site, NINE)
    typed = {"phone": "02175 123", "phone_hours": "morning", "leave_message": "yes", "brief_mails": "yes"}
    maria.press(NEXT, name="Maria", contact="none", email="maria@example.org", interpreting="ar", **typed)
    assert site.people() == [Contact(name="Maria")]


@pytest.mark.parametrize("step", [0, 1])
def test_nobody_loses_to_a_long_one_what_they_held(site: Site, step: int) -> None:
    """Somebody holds a half hour; whoever needs the hour around it is offered others."""
    held = at(site, "2026-11-24T08:30Z")
    start = at_wall(TUESDAY, 9) + timedelta(minutes=30 * step)
    other = site.visitor().get(PAGE)
    other.post(PAGE, {"csrf_token": other.token(), "slot": f"{start:%Y-%m-%dT%H:%MZ}"})
    if step == 0:
        other.press(NEXT, name="B", contact="none", needs="more_time")
    assert other.status == 409
    held.press(NEXT, name="A", contact="none").press("Termin verbindlich buchen")
    assert "Ihr Termin ist gebucht." in held.text
