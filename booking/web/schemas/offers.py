"""Offers and the question for them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from booking.offers.models import OfferClass, OfferMode
from booking.web.schemas.base import Asked
from booking.web.schemas.fields import Text


class OffersAsked(Asked):
    """Which offers, and in which language their titles."""

    concern = Text(
        longest=60, metadata={"description": "Kürzel eines Anliegens", "example": "haus-und-energie"}
    )
    topic = Text(longest=60, metadata={"description": "Kürzel eines Themas", "example": "bildung"})
    lang = Text(
        longest=12,
        metadata={
            "description": "Sprache der Titel (BCP 47); was es darin nicht gibt, kommt auf Deutsch",
            "example": "de",
        },
    )


class OfferSchema(Schema):
    """An offer. `title` is in the language asked for, if there is one in it."""

    slug = fields.String(required=True)
    title = fields.String(required=True)
    provider = fields.String(required=True, metadata={"description": "Name des Anbieters"})
    offer_class = fields.String(
        data_key="class", required=True, validate=validate.OneOf([each.value for each in OfferClass])
    )
    mode = fields.String(required=True, validate=validate.OneOf([each.value for each in OfferMode]))
    duration_minutes = fields.Integer(required=True)
    topics = fields.List(fields.String(), required=True, metadata={"description": "Kürzel der Themen"})
