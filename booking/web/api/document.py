"""What the API says of itself: OpenAPI 3.1 for programs, the same as a plain page for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import flask_smorest
from flask import Blueprint, Flask, Response, current_app, jsonify, render_template

from booking.web.access import allow
from booking.web.paths import Slug, Token
from booking.web.schemas.fields import Day, Instant

EXTENSION = "treffpunkt.openapi"
ABOUT = (
    "Termine im Quartiersbüro suchen, buchen, verschieben und absagen; Räume reservieren. Zeiten sind RFC 3339 mit "
    "Abstand zu UTC; "
    "Antworten nennen die Ortszeit in Berlin. Fehler sind application/problem+json (RFC 9457): type ist stabil, "
    "title und detail sind für Menschen. Wer ein Konto hat, schickt Authorization: Bearer; nur die Aufrufe zu "
    "Reservierungen brauchen es. POST ist mit Idempotency-Key gefahrlos wiederholbar."
)
document = Blueprint("api_document", __name__, template_folder="templates")


class _OpenApi(flask_smorest.Api):  # type: ignore[misc]  # flask-smorest has no types
    """flask-smorest without its own error answers: they lose headers and are no problem documents."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        pass


def open_api(app: Flask, base_url: str) -> Any:
    """The document of this app; calls are added with `register_blueprint`."""
    api = _OpenApi(
        app,
        spec_kwargs={
            "title": "Treffpunkt",
            "version": "1",
            "openapi_version": "3.1.0",
            "info": {"description": ABOUT, "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}},
            "servers": [{"url": base_url}],
        },
    )
    api.register_field(Instant, "string", "date-time")
    api.register_field(Day, "string", "date")
    for converter in (Slug, Token):
        api.register_converter(converter, _shape_of)
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    app.extensions[EXTENSION] = api.spec
    return api


@document.get("/api/v1/openapi.json")
@allow()
def openapi() -> Response:
    """The document."""
    return jsonify(_document())


@document.get("/api/docs")
@allow()
def readable() -> str:
    """The document, to be read."""
    whole = _document()
    return render_template("api/docs.html", info=whole["info"], calls=list(_calls(whole)), written=_written)


def _document() -> dict[str, Any]:
    whole: dict[str, Any] = current_app.extensions[EXTENSION].to_dict()
    return whole


def _shape_of(converter: Slug | Token) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{converter.regex}$"}


def _calls(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each call, flat for a template: parameters, body, answers, examples."""
    schemas = whole["components"]["schemas"]
    for path, operations in whole["paths"].items():
        shared = operations.get("parameters", [])
        for method in ("get", "post"):
            if method in operations:
                call = operations[method]
                body = call.get("requestBody", {}).get("content", {}).get("application/json", {})
                yield {
                    "method": method.upper(),
                    "path": path,
                    "summary": call["summary"],
                    "description": call["description"],
                    "parameters": [*shared, *call.get("parameters", [])],
                    "fields": _fields(body, schemas),
                    "sends": body.get("example"),
                    "answers": sorted(call["responses"].items()),
                }


def _fields(body: dict[str, Any], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    if "schema" not in body:
        return []
    schema = schemas[body["schema"]["$ref"].rpartition("/")[2]]
    required = schema.get("required", [])
    return [
        {"name": name, "required": name in required, "schema": each, "description": each.get("description")}
        for name, each in schema.get("properties", {}).items()
    ]


def _written(example: Any) -> str:
    """An example as people read JSON."""
    return json.dumps(example, ensure_ascii=False, indent=2)
