"""Numbers, and yes or no, exactly as JSON writes them: "7" is no number and 1 is no yes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate

from booking.web.schemas.fields import GERMAN


class Whole(fields.Integer):
    """A whole number between two others, both allowed."""

    default_error_messages = GERMAN

    def __init__(self, *, least: int, most: int, **more: Any) -> None:
        bounds = validate.Range(least, most, error=f"Möglich ist eine Zahl von {least} bis {most}.")
        super().__init__(validate=bounds, **more)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> int:
        del attr, data, kwargs
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValidationError("Hier wird eine ganze Zahl erwartet.")
        return value


class YesNo(fields.Boolean):
    """True or false."""

    default_error_messages = GERMAN

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> bool:
        del attr, data, kwargs
        if not isinstance(value, bool):
            raise ValidationError("Hier wird true oder false erwartet.")
        return value


class Answers(fields.Dict):
    """One word for each of many ids."""

    default_error_messages = {**GERMAN, "invalid": "Hier wird ein JSON-Objekt erwartet."}  # noqa: RUF012

    def __init__(self, key: fields.Field[Any], word: fields.Field[Any], *, longest: int, **more: Any) -> None:
        length = validate.Length(0, longest, error=f"Erlaubt sind höchstens {longest} Einträge.")
        super().__init__(keys=key, values=word, validate=length, **more)
