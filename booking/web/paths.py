"""What a path may hold; anything else is no address of ours and answers 404 before a view runs."""

from __future__ import annotations

from werkzeug.routing import BaseConverter


class Slug(BaseConverter):
    """Small letters, digits and dashes."""

    regex = r"[a-z0-9](?:[a-z0-9-]{0,79})"


class Token(BaseConverter):
    """What `secrets.token_urlsafe` makes: ids and capabilities."""

    regex = r"[A-Za-z0-9_-]{1,80}"


CONVERTERS = {"slug": Slug, "token": Token}
