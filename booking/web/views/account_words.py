"""What happened to an account, a provider or an adviser, as a sentence for its history: kinds of change, no facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from booking.accounts import events
from booking.events import Event
from booking.web.language import gettext as _
from booking.web.views.account import role_words


def _account(event: events.AccountChanged) -> str:
    if event.what == "role" and event.new:
        return _(
            "Die Rolle ist geändert: jetzt „%(new)s“, vorher „%(old)s“.",
            new=role_words(event.new),
            old=role_words(event.old),
        )
    words = {
        "password": _("Das Passwort ist geändert."),
        "second_factor": _("Der Code aus der App ist ein- oder ausgeschaltet."),
        "token_made": _("Ein API-Schlüssel ist angelegt."),
        "token_revoked": _("Ein API-Schlüssel ist zurückgezogen."),
        "sign_ins_ended": _("Andere Geräte sind abgemeldet."),
        "joined": _("Die Einladung ist angenommen, das Passwort gesetzt."),
        "password_reset": _("Das Passwort ist über den Link in einer E-Mail neu gesetzt."),
        "name": _("Der Name ist geändert."),
        "role": _("Die Rolle ist geändert."),
        "provider": _("Der Anbieter ist geändert."),
        "second_factor_dropped": _("Der Code aus der App ist für dieses Konto zurückgesetzt."),
    }
    return words.get(event.what, _("Am Konto hat sich etwas geändert."))


def _provider(event: events.ProviderChanged) -> str:
    words = {
        "added": _("Der Anbieter ist angelegt."),
        "retired": _("Der Anbieter ist beendet."),
        "back": _("Der Anbieter ist zurückgeholt."),
    }
    return words.get(event.what, _("Die Angaben zum Anbieter sind geändert."))


def _adviser(event: events.AdviserChanged) -> str:
    words = {
        "added": _("Diese Person ist als Beraterin oder Berater eingetragen."),
        "retired": _("Diese Person berät nicht mehr."),
        "back": _("Diese Person berät wieder."),
    }
    return words.get(event.what, _("Angaben zu dieser Person sind geändert."))


SENTENCES: Mapping[type[Event], Callable[[Any], str]] = {
    events.AccountChanged: _account,
    events.AccountInvited: lambda _event: _("Eine Einladung ist unterwegs."),
    events.InvitationTakenBack: lambda _event: _("Die Einladung ist zurückgenommen."),
    events.AccountDisabled: lambda _event: _("Der Zugang ist gesperrt."),
    events.AccountEnabled: lambda _event: _("Der Zugang ist wieder offen."),
    events.PasswordForgotten: lambda _event: _("Jemand hat ein neues Passwort verlangt."),
    events.ProviderChanged: _provider,
    events.AdviserChanged: _adviser,
}
