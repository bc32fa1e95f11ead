"""What every page needs around its own content, and the one way to make a page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Response, make_response, redirect, render_template, request

from booking.web.access import current_actor, runtime
from booking.web.assets import static
from booking.web.language import localized, template_words
from booking.web.menu import menu_of
from booking.web.paths import is_secret
from booking.web.the_house import house_in_words

SEE_OTHER = 303


def page(template: str, status: int = 200, **context: Any) -> Response:
    """The page made from templates/web/<template>."""
    response = make_response(render_template(f"web/{template}", **context), status)
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    return response


def see(path: str) -> Response:
    """Go on to one of our own pages, in the same language (after a POST: 303, so that F5 sends nothing again)."""
    response = redirect(localized(path), SEE_OTHER)
    assert isinstance(response, Response)
    return response


def template_context() -> dict[str, Any]:
    """For every template."""
    settings = runtime().settings
    return {
        **template_words(),
        "static": static,
        "house": house_in_words(),
        "demo": settings.env == "demo",
        "demo_mails": settings.mail.server is None,
        "current_actor": current_actor(),
        "menu": menu_of(current_actor()),
        "barrier_url": barrier_url(),
    }


def barrier_url() -> str:
    """Where to report a barrier, with the page it is about; a secret address stays untold."""
    form = localized("/barriere-melden")
    return form if is_secret(request.path) else f"{form}?{urlencode({'seite': request.path})}"
