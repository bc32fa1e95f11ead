"""Requests for the hall: the house reads them, says yes or no date by date, and nobody decides twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest

from booking.accounts.models import Role
from booking.house.rooms import room_by_slug
from booking.reservations import moving
from booking.reservations.approving import expire_requests
from booking.reservations.courses import Change
from booking.reservations.drafting import Move
from booking.reservations.scope import Scope, for_change
from booking.scheduling.walltime import at_wall
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.reserved import add_hall, date_id, dates, events, reserved

SignIn = Callable[..., Visitor]
THURSDAY = date(2026, 11, 26)


@pytest.fixture
def team(signed_in: SignIn) -> Visitor:
    return signed_in(Role.STAFF)


@pytest.fixture
def asked(site: Site) -> str:
    """Three Tuesdays in the hall are asked for."""
    return reserved(site, room=add_hall(site), count=3, as_request=True, title="Chorprobe", people=40)


def hall(site: Site) -> Any:
    with site.runtime.database.reading() as session:
        return room_by_slug(session, "saal")


@pytest.mark.parametrize("role", [None, *Role])
def test_only_the_house_decides(site: Site, signed_in: SignIn, asked: str, role: Role | None) -> None:
    visitor = signed_in(role) if role else site.visitor()
    allowed = role in (Role.STAFF, Role.ADMIN)
    for path in ("/anfragen", f"/anfrage/{asked}"):
        visitor.get(path)
        if role is None:
            assert visitor.path == "/anmelden"
        else:
            assert visitor.status == (200 if allowed else 403)
    before = site.rows()
    token = visitor.get("/code").token()
    if allowed:
        visitor.get(f"/anfrage/{asked}").press("Alles ablehnen", reason="key")
    else:
        visitor.post(f"/anfrage/{asked}", {"csrf_token": token, "step": "ablehnen", "reason": "key"})
    assert (site.rows() == before) == (not allowed)


def test_the_house_decides_about_what_it_saw(site: Site, team: Visitor, asked: str) -> None:
    team.get(f"/anfrage/{asked}")
    site.wait(1)
    with site.runtime.database.writing() as session:
        reservation = for_change(session, asked)
        later = Move(change=Change(at=time(19)), scope=Scope.ALL)
        moving.move(session, site.runtime.desk(), reservation, later)
    team.press("Ausgewählte zusagen")
    assert team.status == 409
    assert "Die Anfrage wurde inzwischen geändert. Es ist nichts entschieden." in team.text
    assert "19–" in team.text
    team.press("Ausgewählte zusagen")
    assert team.status == 200


def test_the_list_begins_with_the_most_urgent(site: Site, team: Visitor, asked: str) -> None:
    site.wait(60)
    tuesday = reserved(
        site, room=hall(site), count=1, at=time(18), as_request=True, title="Lesung", own=False
    )
    team.get("/anfragen")
    assert "2 Anfragen warten auf Antwort." in team.text
    # Both end when the first date begins: at two, and at six.
    assert team.text.index("Chorprobe") < team.text.index("Lesung")
    assert "Entscheiden bis Dienstag, 24. November, 14 Uhr (noch 1 Tag)" in team.text
    assert "Am selben Tag ist auch angefragt:" in team.text
    assert "Di, 24. November 2026, 18–20 Uhr: Lesung (Testverein)" in team.text
    team.follow("Lesung")
    assert team.path == f"/anfrage/{tuesday}"


def test_nothing_to_decide(site: Site, team: Visitor) -> None:
    assert "Alles erledigt. Keine Anfrage wartet." in team.get("/anfragen").text


def test_a_request_is_read_and_granted(site: Site, team: Visitor, asked: str) -> None:
    reserved(site, room=hall(site), count=1, at=time(9), title="Frühstück", own=False, public_title="Café")
    team.get(f"/anfrage/{asked}")
    for words in ("Chorprobe", "Testverein", "40", "Di, 1. Dezember 2026, 14–16 Uhr, Saal"):
        assert words in team.text
    assert "Am selben Tag:" in team.text
    assert "Frühstück (Testverein)" in team.text
    team.press("Ausgewählte zusagen")
    assert team.path == "/anfragen"
    assert "Gespeichert: 3 Termine zugesagt." in team.text
    assert {line.rsplit(" ", 1)[1] for line in dates(site, asked)} == {"confirmed"}
    assert events(site, "ReservationDecided") == 1


def test_some_dates_are_granted(site: Site, team: Visitor, asked: str, signed_in: SignIn) -> None:
    team.get(f"/anfrage/{asked}")
    first, third = date_id(site, asked, 0), date_id(site, asked, 2)
    team.press("Ausgewählte zusagen", dates=[first, third])
    assert team.status == 422
    assert "Bitte wählen Sie einen Grund für die Absage." in team.text
    assert f'value="{date_id(site, asked, 1)}" checked' not in team.text, "what was chosen stays"
    team.press("Ausgewählte zusagen", reason="key")
    assert "Gespeichert: 2 Termine zugesagt, 1 Termin abgelehnt." in team.text
    assert [line.rsplit(" ", 1)[1] for line in dates(site, asked)] == ["confirmed", "cancelled", "confirmed"]
    ada = signed_in(Role.ADVISER, "ada@example.org").get(f"/reservierung/{asked}")
    assert "abgelehnt: Zu dieser Zeit ist niemand für den Schlüssel da." in ada.text
    assert "Antwort des Quartiersbüros:" in ada.text


def test_everything_is_declined_in_own_words(site: Site, team: Visitor, asked: str) -> None:
    reason = "Am Dienstag wird der Boden geschliffen, ab Januar geht es wieder. " * 3
    team.get(f"/anfrage/{asked}").press("Alles ablehnen", reason="other", reason_text=reason.strip()[:200])
    assert "Gespeichert: 3 Termine abgelehnt." in team.text
    assert {line.rsplit(" ", 1)[1] for line in dates(site, asked)} == {"cancelled"}
    reserved(site, room=hall(site), count=3, own=False, title="Jetzt frei")


@pytest.mark.parametrize(
    ("label", "sent", "fault"),
    [
        ("Ausgewählte zusagen", {"dates": []}, "Bitte wählen Sie die Termine aus."),
        ("Ausgewählte zusagen", {"dates": ["fremd"]}, "Bitte wählen Sie die Termine aus."),
        ("Alles ablehnen", {}, "Bitte wählen Sie einen Grund für die Absage."),
        ("Alles ablehnen", {"reason": "laune"}, "Bitte wählen Sie einen Grund für die Absage."),
        ("Alles ablehnen", {"reason": "other"}, "Bitte schreiben Sie den Grund in einem Satz."),
        ("Alles ablehnen", {"reason": "other", "reason_text": "x" * 201}, "auf 200 Zeichen"),
        ("Alles ablehnen", {"reason": "other", "reason_text": "a\r\nb"}, "in eine Zeile"),
    ],
    ids=str,
)
def test_each_mistake_has_its_sentence(
    site: Site, team: Visitor, asked: str, label: str, sent: dict[str, Any], fault: str
) -> None:
    before = site.rows()
    team.get(f"/anfrage/{asked}").press(label, **sent)
    assert team.status == 422
    assert fault in team.text
    assert team.title.startswith("Fehler: ")
    assert site.rows() == before


def test_the_second_of_two_is_told(site: Site, team: Visitor, asked: str, signed_in: SignIn) -> None:
    colleague = signed_in(Role.ADMIN).get(f"/anfrage/{asked}")
    team.get(f"/anfrage/{asked}").press("Ausgewählte zusagen")
    colleague.press("Alles ablehnen", reason="city")
    assert colleague.status == 409
    assert "Darüber ist schon entschieden." in colleague.text
    assert "gilt" in colleague.text
    assert {line.rsplit(" ", 1)[1] for line in dates(site, asked)} == {"confirmed"}
    assert events(site, "ReservationDecided") == 1
    assert "Darüber ist schon entschieden." in colleague.get(f"/anfrage/{asked}").text
    assert colleague.status == 200


def test_after_the_deadline_nobody_decides(site: Site, team: Visitor, asked: str) -> None:
    team.get(f"/anfrage/{asked}")
    site.clock.moment = at_wall(THURSDAY, 15)
    team.press("Ausgewählte zusagen")
    assert team.status == 409
    assert "Die Frist ist vorbei." in team.text
    assert {line.rsplit(" ", 1)[1] for line in dates(site, asked)} == {"pending"}
    with site.runtime.database.writing() as session:
        assert expire_requests(session, now=site.clock.now()) == 1
    team.get(f"/anfrage/{asked}")
    assert "Die Frist ist vorbei." in team.text
    assert "abgelaufen" in team.text
    assert "Keine Anfrage wartet." in team.get("/anfragen").text


def test_what_is_not_there(site: Site, team: Visitor) -> None:
    assert team.get("/anfrage/gibt-es-nicht").status == 404
    sent = {"csrf_token": team.get("/code").token(), "step": "ablehnen", "reason": "key"}
    assert team.post("/anfrage/gibt-es-nicht", sent).status == 404


def test_an_asked_hall_says_until_when(site: Site, signed_in: SignIn, asked: str) -> None:
    ada = signed_in(Role.ADVISER, "ada@example.org").get(f"/reservierung/{asked}?neu=1")
    assert "Ihre Anfrage ist angekommen." in ada.text
    assert "Das Quartiersbüro entscheidet bis Dienstag, 24. November, 14 Uhr." in ada.text
