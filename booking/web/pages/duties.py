"""The pages every public service owes: imprint, privacy, accessibility, easy language, sign language, directions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response
from sqlalchemy import select

from booking.accounts.models import Provider
from booking.house.directions import WAYS
from booking.house.rooms import all_rooms
from booking.i18n import all_languages
from booking.offers.models import Offer
from booking.web.access import allow, runtime
from booking.web.frame import page
from booking.web.language import current_language
from booking.web.the_house import house_now
from booking.web.views.keeping import in_short, retention
from booking.web.views.lift import lift_texts
from booking.web.views.rooms import room_view

CHURCH_LAW = "DSG-EKD"
TOWN = "Stadt "
STATED_ON = date(2026, 11, 22)  # when somebody last went through the statement, point by point

pages = Blueprint("duties", __name__)


@dataclass(frozen=True)
class Controller:
    """Who is responsible for the data of which offers; `calls`: it lets the house's team call for it."""

    name: str
    address_text: str
    law: str
    offers_text: str
    calls: bool


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
        for offer in session.scalars(
            select(Offer).where(Offer.retired_at.is_(None)).order_by(Offer.position)
        ):
            titles.setdefault(offer.provider_id, []).append(offer.text(code).title)
        controllers = [
            Controller(
                each.name, house_now().line, _law(each), ", ".join(titles.get(each.id, [])), each.house_calls
            )
            for each in session.scalars(select(Provider).order_by(Provider.name))
        ]
    return page("duties/privacy.html", controllers=controllers, retention=retention(), kept=in_short())


@pages.get("/barrierefreiheit")
@allow()
def accessibility() -> Response:
    unreviewed = [each for each in all_languages() if not each.reviewed]
    return page("duties/accessibility.html", stated_on=STATED_ON, unreviewed=unreviewed)


@pages.get("/leichte-sprache")
@allow()
def easy_language() -> Response:
    return page("duties/easy_language.html")


@pages.get("/gebaerdensprache")
@allow()
def sign_language() -> Response:
    return page("duties/sign_language.html")


@pages.get("/anfahrt")
@allow()
def directions() -> Response:
    with runtime().database.reading() as session:
        rooms = [room_view(each) for each in all_rooms(session)]
        lift = lift_texts(session, runtime().clock.now())
    return page("duties/directions.html", ways=WAYS, rooms=rooms, lift=lift)


def _law(provider: Provider) -> str:
    if provider.privacy_law == CHURCH_LAW:
        return "church"
    return "town" if provider.name.startswith(TOWN) else "other"
