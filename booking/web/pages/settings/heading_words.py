"""A concern or topic in German and in each other language: written, looked at as residents will see it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.i18n import SOURCE, language
from booking.offers.apart import TitleTaken
from booking.offers.sorting import Said, heading_by_id, heading_for_change
from booking.offers.translating import write_heading
from booking.offers.wording import Heading, missing_languages, own_words
from booking.web.access import runtime
from booking.web.forms.concerns import HeadingForm
from booking.web.forms.seen import SEEN, mark_of, seen_in, travelling
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.overtaken import overtaken_page
from booking.web.pages.settings.heading_kind import BACK, LOOK, NEWS, ONE, SAVE, Kind, known, open_door, step
from booking.web.pages.settings.heading_preview import can_preview, preview_page
from booking.web.views.headings import both_states, language_rows, pictogram_options
from booking.web.views.managed_offers import language_word, missing_text
from booking.web.views.overtaken import Conflict


@dataclass(frozen=True)
class HeadingWords:
    """The pages of one kind."""

    kind: Kind

    def open_doors(self, pages: Blueprint) -> None:
        german = f"{self.kind.home}/{ONE}"
        other = f"{german}/texte/<slug:code>"
        open_door(pages, "GET", self.ask, german, other)
        open_door(pages, "POST", self.write, german, other)

    def ask(self, heading_id: int, code: str = SOURCE) -> Response:
        with runtime().database.reading() as database:
            heading = heading_by_id(database, self.kind.table, heading_id)
            return self._form(heading, known(code), HeadingForm.showing(heading, code))

    def write(self, heading_id: int, code: str = SOURCE) -> AnyResponse:
        form = self.kind.typed(known(code))
        with runtime().database.writing() as database:
            heading = heading_for_change(database, self.kind.table, heading_id)
            now = HeadingForm.showing(heading, code)
            if form.errors or step() == BACK:
                return self._form(heading, code, form)
            if step() == LOOK:
                return preview_page(database, self.kind, heading, code, form)
            if seen_in(request.form) != _mark(now) and form != now:
                return self._both(database, heading, code, form)
            try:
                if form != now:
                    write_heading(database, heading, code, form.said(), now=runtime().clock.now())
            except TitleTaken as taken:
                return self._form(heading, code, self.kind.refused(form, taken, code))
            url = self.kind.url(heading)
        if code == SOURCE:
            return _done(_(self.kind.changed), self.kind.home)
        return _done(_("Die Texte sind gespeichert: %(language)s.", language=language_word(code)), url)

    def _form(self, heading: Heading, code: str, form: HeadingForm) -> Response:
        german = code == SOURCE
        url = self.kind.url(heading)
        more = {
            "pictograms": pictogram_options(),
            "texts": language_rows(heading, url),
            "missing_text": missing_text(missing_languages(heading)),
            "home": self.kind.home,
            "news": session.pop(NEWS, ""),
        }
        in_other_language = {
            "german": Said.of(heading),
            "written": language(code),
            "language_name": language_word(code),
            "back": url,
        }
        return page(
            self.kind.form_page if german else "settings/heading_text.html",
            422 if form.errors else 200,
            there=german or own_words(heading, code) is not None,
            fields=self.kind.fields_in(code),
            form=form,
            errors=form.errors,
            preview=can_preview(self.kind, heading),
            action=self.kind.url(heading, code),
            hidden=travelling(request.form, _mark(HeadingForm.showing(heading, code))),
            **(more if german else in_other_language),
        )

    def _both(self, database: Session, heading: Heading, code: str, form: HeadingForm) -> Response:
        """What another one saved meanwhile, beside what was typed."""
        now, url = HeadingForm.showing(heading, code), self.kind.url(heading, code)
        german = code == SOURCE
        title = _(self.kind.overtaken) if german else _("Die Texte haben sich inzwischen geändert.")
        back = self.kind.home if german else self.kind.url(heading)
        lines = both_states(self.kind.fields_in(code), form, now)
        hidden = {**form.values(), SEEN: _mark(now)}
        return overtaken_page(database, Conflict(title, url, url, back, lines, hidden, SAVE))


def _done(news: str, url: str) -> AnyResponse:
    session[NEWS] = news
    return see(url)


def _mark(shown: HeadingForm) -> str:
    return mark_of(sorted(shown.values().items()))
