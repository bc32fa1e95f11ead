"""The words of a concern or topic in another language: taken away, after saying what residents will read instead."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, session
from werkzeug.wrappers import Response as AnyResponse

from booking.errors import NotFound
from booking.offers.apart import TitleTaken
from booking.offers.sorting import heading_by_id, heading_for_change
from booking.offers.translating import drop_words, refuse_drop
from booking.offers.wording import Heading, own_words
from booking.web.access import runtime
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.settings.heading_kind import NEWS, ONE, Kind, known, open_door
from booking.web.views.headings import after_dropping, taken_words
from booking.web.views.managed_offers import language_word


@dataclass(frozen=True)
class HeadingDropping:
    """The pages of one kind."""

    kind: Kind

    def open_doors(self, pages: Blueprint) -> None:
        address = f"{self.kind.home}/{ONE}/texte/<slug:code>/loeschen"
        open_door(pages, "GET", self.ask_to_drop, address)
        open_door(pages, "POST", self.drop, address)

    def ask_to_drop(self, heading_id: int, code: str) -> Response:
        with runtime().database.reading() as database:
            heading = heading_by_id(database, self.kind.table, heading_id)
            if own_words(heading, known(code)) is None:
                raise NotFound("heading_words")
            try:
                refuse_drop(database, heading, code)
            except TitleTaken as taken:
                return self._page(heading, code, taken)
            return self._page(heading, code)

    def drop(self, heading_id: int, code: str) -> AnyResponse:
        with runtime().database.writing() as database:
            heading = heading_for_change(database, self.kind.table, heading_id)
            try:
                drop_words(database, heading, known(code), now=runtime().clock.now())
            except TitleTaken as taken:
                return self._page(heading, code, taken)
            url = self.kind.url(heading)
        session[NEWS] = _("Die Texte sind gelöscht: %(language)s.", language=language_word(code))
        return see(url)

    def _page(self, heading: Heading, code: str, taken: TitleTaken | None = None) -> Response:
        """Whether to drop them, or why that is not possible."""
        return page(
            "settings/text_delete.html",
            title=heading.title,
            language_name=language_word(code),
            after=after_dropping(heading),
            fault="" if taken is None else taken_words(taken),
            action=f"{self.kind.url(heading, code)}/loeschen",
            back=self.kind.url(heading),
        )
