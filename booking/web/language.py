"""The language of a request: its prefix leaves the path before routing, so that routes are written once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask import g, request

from booking.i18n import LANGUAGES, SOURCE, Formats, Language, all_languages, language

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ENVIRON_KEY = "treffpunkt.language"
PREFIXES = frozenset(LANGUAGES) - {SOURCE}
WITHOUT_LANGUAGE = ("api", "static", "healthz", "readyz", "metrics")


class LanguagePrefix:
    """WSGI: `/ar/code` becomes `/code` in Arabic; German has no prefix, and any other one stays in the path."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        _, _, path = environ.get("PATH_INFO", "").partition("/")
        head, _, rest = path.partition("/")
        if head in PREFIXES and rest.partition("/")[0] not in WITHOUT_LANGUAGE:
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{head}"
            environ["PATH_INFO"] = f"/{rest}"
            environ[ENVIRON_KEY] = head
        return self.application(environ, start_response)


@dataclass(frozen=True)
class LanguageLink:
    """A language in the switch, with the address of the same page in it."""

    code: str
    dir: str
    name: str
    url: str


@dataclass(frozen=True)
class PageFormats(Formats):
    """The formats of mails and calendars, and two for the pictures of a day."""

    def day_number(self, value: datetime | date) -> str:
        """24."""
        return self._date(value, "d")

    def month_year(self, value: datetime | date) -> str:
        """November 2026."""
        return self._date(value, "LLLL y")


def set_language() -> None:
    """Before each request."""
    g.language = language(request.environ.get(ENVIRON_KEY, SOURCE))


def current_language() -> Language:
    found: Language = g.get("language") or language(SOURCE)
    return found


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """What is rendered within speaks this language, whatever the address says."""
    before = current_language()
    g.language = language(code)
    try:
        yield
    finally:
        g.language = before


def gettext(message: str, **values: object) -> str:
    """The sentence in the language of the request."""
    return current_language().gettext(message, **values)


def ngettext(singular: str, plural: str, number: int, **values: object) -> str:
    """The sentence in the right plural form; `%(num)s` stands for the number."""
    return current_language().ngettext(singular, plural, number, num=number, **values)


def localized(path: str, code: str | None = None) -> str:
    """The path with the prefix of the language of the request, or of another one."""
    code = code or current_language().code
    return path if code == SOURCE else f"/{code}{path}"


def language_links() -> list[LanguageLink]:
    """The same page in every language."""
    query = f"?{request.query_string.decode('ascii', 'ignore')}" if request.query_string else ""
    return [
        LanguageLink(each.code, each.dir, each.name, localized(request.path, each.code) + query)
        for each in all_languages()
    ]


def template_words() -> dict[str, Any]:
    """What templates need to speak."""
    words: dict[str, Callable[..., str]] = {"_": gettext, "ngettext": ngettext, "localized": localized}
    return {
        **words,
        "language": current_language(),
        "languages": language_links(),
        "fmt": PageFormats(current_language()),
    }
