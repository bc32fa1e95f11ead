"""The link is lost: an e-mail address is asked, and whoever asks learns nothing from the answer."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from booking import outbox
from booking.accounts.lost_links import note_down
from booking.accounts.people import mailbox_key
from booking.events import LinkAsked
from booking.web.access import allow, runtime
from booking.web.caps import may_ask_for_links
from booking.web.forms.contact_faults import email_fault
from booking.web.forms.reading import typed
from booking.web.frame import page, see

pages = Blueprint("lost_link", __name__)


@pages.get("/link-verloren")
@allow()
def form() -> Response:
    return _form("", {})


@pages.post("/link-verloren")
@allow()
def ask() -> AnyResponse:
    """The same work and the same answer for every address: who is known is looked up later, by a reaction."""
    email = typed(request.form, "email")["email"]
    fault = email_fault(email)
    if fault:
        return _form(email, {"email": fault})
    key = mailbox_key(runtime().vault, email)
    if may_ask_for_links(email) and key is not None:
        now = runtime().clock.now()
        with runtime().database.writing() as database:
            outbox.record(database, LinkAsked(note_id=note_down(database, key, now=now)), now=now)
    return see("/link-verloren/unterwegs")


@pages.get("/link-verloren/unterwegs")
@allow()
def on_its_way() -> Response:
    return page("appointments/lost_link_asked.html")


def _form(email: str, errors: dict[str, str]) -> Response:
    form = {"email": email}
    return page("appointments/lost_link.html", 422 if errors else 200, form=form, errors=errors)
