"""The one screen for a caller, as it was sent: nothing of it is lost, whichever button was pressed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from werkzeug.datastructures import MultiDict

from booking.accounts.people import Contact
from booking.appointments.models import CameBy
from booking.house.rooms import NEEDS
from booking.web.forms.contact_faults import LONGEST_NAME
from booking.web.forms.details import Details, is_called
from booking.web.forms.reading import day_of, has_unseen, instant_of, slug_of, typed
from booking.web.language import gettext as _

SEARCH, TIMES, EARLIER, LATER, HOLD, CHECK, BOOK = (
    "suchen",
    "zeiten",
    "frueher",
    "spaeter",
    "halten",
    "pruefen",
    "buchen",
)
STEPS = (SEARCH, TIMES, EARLIER, LATER, HOLD, CHECK, BOOK)
LONGEST_WORDS = 100
FIELDS = (
    "was",
    "gesucht",
    "angebot",
    "adviser",
    "ab",
    "gefiltert",
    "slot",
    "hold",
    "came_by",
    "helper",
    "step",
)


@dataclass(frozen=True, kw_only=True)
class Call:
    """What is on the screen. `searched` and `filtered` are what the times on it were looked for with."""

    words: str = ""
    searched: str = ""
    offer: str = ""
    adviser: str = ""
    since: date | None = None
    filtered: str = ""
    slot: datetime | None = None
    hold: str = ""
    came_by: CameBy = CameBy.PHONE
    for_other: bool = False
    consent: bool = False
    helper: str = ""
    pressed: str = ""
    details: Details = field(default_factory=Details)

    @classmethod
    def read(cls, sent: MultiDict[str, str]) -> Call:
        """What a browser sent; what is no choice of ours counts as not chosen."""
        values = typed(sent, *FIELDS)
        return cls(
            words=values["was"][:LONGEST_WORDS],
            searched=values["gesucht"],
            offer=slug_of(values["angebot"]),
            adviser=slug_of(values["adviser"]),
            since=day_of(values["ab"]),
            filtered=values["gefiltert"],
            slot=instant_of(values["slot"]),
            hold=values["hold"],
            came_by=CameBy.DESK if values["came_by"] == CameBy.DESK else CameBy.PHONE,
            for_other="for_other" in sent,
            consent="consent" in sent,
            helper=values["helper"],
            pressed=values["step"] if values["step"] in STEPS else "",
            details=_details(sent),
        )

    @property
    def filters(self) -> str:
        """What the times are looked for with, in one word, to see whether it was changed."""
        day = self.since.isoformat() if self.since else ""
        needs = ",".join(self.details.needs)
        return f"{self.offer}|{self.adviser}|{day}|{needs}"

    def next_step(self, held_start: datetime | None) -> str:
        """The button that was pressed; the Enter key does what comes next."""
        if self.pressed:
            return self.pressed
        if self.words != self.searched:
            return SEARCH
        if self.filters != self.filtered:
            return TIMES
        if self.slot is not None and self.slot != held_start:
            return HOLD
        return CHECK if held_start is not None or self.hold else TIMES

    @property
    def since_is_new(self) -> bool:
        """Whether another first day was chosen than the times on the screen were looked for with."""
        before = self.filtered.split("|")
        return len(before) == len(self.filters.split("|")) and before[2] != self.filters.split("|")[2]

    @property
    def says_who(self) -> bool:
        """Whether anything about the person was written already."""
        known = self.details
        return self.for_other or any((known.name, known.phone, known.email, self.helper))

    def faults(self, channel: str) -> dict[str, str]:
        """What is wrong with what was said about the person, by field, for what is held on that channel."""
        found = self.errors
        if is_called(channel) and not self.details.phone:
            found["phone"] = _("Bitte fragen Sie nach der Telefonnummer. Wir rufen die Person an.")
        return found

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong with what was said about the person, by field, however they will meet."""
        found = dict(self.details.errors)
        if "spare_phone" in found:
            found["phone"] = found.pop("spare_phone")
        if "name" in found and not self.details.name:
            found["name"] = _("Bitte fragen Sie nach dem Namen. Ein Vorname reicht.")
        if self.for_other and not self.consent:
            found["consent"] = _("Bitte fragen Sie, ob die andere Person einverstanden ist.")
        if self.for_other and (has_unseen(self.helper) or len(self.helper) > LONGEST_NAME):
            found["helper"] = _("Bitte kürzen Sie den Namen auf %(most)s Zeichen.", most=LONGEST_NAME)
        return found

    def contact(self, *, sensitive: bool) -> Contact:
        """What may be kept; mails about a sensitive offer are brief."""
        known = self.details.to_keep()
        helper = " ".join(self.helper.split()) if self.for_other and "helper" not in self.errors else ""
        return replace(known, helper=helper, brief_mails=sensitive and known.email is not None)


def _details(sent: MultiDict[str, str]) -> Details:
    """The usual form about a person, its way of being reached taken from what was filled in."""
    values = typed(sent, "email", "phone", "take_email", "keep_email")
    by_mail = bool(values["email"] or values["take_email"] or values["keep_email"])
    usual = MultiDict(sent)
    usual["contact"] = "email" if by_mail else "phone" if values["phone"] else "none"
    usual["spare_phone"] = values["phone"]
    read = Details.typed(usual)
    return replace(read, needs=[need for need in NEEDS if need in read.needs])
