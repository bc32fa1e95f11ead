"""Locking and unlocking the screen of a shared desk, for people who work here."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, request
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts import locking, signin
from booking.accounts.models import Role
from booking.db import database_now
from booking.web.access import allow, runtime
from booking.web.actors import Browser
from booking.web.caps import count_unlocking, forget_unlocking
from booking.web.errors import RETRY_AFTER
from booking.web.forms.reading import local_path, typed
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.locking import LOCKED, browser, lock_page, note_use, opened, seal_of

BY_SCRIPT = "Treffpunkt-Lock"
NOTHING = 204
OTHER_ACCOUNT = 409
WRONG = 422
TOO_MANY = 429
DESK = "/anmelden"  # leads whoever is signed in to their work

pages = Blueprint("locking", __name__)


@pages.get("/bildschirm")
@allow(*Role)
def look() -> AnyResponse:
    found = browser()
    if found is None or not found.is_locked:
        return see(DESK)
    return lock_page(found, typed(request.args, "weiter")["weiter"])


@pages.post("/bildschirm/sperren")
@allow(*Role)
def lock() -> AnyResponse:
    found = browser()
    if found is not None:
        with runtime().database.writing() as database:
            locking.lock(database, found.token, now=database_now(database))
    if BY_SCRIPT in request.headers:
        return _nothing()
    return see("/bildschirm?" + urlencode({"weiter": typed(request.form, "weiter")["weiter"]}))


@pages.post("/bildschirm/entsperren")
@allow(*Role)
def unlock() -> AnyResponse:
    sent, found = typed(request.form, "weiter", "kept", "konto"), browser()
    if found is None:
        return see(DESK)
    if sent["konto"] not in ("", str(found.sign_in.account.id)):
        # Somebody else signed in meanwhile: the old page must not open for them.
        return _nothing(OTHER_ACCOUNT)
    refusal = _refusal(found)
    if refusal is not None:
        return refusal
    with runtime().database.writing() as database:
        locking.unlock(database, found.token, now=database_now(database))
    if BY_SCRIPT in request.headers:
        return _nothing()
    kept = opened(sent["kept"]) if sent["kept"] else None
    if kept is not None:
        return page("locking/resume.html", kept=kept)
    return see(local_path(sent["weiter"], otherwise=DESK))


@pages.post("/bildschirm/benutzt")
@allow(*Role)
def used() -> Response:
    """The page says that somebody is there: they type, and nothing else would tell."""
    found = browser()
    if found is not None and found.is_locked:
        return _nothing(LOCKED)
    if found is not None and locking.is_to_be_noted(found.sign_in, found.now):
        note_use(found)
    return _nothing()


def _refusal(found: Browser) -> Response | None:
    """Why this opens nothing, or None: it was the password, and typed for this lock."""
    if _is_sent_again(found):
        return _refused(found, WRONG, _("Bitte geben Sie Ihr Passwort noch einmal ein."))
    try:
        count_unlocking(found.sign_in.token_hash)
    except TooManyRequests:
        return _refused(found, TOO_MANY, _("Das waren zu viele Versuche. Bitte warten Sie einige Minuten."))
    # Outside any transaction: this takes its time on purpose.
    if not signin.password_fits(found.sign_in.account.password_hash, request.form.get("password", "")):
        return _refused(found, WRONG, _("Das Passwort stimmt nicht."))
    forget_unlocking(found.sign_in.token_hash)
    return None


def _is_sent_again(found: Browser) -> bool:
    """Whether a lock page of an earlier lock was sent: going back, a browser does that with the password in it.

    What the script sends is in no browser's history.
    """
    if BY_SCRIPT in request.headers or not found.is_locked:
        return False
    return typed(request.form, "schloss")["schloss"] != seal_of(found)


def _refused(found: Browser, status: int, error: str) -> Response:
    if BY_SCRIPT in request.headers:
        return _nothing(status)
    sent = typed(request.form, "weiter", "kept")
    response = lock_page(found, sent["weiter"], sent["kept"], error=error, status=status)
    if status in RETRY_AFTER:
        response.headers["Retry-After"] = RETRY_AFTER[status]
    return response


def _nothing(status: int = NOTHING) -> Response:
    """An answer for the script, which has its words in the page already."""
    return Response(status=status)
