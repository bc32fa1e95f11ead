"""What the demonstration offers: class, mode, times and places in the concerns; the texts lie in texts/."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from booking.accounts.models import Provider
from booking.demo.concerns import write_concerns, write_topics
from booking.offers.models import Offer, OfferClass, OfferMode, OfferText

TEXTS = Path(__file__).parent / "texts"

S0, S1, S2 = OfferClass.MEETING, OfferClass.ADVICE, OfferClass.SENSITIVE
SLOTS, OPEN = OfferMode.APPOINTMENT, OfferMode.OPEN
REQUEST, PLACES = OfferMode.REQUEST, OfferMode.REGISTRATION


@dataclass(frozen=True)
class Given:
    """An offer without its words. `minutes` is the talk, `buffer` what stays free after it."""

    slug: str
    provider: str
    offer_class: OfferClass
    mode: OfferMode
    concerns: str
    topics: str
    minutes: int = 30
    buffer: int = 0
    notice: int = 120
    cap: int | None = None
    languages: str = "de"

    @property
    def confidential(self) -> bool:
        """Whether it needs a room nobody looks or listens into."""
        return self.offer_class != S0


GIVEN = (
    Given(
        "energieberatung", "stadt-klimaschutz", S1, SLOTS, "haus-und-energie", "klimagerechte-umgestaltung",
        minutes=45, buffer=15, notice=60, languages="de,en",
    ),
    Given(
        "beratung-1", "stadt-sozialamt", S2, SLOTS, "aelter-werden gesund-bleiben", "seniorenarbeit gesundheit praevention",
        minutes=45, buffer=15, cap=4,
    ),
    Given(
        "beratung-2", "stadt-jugendamt", S2, SLOTS, "kleine-kinder", "gesundheit praevention",
        minutes=30, buffer=10, notice=60, languages="de,en,tr",
    ),
    Given("schnullercafe", "stadt-jugendamt", S0, OPEN, "kleine-kinder treffen", "praevention"),
    Given("familienfruehstueck", "stadt-jugendamt", S0, PLACES, "kleine-kinder schule-und-familie treffen", "jugendarbeit"),
    Given(
        "beratung-3", "stadt-jugendamt", S2, SLOTS, "schule-und-familie", "jugendarbeit bildung",
        minutes=45, buffer=15, cap=3, languages="de,en,tr",
    ),
    Given(
        "beratung-4", "diakonie", S2, SLOTS, "ankommen geld-und-antraege", "migration bildung",
        minutes=45, buffer=15, notice=60, languages="de,en,ar,uk",
    ),
    Given("beratung-5", "diakonie", S2, REQUEST, "fair-behandelt", "migration", languages="de,en,ar,tr"),
    Given(
        "beratung-6", "diakonie", S2, SLOTS, "vorsorge aelter-werden", "seniorenarbeit praevention",
        minutes=45, buffer=15, notice=24 * 60, cap=3,
    ),
    Given("hochwasserhilfe", "diakonie", S1, SLOTS, "hochwasser", "praevention", minutes=60, notice=24 * 60),
    Given(
        "beratung-7", "stadt-sozialamt", S2, SLOTS, "geld-und-antraege ankommen", "bildung",
        minutes=30, buffer=10, notice=60, languages="de,en",
    ),
    Given("beratung-8", "diakonie", S2, REQUEST, "arbeit-und-beruf", "arbeitsmarkt bildung", languages="de,en"),
    Given("stadtnetzwerkerinnen", "stadt-sozialamt", S0, OPEN, "mitmachen treffen", "seniorenarbeit"),
    Given("ehrenamt", "stadt-sozialamt", S0, OPEN, "mitmachen", "bildung"),
    Given("bewegung", "nachbarschaft", S0, OPEN, "gesund-bleiben treffen", "sport gesundheit seniorenarbeit"),
    Given("schachtreff", "nachbarschaft", S0, OPEN, "treffen", "seniorenarbeit jugendarbeit"),
    Given("literaturclub", "nachbarschaft", S0, OPEN, "treffen", "bildung"),
    Given("reparaturtreff", "nachbarschaft", S0, PLACES, "treffen mitmachen", "klimagerechte-umgestaltung"),
    Given("wegweiser", "stadt-sozialamt", S1, OPEN, "wegweiser", "seniorenarbeit migration", languages="de,en"),
)  # fmt: skip


def write_offers(session: Session, providers: dict[str, Provider]) -> dict[str, Offer]:
    """Concerns, topics and offers with their texts in every language there is; the offers by slug."""
    concerns, topics = write_concerns(session), write_topics(session)
    texts = {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(TEXTS.glob("*.toml"))
    }
    offers: dict[str, Offer] = {}
    for position, given in enumerate(GIVEN, start=1):
        offer = Offer(
            slug=given.slug,
            provider_id=providers[given.provider].id,
            offer_class=given.offer_class,
            mode=given.mode,
            position=position,
            duration_minutes=given.minutes,
            buffer_minutes=given.buffer,
            notice_minutes=given.notice,
            daily_cap=given.cap,
            confidential=given.confidential,
            languages=given.languages,
        )
        offer.concerns.extend(concerns[slug] for slug in given.concerns.split())
        offer.topics.extend(topics[slug] for slug in given.topics.split())
        offer.texts.extend(
            OfferText(offer_id=0, language=language, **by_slug[given.slug])
            for language, by_slug in texts.items()
            if given.slug in by_slug
        )
        session.add(offer)
        offers[given.slug] = offer
    session.flush()
    return offers
