"""What a print is asked for, and a PDF as an answer."""

from __future__ import annotations

from datetime import date, datetime

from flask import Response, request

from booking.scheduling.walltime import wall_day
from booking.web.forms.reading import day_of, typed


def asked_day(now: datetime) -> date:
    """The day in the address, or today."""
    return day_of(typed(request.args, "tag")["tag"]) or wall_day(now)


def as_pdf(content: bytes, name: str) -> Response:
    """Shown in the browser, and called like this when it is kept."""
    response = Response(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
