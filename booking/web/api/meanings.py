"""What a problem's type leads to: a few plain lines about it."""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from booking.web.access import allow
from booking.web.schemas.kinds import KINDS

meanings = Blueprint("meanings", __name__)


@meanings.get("/probleme/<code>")
@allow()
def meaning(code: str) -> Response:
    """One kind of problem in words."""
    kind = KINDS.get(code)
    if kind is None:
        raise NotFound
    return Response(
        f"{kind.title} ({kind.status})\n\n{kind.detail}\n", content_type="text/plain; charset=utf-8"
    )
