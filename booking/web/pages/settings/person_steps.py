"""/einstellungen/personen/<id>/<step>: what is done about somebody's account, each step told before it is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts import charge, inviting, managing, resetting
from booking.accounts.access import Actor
from booking.accounts.models import Account
from booking.accounts.renewing import sign_ins_of
from booking.accounts.second_factor import DEMANDED
from booking.accounts.tokens import open_tokens
from booking.db import database_now
from booking.errors import NotAllowedNow
from booking.web.access import allow, runtime, signed_in
from booking.web.caps import count_sent_link
from booking.web.errors import error_page
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.language import ngettext
from booking.web.pages.settings.people import NEWS, WHO
from booking.web.pages.settings.person import PERSON, last_admin
from booking.web.views.people import PEOPLE, person_view

pages = Blueprint("settings_person_steps", __name__)

Act = Callable[..., None]


@dataclass(frozen=True)
class Step:
    """One thing to do: its question, what follows from it, the button, the news afterwards."""

    title: str
    follows: Iterable[str]
    button: str
    news: str
    act: Act


def _disable(database: Session, account: Account) -> Step:
    now = database_now(database)
    browsers = len(sign_ins_of(database, account.id, now=now))
    tokens = len(open_tokens(database, account.id, now=now))
    return Step(
        _("Möchten Sie diesen Zugang sperren?"),
        (
            ngettext(
                "%(num)s Gerät ist angemeldet und sofort draußen.",
                "%(num)s Geräte sind angemeldet und sofort draußen.",
                browsers,
            ),
            ngettext("%(num)s API-Schlüssel endet.", "%(num)s API-Schlüssel enden.", tokens),
            _("Sprechstunden, Reservierungen und Termine der Person bleiben bestehen."),
            _("Sie können den Zugang später wieder öffnen."),
        ),
        _("Zugang sperren"),
        _("Der Zugang ist gesperrt. Alle Anmeldungen und Schlüssel haben geendet."),
        managing.disable,
    )


def _enable(_database: Session, _account: Account) -> Step:
    return Step(
        _("Möchten Sie diesen Zugang wieder öffnen?"),
        (_("Es gilt das Passwort von vorher."), _("API-Schlüssel bleiben beendet.")),
        _("Zugang öffnen"),
        _("Der Zugang ist wieder offen."),
        managing.enable,
    )


def _invite_again(_database: Session, _account: Account) -> Step:
    return Step(
        _("Möchten Sie noch einmal einladen?"),
        (_("Die Person bekommt eine neue E-Mail."), _("Der alte Link gilt dann nicht mehr.")),
        _("Noch einmal einladen"),
        _("Die Einladung ist unterwegs. Der Link darin gilt 72 Stunden."),
        inviting.invite_again,
    )


def _take_back(_database: Session, _account: Account) -> Step:
    return Step(
        _("Möchten Sie diese Einladung zurücknehmen?"),
        (_("Der Link in der E-Mail gilt dann nicht mehr."),),
        _("Einladung zurücknehmen"),
        _("Die Einladung ist zurückgenommen."),
        inviting.take_back,
    )


def _reset(_database: Session, _account: Account) -> Step:
    return Step(
        _("Möchten Sie einen Link für ein neues Passwort schicken?"),
        (
            _("Die Person bekommt eine E-Mail. Der Link darin gilt 60 Minuten."),
            _("Bis dahin gilt das jetzige Passwort weiter."),
        ),
        _("Link schicken"),
        _("Der Link für ein neues Passwort ist unterwegs."),
        resetting.send_reset,
    )


def _drop_code(_database: Session, account: Account) -> Step:
    follows = [
        _("Tun Sie das nur, wenn Sie die Person sicher erkannt haben."),
        _("Die Person ist danach überall abgemeldet."),
        _("Beim nächsten Einloggen richtet sie eine neue App ein.")
        if account.role in DEMANDED
        else _("Zum Einloggen reicht dann das Passwort."),
    ]
    return Step(
        _("Möchten Sie den Code aus der App zurücksetzen?"),
        follows,
        _("Code zurücksetzen"),
        _("Der Code aus der App ist zurückgesetzt."),
        managing.drop_second_factor,
    )


STEPS: Mapping[str, Callable[[Session, Account], Step]] = {
    "sperren": _disable,
    "oeffnen": _enable,
    "einladen": _invite_again,
    "zuruecknehmen": _take_back,
    "passwort": _reset,
    "code": _drop_code,
}
WRITES = frozenset({"einladen", "passwort"})  # a mail leaves each time
ADDRESS = f"{PERSON}/<any({', '.join(STEPS)}):step>"


@pages.get(ADDRESS)
@allow(*WHO)
def ask(account_id: int, step: str) -> Response:
    with runtime().database.reading() as database:
        account = charge.by_id(database, signed_in(), account_id)
        return page(
            "settings/person_step.html",
            person=person_view(account, now=runtime().clock.now()),
            step=STEPS[step](database, account),
        )


@pages.post(ADDRESS)
@allow(*WHO)
def take(account_id: int, step: str) -> AnyResponse:
    actor, now = signed_in(), runtime().clock.now()
    if step in WRITES:
        count_sent_link()
    try:
        news = _take(actor, account_id, step, now)
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


def _take(actor: Actor, account_id: int, step: str, now: datetime) -> str:
    with runtime().database.writing() as database:
        told = STEPS[step](database, charge.by_id(database, actor, account_id))
        told.act(database, actor, account_id, now=now)
        return told.news
