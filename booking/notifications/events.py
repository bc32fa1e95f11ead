"""What staff do with mails: past tense, ids only."""

from __future__ import annotations

from dataclasses import dataclass

from booking.events import Event


@dataclass(frozen=True, kw_only=True)
class MailAskedAgain(Event):
    """Somebody wants a mail sent again; `thing` is what it is about, as a subject: `appointment:<id>`."""

    delivery_id: int
    thing: str

    @property
    def subject(self) -> str | None:
        return self.thing
