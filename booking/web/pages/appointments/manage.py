"""One appointment behind its link: look, reminders, calendar. A GET changes nothing: mail scanners look too."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.people import Contact, contact_of
from booking.appointments import changes, finding, links, undoing
from booking.appointments.models import Appointment, Status
from booking.disruptions.finding import latest_offer
from booking.errors import NotFound
from booking.house.settings import facts_of
from booking.ical import itip
from booking.ical.entry import CalendarEntry, Mailbox
from booking.ical.entry import Status as CalendarStatus
from booking.notifications.calendars import location
from booking.notifications.telling import Standing
from booking.web.access import allow, runtime
from booking.web.errors import error_page
from booking.web.forms.reading import typed
from booking.web.frame import page, see
from booking.web.language import current_language
from booking.web.language import gettext as _
from booking.web.pages.appointments.ended import link_gone
from booking.web.views.replacements import unsettled_view
from booking.web.views.tickets import Ticket, ticket

BOOKED = "just_booked"
MOVED = "moved"
UNDONE = "undone"
CANCELLED = "just_cancelled"
OVER = "over"
REMINDER = "reminder_changed"
NEWS = "news"
RESIDENT = "resident"

pages = Blueprint("manage", __name__)
pages.register_error_handler(NotFound, link_gone)


@pages.get("/t/<token:token>")
@allow()
def look(token: str) -> Response:
    now = runtime().clock.now()
    with runtime().database.reading() as database:
        appointment = opened(database, token)
        shown = ticket_of(appointment, token)
        unsettled = unsettled_view(database, appointment, now=now)
        offer = latest_offer(database, appointment.id)
        again = shown.cancelled and undoing.came_after(database, appointment, now=now) is not None
    news = session.pop(NEWS, None)
    if unsettled is not None:
        return page("appointments/unsettled.html", appointment=shown, unsettled=unsettled, over=news == OVER)
    return page(
        "appointments/manage.html",
        appointment=replace(shown, can_undo=False) if offer is not None else shown,
        over=news == OVER,
        offered=str(offer.state) if offer is not None else "",
        again=again,
        just_booked=news == BOOKED,
        just_cancelled=news == CANCELLED,
        moved=news == MOVED,
        undone=news == UNDONE,
        reminder_changed=news == REMINDER,
    )


@pages.post("/t/<token:token>/erinnerung")
@allow()
def remind(token: str) -> AnyResponse:
    wanted = typed(request.form, "reminder")["reminder"]
    if wanted not in ("on", "off"):
        return error_page(400)
    with runtime().database.writing() as database:
        appointment = opened(database, token, for_change=True)
        changes.switch_reminders(database, appointment, on=wanted == "on", now=runtime().clock.now())
    tell(REMINDER)
    return see(f"/t/{token}")


@pages.get("/t/<token:token>/termin.ics")
@allow()
def calendar(token: str) -> AnyResponse:
    """What is not booked yet belongs in no calendar."""
    now = runtime().clock.now()
    with runtime().database.reading() as database:
        appointment = opened(database, token)
        if appointment.status == Status.PENDING:
            return see(f"/t/{token}")
        house = facts_of(database)
        entry = CalendarEntry(
            uid=appointment.uid,
            sequence=appointment.sequence,
            interval=(appointment.starts_at, appointment.ends_at),
            summary=_("Termin im Quartiersbüro"),
            location=location(Standing.now(appointment), current_language(), house),
            organizer=Mailbox(house.name, runtime().settings.mail.sender),
            attendee=None,
            stamp=now,
            status=_status(appointment),
            last_modified=appointment.cancelled_at or appointment.booked_at or appointment.created_at,
        )
    response = Response(itip.publish(entry), content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response.headers["Content-Disposition"] = 'attachment; filename="termin.ics"'
    return response


def _status(appointment: Appointment) -> CalendarStatus:
    if appointment.status == Status.CANCELLED:
        return "CANCELLED"
    return "CONFIRMED" if appointment.asleep_by is None else "TENTATIVE"


def opened(database: Session, token: str, *, for_change: bool = False) -> Appointment:
    """The appointment behind the link; `for_change` is a step, which renews a short link.

    Raises NotFound, also from a day after the appointment's end on.
    """
    now = runtime().clock.now()
    appointment = finding.by_token(database, token, now=now, for_change=for_change)
    if appointment.manageable_until() <= now or appointment.status == Status.HELD:
        raise NotFound("appointment")
    if for_change:
        links.renew(database, appointment, token, now=now)
    return appointment


def ticket_of(appointment: Appointment, token: str) -> Ticket:
    return ticket(appointment, known_contact(appointment), token, now=runtime().clock.now())


def known_contact(appointment: Appointment) -> Contact:
    """What we know of the resident; nothing once it was deleted."""
    return contact_of(appointment.person, runtime().vault) if appointment.person else Contact()


def tell(news: str) -> None:
    """Say it once, on the next look."""
    session[NEWS] = news
