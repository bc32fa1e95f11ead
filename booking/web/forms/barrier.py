"""The form for a barrier: what does not work, on which page, and how we may answer, if at all."""

from __future__ import annotations

from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from booking.accounts.people import Contact
from booking.ids import random_id
from booking.web.forms.details import CHANNELS, Details
from booking.web.forms.free_text import length_fault, text_of
from booking.web.forms.reading import has_unseen, typed
from booking.web.forms.sent_once import key_of
from booking.web.language import gettext as _
from booking.web.paths import is_secret

NO_ANSWER = "none"
LONGEST_PAGE = 200


@dataclass(frozen=True, kw_only=True)
class Barrier:
    """What was typed; `page` is a path of ours, or whatever somebody calls the place."""

    details: Details
    text: str = ""
    page: str = ""
    key: str = field(default_factory=random_id)
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def empty(cls, sent: MultiDict[str, str]) -> Barrier:
        """A new form about the page that the address names."""
        return cls(details=Details.of(None), page=_page(typed(sent, "seite")["seite"]))

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> Barrier:
        """What a browser sent, checked; the name may be left out."""
        details, text = Details.typed(sent, channels=CHANNELS), text_of(sent, "text")
        errors = details.faults(CHANNELS)
        if not details.name or details.contact == NO_ANSWER:
            errors.pop("name", None)
        if "contact" in errors:
            errors["contact"] = _("Bitte wählen Sie aus, ob und wie wir Ihnen antworten.")
        if fault := _text_fault(text):
            errors["text"] = fault
        page = _page(typed(sent, "seite")["seite"])
        return cls(details=details, text=text, page=page, key=key_of(sent), errors=errors)

    def contact(self) -> Contact | None:
        """Whom to answer; None for nobody."""
        return self.details.to_keep() if self.details.contact != NO_ANSWER else None


def _text_fault(text: str) -> str | None:
    if not text:
        return _("Bitte schreiben Sie, was nicht geht. Ein kurzer Satz reicht.")
    return length_fault(text)


def _page(text: str) -> str:
    """The page in one line; the address of a secret one is left out, for it opens something."""
    path = text.partition("?")[0]
    return "" if has_unseen(path) or _opens_something(path) else path[:LONGEST_PAGE]


def _opens_something(path: str) -> bool:
    """Whether it is one of our secret addresses, whatever host and language stand before it."""
    slash = path.find("/", path.find("://") + 3) if "://" in path else 0
    bare = path[slash:] if slash >= 0 else ""
    _language, _, rest = bare.removeprefix("/").partition("/")
    return is_secret(bare) or is_secret(f"/{rest}")
