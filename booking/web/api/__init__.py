"""The JSON API /api/v1 with its document, its readable page, and the places that problem types lead to."""

from __future__ import annotations

import sys

from flask import Flask, Response, current_app, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolEmpty
from werkzeug.exceptions import HTTPException, ServiceUnavailable, Unauthorized

from booking.config import Settings
from booking.errors import DomainError
from booking.scheduling.recurrence import BadRule
from booking.scheduling.walltime import NonexistentTime
from booking.web import health
from booking.web.api import (  # noqa: F401 (their calls declare themselves)
    appointments,
    offers,
    reservation_changes,
    reservations,
    rooms,
)
from booking.web.api.bearer import refuse_bad_token
from booking.web.api.calls import blueprint
from booking.web.api.document import document, open_api
from booking.web.api.meanings import meanings
from booking.web.problems import problem_response

LARGEST_BODY = 64 * 1024


def register(app: Flask, settings: Settings) -> None:
    """Add the API to an app that knows its actors and its converters of paths."""
    open_api(app, settings.base_url).register_blueprint(blueprint)
    app.register_blueprint(document)
    app.register_blueprint(meanings)
    health.register(app)


def _bound_the_body() -> None:
    request.max_content_length = LARGEST_BODY


def _database_away(_error: Exception) -> Response:
    current_app.log_exception(sys.exc_info())
    return problem_response(ServiceUnavailable())


blueprint.before_request(refuse_bad_token)
blueprint.before_request(_bound_the_body)
# The pages' handler of 401 is found before one for every HTTPException.
for refusal in (DomainError, BadRule, NonexistentTime, HTTPException, Unauthorized):
    blueprint.register_error_handler(refusal, problem_response)
for outage in (OperationalError, PoolEmpty):
    blueprint.register_error_handler(outage, _database_away)
