"""Coming after all: one button while the time is free, other times when it is not, and never two appointments."""

from __future__ import annotations

from booking.appointments import changes, finding
from booking.appointments.models import Appointment
from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

NINE = at_wall(TUESDAY, 9)


def cancelled(site: Site) -> tuple[Visitor, str]:
    """Maria on the page of the appointment she just cancelled, and its link."""
    _, _, token = site.booked(NINE)
    return site.visitor().get(f"/t/{token}/absagen").press("Termin absagen"), token


def test_one_button_brings_the_time_back_with_a_new_number(site: Site) -> None:
    maria, token = cancelled(site)
    assert "Ihr Termin ist abgesagt." in maria.text
    maria.press("Doch nicht absagen")
    assert "Sie haben wieder einen Termin." in maria.text
    assert "Ihre Nummer ist neu." in maria.text
    assert maria.path != f"/t/{token}"
    old, new = sorted(site.appointments(), key=lambda row: row.status)
    assert (old.status, new.status, new.sequence) == ("cancelled", "confirmed", 0)
    assert (new.starts_at, new.person_id) == (old.starts_at, old.person_id)
    assert new.uid != old.uid


def test_a_double_click_and_the_old_link_lead_to_the_same_appointment(site: Site) -> None:
    maria, token = cancelled(site)
    sent = {"csrf_token": maria.token()}
    for _time in range(3):
        maria.post(f"/t/{token}/doch-kommen", sent)
        assert "Sie haben wieder einen Termin." in maria.text
    assert len(site.appointments()) == 2
    maria.get(f"/t/{token}")
    assert "Sie haben dafür schon einen neuen Termin." in maria.text
    maria.press("Neuen Termin ansehen")
    assert "Termin verschieben" in maria.links
    assert len(site.appointments()) == 2


def test_the_page_asks_before_and_looking_changes_nothing(site: Site) -> None:
    maria, token = cancelled(site)
    before = site.rows()
    maria.get(f"/t/{token}/doch-kommen")
    assert "Die Zeit ist noch frei." in maria.text
    assert site.rows() == before
    maria.press("Termin wieder nehmen")
    assert "Sie haben wieder einen Termin." in maria.text
    assert maria.get(f"/t/{token}/doch-kommen").path == f"/t/{token}"


def test_when_somebody_was_quicker_the_nearest_times_are_there(site: Site) -> None:
    maria, _ = cancelled(site)
    site.taken(NINE)
    maria.press("Doch nicht absagen")
    assert maria.status == 409
    assert maria.title.startswith("Diese Zeit ist nicht mehr frei")
    assert "Wir haben Ihre Angaben behalten." in maria.text
    (form,) = [form for form in maria.forms if form.action.endswith("/doch-kommen")]
    slots = [button.value for button in form.buttons]
    assert slots[0] == "2026-11-24T08:30Z"
    maria.press(slots[1])
    assert "Sie haben wieder einen Termin." in maria.text
    assert "10:00 Uhr" in maria.text


def test_when_nothing_is_free_a_human_is(site: Site) -> None:
    maria, token = cancelled(site)
    for minute in range(0, 180, 30):
        site.taken(at_wall(TUESDAY, 9 + minute // 60, minute % 60))
    maria.get(f"/t/{token}/doch-kommen")
    assert "Im Moment ist kein anderer Termin frei." in maria.text
    assert "02175 000-000" in maria.text


def test_what_the_house_called_off_becomes_another_time_with_the_data_kept(site: Site) -> None:
    appointment_id, _, token = site.booked(NINE)
    with site.runtime.database.writing() as session:
        found = finding.by_id(session, appointment_id, for_change=True)
        changes.cancel(session, found, by="house", now=site.clock.now())
    maria = site.visitor().get(f"/t/{token}")
    assert "Ihr Termin fällt aus." in maria.text
    assert "Danke, dass Sie Bescheid gesagt haben." not in maria.text
    maria.follow("Andere Zeit wählen")
    (form,) = [form for form in maria.forms if form.action.endswith("/doch-kommen")]
    maria.press(form.buttons[-1].value)
    assert "Sie haben wieder einen Termin." in maria.text
    with site.runtime.database.reading() as session:
        assert session.query(Appointment).filter_by(status="confirmed").one().person_id is not None


def test_a_new_one_that_is_over_does_not_stand_in_the_way(site: Site) -> None:
    _, _, token = site.booked(at_wall(TUESDAY, 11))
    maria = site.visitor().get(f"/t/{token}/absagen").press("Termin absagen")
    maria.post(f"/t/{token}/doch-kommen", {"csrf_token": maria.token(), "slot": NINE.isoformat()})
    assert "Sie haben wieder einen Termin." in maria.text
    assert "Sie haben dafür schon einen neuen Termin." in maria.get(f"/t/{token}").text
    site.clock.moment = at_wall(TUESDAY, 10)
    maria.get(f"/t/{token}")
    assert "Sie haben dafür schon einen neuen Termin." not in maria.text
    maria.press("Doch nicht absagen")
    assert "11:00 Uhr" in maria.text
    assert [row.status for row in site.appointments()].count("confirmed") == 2


def test_nonsense_is_refused_and_what_was_never_cancelled_stays(site: Site) -> None:
    maria, token = cancelled(site)
    sent = {"csrf_token": maria.token()}
    assert maria.post(f"/t/{token}/doch-kommen", {**sent, "slot": "gestern"}).status == 400
    _, _, other = site.booked(at_wall(TUESDAY, 10))
    maria.post(f"/t/{other}/doch-kommen", sent)
    assert maria.path == f"/t/{other}"
    assert len(site.appointments()) == 2


def test_cancelling_twice_is_like_once(site: Site) -> None:
    maria, token = cancelled(site)
    maria.post(f"/t/{token}/absagen", {"csrf_token": maria.token()})
    assert "Ihr Termin ist abgesagt." in maria.text
    assert [(row.status, row.sequence) for row in site.appointments()] == [("cancelled", 1)]


def test_moving_twice_is_like_once(site: Site) -> None:
    _, _, token = site.booked(NINE)
    maria = site.visitor().get(f"/t/{token}/verschieben")
    sent = {"csrf_token": maria.token(), "slot": "2026-11-24T09:00Z"}
    for _time in range(2):
        maria.post(f"/t/{token}/verschieben", sent)
        assert "Ihr Termin ist verschoben." in maria.text
    assert [row.sequence for row in site.appointments()] == [1]
