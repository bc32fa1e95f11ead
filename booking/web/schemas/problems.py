"""Problems: what an error answer looks like (RFC 9457)."""

from __future__ import annotations

from marshmallow import INCLUDE, Schema, fields

from booking.web.schemas.dates import AffectedSchema, AlternativeSchema, ConflictSchema


class FieldErrorSchema(Schema):
    """What is wrong with one field; `field` is empty when it concerns the whole."""

    field = fields.String(required=True)
    detail = fields.String(required=True)


class ProblemSchema(Schema):
    """What went wrong: `type` is stable and for programs, `title` and `detail` are for people."""

    class Meta:
        unknown = INCLUDE

    type = fields.String(required=True, metadata={"format": "uri-reference"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    errors = fields.List(fields.Nested(FieldErrorSchema))
    alternatives = fields.List(fields.Nested(AlternativeSchema))
    conflicts = fields.List(
        fields.Nested(ConflictSchema), metadata={"description": "Termine, die so nicht gehen (dates-taken)"}
    )
    appointments = fields.List(
        fields.Nested(AffectedSchema),
        metadata={
            "description": "Termine von Ratsuchenden, über die zu entscheiden ist (appointments-affected)"
        },
    )
    reason = fields.String(metadata={"description": "warum es diese Zeit oder diesen Schritt nicht gibt"})
