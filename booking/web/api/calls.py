"""Declaring a call of the API: address, what it reads, what it answers, and how the document tells of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import Response
from flask_smorest import Blueprint
from marshmallow import Schema

from booking.web.access import DECLARED
from booking.web.api.parsing import Parser
from booking.web.problems import CONTENT_TYPE
from booking.web.schemas.headers import KeyAsked
from booking.web.schemas.kinds import kind_of_status
from booking.web.schemas.problems import ProblemSchema

View = TypeVar("View", bound=Callable[..., Response])

PATH_PARAMETERS: dict[str, dict[str, Any]] = {
    "slug": {
        "name": "slug",
        "in": "path",
        "description": "Kürzel des Angebots",
        "example": "energieberatung",
    },
    "token": {
        "name": "token",
        "in": "path",
        "description": "Geheimes Token des Termins, aus der Antwort auf die Buchung oder aus der Mail",
        "example": "kT3v0uXWm1Zq9bJf5cR7yH2nL8sD4gA6",
    },
    "reservation": {
        "name": "reservation",
        "in": "path",
        "description": "id der Reservierung",
        "example": "v0uXWm1Zq9bJf5cR",
    },
    "occurrence": {
        "name": "occurrence",
        "in": "path",
        "description": "id eines Termins der Reservierung",
        "example": "Zq9bJf5cR7yH2nL8",
    },
}


class _Calls(Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    ARGUMENTS_PARSER = Parser()


blueprint = _Calls(
    "api", __name__, url_prefix="/api/v1", description="Räume, Angebote, Termine und Reservierungen"
)


def reads(
    rule: str,
    *,
    tells: str,
    answers: Schema,
    example: Any,
    asks: type[Schema] | None = None,
    refusals: Sequence[int] = (),
) -> Callable[[View], View]:
    """A GET call; the view gets the checked query first if it `asks` something."""

    def declare(view: View) -> View:
        documented = blueprint.response(200, answers, example=example)(view)
        if asks is not None:
            documented = blueprint.arguments(asks(), location="query")(documented)
            documented = blueprint.alt_response(422, **_problem(422))(documented)
        _route(rule, "GET", tells, documented, (401, *refusals))
        return view

    return declare


def writes(
    rule: str,
    *,
    tells: str,
    asks: type[Schema],
    answers: Schema,
    sends: Any,
    example: Any,
    status: int = 200,
    headers: dict[str, Any] | None = None,
    refusals: Sequence[int] = (),
) -> Callable[[View], View]:
    """A POST call; the view gets the checked body and the idempotency key first."""

    def declare(view: View) -> View:
        documented = blueprint.response(status, answers, example=example, headers=headers)(view)
        documented = blueprint.arguments(KeyAsked(), location="headers")(documented)
        documented = blueprint.arguments(asks(), required=bool(sends), example=sends)(documented)
        documented = blueprint.alt_response(422, **_problem(422))(documented)
        _route(rule, "POST", tells, documented, (400, 401, 409, 413, 415, 429, 503, *refusals))
        return view

    return declare


def _route(rule: str, method: str, tells: str, view: Callable[..., Any], refusals: Sequence[int]) -> None:
    if getattr(view, DECLARED, None):
        view, refusals = blueprint.doc(security=[{"bearer": []}])(view), (403, *refusals)
    for status in refusals:
        view = blueprint.alt_response(status, **_problem(status))(view)
    summary, _, description = tells.partition("\n")
    documented = blueprint.doc(summary=summary, description=description.strip() or summary)(view)
    blueprint.route(rule, methods=[method], parameters=_path_parameters(rule))(documented)


def _path_parameters(rule: str) -> list[dict[str, Any]]:
    return [words for name, words in PATH_PARAMETERS.items() if f":{name}>" in rule]


def _problem(status: int) -> dict[str, Any]:
    return {
        "schema": ProblemSchema,
        "content_type": CONTENT_TYPE,
        "description": kind_of_status(status).title,
    }
