"""Compressed answers for whoever accepts gzip; fonts and pictures are compressed already.

What we send is a file that is the same for everybody, compressed once per version, or a page. A page may hold
a secret beside words that came with its address, and its length then tells something about the secret (the
attack is called BREACH). What stands against it:

- The session's cookie is SameSite=Lax: a foreign page cannot have ours fetched in a person's name unseen.
- The anti-forgery token in a page is signed anew each second. Who guesses the part that stays still lacks the
  signature, and a form from another site is refused besides (forgery.py).
- Each page has a name of random length in its gzip header, as Django does it, so that answers which differ by
  one byte cannot be told apart without very many tries.
"""

from __future__ import annotations

import gzip
import secrets
from functools import lru_cache
from io import BytesIO

from flask import Flask, Response, request

TEXTS = frozenset({
    "image/svg+xml", "text/calendar", "text/css", "text/html", "text/javascript", "text/plain",
})  # fmt: skip
WORTH_IT = 400  # bytes; less fits in one packet anyway
LONGEST_NAME = 100
OK = 200


def compress_answers(app: Flask) -> None:
    """Compress texts from now on. To be called before other hooks are added: the first added is the last to run."""

    @app.after_request
    def _compress(response: Response) -> Response:
        if response.mimetype not in TEXTS:
            return response
        response.vary.add("Accept-Encoding")
        if not request.accept_encodings.quality("gzip") or "Content-Encoding" in response.headers:
            return response
        _loosen_etag(response)
        if response.status_code not in {204, 206, 304}:
            _replace(response)
        return response


def _loosen_etag(response: Response) -> None:
    """The same text in other bytes: the ETag is weak (RFC 9110, 8.8.3), and If-None-Match still finds it."""
    etag, _ = response.get_etag()
    if etag is not None:
        response.set_etag(etag, weak=True)


def _replace(response: Response) -> None:
    """Compress the bytes that were answered, whatever the address was: an address is never made a path here."""
    if request.endpoint == "static" and response.status_code == OK:
        response.direct_passthrough = False
        content = _file(response.get_data())
    elif response.is_streamed or len(response.get_data()) < WORTH_IT:
        return
    else:
        content = _page(response.get_data())
    response.headers["Content-Encoding"] = "gzip"
    response.set_data(content)


@lru_cache(maxsize=64)
def _file(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=9, mtime=0)


def _page(content: bytes) -> bytes:
    name = "a" * secrets.randbelow(LONGEST_NAME)
    buffer = BytesIO()
    with gzip.GzipFile(filename=name, mode="wb", compresslevel=6, fileobj=buffer, mtime=0) as packed:
        packed.write(content)
    return buffer.getvalue()
