"""The facts of an offer as somebody typed them, and what is wrong with each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from booking.offers.facts import Facts
from booking.offers.models import Offer, OfferClass, OfferMode
from booking.web.forms.hours import in_hours
from booking.web.forms.offer_faults import fact_faults, number_of
from booking.web.forms.reading import typed
from booking.web.language import current_language

SPOKEN = (
    "de", "en", "uk", "ar", "tr", "ru", "pl", "ro", "bg", "hr", "sr", "sq", "el", "it", "fr", "es", "fa", "ku",
)  # fmt: skip
ONE = (
    "offer_class",
    "mode",
    "duration",
    "buffer",
    "notice",
    "horizon",
    "cap",
    "confidential",
    "confirm_by_mail",
)
MANY = ("languages", "concerns", "topics")
YES = "1"


@dataclass(frozen=True)
class OfferForm:
    """The form as the page shows it again; `notice` in hours, what may be many in the order of the page."""

    offer_class: str = ""
    mode: str = OfferMode.APPOINTMENT.value
    duration: str = "30"
    buffer: str = "0"
    notice: str = "2"
    horizon: str = "60"
    cap: str = ""
    confidential: str = YES
    confirm_by_mail: str = ""
    languages: tuple[str, ...] = ("de",)
    concerns: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> OfferForm:
        """What a browser sent, checked."""
        many = {name: _many(sent, name) for name in MANY}
        many["languages"] = tuple(code for code in SPOKEN if code in many["languages"])
        values = typed(sent, *ONE)
        faults = fact_faults(values, languages=many["languages"])
        fields: dict[str, Any] = {**values, **many, "errors": faults}
        return cls(**fields)

    @classmethod
    def showing(cls, offer: Offer) -> OfferForm:
        """An offer as it is."""
        facts = Facts.of(offer)
        return cls(
            offer_class=facts.offer_class.value,
            mode=facts.mode.value,
            duration=str(facts.duration_minutes),
            buffer=str(facts.buffer_minutes),
            notice=in_hours(facts.notice_minutes),
            horizon=str(facts.horizon_days),
            cap="" if facts.daily_cap is None else str(facts.daily_cap),
            confidential=YES if facts.confidential else "",
            confirm_by_mail=YES if facts.confirm_by_mail else "",
            languages=tuple(code for code in SPOKEN if code in facts.languages),
            concerns=tuple(sorted(facts.concerns)),
            topics=tuple(sorted(facts.topics)),
        )

    def facts(self) -> Facts:
        """What a form without errors says."""
        return Facts(
            offer_class=OfferClass(self.offer_class),
            mode=OfferMode(self.mode),
            duration_minutes=int(self.duration),
            buffer_minutes=int(self.buffer),
            notice_minutes=round((number_of(self.notice) or 0) * 60),
            horizon_days=int(self.horizon),
            daily_cap=int(self.cap) if self.cap else None,
            confidential=bool(self.confidential),
            languages=self.languages,
            confirm_by_mail=bool(self.confirm_by_mail),
            concerns=frozenset(self.concerns),
            topics=frozenset(self.topics),
        )

    def values(self) -> dict[str, str]:
        """The fields, to travel with a preview."""
        return {
            **{name: getattr(self, name) for name in ONE},
            **{name: " ".join(getattr(self, name)) for name in MANY},
        }

    def refused(self, name: str, fault: str) -> OfferForm:
        """The form with a fault that was found later."""
        return replace(self, errors={**self.errors, name: fault})


def spoken_languages() -> Mapping[str, str]:
    """The languages an offer can be given in, by code, in words."""
    names = current_language().locale.languages
    return {code: names.get(code, code) for code in SPOKEN}


def _many(sent: MultiDict[str, str], name: str) -> tuple[str, ...]:
    """Each chosen value once, whether they come one by one or travel in one field."""
    return tuple(dict.fromkeys(word for value in sent.getlist(name) for word in value.split()))
