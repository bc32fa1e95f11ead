"""No more reminders with one click, by a person or by a mail program (RFC 8058)."""

from __future__ import annotations

import pytest

from booking.accounts.capabilities import REMINDERS, mint
from booking.appointments.finding import by_id
from booking.i18n import LANGUAGES
from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY
from tests.pages.conftest import Site

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
FROM_A_MAIL_PROGRAM = {"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"}


@pytest.fixture
def link(site: Site) -> str:
    appointment_id, _, _ = site.booked(at_wall(TUESDAY, 9))
    with site.runtime.database.writing() as session:
        until = by_id(session, appointment_id).manageable_until()
        token = mint(
            session, purpose=REMINDERS, subject=appointment_id, now=site.clock.now(), expires_at=until
        )
    return f"/erinnerung-aus/{token}"


def reminders_on(site: Site) -> bool:
    with site.runtime.database.reading() as session:
        return by_id(session, site.appointments()[0].id).reminders_on


def switched(site: Site) -> int:
    return sum("RemindersSwitched" in row for row in site.rows()["event"])


def test_a_person_looks_and_presses_the_button(site: Site, link: str) -> None:
    visitor = site.visitor().get(link)
    assert (visitor.status, reminders_on(site)) == (200, True)
    visitor.press("Nicht mehr erinnern")
    assert (visitor.status, visitor.path, reminders_on(site)) == (200, link, False)
    assert visitor.title.startswith("Wir erinnern Sie nicht mehr")
    visitor.get(link)
    assert "Ihr Termin bleibt gebucht." in visitor.text
    assert [row.status for row in site.appointments()] == ["confirmed"]


def test_a_mail_program_needs_no_cookie_and_is_not_led_elsewhere(site: Site, link: str) -> None:
    client = site.app.test_client(use_cookies=False)
    for _ in range(2):
        answer = client.post(link, data=ONE_CLICK, headers=FROM_A_MAIL_PROGRAM)
        assert (answer.status_code, answer.headers.get("Location")) == (200, None)
        assert "Set-Cookie" not in answer.headers
    assert not reminders_on(site)
    assert switched(site) == 1, "twice is like once"


@pytest.mark.parametrize("path", ["/absagen", "/verschieben", "/erinnerung"])
def test_it_opens_nothing_else(site: Site, link: str, path: str) -> None:
    """Mail programs keep this address: it must not show or change the appointment."""
    token = link.rpartition("/")[2]
    for address in (f"/t/{token}", f"/t/{token}{path}"):
        assert site.visitor().get(address).status in (404, 405)
    answer = site.app.test_client().post(f"/t/{token}{path}", headers=FROM_A_MAIL_PROGRAM)
    assert answer.status_code == 400
    assert reminders_on(site)


def test_the_link_to_the_appointment_is_no_such_link(site: Site, link: str) -> None:
    _, _, manage = site.booked(at_wall(TUESDAY, 10))
    answer = site.app.test_client().post(f"/erinnerung-aus/{manage}", data=ONE_CLICK)
    assert answer.status_code == 404
    assert switched(site) == 0


def test_unknown_and_expired_are_the_same_calm_page(site: Site, link: str) -> None:
    site.wait(3 * 24 * 60)
    for path in (link, "/erinnerung-aus/unbekannt"):
        for method in ("GET", "POST"):
            answer = site.app.test_client().open(path, method=method)
            assert answer.status_code == 404
            assert "Diesen Link kennen wir nicht" in answer.get_data(as_text=True)
    assert reminders_on(site)


@pytest.mark.parametrize("code", LANGUAGES)
def test_in_every_language(site: Site, link: str, code: str) -> None:
    prefix = "" if code == "de" else f"/{code}"
    visitor = site.visitor().get(prefix + link)
    (form,) = [form for form in visitor.forms if "erinnerung-aus" in form.action]
    assert form.action == prefix + link
    visitor.post(form.action, {})
    assert (visitor.status, reminders_on(site)) == (200, False)
    assert f'lang="{code}"' in visitor.text


def test_its_address_is_told_to_nobody(site: Site, link: str) -> None:
    answer = site.app.test_client().get(link)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert link.rpartition("/")[2] not in answer.headers.get("Set-Cookie", "")
