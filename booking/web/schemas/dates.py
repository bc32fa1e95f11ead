"""Dates that cannot be as they were wanted, and appointments that a change touches: members of problems."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from booking.reservations.planning import ProposalKind
from booking.reservations.world import DateState
from booking.web.schemas.fields import Instant

BLOCKED = (
    DateState.CONFLICT,
    DateState.HOLIDAY,
    DateState.CLOSURE,
    DateState.SCHOOL_HOLIDAY,
    DateState.PAST,
)


class ConflictSchema(Schema):
    """A date of the wish that is not free, and why."""

    recurrence_id = Instant(required=True, metadata={"description": "ursprünglicher Anfang des Termins"})
    start = Instant(required=True)
    end = Instant(required=True)
    room = fields.String(required=True, metadata={"description": "Kürzel des Raums"})
    state = fields.String(required=True, validate=validate.OneOf([each.value for each in BLOCKED]))
    reason = fields.String(required=True, metadata={"description": "ein Satz oder Name für Menschen"})


class AlternativeSchema(Schema):
    """Another time or room that is free now, for an appointment or for a date of a reservation."""

    start = Instant(required=True)
    end = Instant(required=True)
    room = fields.String(required=True, allow_none=True, metadata={"description": "Kürzel; null am Telefon"})
    adviser = fields.String(metadata={"description": "nur bei Terminen: wer berät"})
    places = fields.Integer(metadata={"description": "nur bei Terminen: wie viele noch passen"})
    kind = fields.String(
        validate=validate.OneOf([each.value for each in ProposalKind]),
        metadata={"description": "nur bei Reservierungen: was anders ist"},
    )
    recurrence_id = Instant(metadata={"description": "nur bei Reservierungen: für welchen Termin"})


class AffectedSchema(Schema):
    """A resident's appointment in a Sprechstunde that the change touches."""

    id = fields.String(required=True, metadata={"description": "für das Feld appointments der Anfrage"})
    code = fields.String(
        required=True, allow_none=True, metadata={"description": "Nummer; null für das Haus"}
    )
    start = Instant(required=True)
    end = Instant(required=True)
    may_stay = fields.Boolean(required=True, metadata={"description": "ob keep möglich ist"})
