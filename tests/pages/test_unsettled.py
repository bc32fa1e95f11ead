"""An appointment that cannot take place, as its resident sees it: held times, another one, none, and too late."""

from __future__ import annotations

import pytest

from booking.appointments.models import Appointment, Status
from booking.disruptions.finding import latest_offer
from booking.disruptions.models import State
from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.disrupting import (
    THURSDAY,
    WEDNESDAY,
    close_house,
    go_away,
    held_for,
    more_days,
    nobody_answers,
    reopen,
)

HEADING = "Ihr Termin kann so nicht stattfinden"
TAKE = "Diesen Termin nehmen"
TOO_LATE = "Diese Zeit halten wir nicht mehr für Sie frei."


@pytest.fixture
def booked(site: Site) -> tuple[str, str]:
    """Nine o'clock on Tuesday: its id and its link."""
    more_days(site)
    appointment_id, _, token = site.booked(at_wall(TUESDAY, 9))
    return appointment_id, token


def row(site: Site, appointment_id: str) -> Appointment:
    with site.runtime.database.reading() as session:
        return session.get_one(Appointment, appointment_id)


def opened(site: Site, token: str) -> Visitor:
    return site.visitor().get(f"/t/{token}")


def test_it_says_what_happened_and_what_is_held(site: Site, booked: tuple[str, str]) -> None:
    close_house(site)
    maria = opened(site, booked[1])
    assert (maria.status, maria.title.startswith(HEADING)) == (200, True)
    for said in (
        "Nichts ist verloren: Wir halten andere Zeiten für Sie frei.",
        "Wasserschaden",
        "Dienstag, 24. November 2026, 9:00 Uhr",
        "Mittwoch, 25. November, 9:00 Uhr",
        "Donnerstag, 26. November, 9:00 Uhr",
        "Ohne Ihre Antwort müssen wir den Termin absagen.",
    ):
        assert said in maria.text
    assert maria.text.count(TAKE) == 2
    assert "Energieberatung" not in maria.text


def test_of_an_absence_no_reason_is_told(site: Site, booked: tuple[str, str]) -> None:
    go_away(site)
    assert "Der Grund:" not in opened(site, booked[1]).text


def test_one_button_takes_a_time(site: Site, booked: tuple[str, str]) -> None:
    go_away(site)
    maria = opened(site, booked[1]).press(TAKE)
    assert "Ihr Termin ist verschoben." in maria.text
    assert "Mittwoch" in maria.text
    now = row(site, booked[0])
    assert (now.starts_at, now.asleep_by, now.status) == (at_wall(WEDNESDAY, 9), None, Status.CONFIRMED)
    assert held_for(site, booked[0]) == []
    assert "Ihr Termin" in opened(site, booked[1]).text, "the link of the mail leads to the new time"


def test_pressing_twice_takes_it_once(site: Site, booked: tuple[str, str]) -> None:
    go_away(site)
    maria = opened(site, booked[1])
    choice = held_for(site, booked[0])[1].id
    sent = {"choice": choice, "csrf_token": maria.token()}
    first = maria.post(f"/t/{booked[1]}/andere-zeit", sent).text
    again = maria.post(f"/t/{booked[1]}/andere-zeit", sent).text
    assert "Donnerstag" in first
    assert "Donnerstag" in again
    assert TOO_LATE not in again
    assert row(site, booked[0]).sequence == 2


def test_the_other_time_is_too_late_then(site: Site, booked: tuple[str, str]) -> None:
    go_away(site)
    maria, other = opened(site, booked[1]), opened(site, booked[1])
    maria.press(TAKE)
    choices = [button.value for form in other.forms for button in form.buttons if button.name == "choice"]
    other.press(choices[1])
    assert TOO_LATE in other.text
    assert row(site, booked[0]).starts_at == at_wall(WEDNESDAY, 9)


@pytest.mark.parametrize("choice", ["", "gibt-es-nicht"])
def test_what_is_not_offered_changes_nothing(site: Site, booked: tuple[str, str], choice: str) -> None:
    go_away(site)
    maria = opened(site, booked[1])
    maria.post(f"/t/{booked[1]}/andere-zeit", {"choice": choice, "csrf_token": maria.token()})
    assert maria.status == (200 if choice else 400)
    assert row(site, booked[0]).sequence == 1
    assert len(held_for(site, booked[0])) == 2


def test_any_other_free_time_settles_it(site: Site, booked: tuple[str, str]) -> None:
    go_away(site)
    maria = opened(site, booked[1]).follow("Andere Zeit wählen")
    assert "Bis dahin halten wir die anderen Zeiten frei." in maria.text
    maria.press("2026-11-26T10:30Z")
    assert "Ihr Termin ist verschoben." in maria.text
    now = row(site, booked[0])
    assert (now.starts_at, now.asleep_by) == (at_wall(THURSDAY, 11, 30), None)
    assert HEADING not in opened(site, booked[1]).text


def test_none_suits_so_it_is_cancelled(site: Site, booked: tuple[str, str]) -> None:
    go_away(site)
    maria = opened(site, booked[1]).follow("Termin absagen")
    assert "Die anderen Zeiten halten wir dann nicht mehr für Sie frei." in maria.text
    token = maria.token()
    maria.press("Termin absagen")
    assert "Ihr Termin ist abgesagt." in maria.text
    assert "Doch nicht absagen" not in maria.text
    assert "Andere Zeit wählen" in maria.text
    assert row(site, booked[0]).status == Status.CANCELLED
    assert held_for(site, booked[0]) == []
    again = maria.post(f"/t/{booked[1]}/absagen", {"csrf_token": token})
    assert "Ihr Termin ist abgesagt." in again.text


def test_who_did_not_answer_reads_why_and_finds_a_new_time(site: Site, booked: tuple[str, str]) -> None:
    go_away(site)
    late = opened(site, booked[1])
    nobody_answers(site, booked[0])
    late.press(TAKE)
    assert TOO_LATE in late.text
    assert "Wir haben keine Antwort von Ihnen bekommen." in late.text
    assert "25. November" in late.follow("Andere Zeit wählen").text


def test_it_takes_place_after_all(site: Site, booked: tuple[str, str]) -> None:
    cause = close_house(site)
    late = opened(site, booked[1])
    reopen(site, cause)
    late.press(TAKE)
    assert TOO_LATE in late.text
    assert "Der Termin ist fest gebucht" in late.text
    assert row(site, booked[0]).starts_at == at_wall(TUESDAY, 9)


def test_number_and_name_lead_to_it_too(site: Site) -> None:
    more_days(site)
    _, code, _ = site.booked(at_wall(TUESDAY, 9))
    go_away(site)
    maria = site.visitor().get("/code")
    maria.press("Termin ansehen", code=code, name="Maria Muster")
    assert HEADING in maria.text
    maria.press(TAKE)
    assert "Ihr Termin ist verschoben." in maria.text


def test_there_is_no_slip_and_the_calendar_says_perhaps(site: Site, booked: tuple[str, str]) -> None:
    go_away(site)
    maria = opened(site, booked[1])
    assert "STATUS:TENTATIVE" in maria.client.get(f"/t/{booked[1]}/termin.ics").get_data(as_text=True)
    assert HEADING in maria.get(f"/t/{booked[1]}/zettel").text


def test_looking_changes_nothing(site: Site, booked: tuple[str, str]) -> None:
    go_away(site)
    before = site.rows()
    for path in ("", "/absagen", "/verschieben"):
        opened(site, f"{booked[1]}{path}")
    assert site.rows() == before


@pytest.mark.parametrize("language", ["en", "uk", "ar", "tr", "de-simple"])
def test_in_every_language(site: Site, booked: tuple[str, str], language: str) -> None:
    close_house(site)
    maria = site.visitor().get(f"/{language}/t/{booked[1]}")
    assert maria.status == 200
    assert f'<html lang="{language}"' in maria.text
    (form,) = [each for each in maria.forms if each.action.endswith("/andere-zeit")]
    assert form.action.startswith(f"/{language}/t/")
    assert len([button for button in form.buttons if button.name == "choice"]) == 2


def test_what_became_of_the_offer_is_kept(site: Site, booked: tuple[str, str]) -> None:
    go_away(site)
    opened(site, booked[1]).follow("Termin absagen").press("Termin absagen")
    with site.runtime.database.reading() as session:
        offer = latest_offer(session, booked[0])
    assert offer is not None
    assert offer.state == State.DECLINED
