"""What staff do with a message: send it again, as things stand now, or have somebody call instead."""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from werkzeug.wrappers import Response as AnyResponse

from booking.idempotency import Call, earlier_answer, remember_answer
from booking.notifications import again, monitoring
from booking.notifications.again import NotAgain
from booking.notifications.undeliverable import CallInstead
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.sent_once import FIELD, key_of
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.messages.listing import NEWS, WHO
from booking.web.pages.messages.showing import message_page, recipient_words, todo_link
from booking.web.views.message_words import kind_words, why_not_words

pages = Blueprint("message_sending", __name__)


@pages.get("/nachricht/<token:message_id>/noch-einmal")
@allow(*WHO)
def preview(message_id: str) -> AnyResponse:
    with runtime().database.reading() as database:
        delivery = monitoring.by_public_id(database, signed_in(), message_id)
        try:
            found = again.may_ask(database, runtime().vault, delivery, now=runtime().clock.now())
        except NotAgain:
            return message_page(database, delivery)
        return page(
            "messages/again.html",
            message_id=message_id,
            was=kind_words()[delivery.kind],
            kind=kind_words()[found.kind],
            recipient=recipient_words(found, signed_in()),
            refused=found.refused,
            hidden={FIELD: key_of(request.args)},
        )


@pages.post("/nachricht/<token:message_id>/noch-einmal")
@allow(*WHO)
def send(message_id: str) -> AnyResponse:
    now, vault = runtime().clock.now(), runtime().vault
    call = Call(key=key_of(request.form), scope=f"message-again:{message_id}", body=b"")
    with runtime().database.writing() as database:
        delivery = monitoring.by_public_id(database, signed_in(), message_id)
        if earlier_answer(database, vault, call, now=now) is None:
            try:
                again.ask_again(database, vault, delivery, now=now)
            except NotAgain as reason:
                return message_page(database, delivery, surprise=why_not_words()[reason.why])
            remember_answer(database, vault, call, True, now=now)
    session[NEWS] = _("Wir senden die Nachricht noch einmal. In wenigen Sekunden steht sie in der Liste.")
    return see(f"/nachricht/{message_id}")


@pages.post("/nachricht/<token:message_id>/aufgabe")
@allow(*WHO)
def open_todo(message_id: str) -> Response | AnyResponse:
    now, vault = runtime().clock.now(), runtime().vault
    with runtime().database.writing() as database:
        delivery = monitoring.by_public_id(database, signed_in(), message_id, for_change=True)
        if todo_link(database, signed_in(), delivery) is None:
            CallInstead(vault).by_hand(database, delivery, now=now)
        if todo_link(database, signed_in(), delivery) is None:
            words = _("Dazu ist keine Aufgabe nötig. Es ist vorbei, oder niemand wartet darauf.")
            return message_page(database, delivery, surprise=words)
    session[NEWS] = _("Eine Aufgabe ist angelegt.")
    return see(f"/nachricht/{message_id}")
