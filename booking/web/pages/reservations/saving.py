"""Saving a reservation: what was accepted and nothing else, once, however often the button is pressed."""

from __future__ import annotations

import json

from flask import Blueprint, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.access import HOUSE_ROLES
from booking.errors import Overlap
from booking.idempotency import Call, KeyReused, earlier_answer, remember_answer
from booking.ids import random_id
from booking.reservations.deciding import DatesTaken, NothingLeft
from booking.reservations.models import Reservation
from booking.reservations.reserving import preview, reserve
from booking.web.access import allow, runtime, signed_in
from booking.web.errors import error_page
from booking.web.forms.choices import read_choices
from booking.web.forms.reading import typed
from booking.web.frame import see
from booking.web.language import gettext as _
from booking.web.pages.reservations.asking import MAY_RESERVE, Asking
from booking.web.pages.reservations.previewing import preview_page
from booking.web.pages.reservations.wish import form_page

NOT_MEANT = ("csrf_token", "key")

pages = Blueprint("saving", __name__)


@pages.post("/reservieren")
@allow(*MAY_RESERVE)
def save() -> AnyResponse:
    try:
        return _once()
    except (DatesTaken, Overlap):
        return _again(409, _changed())
    except NothingLeft:
        return _again(
            422, _("So findet kein Termin statt. Es ist nichts gespeichert. Bitte wählen Sie anders.")
        )
    except KeyReused:
        return error_page(
            409,
            title=_("Das ist schon reserviert"),
            text=_("Diese Reservierung ist gespeichert. Ihre spätere Änderung ist es nicht."),
            hint=_("Unter Reservierungen können Sie Termine verschieben oder absagen."),
        )


def _once() -> AnyResponse:
    """Save, or lead to what the same button saved before."""
    now, vault, call = runtime().clock.now(), runtime().vault, _call()
    with runtime().database.writing() as session:
        earlier = earlier_answer(session, vault, call, now=now)
        if earlier is None:
            made = _reserved(session)
            if not isinstance(made, Reservation):
                return made
            earlier = {"id": made.id}
            remember_answer(session, vault, call, earlier, now=now)
    return see(f"/reservierung/{earlier['id']}?neu=1")


def _reserved(session: Session) -> Reservation | AnyResponse:
    """The new reservation, or the form when something in it is wrong."""
    desk = runtime().desk()
    asking = Asking.by(session, signed_in())
    form, room = asking.chosen(request.form, now=desk.now)
    if form.errors or room is None:
        return form_page(form, asking)
    wish = asking.wish(form, room)
    plans = preview(session, wish, now=desk.now)
    choices = read_choices(request.form, plans, asking.rooms)
    return reserve(
        session,
        desk,
        wish,
        choices,
        account_id=asking.actor.account_id,
        may_decide=asking.actor.role in HOUSE_ROLES,
    )


def _again(status: int, notice: str) -> AnyResponse:
    """The preview as the world is now; nothing was saved, what was chosen stays chosen where it can."""
    with runtime().database.reading() as session:
        asking = Asking.by(session, signed_in())
        form, room = asking.chosen(request.form, now=runtime().clock.now())
        if form.errors or room is None:
            return form_page(form, asking)
        return preview_page(session, asking, form, room, request.form, notice=notice, status=status)


def _call() -> Call:
    """Under which name this press of the button is remembered; a form without a key has none."""
    sent = sorted(each for each in request.form.items(multi=True) if each[0] not in NOT_MEANT)
    key = typed(request.form, "key")["key"] or random_id()
    scope = f"POST {request.path} account:{signed_in().account_id}"
    return Call(key, scope, json.dumps(sent).encode())


def _changed() -> str:
    return _(
        "Inzwischen hat sich etwas geändert. Es ist nichts gespeichert. "
        "Bitte sehen Sie die Termine noch einmal an."
    )
