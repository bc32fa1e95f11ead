"""What a path may hold, and which paths are secrets; any other is no address of ours and answers 404."""

from __future__ import annotations

from werkzeug.routing import BaseConverter

# Whoever has such an address may do something with it: it is told to nobody, not even to us in a report.
SECRET = ("/t/", "/w/", "/erinnerung-aus/", "/kalender/", "/demo/mails/", "/einladung/", "/passwort-neu/")


class Slug(BaseConverter):
    """Small letters, digits and dashes."""

    regex = r"[a-z0-9](?:[a-z0-9-]{0,79})"


class Token(BaseConverter):
    """What `secrets.token_urlsafe` makes: ids and capabilities."""

    regex = r"[A-Za-z0-9_-]{1,80}"


CONVERTERS = {"slug": Slug, "token": Token}


def is_secret(path: str) -> bool:
    """Whether the path holds a capability (rule L-69)."""
    return path.startswith(SECRET)
