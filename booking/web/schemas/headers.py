"""The headers that calls may carry."""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, post_load

from booking.web.schemas.fields import Text

LONGEST_KEY = 200


class KeyAsked(Schema):
    """The key that makes a repeated call harmless. Loads as the key alone, or None."""

    class Meta:
        unknown = EXCLUDE

    key = Text(
        longest=LONGEST_KEY,
        data_key="Idempotency-Key",
        metadata={
            "description": "Frei gewählt und zufällig, am besten eine UUID. Derselbe Schlüssel gibt 24 Stunden "
            "lang dieselbe Antwort; mit einem anderen Inhalt wird er abgelehnt.",
            "example": "3f0c2a58-6b1f-4f0e-9a53-0d2c1e7b9a11",
        },
    )

    @post_load
    def _alone(self, asked: dict[str, Any], **_more: Any) -> str | None:
        key: str | None = asked.get("key")
        return key
