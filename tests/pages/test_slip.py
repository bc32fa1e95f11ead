"""The slip behind a link: a page for the printer and a PDF that say the same, and change nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from booking.offers.models import Offer, OfferClass, OfferText
from booking.printing.qr import qr_code
from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY
from tests.pages.conftest import MARIA, Site
from tests.printing.reading import read

BOTH = ("/zettel", "/zettel.pdf")


@pytest.fixture
def token(site: Site) -> str:
    _, _, token = site.booked(at_wall(TUESDAY, 9))
    return token


def test_page_and_pdf_say_the_same(site: Site, token: str) -> None:
    visitor = site.visitor().get(f"/t/{token}/zettel")
    assert visitor.status == 200
    assert visitor.title == "Zettel zum Drucken – Quartiersbüro Leichlingen"
    visitor.follow("Als PDF öffnen")
    assert visitor.page.content_type == "application/pdf"
    assert visitor.page.headers["Cache-Control"] == "no-store"
    assert visitor.page.headers["Content-Disposition"] == 'inline; filename="termin.pdf"'
    paper = read(visitor.page.data).text
    page = site.visitor().get(f"/t/{token}/zettel").text
    for words in ("Dienstag", "24. November 2026", "9:00 Uhr", "Büro 1", "Erdgeschoss", "ohne Stufen"):
        assert words in paper
        assert words in page


@pytest.mark.parametrize(("prefix", "direction"), [("", "ltr"), ("/uk", "ltr"), ("/ar", "rtl")])
def test_in_the_language_of_the_page(site: Site, token: str, prefix: str, direction: str) -> None:
    visitor = site.visitor().get(f"{prefix}/t/{token}/zettel")
    assert f'<html lang="{prefix.strip("/") or "de"}" dir="{direction}">' in visitor.text
    assert qr_code(f"http://localhost:8000{prefix}/t/{token}") in visitor.text
    paper = read(visitor.get(f"{prefix}/t/{token}/zettel.pdf").page.data)
    assert paper.language == (prefix.strip("/") or "de")


def test_the_link_from_code_and_name_ends_soon_so_its_paper_leads_to_the_code(site: Site) -> None:
    _, code, _ = site.booked(at_wall(TUESDAY, 10))
    visitor = site.visitor().get("/code").press("Termin ansehen", code=code, name=MARIA.name)
    slip = site.visitor().get(f"{visitor.path}/zettel").text
    assert qr_code("http://localhost:8000/code") in slip
    assert "Dort schreiben Sie Ihre Nummer und Ihren Namen." in slip


def test_a_file_is_made_at_any_moment(site: Site, token: str) -> None:
    """A real clock tells parts of a second, which no other test does."""
    site.clock.moment += timedelta(microseconds=123456)
    assert site.visitor().get(f"/t/{token}/zettel.pdf").status == 200


@pytest.mark.parametrize("path", BOTH)
def test_nothing_of_a_sensitive_offer(site: Site, token: str, path: str) -> None:
    with site.runtime.database.writing() as session:
        session.execute(update(OfferText).values(bring="Ausweis"))
    seen = _text(site, token, path)
    assert "Energieberatung" in seen
    assert "Ausweis" in seen
    with site.runtime.database.writing() as session:
        session.execute(update(Offer).values(offer_class=OfferClass.SENSITIVE))
    seen = _text(site, token, path)
    assert "Energieberatung" not in seen
    assert "Ausweis" not in seen
    assert "9:00 Uhr" in seen


def _text(site: Site, token: str, path: str) -> str:
    visitor = site.visitor().get(f"/t/{token}{path}")
    return read(visitor.page.data).text if path.endswith("pdf") else visitor.text


@pytest.mark.parametrize("path", BOTH)
def test_no_slip_for_what_will_not_take_place(site: Site, token: str, path: str) -> None:
    site.visitor().get(f"/t/{token}/absagen").press("Termin absagen")
    assert site.visitor().get(f"/t/{token}{path}").path == f"/t/{token}"


@pytest.mark.parametrize("path", BOTH)
def test_a_wrong_link_is_told_kindly(site: Site, path: str) -> None:
    visitor = site.visitor().get(f"/t/{'x' * 43}{path}")
    assert visitor.status == 404
    assert visitor.page.mimetype == "text/html"


def test_printing_changes_nothing(site: Site, token: str) -> None:
    before = site.rows()
    for path in BOTH:
        site.visitor().get(f"/t/{token}{path}")
    assert site.rows() == before
