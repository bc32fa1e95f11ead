"""/einladung/<token>: who was invited sets a password, once, and signs in with it."""

from __future__ import annotations

from flask import Blueprint, Response, session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.capabilities import INVITE
from booking.web.access import allow
from booking.web.frame import see
from booking.web.language import gettext as _
from booking.web.pages.accounts import NEWS, leave_browser
from booking.web.pages.setting_password import ask_password, take_password

pages = Blueprint("invitations", __name__)


@pages.get("/einladung/<token:token>")
@allow()
def ask(token: str) -> Response:
    return ask_password(token, INVITE)


@pages.post("/einladung/<token:token>")
@allow()
def take_up(token: str) -> AnyResponse:
    refused = take_password(token, INVITE)
    if refused is not None:
        return refused
    leave_browser()  # perhaps somebody else was signed in here
    session[NEWS] = _("Ihr Passwort gilt. Bitte loggen Sie sich jetzt damit ein.")
    return see("/anmelden")
