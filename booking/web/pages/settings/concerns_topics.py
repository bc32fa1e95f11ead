"""/einstellungen/anliegen/themen: the words of the programme; added, renamed, deleted when no offer has them."""

from __future__ import annotations

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Role
from booking.errors import NotFound
from booking.offers.models import Topic
from booking.offers.sorting import (
    InUse,
    add_topic,
    delete_topic,
    offers_under,
    rename_topic,
    topic_for_change,
)
from booking.web.access import allow, runtime
from booking.web.forms.concerns import TopicForm
from booking.web.forms.seen import SEEN, mark_of, seen_in, travelling
from booking.web.frame import page
from booking.web.language import gettext as _
from booking.web.pages.overtaken import overtaken_page
from booking.web.pages.settings.concerns import HOME as CONCERNS
from booking.web.pages.settings.concerns import ID, SAVE, delete_page, done, in_use_words
from booking.web.views.overtaken import Conflict, lines_of

HOME = f"{CONCERNS}/themen"

pages = Blueprint("settings_topics", __name__)


@pages.get(f"{HOME}/neu")
@allow(Role.ADMIN)
def ask_for_new() -> Response:
    return _form(None, TopicForm())


@pages.post(f"{HOME}/neu")
@allow(Role.ADMIN)
def add() -> AnyResponse:
    form = TopicForm.typed(request.form)
    if form.errors:
        return _form(None, form)
    with runtime().database.writing() as database:
        add_topic(database, form.title, now=runtime().clock.now())
    return done(_("Das Thema ist angelegt."))


@pages.get(f"{HOME}/<{ID}:topic_id>")
@allow(Role.ADMIN)
def ask(topic_id: int) -> Response:
    with runtime().database.reading() as database:
        topic = _named(database, topic_id)
        return _form(topic, TopicForm(topic.title))


@pages.post(f"{HOME}/<{ID}:topic_id>")
@allow(Role.ADMIN)
def change(topic_id: int) -> AnyResponse:
    form = TopicForm.typed(request.form)
    with runtime().database.writing() as database:
        topic = topic_for_change(database, topic_id)
        if form.errors:
            return _form(topic, form)
        if seen_in(request.form) != mark_of(topic.title) and form.title != topic.title:
            return _both(database, topic, form)
        if form.title != topic.title:
            rename_topic(database, topic, form.title, now=runtime().clock.now())
    return done(_("Das Thema ist geändert."))


@pages.get(f"{HOME}/<{ID}:topic_id>/loeschen")
@allow(Role.ADMIN)
def ask_to_delete(topic_id: int) -> Response:
    with runtime().database.reading() as database:
        topic = _named(database, topic_id)
        used = offers_under(database)[1].get(topic.id, 0)
        return delete_page(topic.title, f"{_url(topic)}/loeschen", in_use_words(InUse(used)) if used else "")


@pages.post(f"{HOME}/<{ID}:topic_id>/loeschen")
@allow(Role.ADMIN)
def delete(topic_id: int) -> AnyResponse:
    with runtime().database.writing() as database:
        try:
            topic = topic_for_change(database, topic_id)
        except NotFound:  # gone already is what was asked for
            return done(_("Das Thema ist gelöscht."))
        try:
            delete_topic(database, topic, now=runtime().clock.now())
        except InUse as used:
            return delete_page(topic.title, f"{_url(topic)}/loeschen", in_use_words(used))
    return done(_("Das Thema ist gelöscht."))


def _form(topic: Topic | None, form: TopicForm) -> Response:
    return page(
        "settings/concern_topic.html",
        422 if form.errors else 200,
        topic=topic,
        action=_url(topic) if topic is not None else f"{HOME}/neu",
        form=form,
        errors=form.errors,
        hidden=travelling(request.form, mark_of(topic.title)) if topic is not None else {},
    )


def _both(database: Session, topic: Topic, form: TopicForm) -> Response:
    """What another one saved meanwhile, beside what was typed."""
    lines = lines_of({"title": _("Name")}, {"title": form.title}, {"title": topic.title})
    title, url = _("Das Thema hat sich inzwischen geändert."), _url(topic)
    hidden = {"title": form.title, SEEN: mark_of(topic.title)}
    return overtaken_page(database, Conflict(title, url, url, CONCERNS, lines, hidden, SAVE))


def _named(database: Session, topic_id: int) -> Topic:
    found = database.get(Topic, topic_id)
    if found is None:
        raise NotFound("topic")
    return found


def _url(topic: Topic) -> str:
    return f"{HOME}/{topic.id}"
