"""Step 3: check everything, then book; twice is like once."""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments.booking import open_link
from booking.appointments.models import Appointment, Status
from booking.appointments.wishes import serves
from booking.errors import Overlap, SlotTaken, SlotUnknown
from booking.web import draft
from booking.web.access import allow, runtime
from booking.web.caps import MailboxFull, count_booking
from booking.web.forms.details import Details, is_called
from booking.web.forms.reading import typed
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.lasting import has_ended
from booking.web.limits import browser
from booking.web.pages.appointments.details import CHANGED
from booking.web.pages.appointments.lost import lost_page
from booking.web.pages.appointments.manage import BOOKED, tell
from booking.web.the_house import house_now
from booking.web.views.offers import offer_view, privacy_text
from booking.web.views.tickets import hold_view
from booking.web.wishes import typed_so_far, wish_of

AN_HOUR = "3600"

pages = Blueprint("check", __name__)


@pages.get("/termin/<slug:slug>/pruefen")
@allow()
def check(slug: str) -> AnyResponse:
    desk = runtime().desk()
    with runtime().database.reading() as database:
        held = draft.held_for(database, browser(), slug, now=desk.now)
        if held is None:
            return see(f"/termin/{slug}")
        if has_ended(held, now=desk.now):
            return lost_page(slug)
        contact = typed_so_far(held, desk)
        details = Details.of(contact, calls=is_called(held.channel))
        if not details.complete:
            return see(f"/termin/{slug}/angaben")
        if not serves(held, wish_of(held, contact)):
            return lost_page(slug)
        return _check(held, details, notice=_changed(session.pop(CHANGED, "")))


@pages.post("/termin/<slug:slug>/pruefen")
@allow()
def confirm(slug: str) -> AnyResponse:
    shown = typed(request.form, "hold")["hold"]
    try:
        return _book(slug, shown, counted=_count(slug))
    except MailboxFull:
        return _mailbox_full(slug)
    except (SlotTaken, SlotUnknown, Overlap):
        return lost_page(slug)


def _book(slug: str, shown: str, *, counted: str | None) -> AnyResponse:
    desk = runtime().desk()
    with runtime().database.writing() as database:
        held = draft.current_for_change(database, browser(), now=desk.now)
        if held is None or held.offer.slug != slug:
            return see(f"/termin/{slug}")
        if held.status == Status.HELD:
            details = Details.of(typed_so_far(held, desk), calls=is_called(held.channel))
            if not details.complete:
                return see(f"/termin/{slug}/angaben")
            if shown not in ("", held.id):
                return _check(held, details, notice=_other_window(), status=409)
            if details.to_keep().email != counted:
                return see(f"/termin/{slug}/pruefen")
        elif held.status != Status.CONFIRMED:
            return see(f"/t/{open_link(database, held, now=desk.now)}")
        token = draft.book(database, desk, browser(), held)
    tell(BOOKED)
    return see(f"/t/{token}")


def _count(slug: str) -> str | None:
    """One more booking, unless it is made already. Gives the mailbox that it counted for."""
    desk = runtime().desk()
    with runtime().database.reading() as database:
        held = draft.held_for(database, browser(), slug, now=desk.now)
        email = Details.of(typed_so_far(held, desk)).to_keep().email
    if held is not None:
        count_booking(email)
    return email


def _mailbox_full(slug: str) -> AnyResponse:
    """The page again, with everything on it; the time is still held."""
    desk = runtime().desk()
    with runtime().database.reading() as database:
        held = draft.held_for(database, browser(), slug, now=desk.now)
        if held is None:
            return see(f"/termin/{slug}")
        notice = _too_many_mails()
        response = _check(held, Details.of(typed_so_far(held, desk)), notice=notice, status=429)
    response.headers["Retry-After"] = AN_HOUR
    return response


def _check(held: Appointment, details: Details, *, notice: str, status: int = 200) -> Response:
    return page(
        "appointments/check.html",
        status,
        form=details,
        hold=hold_view(held),
        offer=offer_view(held.offer),
        privacy_text=privacy_text(held.offer),
        hidden={"hold": held.id},
        notice=notice,
    )


def _changed(what: str) -> str:
    if what == draft.Changed.ROOM:
        return _("Wir haben einen Raum genommen, der besser zu Ihnen passt. Die Uhrzeit bleibt gleich.")
    if what == draft.Changed.PLACE:
        return _(
            "Der Ort oder Ihre Ansprechperson ist jetzt anders. Bitte prüfen Sie beides. Die Uhrzeit bleibt gleich."
        )
    return ""


def _too_many_mails() -> str:
    return _(
        "An diese E-Mail-Adresse ging gerade schon viel Post von uns. Ihre Uhrzeit und Ihre Angaben bleiben da. "
        "Rufen Sie uns an, dann buchen wir mit Ihnen: %(phone)s. Oder ändern Sie unten die E-Mail-Adresse.",
        phone=house_now().phone,
    )


def _other_window() -> str:
    return _("In einem anderen Fenster haben Sie eine andere Zeit gewählt. Das hier ist Ihre letzte Wahl.")
