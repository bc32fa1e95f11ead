"""Concerns and topics go the same ways in the settings; what is different is said here, once for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from booking.accounts.models import Role
from booking.errors import NotFound
from booking.i18n import LANGUAGES, SOURCE
from booking.offers.apart import TitleTaken
from booking.offers.wording import Heading
from booking.web.access import allow
from booking.web.forms.concerns import PICTOGRAM, TITLE, HeadingForm
from booking.web.forms.reading import typed
from booking.web.language import gettext as _
from booking.web.views.headings import taken_words

ONE = "<int(max=2147483647):heading_id>"
NEWS = "heading_news"
LOOK, SAVE, BACK = "ansehen", "speichern", "texte"

View = Callable[..., Any]
Preview = Callable[[Session, Heading | None, str, HeadingForm, dict[str, Any]], Response]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Where its pages are, the fields of its form, and the German sentences about it.

    `preview` renders the page for residents with what was typed; None where they never see it.
    """

    table: type[Heading]
    home: str
    list_page: str
    form_page: str
    fields: tuple[str, ...]
    add: Callable[..., Heading]
    preview: Preview | None = None
    added: str
    changed: str
    deleted: str
    overtaken: str
    untitled: str
    taken: str

    def fields_in(self, code: str) -> tuple[str, ...]:
        """What is written in this language; the picture is the same in all."""
        return tuple(name for name in self.fields if name != PICTOGRAM or code == SOURCE)

    def url(self, heading: Heading, code: str = SOURCE) -> str:
        """Where the heading is written in this language."""
        own = f"{self.home}/{heading.id}"
        return own if code == SOURCE else f"{own}/texte/{code}"

    def typed(self, code: str = SOURCE) -> HeadingForm:
        """What the browser sent."""
        return HeadingForm.typed(request.form, self.fields_in(code), untitled=_(self.untitled))

    def refused(self, form: HeadingForm, taken: TitleTaken, code: str = SOURCE) -> HeadingForm:
        """The form in this language whose title another one has, there or in another language."""
        elsewhere = taken.language != code
        return form.refused(TITLE, taken_words(taken) if elsewhere else _(self.taken))


def known(code: str) -> str:
    """A language of the house. Raises NotFound."""
    if code not in LANGUAGES:
        raise NotFound("language")
    return code


def step() -> str:
    """Which button was pressed."""
    return typed(request.form, "step")["step"]


def open_door(pages: Blueprint, method: str, view: View, *addresses: str) -> None:
    """With this method the addresses lead to the view; only administrators come in."""
    checked = allow(Role.ADMIN)(view)
    for address in addresses:
        pages.add_url_rule(address, view.__name__, checked, methods=[method])
