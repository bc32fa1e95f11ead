"""/einstellungen/einlesen/<key>: each line of a file with what becomes of it; saving it, or throwing it away."""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Role
from booking.importing import drafts
from booking.importing.drafts import Draft
from booking.importing.findings import Becomes, Kind, Unreadable, tally
from booking.importing.looking import Look, LooksDifferent, look_at, save
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.importing import ImportForm
from booking.web.forms.reading import typed
from booking.web.forms.seen import SEEN, seen_in
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.settings.importing import HOME, NEWS, form_page
from booking.web.views.import_refusals import refusal_words
from booking.web.views.imports import (
    Sight,
    becomes_options,
    done_words,
    kind_words,
    save_words,
    shown,
    tally_words,
)

pages = Blueprint("settings_import_preview", __name__)


@pages.get(f"{HOME}/<token:import_key>")
@allow(Role.ADMIN)
def look(import_key: str) -> Response:
    desk, sight = runtime().desk(), _sight()
    with runtime().database.reading() as database:
        draft = drafts.draft_behind(
            database, desk.vault, import_key, account_id=signed_in().account_id, now=desk.now
        )
        if draft.file is None:
            return _done(draft)
        try:
            return _preview(draft, look_at(database, desk, draft.file), sight)
        except Unreadable as unreadable:  # what was chosen beside it is gone
            return form_page(database, ImportForm().refused(refusal_words(unreadable)))


@pages.post(f"{HOME}/<token:import_key>")
@allow(Role.ADMIN)
def carry_out(import_key: str) -> AnyResponse:
    """Save every line without a fault, all of them or nothing; the same form again is harmless."""
    desk, me = runtime().desk(), signed_in().account_id
    try:
        with runtime().database.writing() as database:
            draft = drafts.draft_for_change(database, desk.vault, import_key, account_id=me, now=desk.now)
            if draft.file is not None:
                saved = save(database, desk, draft.file, seen=seen_in(request.form))
                numbers = {each.value: number for each, number in tally(saved.findings).items()}
                drafts.finish(database, desk.vault, draft, numbers, account_id=me, now=desk.now)
    except LooksDifferent as different:
        return _preview(draft, different.look, Sight(), changed=True)
    except Unreadable as unreadable:
        with runtime().database.reading() as database:
            return form_page(database, ImportForm().refused(refusal_words(unreadable)))
    return see(f"{HOME}/{import_key}")


@pages.post(f"{HOME}/<token:import_key>/verwerfen")
@allow(Role.ADMIN)
def drop(import_key: str) -> AnyResponse:
    """Forget the file; forgotten already is what was asked for."""
    with runtime().database.writing() as database:
        drafts.forget(database, import_key, account_id=signed_in().account_id)
    session[NEWS] = _("Die Datei ist gelöscht. Im Haus ist alles, wie es war.")
    return see(HOME)


def _preview(draft: Draft, look: Look, sight: Sight, *, changed: bool = False) -> Response:
    home = f"{HOME}/{draft.key}"
    part = shown(look.findings, sight)
    return page(
        "settings/import_preview.html",
        409 if changed else 200,
        home=home,
        name=draft.name,
        kind=kind_words()[draft.kind],
        total=len(look.findings),
        tally=tally_words(tally(look.findings)),
        has_titles=draft.kind in (Kind.RESERVATIONS, Kind.CALENDAR),
        save_words=save_words(look.findings),
        hidden={SEEN: look.mark},
        changed=changed,
        shown=part,
        sight=sight,
        filtered=sight.becomes is not None or bool(sight.words),
        options=becomes_options(),
        before=sight.url(home, part.page - 1) if part.page > 1 else "",
        after=sight.url(home, part.page + 1) if part.page < part.pages else "",
    )


def _done(draft: Draft) -> Response:
    numbers = {each: draft.done.get(each.value, 0) for each in Becomes}
    rest = {**numbers, Becomes.NEW: 0, Becomes.CHANGED: 0}
    return page(
        "settings/import_done.html",
        name=draft.name,
        kind=kind_words()[draft.kind],
        text=done_words(draft.done),
        rest=tally_words(rest),
        kept={Kind.ROOMS: "/einstellungen/raeume", Kind.OFFERS: "/einstellungen/angebote"}.get(
            draft.kind, "/reservierungen"
        ),
    )


def _sight() -> Sight:
    wanted = typed(request.args, "stand", "suche", "seite")
    number = wanted["seite"]
    return Sight(
        becomes=Becomes(wanted["stand"]) if wanted["stand"] in set(Becomes) else None,
        words=wanted["suche"][:80],
        page=int(number)
        if number.isascii() and number.isdigit() and 0 < len(number) < 5 and int(number)
        else 1,
    )
