"""The slip as PDF: every word in every language, readable by programs, silent about what is sensitive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from booking.appointments.models import Appointment, Channel
from booking.house.address import HouseFacts
from booking.i18n import LANGUAGES, language
from booking.offers.models import OfferClass
from booking.printing.slip import Link, Slip, slip_of
from booking.scheduling.walltime import at_wall
from tests.house import NOW, TUESDAY
from tests.pages.conftest import Site
from tests.printing.reading import read

OWN = Link("https://termin.quartiersbuero.example/t/abc", own=True)
TO_CODE = Link("https://termin.quartiersbuero.example/code", own=False)
Printed = Callable[..., Slip]


@pytest.fixture
def printed(site: Site) -> Printed:
    """The slip of an appointment on Tuesday at half past nine; `about` changes it or its offer beforehand."""
    appointment_id, _, _ = site.booked(at_wall(TUESDAY, 9, 30))

    def slip(
        code: str = "de", link: Link = OWN, about: Callable[[Appointment], None] = lambda _: None
    ) -> Slip:
        with site.runtime.database.reading() as session:
            appointment = session.get_one(Appointment, appointment_id)
            appointment.offer.texts[0].bring = "Ausweis\nRechnung vom letzten Jahr"
            with session.no_autoflush:
                about(appointment)
                made = slip_of(appointment, language(code), link, HouseFacts(), now=NOW)
            session.expunge_all()
        return made

    return slip


def lines(slip: Slip) -> list[str]:
    """Everything that must be on the paper."""
    place = slip.place
    return [
        *(slip.title, slip.weekday, slip.date, slip.time, place.name, *place.way, *place.address),
        *(place.sign, place.what_to_do, slip.code_label, slip.code, slip.topic_label, slip.topic),
        *(slip.bring_label, *slip.bring, slip.change_label, slip.call, slip.phone, slip.phone_hours),
        *(*slip.change, slip.as_of),
    ]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_word_comes_out_in_every_language(printed: Printed, code: str) -> None:
    slip = printed(code)
    paper = read(slip.as_pdf(at=NOW))
    words = " ".join(paper.text.split())
    if language(code).dir == "rtl":  # readers order its letters each in their own way
        assert letters("".join(lines(slip))) <= letters(words)
        assert slip.code in words
        assert slip.phone in words
    else:
        assert [line for line in lines(slip) if line not in words] == []
    assert paper.pages == 1


def letters(text: str) -> Counter[str]:
    return Counter(sign for sign in text if sign.isalpha())


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_screen_reader_finds_its_way(printed: Printed, code: str) -> None:
    slip = printed(code)
    paper = read(slip.as_pdf(at=NOW))
    assert paper.tagged
    assert paper.language == language(code).locale.language
    assert paper.title == slip.title
    assert paper.pictures == [slip.picture]
    assert paper.headings == ["/H1", "/H2", "/H2"]


def test_the_words_are_those_of_the_appointment(printed: Printed) -> None:
    slip = printed()
    assert (slip.weekday, slip.date, slip.time) == ("Dienstag", "24. November 2026", "9:30 Uhr")
    assert (slip.place.sign, slip.place.name) == ("1", "Büro 1")
    assert slip.place.way == ("Erdgeschoss", "ohne Stufen")
    assert (slip.topic, slip.bring) == ("Energieberatung", ("Ausweis", "Rechnung vom letzten Jahr"))
    assert slip.code[3] == " "
    assert len(slip.code) == 7
    assert slip.as_of == "Stand: 23. November 2026, 8:00 Uhr"


def test_a_sensitive_offer_is_not_on_the_paper(printed: Printed) -> None:
    def sensitive(appointment: Appointment) -> None:
        appointment.offer.offer_class = OfferClass.SENSITIVE

    slip = printed(about=sensitive)
    text = read(slip.as_pdf(at=NOW)).text
    for secret in ("Energieberatung", "Worum es geht", "mitbringen", "Ausweis", "S2"):
        assert secret not in text
    assert slip.code in text


def test_nobody_is_sent_to_a_door_for_a_call(printed: Printed) -> None:
    def by_phone(appointment: Appointment) -> None:
        appointment.channel, appointment.room = Channel.PHONE, None

    text = read(printed(about=by_phone).as_pdf(at=NOW)).text
    assert "Wir rufen Sie an." in text
    assert "Kirchstraße" not in text


def test_signs_that_no_font_has_are_left_out(printed: Printed) -> None:
    def playful(appointment: Appointment) -> None:
        appointment.offer.texts[0].title = "Heizung 🔥 sparen"

    text = " ".join(read(printed(about=playful).as_pdf(at=NOW)).text.split())
    assert "Heizung sparen" in text


def test_words_of_others_are_words_and_never_markup(printed: Printed) -> None:
    title = '#panic("x") *fett* $1$ \\ "Anführung"'

    def strange(appointment: Appointment) -> None:
        appointment.offer.texts[0].title = title

    assert title in " ".join(read(printed(about=strange).as_pdf(at=NOW)).text.split())


def test_a_link_that_ends_soon_is_not_printed(printed: Printed) -> None:
    own, ending = printed(), printed(link=TO_CODE)
    assert own.qr != ending.qr
    assert "Dort schreiben Sie Ihre Nummer und Ihren Namen." in ending.change
    assert own.picture != ending.picture


def test_a_long_list_goes_on_on_the_next_page(printed: Printed) -> None:
    def long(appointment: Appointment) -> None:
        appointment.offer.texts[0].bring = "\n".join(f"Unterlage {n}" for n in range(60))

    paper = read(printed(about=long).as_pdf(at=NOW))
    assert paper.pages > 1
    assert "Unterlage 59" in paper.text
    assert paper.headings == ["/H1", "/H2", "/H2"]
