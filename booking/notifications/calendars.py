"""The calendar part of a resident's mail: neutral for every class, the same UID for life."""

from __future__ import annotations

from datetime import datetime

from booking.appointments.models import Appointment, Channel
from booking.house.address import HouseFacts
from booking.i18n import Language
from booking.ical import itip
from booking.ical.entry import CalendarEntry, Mailbox, Status
from booking.notifications.mime import Invitation, Method
from booking.notifications.telling import Standing


def invitation(
    appointment: Appointment,
    standing: Standing,
    method: Method,
    *,
    spoken: Language,
    house: HouseFacts,
    organizer: Mailbox,
    attendee: Mailbox,
    at: datetime,
) -> Invitation:
    """The invitation, its update or its cancellation; DTSTAMP is the event's moment."""
    entry = CalendarEntry(
        uid=appointment.uid,
        sequence=standing.sequence,
        interval=(standing.starts_at, standing.ends_at),
        summary=spoken.gettext("Termin im Quartiersbüro"),
        location=location(standing, spoken, house),
        organizer=organizer,
        attendee=attendee,
        stamp=at,
        status=_status(standing, method),
        last_modified=at,
    )
    return Invitation(method, itip.cancel(entry) if method == "CANCEL" else itip.request(entry))


def _status(standing: Standing, method: Method) -> Status:
    if method == "CANCEL":
        return "CANCELLED"
    return "TENTATIVE" if standing.tentative else "CONFIRMED"


def location(standing: Standing, spoken: Language, house: HouseFacts) -> str:
    """Address and room, or that nobody needs to come."""
    if standing.channel == Channel.PHONE:
        return spoken.gettext("Telefon")
    if standing.channel == Channel.HOME_VISIT:
        return spoken.gettext("Zu Hause")
    return f"{house.line}, {standing.room.name}" if standing.room else house.line
