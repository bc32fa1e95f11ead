"""Reading requests: JSON that is JSON, each query parameter once, and what is wrong as one problem."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from flask import Request, abort
from marshmallow import Schema, ValidationError
from webargs.core import missing
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from booking.web.problems import field_problem, problem_response


class Parser(FlaskParser):
    """Refuses what webargs would overlook: other content types, repeated and unknown parameters."""

    DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "query": None}  # noqa: RUF012

    def load_json(self, req: Request, schema: Schema) -> Any:
        body = req.get_data(cache=True)
        if not body and not any(field.required for field in schema.fields.values()):
            return missing
        if req.mimetype != "application/json":
            raise UnsupportedMediaType
        try:
            return json.loads(body.decode(), parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise BadRequest from error

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        del schema
        repeated = [name for name, values in req.args.lists() if len(values) > 1]
        if repeated:
            raise ValidationError({name: ["Diese Angabe kam mehrmals."] for name in repeated})
        return req.args.to_dict()

    def handle_error(self, error: ValidationError, *_request: Any, **_more: Any) -> NoReturn:
        by_location = error.messages_dict.values()
        abort(
            problem_response(field_problem(pair for messages in by_location for pair in sentences(messages)))
        )


def sentences(messages: dict[Any, Any], *, path: str = "") -> Iterator[tuple[str, str]]:
    """Marshmallow's nested messages as pairs of a field ("needs.0") and a sentence."""
    for name, value in messages.items():
        where = path if name == "_schema" else f"{path}.{name}".lstrip(".")
        if isinstance(value, dict):
            yield from sentences(value, path=where)
        else:
            yield from ((where, str(sentence)) for sentence in value)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
