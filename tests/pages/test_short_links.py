"""With number and name a page opens for half an hour: each step renews it, its end loses nothing, leaving closes it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from booking.accounts import capabilities
from booking.scheduling.walltime import at_wall
from booking.web.pages.appointments.ended import FIELDS
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import MARIA, Site

NINE = at_wall(TUESDAY, 9)
AGAIN = "Bitte geben Sie Nummer und Namen noch einmal ein"
NEXT = "Fertig, für die nächste Person"


def opened(site: Site) -> tuple[Visitor, str]:
    """Maria on her page, with number and name, and her number."""
    _, code, _ = site.booked(NINE)
    maria = site.visitor().get("/code").press("Termin ansehen", code=code, name="Maria Muster")
    assert maria.path.startswith("/t/"), maria.text
    return maria, code


def test_after_half_an_hour_the_page_asks_again_and_says_why(site: Site) -> None:
    maria, code = opened(site)
    own = maria.path
    site.wait(30)
    for page in ("", "/daten", "/verschieben", "/doch-kommen", "/zettel", "/daten/loeschen"):
        maria.get(own + page)
        assert maria.status == 404
        assert maria.title.startswith(AGAIN), page
    maria.press("Termin ansehen", code=code, name="Maria Muster")
    assert (maria.status, maria.title.partition(" –")[0]) == (200, "Ihr Termin")
    assert maria.path != own


def test_a_link_that_never_was_is_not_known(site: Site) -> None:
    assert site.visitor().get("/t/geraten").title.startswith("Diesen Link kennen wir nicht")


def test_a_day_later_nobody_remembers_it(site: Site) -> None:
    maria, _ = opened(site)
    for minutes, title in ((60, AGAIN), (24 * 60, "Diesen Link kennen wir nicht")):
        site.wait(minutes)
        with site.runtime.database.writing() as session:
            capabilities.tidy(session, now=site.clock.now())
        assert maria.get(maria.path).title.startswith(title)


def test_each_step_gives_another_half_hour(site: Site) -> None:
    maria, _ = opened(site)
    own = maria.path
    for label, typed in (("Nicht erinnern", {}), ("Angaben speichern", {"email": "maria.example.org"})):
        site.wait(25)
        maria.get(own if not typed else f"{own}/daten/aendern").press(label, **typed)
        assert maria.status in (200, 422)
    site.wait(25)
    assert maria.get(own).status == 200
    site.wait(5)
    assert maria.get(own).title.startswith(AGAIN)


def test_nothing_typed_is_lost_when_it_ends_meanwhile(site: Site) -> None:
    maria, code = opened(site)
    maria.get(f"{maria.path}/daten/aendern")
    site.wait(31)
    maria.press("Angaben speichern", name="Mia Lang", needs=["wheelchair", "more_time"])
    assert maria.title.startswith(AGAIN)
    assert "Was Sie geschrieben haben, ist noch da." in maria.text
    assert site.people() == [MARIA]
    maria.press("Termin ansehen", code=code, name="Falsch")
    assert maria.status == 422
    maria.press("Termin ansehen", code=code, name="Maria Muster")
    assert "Bitte speichern Sie es jetzt." in maria.text
    assert site.people() == [MARIA]
    maria.press("Angaben speichern")
    (known,) = site.people()
    assert (known.name, known.needs, known.email) == ("Mia Lang", ("wheelchair", "more_time"), MARIA.email)


def test_every_field_of_the_correction_goes_along(site: Site) -> None:
    maria, _ = opened(site)
    form = maria.get(f"{maria.path}/daten/aendern").text.partition('/daten/aendern" novalidate')[2]
    names = set(
        re.findall(r'<(?:input|select|textarea|button)[^>]* name="(\w+)"', form.partition("</form>")[0])
    )
    assert {"name", "email", "needs", "csrf_token"} < names
    assert names - set(FIELDS) == {"csrf_token"}


@pytest.mark.parametrize("step", ["undo", "move"])
def test_what_it_leads_to_is_open_no_longer(site: Site, step: str) -> None:
    maria, _ = opened(site)
    first = maria.path
    if step == "undo":
        maria.get(f"{first}/absagen").press("Termin absagen").press("Doch nicht absagen")
    else:
        maria.get(f"{first}/verschieben")
        maria.press(maria.slots()[-1])
    assert (maria.status, maria.path != first) == (200, True)
    site.wait(31)
    assert maria.get(maria.path).title.startswith(AGAIN)


@pytest.mark.parametrize("step", ["undo", "move"])
def test_a_link_from_a_mail_leads_to_one_that_lasts(site: Site, step: str) -> None:
    _, _, token = site.booked(NINE)
    maria = site.visitor().get(f"/t/{token}")
    if step == "undo":
        maria.get(f"/t/{token}/absagen").press("Termin absagen").press("Doch nicht absagen")
    else:
        maria.get(f"/t/{token}/verschieben")
        maria.press(maria.slots()[-1])
    site.clock.moment = NINE + timedelta(hours=20)
    assert maria.get(maria.path).status == 200


def test_every_page_behind_it_can_be_left_and_then_it_is_closed(site: Site) -> None:
    maria, _ = opened(site)
    own = maria.path
    for page in ("/absagen", "/verschieben", "/daten", "/daten/aendern", "/daten/loeschen", ""):
        assert NEXT in maria.get(own + page).text, page
    maria.press(NEXT)
    assert maria.path == "/"
    assert maria.get(own).title.startswith("Diesen Link kennen wir nicht")


def test_leaving_closes_what_the_steps_led_to_as_well(site: Site) -> None:
    maria, _ = opened(site)
    maria.get(f"{maria.path}/absagen").press("Termin absagen")
    assert NEXT in maria.get(f"{maria.path}/doch-kommen").text
    maria.press("Termin wieder nehmen")
    new = maria.path
    maria.press(NEXT)
    assert maria.get(new).status == 404


def test_on_ones_own_device_nobody_has_to_leave(site: Site) -> None:
    _, _, token = site.booked(NINE)
    assert NEXT not in site.visitor().get(f"/t/{token}").text
