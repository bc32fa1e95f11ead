"""/einstellungen/einlesen: templates to fill in, and the form that takes a file to its preview."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, request, session
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Provider, Role
from booking.house.rooms import rooms_to_reserve
from booking.importing import drafts
from booking.importing.findings import Kind, Unreadable
from booking.importing.looking import COLUMNS, look_at
from booking.importing.tables import template
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.importing import ImportForm
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.views.import_refusals import refusal_words
from booking.web.views.imports import kind_words

HOME = "/einstellungen/einlesen"
NEWS = "import_news"
BY_VALUE = {kind.value: kind for kind in Kind}

pages = Blueprint("settings_import", __name__)


@pages.get(HOME)
@allow(Role.ADMIN)
def look() -> Response:
    with runtime().database.reading() as database:
        return form_page(database, ImportForm())


@pages.get(f"{HOME}/vorlage/<slug:kind>")
@allow(Role.ADMIN)
def download(kind: str) -> Response:
    """A table with the right headings and one line as an example."""
    columns = COLUMNS.get(BY_VALUE.get(kind, Kind.CALENDAR))
    if columns is None:
        abort(404)
    response = make_response(template(columns))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="vorlage-{kind}.csv"'
    return response


@pages.post(HOME)
@allow(Role.ADMIN)
def send() -> AnyResponse:
    """Look at the file once, then keep it sealed until it is saved or a day has passed."""
    desk, actor = runtime().desk(), signed_in()
    with runtime().database.reading() as database:
        form = ImportForm.typed(
            request.form,
            request.files,
            providers={str(each.id) for each in _providers(database)},
            rooms={str(room.id) for room in rooms_to_reserve(database)},
        )
        if form.errors:
            return form_page(database, form)
        try:
            look_at(database, desk, form.file())
        except Unreadable as unreadable:
            return form_page(database, form.refused(refusal_words(unreadable)))
    with runtime().database.writing() as database:
        key = drafts.keep(database, desk.vault, form.file(), account_id=actor.account_id, now=desk.now)
    return see(f"{HOME}/{key}")


def form_page(database: Session, form: ImportForm) -> Response:
    """The form; with faults 422."""
    return page(
        "settings/import.html",
        422 if form.errors else 200,
        form=form,
        errors=form.errors,
        kinds=[(kind.value, words) for kind, words in kind_words().items()],
        templates=[
            (f"{HOME}/vorlage/{kind}", words) for kind, words in kind_words().items() if kind in COLUMNS
        ],
        providers=[("", _("Bitte wählen")), *((str(each.id), each.name) for each in _providers(database))],
        rooms=[
            ("", _("Jeder Termin nennt seinen Raum")),
            *((str(room.id), room.name) for room in rooms_to_reserve(database)),
        ],
        news=session.pop(NEWS, ""),
    )


def _providers(database: Session) -> list[Provider]:
    statement = select(Provider).where(Provider.retired_at.is_(None)).order_by(Provider.name)
    return list(database.scalars(statement))
