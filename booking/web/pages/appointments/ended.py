"""A short link that ended: number and name once more, and what was typed meanwhile goes along."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request
from werkzeug.datastructures import MultiDict

from booking.appointments.links import has_ended
from booking.errors import NotFound
from booking.web.access import runtime
from booking.web.errors import unknown_link
from booking.web.forms.contact_faults import LONGEST_NAME
from booking.web.frame import page

CORRECTION = "my_data.change"
PREFIX = "daten-"
FIELDS = (
    "name",
    "contact",
    "email",
    "asked_email",
    "take_email",
    "keep_email",
    "brief_mails",
    "phone",
    "spare_phone",
    "phone_hours",
    "leave_message",
    "language",
    "interpreting",
    "needs",
)


@dataclass(frozen=True)
class Kept:
    """A half-sent correction: its fields as the browser sent them, carried through the page for the code."""

    fields: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, sent: MultiDict[str, str], *, prefix: str = PREFIX) -> Kept:
        """What came with a form; nothing when nothing of it did."""
        return cls(tuple((name, value) for name in FIELDS for value in sent.getlist(prefix + name)))

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The names and values that carry it to the next page."""
        return [(PREFIX + name, value) for name, value in self.fields]

    def as_sent(self) -> MultiDict[str, str]:
        return MultiDict(self.fields)


def link_gone(_error: NotFound) -> Response:
    """For a link that opens nothing: the way back in for who has a short one, and nothing typed is lost."""
    token = str((request.view_args or {}).get("token", ""))
    with runtime().database.reading() as database:
        ended = has_ended(database, token, now=runtime().clock.now())
    if not ended:
        return unknown_link()
    kept = Kept.read(request.form, prefix="") if request.endpoint == CORRECTION else Kept()
    return code_page({"code": "", "name": ""}, {}, kept, ended=True)


def code_page(form: dict[str, str], errors: dict[str, str], kept: Kept, *, ended: bool = False) -> Response:
    """The page that asks for number and name."""
    return page(
        "appointments/code.html",
        404 if ended else 422 if errors else 200,
        form=form,
        errors=errors,
        kept=kept,
        ended=ended,
        longest_name=LONGEST_NAME,
    )
