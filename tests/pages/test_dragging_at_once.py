"""A date is dropped while somebody saves the form for it: one of the two wins, the other is told, no change is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from unittest import mock

import pytest

from booking.accounts.models import Role
from booking.web.pages.reservations.seen import Shown
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.reserved import date_id, dates, events, reserved

pytestmark = pytest.mark.race

TIMES = 6
SignIn = Callable[..., Visitor]


def both_at_once(site: Site, signed_in: SignIn) -> list[int]:
    """The form's last step and a drop of the same date, at the same moment: how often both were saved."""
    ada, lead = signed_in(Role.ADVISER, "ada@example.org"), signed_in(Role.LEAD)
    both = []
    for turn in range(TIMES):
        day = TUESDAY + timedelta(days=7 * turn)
        made = reserved(site, count=1, day=day, title=f"Runde {turn}")
        picked = date_id(site, made, 0)
        answer = ada.client.get(f"/planer/ziehen?tag={day}").get_json()
        (own,) = [each for each in answer["entries"] if made in each["move"]]
        there = {"day": str(day), "start": "16:00", "end": "18:00", "room": "buero-3"}
        dropped = {"termin": picked, "scope": "one", "gesehen": own["seen"], **there}
        dropped["csrf_token"] = ada.get("/planer").token()
        lead.get(f"/reservierung/{made}/verschieben?termin={picked}")
        lead.press("Weiter: Vorschau ansehen", start="15:00", end="17:00", room="buero-2")
        (form,) = [each.fields for each in lead.forms if each.action.endswith("/verschieben")]
        saved = dict(form) | {"step": "speichern"}
        start = Barrier(2)

        def send(who: Visitor, path: str, sent: dict[str, str], start: Barrier = start) -> int:
            start.wait()
            return who.client.post(path, data=sent).status_code

        with ThreadPoolExecutor(2) as pool:
            answers = [
                pool.submit(send, ada, f"/reservierung/{made}/ziehen", dropped),
                pool.submit(send, lead, f"/reservierung/{made}/verschieben", saved),
            ]
            states = [each.result() for each in answers]
        won = (states[0] == 200) + (states[1] == 303)
        assert set(states) <= {200, 303, 409}, states
        assert won, "somebody wins"
        placed = {200: "16:00 Büro 3", 303: "15:00 Büro 2"}
        if won == 1:
            (winner,) = [state for state in states if state != 409]
            assert placed[winner] in dates(site, made)[0]
        both.append(won)
    return both


def test_drag_against_form(site: Site, signed_in: SignIn) -> None:
    assert both_at_once(site, signed_in) == [1] * TIMES
    assert events(site, "ReservationChanged") == TIMES


def test_red_control_without_the_mark_a_change_is_lost(site: Site, signed_in: SignIn) -> None:
    with (
        mock.patch.object(Shown, "check", return_value=None),
        mock.patch("booking.web.pages.reservations.moving._is_as_previewed", return_value=True),
    ):
        assert 2 in both_at_once(site, signed_in)
