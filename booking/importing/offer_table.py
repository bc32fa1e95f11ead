"""Offers out of a table, with their words in German: a new one, other facts of one that is there, or nothing new."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.models import Provider
from booking.i18n import SOURCE
from booking.importing.cells import Cells
from booking.importing.findings import Becomes, Finding, Unreadable
from booking.importing.offer_words import CLASSES, LANGUAGES, MODES, OfferNames
from booking.importing.tables import Column, Line
from booking.offers.addresses import alone
from booking.offers.editing import add_offer, change_facts, write_text
from booking.offers.facts import Facts, Words
from booking.offers.models import Offer, OfferClass, OfferMode
from booking.runtime import Desk

PROVIDER, TITLE, SUMMARY, KIND, MODE = "Anbieter", "Titel", "Beschreibung", "Vertraulichkeit", "Art"
FOR_WHOM, BRING, WORD = "Für wen", "Bitte mitbringen", "Wort für die Tafel"
DURATION, BUFFER, NOTICE = "Dauer (Minuten)", "Pause danach (Minuten)", "Vorlauf (Stunden)"
HORIZON, CAP, CONFIDENTIAL = "Tage im Voraus", "Höchstens am Tag", "Vertraulicher Raum"
SPOKEN, CONCERNS, TOPICS = "Sprachen", "Anliegen", "Themen"
COLUMNS = (
    Column(PROVIDER, "Diakonisches Werk", required=True),
    Column(TITLE, "Hilfe bei Formularen", required=True),
    Column(SUMMARY, "Wir lesen Briefe mit Ihnen und füllen Anträge aus."),
    Column(KIND, "Beratung"),
    Column(MODE, "mit Termin"),
    Column(FOR_WHOM, "Für alle aus der Stadt"),
    Column(BRING, "Den Brief, um den es geht"),
    Column(WORD, "Beratung"),
    Column(DURATION, "30"),
    Column(BUFFER, "10"),
    Column(NOTICE, "2"),
    Column(HORIZON, "60"),
    Column(CAP, ""),
    Column(CONFIDENTIAL, "ja"),
    Column(SPOKEN, "Deutsch / Englisch"),
    Column(CONCERNS, "Geld, Anträge, Rechte"),
    Column(TOPICS, "Bildung"),
)
MOST = 300
LONGEST_TITLE, LONGEST_WORD, LONGEST_SUMMARY, LONGEST_MORE = 120, 60, 600, 400
SHORTEST, LONGEST, STEP = 5, 240, 5
FACTS: Mapping[str, Callable[[Facts], object]] = {
    MODE: lambda facts: facts.mode,
    DURATION: lambda facts: facts.duration_minutes,
    BUFFER: lambda facts: facts.buffer_minutes,
    NOTICE: lambda facts: facts.notice_minutes,
    HORIZON: lambda facts: facts.horizon_days,
    CAP: lambda facts: facts.daily_cap,
    CONFIDENTIAL: lambda facts: facts.confidential,
    SPOKEN: lambda facts: set(facts.languages),
    CONCERNS: lambda facts: facts.concerns,
    TOPICS: lambda facts: facts.topics,
}
WORDS: Mapping[str, Callable[[Words], str]] = {
    SUMMARY: lambda words: words.summary,
    FOR_WHOM: lambda words: words.for_whom,
    BRING: lambda words: words.bring,
    WORD: lambda words: words.public_word,
}


@dataclass(frozen=True)
class OfferLine:
    """What is said about a line, and the offer as it would be; `offer` when it is there already."""

    finding: Finding
    provider_id: int = 0
    facts: Facts | None = None
    words: Words | None = None
    offer: Offer | None = None


def judge_offers(
    session: Session, lines: Sequence[Line], providers: Mapping[str, Provider]
) -> list[OfferLine]:
    """A finding for each line, in order. Raises Unreadable for more offers than a house has."""
    if len(lines) > MOST:
        raise Unreadable("too_many_lines", most=str(MOST))
    names = OfferNames.look(session)
    offers = session.scalars(select(Offer)).unique()
    there = {(offer.provider_id, offer.text().title.casefold()): offer for offer in offers}
    earlier: dict[tuple[int, str], int] = {}
    return [_judged(line, there, names, providers, earlier) for line in lines]


def save_offers(session: Session, desk: Desk, judged: Sequence[OfferLine]) -> None:
    """Save what has no fault, as the pages of an offer do."""
    for each in judged:
        if each.facts is None or each.words is None:
            continue
        if each.offer is None:
            add_offer(session, each.provider_id, each.facts, each.words, now=desk.now)
            continue
        if Facts.of(each.offer) != each.facts:
            change_facts(session, each.offer, each.facts, now=desk.now)
        if Words.of(each.offer.text()) != each.words:
            write_text(session, each.offer, SOURCE, each.words, now=desk.now)


def wait_for_turn(session: Session) -> None:
    """Until this transaction ends nobody else changes what can be named, or gives an address."""
    alone(session)


def _judged(
    line: Line,
    there: Mapping[tuple[int, str], Offer],
    names: OfferNames,
    providers: Mapping[str, Provider],
    earlier: dict[tuple[int, str], int],
) -> OfferLine:
    cells = Cells(line)
    provider = cells.one_of(PROVIDER, providers, required=True)
    title = cells.text(TITLE, LONGEST_TITLE, required=True)
    key = (provider.id if provider else 0, title.casefold())
    offer = there.get(key)
    facts = _facts(cells, offer, names)
    words = _words(cells, title, offer)
    first = earlier.setdefault(key, line.number)
    if first != line.number and provider is not None:
        cells.fault("twice", TITLE, line=str(first))
    if offer is not None and not offer.is_given:
        cells.fault("retired", TITLE)
    if facts.offer_class == OfferClass.SENSITIVE:
        words = replace(words, public_word=Words.public_word)
    if cells.faults or provider is None:
        return OfferLine(_finding(line, title, Becomes.FAULTY, cells))
    if offer is None:
        return OfferLine(_finding(line, title, Becomes.NEW, cells), provider.id, facts, words)
    changes = _changes(offer, facts, words)
    if not changes:
        return OfferLine(_finding(line, title, Becomes.SAME, cells))
    finding = replace(_finding(line, title, Becomes.CHANGED, cells), changes=changes)
    return OfferLine(finding, provider.id, facts, words, offer)


def _facts(cells: Cells, offer: Offer | None, names: OfferNames) -> Facts:
    """The offer as the line wants it; where a cell is empty, as it was."""
    before = Facts.of(offer) if offer is not None else None
    chosen = cells.one_of(KIND, CLASSES, required=before is None)
    mode = cells.one_of(MODE, MODES, required=before is None)
    if before is not None and chosen not in (None, before.offer_class):
        cells.fault("class_elsewhere", KIND)
    base = before or Facts(
        offer_class=chosen or OfferClass.ADVICE,
        mode=mode or OfferMode.APPOINTMENT,
        confidential=chosen != OfferClass.MEETING,
    )
    notice, cap = cells.number(NOTICE, 0, 30 * 24), cells.number(CAP, 1, 100)
    duration = cells.number(DURATION, SHORTEST, LONGEST)
    if duration is not None and duration % STEP:
        cells.fault("step", DURATION, step=str(STEP))
    buffer, horizon = cells.number(BUFFER, 0, 60), cells.number(HORIZON, 1, 365)
    return replace(
        base,
        mode=mode or base.mode,
        duration_minutes=duration or base.duration_minutes,
        buffer_minutes=base.buffer_minutes if buffer is None else buffer,
        notice_minutes=base.notice_minutes if notice is None else notice * 60,
        horizon_days=horizon or base.horizon_days,
        daily_cap=cap or base.daily_cap,
        confidential=cells.yes(CONFIDENTIAL, otherwise=base.confidential),
        languages=tuple(cells.some_of(SPOKEN, LANGUAGES)) or base.languages,
        concerns=frozenset(cells.some_of(CONCERNS, names.concerns)) or base.concerns,
        topics=frozenset(cells.some_of(TOPICS, names.topics)) or base.topics,
    )


def _words(cells: Cells, title: str, offer: Offer | None) -> Words:
    before = Words.of(offer.text()) if offer is not None else Words(title=title, summary="")
    return replace(
        before,
        summary=cells.text(SUMMARY, LONGEST_SUMMARY, required=offer is None) or before.summary,
        for_whom=cells.text(FOR_WHOM, LONGEST_MORE) or before.for_whom,
        bring=cells.text(BRING, LONGEST_MORE) or before.bring,
        public_word=cells.text(WORD, LONGEST_WORD) or before.public_word,
    )


def _changes(offer: Offer, facts: Facts, words: Words) -> list[str]:
    """The columns in which the line is otherwise than the house."""
    facts_before, words_before = Facts.of(offer), Words.of(offer.text())
    return [
        *(column for column, fact in FACTS.items() if fact(facts_before) != fact(facts)),
        *(column for column, word in WORDS.items() if word(words_before) != word(words)),
    ]


def _finding(line: Line, title: str, becomes: Becomes, cells: Cells) -> Finding:
    return Finding(number=line.number, name=title, becomes=becomes, faults=cells.faults)
