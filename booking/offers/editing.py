"""Adding and changing offers. What is sensitive gets a neutral address and neutral words in the same step."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts.managing import ProviderOver
from booking.accounts.models import Provider
from booking.errors import NotAllowedNow
from booking.i18n import SOURCE
from booking.offers.addresses import address_of, alone, is_neutral, neutral_address
from booking.offers.events import OfferChanged
from booking.offers.facts import Facts, Words, neutral_word
from booking.offers.models import Offer, OfferText


def add_offer(session: Session, provider_id: int, facts: Facts, german: Words, *, now: datetime) -> Offer:
    """A new offer, the last of the house's list; residents see it from the commit on. Raises ProviderOver."""
    alone(session)
    _hold_provider(session, provider_id)
    sensitive = facts.offer_class == facts.offer_class.SENSITIVE
    offer = Offer(
        slug=neutral_address(session) if sensitive else address_of(session, german.title, Offer),
        provider_id=provider_id,
        offer_class=facts.offer_class,
        mode=facts.mode,
        position=(session.scalar(select(func.max(Offer.position))) or 0) + 1,
    )
    _put(offer, SOURCE, german)
    session.add(offer)
    facts.write_into(session, offer)
    _keep_neutral(session, offer)
    session.flush()
    outbox.record(session, OfferChanged(offer_id=offer.id, what="added"), now=now)
    return offer


def change_facts(session: Session, offer: Offer, facts: Facts, *, now: datetime) -> None:
    """Let the offer be so from now on.

    Sprechstunden without terms of their own follow at once; booked appointments keep their time. Nothing that
    somebody booked rests on these numbers any more once the time is claimed, so a booking of the same moment counts
    as the earlier of the two and no lock stands between them.
    """
    alone(session)
    before = offer.offer_class
    facts.write_into(session, offer)
    _keep_neutral(session, offer)
    what = "facts" if before == offer.offer_class else "class"
    outbox.record(session, OfferChanged(offer_id=offer.id, what=what), now=now)


def write_text(session: Session, offer: Offer, code: str, words: Words, *, now: datetime) -> None:
    """What people read in this language, from now on."""
    _put(offer, code, words)
    _keep_neutral(session, offer)
    outbox.record(session, OfferChanged(offer_id=offer.id, what="texts"), now=now)


def drop_text(session: Session, offer: Offer, code: str, *, now: datetime) -> None:
    """Readers of this language get the German words again; dropping it twice is harmless. Raises NotAllowedNow."""
    if code == SOURCE:
        raise NotAllowedNow("drop", "german")
    text = next((each for each in offer.texts if each.language == code), None)
    if text is not None:
        offer.texts.remove(text)
        session.delete(text)
        outbox.record(session, OfferChanged(offer_id=offer.id, what="text_dropped"), now=now)


def retire(session: Session, offer: Offer, *, now: datetime) -> None:
    """Nobody finds, books or waits for it any more; what is booked stays. Doing it twice is harmless.

    A booking asks again behind the adviser's lock whether its offer is still given (wishes.open_hours_for), so from
    this commit on no new one begins. One that had asked before is simply the earlier of the two: it stays like every
    booked one. That is why retiring waits for nobody. Who holds a time already may finish, for it was promised.
    """
    if offer.retired_at is None:
        offer.retire(now)
        outbox.record(session, OfferChanged(offer_id=offer.id, what="retired"), now=now)


def bring_back(session: Session, offer: Offer, *, now: datetime) -> None:
    """It is given again, at its old address. Doing it twice is harmless. Raises ProviderOver."""
    if offer.retired_at is not None:
        _hold_provider(session, offer.provider_id)
        offer.bring_back()
        outbox.record(session, OfferChanged(offer_id=offer.id, what="back"), now=now)


def _hold_provider(session: Session, provider_id: int) -> None:
    """The provider cannot end before the offer is there to be counted. Raises ProviderOver."""
    statement = select(Provider.retired_at).where(Provider.id == provider_id)
    if session.scalar(statement.with_for_update(read=True, key_share=True)) is not None:
        raise ProviderOver


def _put(offer: Offer, code: str, words: Words) -> None:
    text = next((each for each in offer.texts if each.language == code), None)
    if text is None:
        text = OfferText(offer_id=offer.id, language=code, title=words.title, summary=words.summary)
        offer.texts.append(text)
    words.write_into(text)


def _keep_neutral(session: Session, offer: Offer) -> None:
    """Rule 6 for a sensitive offer: neither its address nor its public word tells what it is about."""
    if not offer.sensitive:
        return
    if not is_neutral(offer.slug):
        alone(session)
        offer.slug = neutral_address(session)
    for text in offer.texts:
        text.public_word = neutral_word(text.language)
