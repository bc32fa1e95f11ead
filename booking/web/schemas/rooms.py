"""Rooms, as everybody may know them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from booking.house.models import RoomAccess, RoomKind


class RoomSchema(Schema):
    """A room: how many fit in, how to get in, what is there."""

    slug = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([each.value for each in RoomKind]))
    capacity = fields.Integer(required=True)
    access = fields.String(required=True, validate=validate.OneOf([each.value for each in RoomAccess]))
    equipment = fields.List(fields.String(), required=True)
