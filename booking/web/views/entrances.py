"""How to get into the rooms of an offer, from its Sprechstunden to come; or whether nobody has to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.appointments.models import Channel, ConsultationHours
from booking.house.models import Room, RoomAccess
from booking.offers.models import Offer
from booking.web.language import gettext as _
from booking.web.views.lift import lift_texts


def access_texts(session: Session, offer: Offer, *, now: datetime) -> list[str]:
    """Sentences on steps and the stair lift, the phone and home visits; none without Sprechstunden to come."""
    rows = session.execute(
        select(ConsultationHours.channel, Room.access)
        .outerjoin(Room, ConsultationHours.room_id == Room.id)
        .where(ConsultationHours.offer_id == offer.id, ConsultationHours.ends_at > now)
        .where(ConsultationHours.closed_at.is_(None))
        .distinct()
    ).all()
    channels = {channel for channel, _access in rows}
    entrances: set[str | None] = {access for channel, access in rows if channel == Channel.ON_SITE}
    texts = _on_site(entrances) if entrances else []
    if entrances & {RoomAccess.STAIR_LIFT, None}:
        texts += lift_texts(session, now)
    if Channel.PHONE in channels:
        texts.append(_("Beratung am Telefon ist möglich."))
    if Channel.HOME_VISIT in channels:
        texts.append(_("Wir kommen auch zu Ihnen nach Hause."))
    return texts


def _on_site(entrances: set[str | None]) -> list[str]:
    """None among the entrances stands for whatever room is free then."""
    known = entrances - {None}
    texts = []
    if known == {RoomAccess.STEP_FREE}:
        texts.append(_("Alle Räume dieses Angebots sind ohne Stufen."))
    elif known == {RoomAccess.STAIR_LIFT}:
        texts.append(_("Alle Räume dieses Angebots sind oben. Sie fahren mit dem Treppenlift."))
    elif known == {RoomAccess.STEP_FREE, RoomAccess.STAIR_LIFT}:
        texts.append(_("Manche Räume sind ohne Stufen, andere erreichen Sie mit dem Treppenlift."))
    elif known:
        texts.append(_("Manche Räume erreichen Sie nur über Treppen. Sagen Sie uns, wenn das nicht geht."))
    if None in entrances:
        texts.append(_("Manchmal wählen wir den Raum erst beim Buchen. Auf Wunsch liegt er ohne Treppe."))
    return texts
