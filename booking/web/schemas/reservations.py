"""Reservations and their dates, as answers tell them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from booking.reservations.models import OccurrenceStatus
from booking.web.schemas.fields import Instant

RESERVATION_STATUS = (OccurrenceStatus.PENDING, OccurrenceStatus.CONFIRMED, OccurrenceStatus.CANCELLED)


class OccurrenceSchema(Schema):
    """One date. `recurrence_id` is its first start and names it for good, wherever it is moved."""

    id = fields.String(required=True, metadata={"description": "für /occurrences/{occurrence}"})
    recurrence_id = Instant(
        required=True, metadata={"description": "ursprünglicher Anfang; er bleibt auch nach einem Umzug"}
    )
    start = Instant(required=True, metadata={"description": "Anfang"})
    end = Instant(required=True, metadata={"description": "Ende"})
    room = fields.String(required=True, metadata={"description": "Kürzel des Raums an diesem Tag"})
    status = fields.String(
        required=True,
        validate=validate.OneOf([each.value for each in OccurrenceStatus]),
        metadata={
            "description": "pending (angefragt), confirmed, cancelled (abgesagt), skipped_conflict (Raum war "
            "belegt), skipped_closure (Feiertag oder geschlossen), asleep (ruht, bis wieder offen ist)"
        },
    )
    title = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "eigener Titel dieses Termins oder der Reihe, soweit man ihn lesen darf"},
    )


class ReservationSchema(Schema):
    """A reservation with its dates, as the caller may see it."""

    id = fields.String(required=True, metadata={"description": "für /reservations/{reservation}"})
    title = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "für andere der öffentliche Titel; null heißt: nur belegt"},
    )
    provider = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Name des Anbieters; null, wenn man ihn nicht erfährt"},
    )
    status = fields.String(
        required=True,
        validate=validate.OneOf([each.value for each in RESERVATION_STATUS]),
        metadata={"description": "pending: das Haus entscheidet noch. cancelled: nichts davon findet statt."},
    )
    rrule = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "Regel (RFC 5545), nach der es zuletzt weitergeht; null ohne Reihe und für andere"
        },
    )
    occurrences = fields.List(
        fields.Nested(OccurrenceSchema),
        required=True,
        metadata={"description": "die Termine, in der Liste nur die der gefragten Tage"},
    )
