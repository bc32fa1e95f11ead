"""/passwort-vergessen: whoever asks learns nothing, the mailbox gets a link; /passwort-neu/<token> is that link."""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts import resetting
from booking.accounts.capabilities import RESET
from booking.accounts.enrolling import plain_address
from booking.acting import SERVICE, acting_as
from booking.web.access import allow, runtime
from booking.web.caps import may_forget_password
from booking.web.forms.contact_faults import email_fault
from booking.web.forms.reading import typed
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.accounts import NEWS, leave_browser
from booking.web.pages.setting_password import ask_password, take_password

pages = Blueprint("passwords_lost", __name__)


@pages.get("/passwort-vergessen")
@allow()
def ask() -> Response:
    return _form("", {})


@pages.post("/passwort-vergessen")
@allow()
def forget() -> AnyResponse:
    """The same work and the same answer for every address; the mail is written later, by a reaction."""
    email = typed(request.form, "email")["email"]
    fault = email_fault(email) if email else _("Bitte schreiben Sie Ihre E-Mail-Adresse.")
    if fault:
        return _form(email, {"email": fault})
    address = plain_address(email)
    if may_forget_password(address):
        with acting_as(SERVICE), runtime().database.writing() as database:
            resetting.forget(database, address, now=runtime().clock.now())
    return see("/passwort-vergessen/unterwegs")


@pages.get("/passwort-vergessen/unterwegs")
@allow()
def on_its_way() -> Response:
    return page("accounts/password_on_its_way.html")


@pages.get("/passwort-neu/<token:token>")
@allow()
def ask_new(token: str) -> Response:
    return ask_password(token, RESET)


@pages.post("/passwort-neu/<token:token>")
@allow()
def take_new(token: str) -> AnyResponse:
    refused = take_password(token, RESET)
    if refused is not None:
        return refused
    leave_browser()  # perhaps somebody else was signed in here
    session[NEWS] = _("Ihr neues Passwort gilt. Überall sonst sind Sie abgemeldet.")
    return see("/anmelden")


def _form(email: str, errors: dict[str, str]) -> Response:
    return page("accounts/password_lost.html", 422 if errors else 200, form={"email": email}, errors=errors)
