"""Concerns or topics as a list: found, added, deleted when no offer stands under them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, request, session
from werkzeug.wrappers import Response as AnyResponse

from booking.errors import NotFound
from booking.i18n import SOURCE
from booking.offers.apart import TitleTaken
from booking.offers.sorting import (
    PICTOGRAMS,
    InUse,
    delete_heading,
    heading_by_id,
    heading_for_change,
    headings,
    offers_under,
    refuse_used,
)
from booking.offers.wording import Heading, titles_of
from booking.web.access import runtime
from booking.web.forms.concerns import PICTOGRAM, HeadingForm
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.language import ngettext
from booking.web.pages.settings.heading_kind import BACK, LOOK, NEWS, ONE, Kind, open_door, step
from booking.web.pages.settings.heading_preview import can_preview, preview_page
from booking.web.views.headings import heading_row, pictogram_options
from booking.web.views.listing import listing


@dataclass(frozen=True)
class Headings:
    """The pages of one kind."""

    kind: Kind

    def open_doors(self, pages: Blueprint) -> None:
        new, gone = f"{self.kind.home}/neu", f"{self.kind.home}/{ONE}/loeschen"
        open_door(pages, "GET", self.look, self.kind.home)
        open_door(pages, "GET", self.ask_for_new, new)
        open_door(pages, "POST", self.add, new)
        open_door(pages, "GET", self.ask_to_delete, gone)
        open_door(pages, "POST", self.delete, gone)

    def look(self) -> Response:
        with runtime().database.reading() as database:
            order = headings(database, self.kind.table)
            found = listing(order, request.args, self.kind.home, titles_of)
            used = offers_under(database, self.kind.table)
            rows = [heading_row(each, self.kind.url(each), order, used) for each in found.rows]
            return page(self.kind.list_page, rows=rows, found=found, news=session.pop(NEWS, ""))

    def ask_for_new(self) -> Response:
        return self._form(HeadingForm(pictogram=PICTOGRAMS[0] if PICTOGRAM in self.kind.fields else ""))

    def add(self) -> AnyResponse:
        form = self.kind.typed()
        if form.errors or step() == BACK:
            return self._form(form)
        with runtime().database.writing() as database:
            if step() == LOOK:
                return preview_page(database, self.kind, None, SOURCE, form)
            try:
                self.kind.add(database, form.said(), now=runtime().clock.now())
            except TitleTaken as taken:
                return self._form(self.kind.refused(form, taken))
        return self._done(self.kind.added)

    def ask_to_delete(self, heading_id: int) -> Response:
        with runtime().database.reading() as database:
            heading = heading_by_id(database, self.kind.table, heading_id)
            try:
                refuse_used(database, heading)
            except InUse as used:
                return self._delete_page(heading, in_use_words(used))
            return self._delete_page(heading, "")

    def delete(self, heading_id: int) -> AnyResponse:
        with runtime().database.writing() as database:
            try:
                heading = heading_for_change(database, self.kind.table, heading_id)
            except NotFound:  # gone already is what was asked for
                return self._done(self.kind.deleted)
            try:
                delete_heading(database, heading, now=runtime().clock.now())
            except InUse as used:
                return self._delete_page(heading, in_use_words(used))
        return self._done(self.kind.deleted)

    def _form(self, form: HeadingForm) -> Response:
        return page(
            self.kind.form_page,
            422 if form.errors else 200,
            there=False,
            fields=self.kind.fields,
            form=form,
            errors=form.errors,
            pictograms=pictogram_options(),
            preview=can_preview(self.kind, None),
            action=f"{self.kind.home}/neu",
            home=self.kind.home,
            hidden={},
        )

    def _delete_page(self, heading: Heading, fault: str) -> Response:
        """Whether to delete it, or why that is not possible."""
        action = f"{self.kind.url(heading)}/loeschen"
        return page(
            "settings/heading_delete.html",
            title=heading.title,
            action=action,
            fault=fault,
            home=self.kind.home,
        )

    def _done(self, news: str) -> AnyResponse:
        """Back to the list, with a sentence above it."""
        session[NEWS] = _(news)
        return see(self.kind.home)


def in_use_words(used: InUse) -> str:
    if not used.offers:
        return _("Dieses Anliegen bleibt. Es ist für alle, die nicht wissen, wer ihnen hilft.")
    return ngettext(
        "%(num)s Angebot steht noch darunter. Ändern Sie zuerst das Angebot.",
        "%(num)s Angebote stehen noch darunter. Ändern Sie zuerst die Angebote.",
        used.offers,
    )
