"""/nachrichten: every message with its fate, and for the admin what got stuck behind an event."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, request, session
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.access import Actor
from booking.accounts.models import Role
from booking.acting import SERVICE, acting_as
from booking.notifications.claiming import UNFINISHED
from booking.notifications.monitoring import counts, find
from booking.outbox import ParkedReaction, retry_parked
from booking.subscriptions import subscriptions
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.monitor import filter_of
from booking.web.forms.reading import typed
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.language import ngettext
from booking.web.views.message_words import fate_words, kind_words
from booking.web.views.messages import address, bars, message_view

WHO = (Role.ADVISER, Role.LEAD, Role.STAFF, Role.ADMIN)
NEWS = "message_news"

pages = Blueprint("message_list", __name__)
hanging = Blueprint("message_hanging", __name__)


@pages.get("/nachrichten")
@allow(*WHO)
def look() -> Response:
    actor, wanted, clock = signed_in(), filter_of(request.args), runtime().clock
    with runtime().database.reading() as database:
        found = find(database, actor, wanted)
        rows = [
            message_view(database, each, actor, found.codes.get(each.appointment_id or "", ""), clock)
            for each in found.messages
        ]
        numbers = counts(database, actor, wanted)
        parked = _parked(database, actor)
    return page(
        "messages/list.html",
        rows=rows,
        total=found.total,
        pages=found.pages,
        bars=bars(numbers, wanted),
        wanted=wanted,
        typed_code=typed(request.args, "nummer")["nummer"],
        all_fates=address(replace(wanted, fate=None, page=1)),
        fates=[("", _("Jeder Stand")), *((str(fate), words) for fate, words in fate_words().items())],
        kinds=[("", _("Jede Art")), *kind_words().items()],
        filtered=wanted != type(wanted)(page=wanted.page),
        before=address(replace(wanted, page=wanted.page - 1)) if wanted.page > 1 else "",
        after=address(replace(wanted, page=wanted.page + 1)) if wanted.page < found.pages else "",
        unfinished=any(numbers[fate] for fate in UNFINISHED),
        parked=parked,
        news=session.pop(NEWS, ""),
    )


@hanging.post("/nachrichten/haengt")
@allow(Role.ADMIN)
def try_parked() -> AnyResponse:
    with acting_as(SERVICE), runtime().database.writing() as database:
        worked, left = retry_parked(database, subscriptions(runtime()), now=runtime().clock.now())
    session[NEWS] = _(
        "%(worked)s, %(left)s.",
        worked=ngettext("%(num)s Schritt nachgeholt", "%(num)s Schritte nachgeholt", worked),
        left=ngettext("%(num)s Schritt hängt noch", "%(num)s Schritte hängen noch", left),
    )
    return see("/nachrichten")


def _parked(database: Session, actor: Actor) -> int:
    """How many reactions wait for a human; for the admin only, who can have them tried again."""
    if actor.role != Role.ADMIN:
        return 0
    return database.scalar(select(func.count()).select_from(ParkedReaction)) or 0
