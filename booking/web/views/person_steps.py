"""What is done about somebody's account in words: the question, what follows, the button, the news afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from booking.accounts.models import Account
from booking.accounts.renewing import sign_ins_of
from booking.accounts.second_factor import DEMANDED
from booking.accounts.tokens import open_tokens
from booking.db import database_now
from booking.web.language import gettext as _
from booking.web.language import ngettext


@dataclass(frozen=True)
class StepWords:
    """What is asked and told before it is done, and the news afterwards."""

    title: str
    follows: Sequence[str]
    button: str
    news: str


def disabling(session: Session, account: Account) -> StepWords:
    """Nobody signs in with it; also what ends by that."""
    now = database_now(session)
    browsers = len(sign_ins_of(session, account.id, now=now))
    tokens = len(open_tokens(session, account.id, now=now))
    return StepWords(
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
    )


def enabling(_session: Session, _account: Account) -> StepWords:
    """It is as before, but for what has ended."""
    return StepWords(
        _("Möchten Sie diesen Zugang wieder öffnen?"),
        (_("Es gilt das Passwort von vorher."), _("API-Schlüssel bleiben beendet.")),
        _("Zugang öffnen"),
        _("Der Zugang ist wieder offen."),
    )


def inviting_again(_session: Session, _account: Account) -> StepWords:
    """Another mail with another link."""
    return StepWords(
        _("Möchten Sie noch einmal einladen?"),
        (_("Die Person bekommt eine neue E-Mail."), _("Der alte Link gilt dann nicht mehr.")),
        _("Noch einmal einladen"),
        _("Die Einladung ist unterwegs. Der Link darin gilt 72 Stunden."),
    )


def taking_back(_session: Session, _account: Account) -> StepWords:
    """The invitation opens nothing any more."""
    return StepWords(
        _("Möchten Sie diese Einladung zurücknehmen?"),
        (_("Der Link in der E-Mail gilt dann nicht mehr."),),
        _("Einladung zurücknehmen"),
        _("Die Einladung ist zurückgenommen."),
    )


def sending_reset(_session: Session, _account: Account) -> StepWords:
    """A link for another password."""
    return StepWords(
        _("Möchten Sie einen Link für ein neues Passwort schicken?"),
        (
            _("Die Person bekommt eine E-Mail. Der Link darin gilt 60 Minuten."),
            _("Bis dahin gilt das jetzige Passwort weiter."),
        ),
        _("Link schicken"),
        _("Der Link für ein neues Passwort ist unterwegs."),
    )


def dropping_code(_session: Session, account: Account) -> StepWords:
    """The app with the codes is lost."""
    return StepWords(
        _("Möchten Sie den Code aus der App zurücksetzen?"),
        (
            _("Tun Sie das nur, wenn Sie die Person sicher erkannt haben."),
            _("Die Person ist danach überall abgemeldet."),
            _("Beim nächsten Einloggen richtet sie eine neue App ein.")
            if account.role in DEMANDED
            else _("Zum Einloggen reicht dann das Passwort."),
        ),
        _("Code zurücksetzen"),
        _("Der Code aus der App ist zurückgesetzt."),
    )
