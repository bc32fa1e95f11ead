"""Which Sprechstunde shall be opened: of what offer, with whom, on which dates, and how it is booked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from booking.appointments.models import HoursMode
from booking.appointments.opening import Opening
from booking.offers.models import Adviser, Offer
from booking.reservations.models import Occurrence
from booking.web.forms.hours import HoursForm
from booking.web.forms.reading import typed
from booking.web.language import gettext as _

ALL = "all"
SOME = "some"
MOST_DATES = 1000


@dataclass(frozen=True)
class Offered:
    """What one can choose from: only what belongs to the reservation and to whom asks."""

    offers: Sequence[Offer]
    advisers: Sequence[Adviser]
    dates: Sequence[Occurrence]

    def offer(self, slug: str) -> Offer | None:
        return next((each for each in self.offers if each.slug == slug), None)

    def adviser(self, slug: str) -> Adviser | None:
        return next((each for each in self.advisers if each.slug == slug), None)


@dataclass(frozen=True)
class OpeningForm:
    """The form as the page shows it again, and what was wrong with it."""

    offer: str = ""
    adviser: str = ""
    which: str = ALL
    dates: Sequence[str] = ()
    hours: HoursForm = field(default_factory=HoursForm)
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def fresh(cls, offered: Offered, account_id: int) -> OpeningForm:
        """Before anybody typed: the only offer, and whoever asks, if they advise."""
        own = [each for each in offered.advisers if each.account_id == account_id] or list(offered.advisers)
        only = offered.offers[0] if len(offered.offers) == 1 else None
        mode = HoursMode.OPEN_DOOR if only and only.mode == "open" else HoursMode.BOOKABLE
        return cls(
            offer=only.slug if only else "",
            adviser=own[0].slug if own else "",
            hours=HoursForm(mode=mode.value),
        )

    @classmethod
    def typed(cls, sent: MultiDict[str, str], offered: Offered) -> OpeningForm:
        """What a browser sent, checked."""
        values = typed(sent, "offer", "adviser", "which")
        form = cls(
            offer=values["offer"],
            adviser=values["adviser"],
            which=values["which"],
            dates=sent.getlist("date")[:MOST_DATES],
            hours=HoursForm.typed(sent),
        )
        return form._checked(offered)

    def picked(self, offered: Offered) -> list[Occurrence]:
        """The dates it is for, of those on which one may still be opened."""
        return [each for each in offered.dates if self.which == ALL or each.id in self.dates]

    def missing(self, offered: Offered) -> bool:
        """Whether a date that was picked is not there any more."""
        return self.which == SOME and not set(self.dates) <= {each.id for each in offered.dates}

    def opening(self, offered: Offered) -> Opening:
        """What is asked for; only of a form without faults."""
        offer, adviser = offered.offer(self.offer), offered.adviser(self.adviser)
        assert offer is not None
        assert adviser is not None
        return Opening(
            offer=offer,
            adviser=adviser,
            starts=self.hours.begins,
            ends=self.hours.closes,
            seats=int(self.hours.seats),
            mode=HoursMode(self.hours.mode),
            settings=self.hours.settings,
        )

    def _checked(self, offered: Offered) -> OpeningForm:
        offer = offered.offer(self.offer)
        hours, errors = self.hours, {}
        if offer is None:
            errors["offer"] = _("Bitte wählen Sie ein Angebot.")
        else:
            hours = hours.checked(offer, [each.interval for each in self.picked(offered)])
        if offered.adviser(self.adviser) is None:
            errors["adviser"] = _("Bitte wählen Sie, wer berät.")
        if self.which not in (ALL, SOME):
            errors["which"] = _("Bitte wählen Sie, an welchen Terminen.")
        elif self.which == SOME and not self.dates:
            errors["which"] = _("Bitte kreuzen Sie mindestens einen Termin an.")
        return replace(self, hours=hours, errors={**errors, **hours.errors})
