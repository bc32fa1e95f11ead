"""The pages every public service owes: imprint, privacy, accessibility, easy language, sign language."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response
from sqlalchemy import select

from booking.accounts.models import Provider
from booking.house.address import HOUSE
from booking.offers.models import Offer
from booking.web.access import allow, runtime
from booking.web.frame import page
from booking.web.language import current_language

CHURCH_LAW = "DSG-EKD"
TOWN = "Stadt "

pages = Blueprint("duties", __name__)


@dataclass(frozen=True)
class Controller:
    """Who is responsible for the data of which offers."""

    name: str
    address_text: str
    law: str
    offers_text: str


@pages.get("/impressum")
@allow()
def imprint() -> Response:
    return page("duties/imprint.html")


@pages.get("/datenschutz")
@allow()
def privacy() -> Response:
    code = current_language().code
    with runtime().database.reading() as session:
        titles: dict[int, list[str]] = {}
        for offer in session.scalars(select(Offer).order_by(Offer.position)):
            titles.setdefault(offer.provider_id, []).append(offer.text(code).title)
        controllers = [
            Controller(each.name, HOUSE.line, _law(each), ", ".join(titles.get(each.id, [])))
            for each in session.scalars(select(Provider).order_by(Provider.name))
        ]
    return page("duties/privacy.html", controllers=controllers)


@pages.get("/barrierefreiheit")
@allow()
def accessibility() -> Response:
    return page("duties/accessibility.html", stated_on=None)


@pages.get("/leichte-sprache")
@allow()
def easy_language() -> Response:
    return page("duties/easy_language.html")


@pages.get("/gebaerdensprache")
@allow()
def sign_language() -> Response:
    return page("duties/sign_language.html")


def _law(provider: Provider) -> str:
    if provider.privacy_law == CHURCH_LAW:
        return "church"
    return "town" if provider.name.startswith(TOWN) else "other"
