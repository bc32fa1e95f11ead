"""What holds for every mail to a resident, of every kind, in every language and class, brief or not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from itertools import count, product
from pathlib import Path

import pytest
from sqlalchemy import select

from booking.accounts.people import Contact
from booking.appointments.finding import by_id
from booking.appointments.models import Appointment
from booking.i18n import LANGUAGES, Language, language
from booking.notifications.envelopes import unseal
from booking.notifications.models import Delivery
from booking.offers.models import Offer, OfferClass, OfferText
from booking.scheduling.walltime import at_wall
from tests import house
from tests.conftest import _copied
from tests.notifications.disrupting import closed_house, enter, withdraw
from tests.notifications.office import Office
from tests.notifications.reading import part, words

KINDS = {
    "confirmation": "REQUEST",
    "moved": "REQUEST",
    "moved_by_house": "REQUEST",
    "other_room": "REQUEST",
    "reminder": None,
    "cancelled": "CANCEL",
    "cancelled_by_house": "CANCEL",
    "unsettled": "REQUEST",
    "woken": "REQUEST",
    "confirm_address": None,
}
CLASSES = {"S0": "Nachbarschaftstreff", "S1": "Energieberatung", "S2": "Schuldnerberatung"}
BRING = "Alte Rechnungen"
NAME = "Zoe Wunderlich"
LINK = re.compile(r"https://termin\.example\.org(/[a-z-]+)?/t/([\w-]{43})(/bestaetigen)?(?![\w/-])")
PROVIDER_OR_ADVISER = re.compile(r"testverein|\bada\b", re.IGNORECASE)


@dataclass(frozen=True)
class Case:
    kind: str
    code: str
    offer_class: str
    brief: bool

    def __str__(self) -> str:
        return f"{self.kind}-{self.code}-{self.offer_class}-{'brief' if self.brief else 'full'}"


@dataclass
class Written:
    """A mail, and when the appointment was to be that it tells of."""

    mail: EmailMessage
    raw: bytes
    starts_at: datetime


@dataclass
class PostRoom:
    """Writes all the mails once."""

    office: Office
    offers: dict[str, Offer]
    mails: dict[str, Written] = field(default_factory=dict)
    last: int = 0

    def write_all(self) -> None:
        days = (house.TUESDAY + timedelta(days=7 * week + day) for week in count(1) for day in range(3))
        for (code, offer_class, brief), day in zip(
            product(LANGUAGES, CLASSES, (False, True)), days, strict=False
        ):
            self._write(code, offer_class, day, brief=brief)

    def _write(self, code: str, offer_class: str, day: date, *, brief: bool) -> None:
        offer, office = self.offers[offer_class], self.office
        office.open_hours(day, offer=offer)
        contact = Contact(name=NAME, email="zoe@example.org", language=code, brief_mails=brief)

        def keep(kind: str, appointment: str) -> None:
            self._keep(Case(kind, code, offer_class, brief), appointment)

        booked = office.book(at_wall(day, 9), contact, offer=offer)
        keep("confirmation", booked.id)
        office.move(booked, at_wall(day, 10))
        keep("moved", booked.id)
        office.move(booked, at_wall(day, 11), by="house")
        keep("moved_by_house", booked.id)
        office.change_room(booked, office.small.rooms[1])
        keep("other_room", booked.id)
        with office.runtime.database.writing() as session:
            found = by_id(session, booked.id)
            office.mails().remind(session, found, key=f"r|{booked.id}", now=office.now)
        keep("reminder", booked.id)
        office.cancel(booked)
        keep("cancelled", booked.id)
        called_off = office.book(at_wall(day, 9), contact, offer=offer)
        office.dispatch()
        self._skip()
        office.cancel(called_off, by="house")
        keep("cancelled_by_house", called_off.id)
        self._disrupt(keep, day, contact, offer)
        keep("confirm_address", office.ask(at_wall(day, 10), contact, offer=offer))

    def _disrupt(self, keep: Callable[[str, str], None], day: date, contact: Contact, offer: Offer) -> None:
        """A closure with other times on the next Monday, each day's at its own hours; then it is withdrawn."""
        office, begins = self.office, 6 + 3 * day.weekday()
        monday = day + timedelta(days=7 - day.weekday())
        office.open_hours(monday, offer=offer, start=begins, end=begins + 3)
        hit = office.book(at_wall(day, 9), contact, offer=offer)
        office.dispatch()
        self._skip()
        cause = enter(office, closed_house(day))
        keep("unsettled", hit.id)
        withdraw(office, cause)
        keep("woken", hit.id)
        office.cancel(hit)
        office.dispatch()
        self._skip()

    def _keep(self, case: Case, appointment_id: str) -> None:
        office = self.office
        office.dispatch()
        with office.runtime.database.reading() as session:
            (delivery,) = session.scalars(
                select(Delivery).where(Delivery.id > self.last, Delivery.person_id.is_not(None))
            )
            assert delivery.sealed is not None
            raw = unseal(office.runtime.vault, delivery.sealed, delivery.place, delivery.public_id).content
            starts_at = session.get_one(Appointment, appointment_id).starts_at
        mail = BytesParser(policy=policy.default).parsebytes(raw)
        assert isinstance(mail, EmailMessage)
        self.mails[str(case)] = Written(mail, raw, starts_at)
        self._skip()

    def _skip(self) -> None:
        self.last = max(each.id for each in self.office.deliveries())


@pytest.fixture(scope="module")
def written(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Written]]:
    """Every mail, by its case."""
    folder = tmp_path_factory.mktemp("mails")
    office = Office.open(_copied(migrated_file, folder / "treffpunkt.sqlite"), folder / "data")
    with office.runtime.database.writing() as session:
        small = office.small
        meeting = house.offer("treff", small.provider, OfferClass.MEETING, title=CLASSES["S0"])
        meeting.notice_minutes, meeting.horizon_days = 0, 400
        session.add(meeting)
        offers = {"S0": meeting, "S1": session.merge(small.advice), "S2": session.merge(small.sensitive)}
        for offer in offers.values():
            offer.text().bring = BRING
            offer.texts.append(
                OfferText(offer_id=0, language="uk", title="Тема", summary="", bring="Рахунки")
            )
    room = PostRoom(office, offers)
    room.write_all()
    yield room.mails
    office.runtime.database.dispose()


each_kind_in_each_language = pytest.mark.parametrize(("kind", "code"), list(product(KINDS, LANGUAGES)))


def cases(kind: str, code: str) -> list[Case]:
    """Each class, brief and in full."""
    return [Case(kind, code, offer_class, brief) for offer_class, brief in product(CLASSES, (False, True))]


def versions(code: str) -> list[Language]:
    return [language(code)] if language(code).german else [language(code), language("de")]


def without_tags(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


@each_kind_in_each_language
def test_it_is_a_mail_that_programs_can_read(written: dict[str, Written], kind: str, code: str) -> None:
    for case in cases(kind, code):
        mail, raw = written[str(case)].mail, written[str(case)].raw
        assert not mail.defects
        for each in mail.walk():
            assert not each.defects
            assert all(not getattr(value, "defects", ()) for value in each.values())
        assert max(map(len, raw.split(b"\r\n"))) <= 998
        assert raw.isascii()
        assert (mail["From"], mail["To"].addresses[0].addr_spec) == (
            "Quartiersbüro Leichlingen <termin@example.org>",
            "zoe@example.org",
        )


@each_kind_in_each_language
def test_it_is_in_the_persons_language_with_german_below(
    written: dict[str, Written], kind: str, code: str
) -> None:
    for case in cases(kind, code):
        mail, spoken = written[str(case)].mail, language(case.code)
        codes = [each.code for each in versions(case.code)]
        assert mail["Content-Language"] == ", ".join(codes)
        html = part(mail, "text/html").get_content()
        assert f'<html lang="{spoken.code}" dir="{spoken.dir}">' in html
        assert re.findall(r'<div class="version" lang="([a-z-]+)" dir="(\w+)">', html) == [
            (each.code, each.dir) for each in versions(case.code)
        ]


@each_kind_in_each_language
def test_it_says_no_more_than_it_may(written: dict[str, Written], kind: str, code: str) -> None:
    for case in cases(kind, code):
        mail = written[str(case)].mail
        said = words(mail)
        secrets = "|".join([*CLASSES.values(), BRING, "Тема", "Рахунки"])
        assert not re.search(f"{secrets}|{NAME}", mail["Subject"])
        assert not PROVIDER_OR_ADVISER.search(said)
        if case.offer_class == "S2" or case.brief or case.kind == "confirm_address":
            assert not re.search(secrets, said)
        if case.brief or case.kind == "confirm_address":
            assert not re.search("Zoe|Wunderlich", said)
        calendar = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
        for each in calendar:
            assert not re.search(secrets, each.get_content())


@pytest.mark.parametrize("offer_class", ["S0", "S1"])
def test_what_may_be_said_is_said(written: dict[str, Written], offer_class: str) -> None:
    """The red control: the search above would find a title."""
    said = words(written[str(Case("confirmation", "de", offer_class, brief=False))].mail)
    assert re.search(CLASSES[offer_class], said)
    assert re.search(BRING, said)
    assert re.search(NAME, said)
    ukrainian = words(written[str(Case("confirmation", "uk", offer_class, brief=False))].mail)
    assert re.search("Тема", ukrainian)
    assert re.search("Рахунки", ukrainian)


@each_kind_in_each_language
def test_it_has_one_link_in_each_version(written: dict[str, Written], kind: str, code: str) -> None:
    for case in cases(kind, code):
        mail = written[str(case)].mail
        wanted = ["" if each.code == "de" else f"/{each.code}" for each in versions(case.code)]
        tokens = set()
        for written_as in ("text/plain", "text/html"):
            links = LINK.findall(part(mail, written_as).get_content())
            assert [prefix for prefix, *_ in links] == wanted
            assert {bool(asks) for *_, asks in links} == {case.kind == "confirm_address"}
            tokens |= {token for _, token, _ in links}
        assert len(tokens) == 1
        outside = re.sub(r"https://termin\.example\.org/", "", words(mail))
        assert "http" not in outside


@each_kind_in_each_language
def test_both_parts_say_the_same_time(written: dict[str, Written], kind: str, code: str) -> None:
    for case in cases(kind, code):
        entry = written[str(case)]
        text = part(entry.mail, "text/plain").get_content()
        html = without_tags(part(entry.mail, "text/html").get_content())
        for spoken in versions(case.code):
            for said in (spoken.formats.day_year(entry.starts_at), spoken.formats.time(entry.starts_at)):
                assert said in text
                assert said in html


@each_kind_in_each_language
def test_the_calendar_is_there_when_there_is_news_for_it(
    written: dict[str, Written], kind: str, code: str
) -> None:
    for case in cases(kind, code):
        mail, method = written[str(case)].mail, KINDS[case.kind]
        calendars = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
        assert len(calendars) == (0 if method is None else 1)
        for each in calendars:
            assert each.get_param("method") == method
            assert f"\nMETHOD:{method}\n" in each.get_content().replace("\r\n", "\n")
        assert bool(mail["List-Unsubscribe"]) == (case.kind == "reminder")
