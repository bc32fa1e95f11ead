"""Where a file may be sent: there, and only for who may open the page, a request may be larger than elsewhere."""

from __future__ import annotations

from flask import request

LARGEST_UPLOAD = 4 * 1024 * 1024  # what is larger than an import may be is still told why at its field
UPLOADS = frozenset({"settings_import.send"})


def allow_uploads() -> None:
    """Before each request, once it is known that the caller may: the length that its body may have."""
    if request.endpoint in UPLOADS:
        request.max_content_length = LARGEST_UPLOAD
