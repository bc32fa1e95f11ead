"""What somebody may say who knows no topic: sentences that lead to one, for the way-finder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from booking.i18n import sentence
from booking.offers.models import Concern
from booking.web.language import gettext as _

# The first that fits is the right one, so what is most urgent stands first.
SITUATIONS = (
    (sentence("Ich verstehe einen Brief oder ein Formular nicht."), "geld-und-antraege"),
    (sentence("Mein Geld reicht nicht."), "geld-und-antraege"),
    (sentence("Ich brauche Pflege oder pflege jemanden."), "aelter-werden"),
    (sentence("Ich bekomme ein Kind oder habe ein kleines Kind."), "kleine-kinder"),
    (sentence("Zu Hause oder in der Schule gibt es Streit."), "schule-und-familie"),
    (sentence("Ich bin neu in Deutschland."), "ankommen"),
    (sentence("Jemand behandelt mich schlecht."), "fair-behandelt"),
    (sentence("Ich suche Arbeit."), "arbeit-und-beruf"),
    (sentence("In meiner Wohnung ist es kalt, feucht oder zu teuer."), "haus-und-energie"),
    (sentence("Ich bin viel allein."), "treffen"),
)


@dataclass(frozen=True)
class Situation:
    text: str
    slug: str
    pictogram: str


def situations(concerns: Iterable[Concern]) -> list[Situation]:
    """Those that lead to a concern of this house."""
    pictograms = {concern.slug: concern.pictogram for concern in concerns}
    return [Situation(_(text), slug, pictograms[slug]) for text, slug in SITUATIONS if slug in pictograms]
