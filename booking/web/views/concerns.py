"""A concern as residents see it: in their language, else in German."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from booking.i18n import Told
from booking.offers.models import Concern
from booking.offers.sorting import GUIDE
from booking.offers.wording import example_in, title_in
from booking.web.language import current_language


@dataclass(frozen=True)
class ConcernView:
    slug: str
    pictogram: str
    title: Told
    example: Told


def concern_view(concern: Concern) -> ConcernView:
    """In the language of the page."""
    code = current_language().code
    return ConcernView(concern.slug, concern.pictogram, title_in(concern, code), example_in(concern, code))


def concern_tiles(concerns: Iterable[Concern]) -> list[ConcernView]:
    """Those to choose from. The guide is not among them: it has a door of its own."""
    return [concern_view(each) for each in concerns if each.slug != GUIDE]


def concern_options(concerns: Iterable[Concern]) -> list[tuple[str, str, str]]:
    """Address, title and its language, for a choice."""
    code = current_language().code
    told = [(each.slug, title_in(each, code)) for each in concerns]
    return [(slug, title.text, title.language) for slug, title in told]
