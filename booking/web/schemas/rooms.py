"""Rooms, as everybody may know them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from booking.house.models import RoomAccess, RoomKind
from booking.web.schemas.base import Asked


class RoomsAsked(Asked):
    """Whether the parts of the divided hall are wanted too."""

    parts = fields.Boolean(
        load_default=False,
        truthy={"true"},
        falsy={"false"},
        error_messages={"invalid": "Möglich sind: true, false."},
        metadata={"description": "Auch die Teile des Saals nennen"},
    )


class RoomSchema(Schema):
    """A room: how many fit in, how to get in, what is there."""

    slug = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([each.value for each in RoomKind]))
    capacity = fields.Integer(required=True)
    access = fields.String(required=True, validate=validate.OneOf([each.value for each in RoomAccess]))
    equipment = fields.List(fields.String(), required=True)
