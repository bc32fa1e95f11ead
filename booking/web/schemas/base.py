"""The parent of every schema that reads: unknown fields are refused, in plain German."""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema

GERMAN: dict[str, Any] = {
    "unknown": "Dieses Feld gibt es hier nicht.",
    "type": "Hier wird ein JSON-Objekt mit Feldern erwartet.",
}


class Asked(Schema):
    """Something a caller sends: exactly these fields and no other."""

    class Meta:
        unknown = RAISE

    error_messages = GERMAN
