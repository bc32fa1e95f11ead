"""Protection against forged forms: a token in each form, and the browser's own word where it gives one."""

from __future__ import annotations

from flask import Flask, request
from flask_wtf.csrf import CSRFError, CSRFProtect

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FROM_HERE = frozenset({"same-origin", "none"})
# Mail programs send this one by themselves (RFC 8058): no cookie, no token, perhaps from another site. Its address
# is a secret that only the mail's reader has, and all it does is to turn one appointment's reminders off.
ONE_CLICK = "unsubscribing.switch_off"
ELSEWHERE = "The form was sent from another site."


def is_for_programs() -> bool:
    """Whether the request goes to the API, which takes tokens and no cookies."""
    return request.path.startswith("/api/")


def protect_forms(app: Flask) -> None:
    """Check each form before its view. The token lives as long as the session: nobody fills in against time."""
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    # The links in mails forbid a referrer, so that it cannot be asked for; the fetch metadata says the same.
    app.config["WTF_CSRF_SSL_STRICT"] = False
    tokens = CSRFProtect(app)

    @app.before_request
    def _check() -> None:
        if request.method in SAFE_METHODS or request.endpoint is None or is_for_programs():
            return
        if request.endpoint == ONE_CLICK:
            return
        if request.headers.get("Sec-Fetch-Site", "none") not in FROM_HERE:
            raise CSRFError(ELSEWHERE)
        tokens.protect()
