"""The staff handbook, chapter by chapter, for whoever signs in."""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Role
from booking.web.access import allow
from booking.web.errors import error_page
from booking.web.frame import page
from booking.web.handbook import neighbours, pictures, read_chapter, read_contents

ONE_DAY = 24 * 3600

pages = Blueprint("handbook", __name__)


@pages.errorhandler(FileNotFoundError)
def missing(_error: FileNotFoundError) -> AnyResponse:
    """Where an installation came without the handbook."""
    return error_page(404)


@pages.get("/handbuch")
@allow(*Role)
def contents() -> Response:
    return page("handbook/chapter.html", chapter=read_contents(), before=None, after=None)


@pages.get("/handbuch/<chapter>")
@allow(*Role)
def chapter(chapter: str) -> Response:
    found = read_chapter(chapter)
    if found is None:
        raise NotFound
    before, after = neighbours(found)
    return page("handbook/chapter.html", chapter=found, before=before, after=after)


@pages.get("/handbuch/bilder/<picture>")
@allow(*Role)
def picture(picture: str) -> Response:
    file = pictures().get(picture)
    if file is None:
        raise NotFound
    response = Response(file.read_bytes(), mimetype="image/png")
    response.headers["Cache-Control"] = f"private, max-age={ONE_DAY}"
    return response
