"""/einstellungen/personen/<id>/<step>: what is done about somebody's account, each step told before it is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts import charge, inviting, managing, resetting
from booking.accounts.models import Account
from booking.errors import NotAllowedNow
from booking.web.access import allow, runtime, signed_in
from booking.web.caps import count_sent_link
from booking.web.errors import error_page
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.settings.people import NEWS, WHO
from booking.web.pages.settings.person import PERSON, last_admin
from booking.web.views import person_steps as words
from booking.web.views.people import PEOPLE, person_view

pages = Blueprint("settings_person_steps", __name__)


@dataclass(frozen=True)
class Step:
    """One thing to do, and how it is told; with `sends` a mail leaves each time."""

    told: Callable[[Session, Account], words.StepWords]
    act: Callable[..., None]
    sends: bool = False


STEPS: Mapping[str, Step] = {
    "sperren": Step(words.disabling, managing.disable),
    "oeffnen": Step(words.enabling, managing.enable),
    "einladen": Step(words.inviting_again, inviting.invite_again, sends=True),
    "zuruecknehmen": Step(words.taking_back, inviting.take_back),
    "passwort": Step(words.sending_reset, resetting.send_reset, sends=True),
    "code": Step(words.dropping_code, managing.drop_second_factor),
}
ADDRESS = f"{PERSON}/<any({', '.join(STEPS)}):step>"


@pages.get(ADDRESS)
@allow(*WHO)
def ask(account_id: int, step: str) -> Response:
    with runtime().database.reading() as database:
        account = charge.by_id(database, signed_in(), account_id)
        return page(
            "settings/person_step.html",
            person=person_view(account, now=runtime().clock.now()),
            step=STEPS[step].told(database, account),
        )


@pages.post(ADDRESS)
@allow(*WHO)
def take(account_id: int, step: str) -> AnyResponse:
    chosen = STEPS[step]
    if chosen.sends:
        count_sent_link()
    try:
        news = _take(account_id, chosen)
    except managing.LastAdmin:
        return last_admin()
    except managing.Oneself:
        return error_page(
            409,
            title=_("Das geht nicht beim eigenen Konto"),
            text=_("Bitten Sie jemand anderen aus der Verwaltung darum."),
        )
    except managing.ProviderOver:
        return error_page(
            409,
            title=_("Diesen Anbieter gibt es nicht mehr"),
            text=_("Geben Sie der Person bitte zuerst einen anderen Anbieter oder eine andere Rolle."),
        )
    except NotAllowedNow:
        return error_page(
            409,
            title=_("Das ist schon anders"),
            text=_("Jemand hat an diesem Konto gerade etwas geändert. Bitte sehen Sie noch einmal nach."),
        )
    session[NEWS] = news
    return see(f"{PEOPLE}/{account_id}")


def _take(account_id: int, step: Step) -> str:
    """Take it; the news of it."""
    actor, now = signed_in(), runtime().clock.now()
    with runtime().database.writing() as database:
        told = step.told(database, charge.by_id(database, actor, account_id))
        step.act(database, actor, account_id, now=now)
        return told.news
