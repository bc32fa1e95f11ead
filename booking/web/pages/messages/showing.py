"""/nachricht/<id>: one message with its story, what follows from it, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, session
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.access import PROVIDER_ROLES, Actor
from booking.errors import NotFound
from booking.notifications import again, monitoring
from booking.notifications.again import NotAgain, Renewal
from booking.notifications.models import Delivery, Fate
from booking.notifications.undeliverable import todo_about
from booking.todos import seeing as todos
from booking.web.access import allow, runtime, signed_in
from booking.web.frame import page
from booking.web.language import gettext as _
from booking.web.pages.messages.listing import NEWS, WHO
from booking.web.views.message_words import fated, kind_words, why_not_words
from booking.web.views.messages import account_words, message_view, story

pages = Blueprint("message_showing", __name__)

UNDELIVERED = (Fate.FAILED, Fate.BOUNCED, Fate.OUTDATED)


@dataclass(frozen=True)
class TodoLink:
    """The to-do about a message: its address where the actor may see it, and whether it is open."""

    url: str
    is_open: bool


@pages.get("/nachricht/<token:message_id>")
@allow(*WHO)
def look(message_id: str) -> Response:
    with runtime().database.reading() as database:
        return message_page(database, monitoring.by_public_id(database, signed_in(), message_id))


def message_page(database: Session, delivery: Delivery, *, surprise: str = "") -> Response:
    """The page of a message; 409 with a surprise."""
    actor, clock = signed_in(), runtime().clock
    code = monitoring.code_of(database, delivery, actor)
    view = message_view(database, delivery, actor, code, clock)
    refusal = ""
    try:
        again.may_ask(database, runtime().vault, delivery, now=clock.now())
    except NotAgain as reason:
        refusal = why_not_words()[reason.why]
    todo = todo_link(database, actor, delivery)
    return page(
        "messages/message.html",
        409 if surprise else 200,
        message=view,
        story=story(view, delivery),
        refusal=refusal,
        todo=todo,
        may_open_todo=todo is None and delivery.fate in UNDELIVERED and delivery.person_id is not None,
        others=[
            (each.public_id, kind_words().get(each.kind, _("Nachricht")), each.created_at, fated(each.fate))
            for each in _others(database, actor, delivery)
        ],
        surprise=surprise,
        news=session.pop(NEWS, ""),
    )


def todo_link(database: Session, actor: Actor, delivery: Delivery) -> TodoLink | None:
    """The to-do about this message, if there is one; whoever may not see it reads only that."""
    todo = todo_about(database, delivery)
    if todo is None:
        return None
    try:
        todos.by_id(database, actor, todo.id)
    except NotFound:
        return TodoLink("", todo.is_open)
    return TodoLink(f"/aufgabe/{todo.id}", todo.is_open)


def recipient_words(found: Renewal, actor: Actor) -> str:
    """To whom it would go: an account by name and address, a resident by a masked address.

    For the house, and of a sensitive offer, by none: no reading log is written here.
    """
    if found.account is not None:
        return account_words(found.account, actor)
    if actor.role not in PROVIDER_ROLES or found.sensitive:
        return _("Die Person, um die es geht. Ihre Adresse steht hier nicht.")
    return masked(found.mailbox.address)


def masked(address: str) -> str:
    """a…@b.de: enough to recognise it, too little to write to it."""
    local, _at, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"


def _others(database: Session, actor: Actor, delivery: Delivery) -> list[Delivery]:
    """The latest other messages about the same and to the same mailbox."""
    same = select(Delivery).where(Delivery.order_key == delivery.order_key, Delivery.id != delivery.id)
    return list(database.scalars(monitoring.visible(same, actor).order_by(Delivery.id.desc()).limit(10)))
