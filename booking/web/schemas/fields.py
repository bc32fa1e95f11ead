"""Fields with the house's rules: instants with an offset, days on the wall, text a person can read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from marshmallow import ValidationError, fields, validate

from booking.scheduling.walltime import to_wall

RFC_3339: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)([Zz]|[+-]\d{2}:\d{2})?", re.ASCII
)
ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
YEARS: Final = range(2000, 2200)
UNREADABLE: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
MAIL_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)

GERMAN: Final[dict[str, Any]] = {
    "required": "Diese Angabe fehlt.",
    "null": "Diese Angabe darf nicht leer sein.",
    "validator_failed": "Diese Angabe ist nicht gültig.",
}
NO_TEXT: Final = "Hier wird ein Text erwartet."


class Text(fields.String):
    """Text a person wrote or a program names: of limited length, without control characters."""

    default_error_messages = {**GERMAN, "invalid": NO_TEXT, "invalid_utf8": NO_TEXT}  # noqa: RUF012

    def __init__(self, *, longest: int, one_of: tuple[str, ...] = (), **more: Any) -> None:
        rules: list[Any] = [validate.Length(1, longest, error=f"Erlaubt sind 1 bis {longest} Zeichen.")]
        if one_of:
            rules.append(validate.OneOf(one_of, error="Möglich sind: " + ", ".join(one_of) + "."))
        super().__init__(validate=rules, **more)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if any(unicodedata.category(sign) in UNREADABLE or sign in TURNING for sign in text):
            raise ValidationError("Darin sind Zeichen, die man nicht lesen oder drucken kann.")
        if text and not text.strip():
            raise ValidationError("Hier stehen nur Leerzeichen.")
        return text.strip()


class MailAddress(Text):
    """An e-mail address as HTML's input fields accept it, with a dot in the domain."""

    def __init__(self, **more: Any) -> None:
        super().__init__(longest=254, **more)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        address = super()._deserialize(value, attr, data, **kwargs)
        if not MAIL_ADDRESS.fullmatch(address) or len(address.partition("@")[0]) > 64:
            raise ValidationError("Das ist keine E-Mail-Adresse. Ein Beispiel: name@example.org")
        return address


class Instant(fields.Field[datetime]):
    """An instant: RFC 3339 with any offset comes in and becomes UTC, Berlin's offset goes out."""

    default_error_messages = GERMAN

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> datetime:
        del attr, data, kwargs
        written = RFC_3339.fullmatch(value) if isinstance(value, str) else None
        if written is None:
            raise ValidationError("Hier wird ein Zeitpunkt erwartet, zum Beispiel 2026-11-24T09:00:00+01:00.")
        day, clock, offset = written.groups()
        if offset is None:
            raise ValidationError("Dem Zeitpunkt fehlt der Abstand zu UTC, zum Beispiel +01:00 oder Z.")
        try:
            instant = datetime.fromisoformat(f"{day}T{clock}{offset.upper()}").astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise ValidationError("Diesen Zeitpunkt gibt es nicht.") from error
        if instant.year not in YEARS:
            raise ValidationError("Dieser Zeitpunkt liegt zu weit weg.")
        return instant

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        del attr, obj, kwargs
        return None if value is None else to_wall(value).isoformat()


class Day(fields.Field[date]):
    """A calendar day in Berlin, as YYYY-MM-DD."""

    default_error_messages = GERMAN

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> date:
        del attr, data, kwargs
        if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
            raise ValidationError("Hier wird ein Tag erwartet, zum Beispiel 2026-11-24.")
        try:
            day = date.fromisoformat(value)
        except ValueError as error:
            raise ValidationError("Diesen Tag gibt es nicht.") from error
        if day.year not in YEARS:
            raise ValidationError("Dieser Tag liegt zu weit weg.")
        return day


class ListOf(fields.List[Any]):
    """A list, each entry once."""

    default_error_messages = {**GERMAN, "invalid": "Hier wird eine Liste erwartet."}  # noqa: RUF012

    def __init__(self, entry: fields.Field[Any], *, longest: int, **more: Any) -> None:
        length = validate.Length(0, longest, error=f"Erlaubt sind höchstens {longest} Einträge.")
        super().__init__(entry, validate=length, **more)
