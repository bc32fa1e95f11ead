"""Bearer tokens: a token that is not valid is refused everywhere, also where none is needed."""

from __future__ import annotations

from flask import request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from booking.web.access import current_actor


def refuse_bad_token() -> None:
    """Before each call: who says who they are must be known, or a program would not notice a lost token."""
    if "Authorization" in request.headers and current_actor() is None:
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer", {"error": "invalid_token"}))
