"""An adviser's day: own residents only, and what became of their appointments."""

from __future__ import annotations

from collections.abc import Callable

from booking.accounts.models import Account, Provider, Role
from booking.accounts.people import Contact
from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

ADA = "ada@example.org"


def test_a_day_from_here_to_done(site: Site, signed_in: Callable[..., Visitor]) -> None:
    site.booked(at_wall(TUESDAY, 9), Contact(name="Maria Muster", phone="02175 1234", needs=("wheelchair",)))
    ada = signed_in(Role.ADVISER, ADA).get("/ich")
    assert "Heute haben Sie keine Termine." in ada.text
    assert "Maria Muster" in ada.text
    assert "kommt mit Rollstuhl" in ada.text

    site.clock.moment = at_wall(TUESDAY, 8, 55)
    ada.get("/ich").press("Ist da: Maria Muster")
    assert "Gespeichert: ist da." in ada.text
    ada.press("Erledigt: Maria Muster")
    assert "Gespeichert: erledigt." in ada.text
    assert [row.status for row in site.appointments()] == ["done"]
    assert "Gespeichert" not in ada.get("/ich").text


def test_all_that_was_said_about_help_and_calls_is_there(
    site: Site, signed_in: Callable[..., Visitor]
) -> None:
    needs = ("interpreter", "companion", "more_time")
    contact = Contact(
        name="Olena",
        phone="02175 1",
        phone_hours="morning",
        leave_message=True,
        needs=needs,
        interpreting="uk",
    )
    site.booked(at_wall(TUESDAY, 9), contact, needs=needs)
    text = signed_in(Role.ADVISER, ADA).get("/ich").text
    assert "braucht Sprachmittlung: Ukrainisch, kommt in Begleitung, braucht mehr Zeit" in text
    assert "(nur vormittags, Nachricht erlaubt)" in text


def test_nobody_arrives_tomorrow(site: Site, signed_in: Callable[..., Visitor]) -> None:
    appointment_id, _, _ = site.booked(at_wall(TUESDAY, 9))
    ada = signed_in(Role.ADVISER, ADA).get("/ich")
    ada.post(f"/ich/termin/{appointment_id}", {"csrf_token": ada.token(), "status": "arrived"})
    assert ada.status == 409
    for status in ("", "cancelled", "held"):
        assert (
            ada.get("/ich")
            .post(f"/ich/termin/{appointment_id}", {"csrf_token": ada.token(), "status": status})
            .status
            == 400
        )


def test_another_provider_sees_and_changes_nothing(site: Site, signed_in: Callable[..., Visitor]) -> None:
    appointment_id, code, _ = site.booked(at_wall(TUESDAY, 9))
    stranger = signed_in(Role.LEAD, "lea@example.org")
    with site.runtime.database.writing() as session:
        other = Provider(slug="andere", name="Andere")
        session.add(other)
        session.flush()
        account = session.query(Account).filter_by(email="lea@example.org").one()
        account.provider_id = other.id
    site.clock.moment = at_wall(TUESDAY, 8)
    text = stranger.get("/ich").text
    assert "Maria" not in text
    assert code[:3] not in text
    sent = {"csrf_token": stranger.token(), "status": "arrived"}
    assert stranger.post(f"/ich/termin/{appointment_id}", sent).status == 404


def test_a_lead_sees_all_advisers_and_an_adviser_only_the_own(
    site: Site, signed_in: Callable[..., Visitor]
) -> None:
    site.booked(at_wall(TUESDAY, 9))
    assert "Maria" in signed_in(Role.LEAD).get("/ich").text
    assert "Maria" not in signed_in(Role.ADVISER, "neu@example.org").get("/ich").text
