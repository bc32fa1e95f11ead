"""Nobody keeps a time from others for ever: a hold is renewed for two hours, then it has to be taken anew."""

from __future__ import annotations

from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

NINE = "2026-11-24T08:00Z"
RELEASED = "Nur die Uhrzeit haben wir nach zwei Stunden wieder freigegeben."


def renewing(site: Site, *, minutes: int) -> Visitor:
    """Maria, who sends her details every fifteen minutes."""
    maria = site.visitor().get("/termin/energieberatung").press(NINE)
    for _ in range(minutes // 15):
        site.wait(15)
        maria.get("/termin/energieberatung/angaben")
        maria.press("Weiter: Angaben prüfen", name="Maria Muster", contact="none")
        assert maria.path.endswith("/pruefen")
    return maria


def test_after_two_hours_no_step_renews_it(site: Site) -> None:
    maria = renewing(site, minutes=120)
    site.wait(5)
    site.taken(at_wall(TUESDAY, 9))
    maria.get("/termin/energieberatung/angaben")
    assert RELEASED in maria.text


def test_what_was_typed_is_kept_and_the_time_can_be_taken_anew(site: Site) -> None:
    maria = renewing(site, minutes=105)
    form = maria.get("/termin/energieberatung/angaben").token()
    site.wait(35)
    sent = {"csrf_token": form, "name": "Maria Neu", "contact": "phone", "phone": "02175 123456"}
    maria.post("/termin/energieberatung/angaben", sent)
    assert maria.status == 409
    assert RELEASED in maria.text
    assert RELEASED in maria.get("/termin/energieberatung/pruefen").text

    first = site.appointments()
    maria.press(NINE)
    assert maria.path.endswith("/pruefen")
    assert "Maria Neu" in maria.text
    assert [row.id for row in site.appointments()] != [row.id for row in first]
    maria.press("Termin verbindlich buchen")
    assert "Ihr Termin ist gebucht." in maria.text


def test_who_comes_back_late_books_the_time_if_nobody_took_it(site: Site) -> None:
    maria = renewing(site, minutes=15)
    site.wait(150)
    maria.press("Termin verbindlich buchen")
    assert "Ihr Termin ist gebucht." in maria.text
