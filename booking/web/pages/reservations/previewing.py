"""The preview: what would be reserved, date by date, with a choice for each; nothing is stored for it."""

from __future__ import annotations

from flask import Response
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from booking.house.models import Room
from booking.ids import random_id
from booking.reservations.reserving import preview
from booking.reservations.wishes import OnClosure
from booking.reservations.writing import deadline
from booking.web.access import runtime
from booking.web.forms.choices import read_choices
from booking.web.forms.reading import typed
from booking.web.forms.wish import WishForm
from booking.web.frame import page
from booking.web.pages.reservations.asking import Asking
from booking.web.views.dates import date_rows
from booking.web.views.rules import left_out_words, moment_words
from booking.web.views.wishes import misfit_words, wish_facts

NOTHING_SENT: MultiDict[str, str] = MultiDict()


def preview_page(
    session: Session,
    asking: Asking,
    form: WishForm,
    room: Room,
    sent: MultiDict[str, str] = NOTHING_SENT,
    *,
    notice: str = "",
    status: int = 200,
) -> Response:
    """Every date of a wish without faults, with what was chosen in `sent` as far as it is still possible."""
    now, wish = runtime().clock.now(), asking.wish(form, room)
    plans = preview(session, wish, now=now)
    rule, provider = wish.when.rule, asking.provider(form)
    key = typed(sent, "key")["key"] or random_id()
    decided_by = deadline((plan.interval.start for plan in plans), now=now)
    return page(
        "reservations/preview.html",
        status,
        hidden={**form.hidden(), "chosen": room.slug},
        key=key,
        room_name=room.name,
        facts=wish_facts(wish, room, provider=provider.name if provider else None),
        rows=date_rows(
            plans, read_choices(sent, plans, asking.rooms), keep_closed=wish.on_closure == OnClosure.KEEP
        ),
        misfits=misfit_words(wish, room),
        left_out_text=left_out_words(rule, wish.when.first_day) if rule else "",
        decided_by=moment_words(decided_by) if asking.must_ask([room]) else "",
        notice=notice,
    )
