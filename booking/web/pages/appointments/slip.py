"""The slip to take away: a page for the printer and a PDF. Both only show what is."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts import capabilities
from booking.accounts.access import HOUSE_ROLES
from booking.accounts.capabilities import MANAGE
from booking.appointments.models import Appointment
from booking.errors import NotFound
from booking.house.settings import facts_of
from booking.ids import token_hash
from booking.printing.slip import Link, Slip, slip_of
from booking.web.access import allow, current_actor, runtime
from booking.web.frame import page, see
from booking.web.language import current_language, localized
from booking.web.pages.appointments.ended import link_gone
from booking.web.pages.appointments.manage import opened

pages = Blueprint("slip", __name__)
pages.register_error_handler(NotFound, link_gone)


@pages.get("/t/<token:token>/zettel")
@allow()
def to_print(token: str) -> AnyResponse:
    slip = _slip(token, now=runtime().clock.now())
    if slip is None:
        return see(f"/t/{token}")
    actor = current_actor()
    at_desk = actor is not None and actor.role in HOUSE_ROLES
    return page("appointments/slip.html", slip=slip, token=token, at_desk=at_desk)


@pages.get("/t/<token:token>/zettel.pdf")
@allow()
def to_keep(token: str) -> AnyResponse:
    now = runtime().clock.now()
    slip = _slip(token, now=now)
    if slip is None:
        return see(f"/t/{token}")
    response = Response(slip.as_pdf(at=now), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="termin.pdf"'
    return response


def _slip(token: str, *, now: datetime) -> Slip | None:
    """None when there is nothing to come to: cancelled, over, or it cannot take place as it stands."""
    with runtime().database.reading() as database:
        appointment = opened(database, token)
        if not appointment.is_coming or appointment.asleep_by is not None or appointment.ends_at <= now:
            return None
        link = _link(database, appointment, token, now=now)
        return slip_of(appointment, current_language(), link, facts_of(database), now=now)


def _link(database: Session, appointment: Appointment, token: str, *, now: datetime) -> Link:
    """What the QR code holds: this very link if it lasts as long as the paper matters.

    Looking mints nothing. A link from code and name ends after half an hour, so its paper leads to that page.
    """
    known = capabilities.of_subjects(database, [appointment.id], purpose=MANAGE, now=now)
    own = any(
        each.token_hash == token_hash(token) and each.expires_at >= appointment.ends_at for each in known
    )
    path = f"/t/{token}" if own else "/code"
    return Link(runtime().settings.base_url + localized(path), own)
