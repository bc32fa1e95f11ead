"""/abonnements: secret calendar addresses to make and take back; /kalender/<token>.ics: what they show."""

from __future__ import annotations

import re
from hashlib import sha256

from flask import Blueprint, Response, request, session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Role
from booking.notifications.feed_calendars import calendar_of, publisher_of
from booking.notifications.feeds import (
    TooManyFeeds,
    end_subscription,
    feed_behind,
    feeds_of,
    subscribe,
    subscriptions,
)
from booking.web.access import allow, runtime, signed_in
from booking.web.errors import error_page
from booking.web.forms.reading import typed
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.limits import FEEDS, count, network
from booking.web.views.feeds import choices, kept, new_address

NEW, DONE = "new_feed", "feeds_done"

HASH = re.compile(r"[0-9a-f]{64}")

pages = Blueprint("feeds", __name__)


@pages.get("/abonnements")
@allow(*Role)
def mine() -> Response:
    actor, now = signed_in(), runtime().clock.now()
    with runtime().database.reading() as database:
        feeds = feeds_of(database, actor)
        rows = subscriptions(database, actor, now=now)
    return page(
        "house/feeds.html",
        choices=choices(feeds),
        kept=kept(feeds, rows),
        new=new_address(runtime().settings.base_url, session.pop(NEW, None)),
        done=session.pop(DONE, None),
    )


@pages.post("/abonnements")
@allow(*Role)
def begin() -> AnyResponse:
    wanted = typed(request.form, "kalender")["kalender"]
    try:
        with runtime().database.writing() as database:
            token = subscribe(database, signed_in(), wanted, now=runtime().clock.now())
    except TooManyFeeds:
        return error_page(
            409,
            title=_("Sie haben schon sehr viele Abonnements"),
            text=_("Mehr Adressen können wir für Sie nicht anlegen."),
            hint=_("Beenden Sie bitte zuerst ein Abonnement, das Sie nicht mehr brauchen."),
        )
    session[NEW] = token
    return see("/abonnements")


@pages.post("/abonnements/beenden")
@allow(*Role)
def end() -> AnyResponse:
    wanted = typed(request.form, "abo")["abo"]
    if HASH.fullmatch(wanted):
        with runtime().database.writing() as database:
            end_subscription(database, signed_in(), wanted)
    session[DONE] = _("Das Abonnement ist beendet. Die Adresse zeigt nichts mehr.")
    return see("/abonnements")


@pages.get("/kalender/<token:token>.ics")
@allow()
def calendar(token: str) -> Response:
    count(FEEDS, network())
    settings, now = runtime().settings, runtime().clock.now()
    with runtime().database.reading() as database:
        publisher = publisher_of(database, sender=settings.mail.sender, domain=settings.domain)
        content = calendar_of(database, feed_behind(database, token, now=now), publisher, now=now)
    return _to_keep(content)


def _to_keep(content: bytes) -> Response:
    """The calendar with a strong ETag: 304 for a program that has these bytes already."""
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="kalender.ics"'
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    response.set_etag(sha256(content).hexdigest())
    response.make_conditional(request)
    return response
