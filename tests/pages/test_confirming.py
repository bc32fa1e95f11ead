"""An offer in times of misuse: the booking counts once its mail is answered, by the page behind the link."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from booking.accounts.models import Role
from booking.appointments.models import Appointment
from booking.appointments.pending import open_question
from booking.i18n import LANGUAGES
from booking.offers.models import Offer
from booking.outbox import EventRow
from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

NINE = "2026-11-24T08:00Z"


@pytest.fixture
def careful(site: Site) -> Site:
    """The offer asks by mail first."""
    with site.runtime.database.writing() as session:
        session.get_one(Offer, site.house.advice.id).confirm_by_mail = True
    return site


def booked(visitor: Visitor, *, email: str = "maria@example.org") -> Visitor:
    visitor.get("/termin/energieberatung").press(NINE)
    visitor.press("Weiter: Angaben prüfen", name="Maria Muster", contact="email", email=email)
    return visitor.press("Termin verbindlich buchen")


def mailed(site: Site) -> str:
    """The address in the mail."""
    with site.runtime.database.writing() as session:
        asked = session.query(Appointment).filter_by(status="pending").one()
        assert asked.hold_expires_at is not None
        token = open_question(session, asked, asked.hold_expires_at, now=site.clock.now())
        return f"/t/{token}/bestaetigen"


def states(site: Site) -> list[str]:
    return [row.status for row in site.appointments()]


def test_booked_confirmed_and_looked_at_again(careful: Site) -> None:
    visitor = booked(careful.visitor())
    assert (visitor.status, states(careful)) == (200, ["pending"])
    assert "Ihr Termin ist gebucht" not in visitor.title
    link, mailbox = mailed(careful), careful.visitor()
    mailbox.get(link)
    assert mailbox.title.startswith("Bitte bestätigen Sie Ihren Termin")
    assert "Dienstag, 24. November 2026" in mailbox.text
    assert "bis Montag, 23. November, 10:00 Uhr" in mailbox.text
    assert states(careful) == ["pending"], "looking changes nothing"
    mailbox.press("Termin bestätigen")
    assert (mailbox.status, states(careful)) == (200, ["confirmed"])
    assert mailbox.title.startswith("Ihr Termin ist gebucht")
    mailbox.get(link)
    assert "Sie haben schon bestätigt" in mailbox.text
    mailbox.press("Termin ansehen")
    assert mailbox.title.startswith("Ihr Termin")
    assert states(careful) == ["confirmed"]


def test_the_browser_that_booked_cannot_confirm(careful: Site) -> None:
    visitor = booked(careful.visitor())
    visitor.get(f"{visitor.path}/bestaetigen")
    assert visitor.status == 404
    assert "Dieser Link gilt nicht mehr" in visitor.text


def test_pressed_twice_at_the_check_page_asks_once(careful: Site) -> None:
    visitor = careful.visitor()
    visitor.get("/termin/energieberatung").press(NINE)
    visitor.press("Weiter: Angaben prüfen", name="Maria", contact="email", email="maria@example.org")
    token = visitor.token()
    for _ in range(2):
        visitor.post("/termin/energieberatung/pruefen", {"csrf_token": token, "hold": ""})
        assert visitor.status == 200
    assert states(careful) == ["pending"]
    with careful.runtime.database.reading() as session:
        assert session.query(EventRow).filter_by(type="ConfirmationAsked").count() == 1


def test_late_but_still_free(careful: Site) -> None:
    booked(careful.visitor())
    link = mailed(careful)
    careful.wait(121)
    mailbox = careful.visitor().get(link)
    assert "Die Frist ist vorbei." in mailbox.text
    mailbox.press("Termin bestätigen")
    assert states(careful) == ["confirmed"]


def test_late_and_taken_leads_to_other_times(careful: Site) -> None:
    booked(careful.visitor())
    link = mailed(careful)
    careful.wait(121)
    careful.taken(at_wall(TUESDAY, 9))
    mailbox = careful.visitor().get(link).press("Termin bestätigen")
    assert mailbox.status == 409
    assert "Diese Uhrzeit ist leider nicht mehr frei" in mailbox.text
    mailbox.follow("Andere Uhrzeit wählen")
    assert (mailbox.status, mailbox.path) == (200, "/termin/energieberatung")


def test_after_its_time_there_is_nothing_to_confirm(careful: Site) -> None:
    booked(careful.visitor())
    link = mailed(careful)
    careful.wait(26 * 60 - 1)
    mailbox = careful.visitor().get(link)
    assert "Diese Uhrzeit ist leider nicht mehr frei" in mailbox.text
    careful.wait(1)
    assert careful.visitor().get(link).status == 404


@pytest.mark.parametrize("code", LANGUAGES)
def test_in_every_language(careful: Site, code: str) -> None:
    booked(careful.visitor())
    prefix = "" if code == "de" else f"/{code}"
    mailbox = careful.visitor().get(prefix + mailed(careful))
    assert mailbox.status == 200
    assert f'lang="{code}"' in mailbox.text
    (form,) = [form for form in mailbox.forms if form.action.endswith("/bestaetigen")]
    mailbox.post(form.action, dict(form.fields))
    assert re.fullmatch(prefix + r"/t/[\w-]{43}", mailbox.path)
    assert states(careful) == ["confirmed"]


def test_whoever_is_signed_in_is_not_asked(careful: Site, signed_in: Callable[..., Visitor]) -> None:
    booked(signed_in(Role.STAFF))
    assert states(careful) == ["confirmed"]


def test_without_an_address_nobody_is_asked(careful: Site) -> None:
    visitor = careful.visitor().get("/termin/energieberatung").press(NINE)
    visitor.press("Weiter: Angaben prüfen", name="Maria", contact="none")
    visitor.press("Termin verbindlich buchen")
    assert states(careful) == ["confirmed"]


def test_programs_are_asked_as_well(careful: Site) -> None:
    sent = {"offer": "energieberatung", "start": "2026-11-24T09:00:00+01:00", "name": "Maria"}
    client = careful.app.test_client()
    answer = client.post("/api/v1/appointments", json=sent | {"email": "maria@example.org"})
    assert (answer.status_code, answer.json["status"]) == (201, "pending")
    token = answer.json["token"]
    assert client.get(f"/api/v1/appointments/{token}").json["status"] == "pending"
    assert client.post(f"/api/v1/appointments/{token}/cancel", json={}).status_code == 409
    careful.wait(120)
    assert client.get(f"/api/v1/appointments/{token}").status_code == 404
    again = client.post("/api/v1/appointments", json=sent)
    assert (again.status_code, again.json["status"]) == (201, "confirmed")
