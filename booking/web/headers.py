"""The headers of every response: nothing from elsewhere, nothing kept by strangers, nothing told to others.

And the one header of a request that could lead elsewhere: its Host.
"""

from __future__ import annotations

from flask import Flask, Response, request, session

from booking.config import Settings
from booking.web.access import current_actor
from booking.web.assets import let_browsers_keep
from booking.web.paths import is_secret

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
}
OWN_PROBES = ("localhost", "127.0.0.1")
ONE_YEAR = 365 * 24 * 3600
PUBLIC_BLUEPRINTS = frozenset({"concerns", "offers", "house", "duties"})


def add_headers(app: Flask, settings: Settings) -> None:
    """Put the headers on every response of the app, and believe no foreign Host."""
    _trust_own_host(app, settings)

    @app.after_request
    def _headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", POLICY)
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        secret = is_secret(request.path)
        response.headers.setdefault("Referrer-Policy", "no-referrer" if secret else "same-origin")
        if secret:
            response.headers["X-Robots-Tag"] = "noindex"
        if settings.secure_cookies:
            response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}"
        _say_who_may_keep(response)
        return response


def _trust_own_host(app: Flask, settings: Settings) -> None:
    """In production 400 for other hosts; a demonstration is shown under whatever name its machine has.

    `/termin//x` is no address of ours: Werkzeug would redirect it to the host that the request names.
    """
    app.url_map.merge_slashes = False
    if settings.production:
        app.config["TRUSTED_HOSTS"] = [settings.domain, *OWN_PROBES]


def _say_who_may_keep(response: Response) -> None:
    if request.endpoint == "static":
        let_browsers_keep(response)
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-cache" if _is_public(response) else "no-store"


def _is_public(response: Response) -> bool:
    """A page that says the same to everybody; whoever has a session gets one of their own."""
    return (
        request.blueprint in PUBLIC_BLUEPRINTS
        and response.status_code == 200
        and current_actor() is None
        and not session.modified
    )
