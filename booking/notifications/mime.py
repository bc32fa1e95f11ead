"""A mail as bytes: the MIME tree that mail programs and calendars read (RFC 6047 2.4, RFC 5322)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage, Message
from email.policy import SMTP, Policy
from typing import Literal

from booking.ical.entry import Mailbox
from booking.notifications.wording import Wording

Method = Literal["REQUEST", "CANCEL"]


class UnbrokenHeader(UnstructuredHeader, BaseHeader):
    """An address that stays in one piece: the usual folding would encode it, and no program would find it."""

    max_count = 1

    def fold(self, *, policy: Policy[Message[str, str]]) -> str:
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", UnbrokenHeader)
POLICY = SMTP.clone(header_factory=HEADERS)


@dataclass(frozen=True)
class Invitation:
    """A calendar part: `method` is also the METHOD inside `content`."""

    method: Method
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Everything a mail consists of, before it becomes bytes."""

    public_id: str
    message_id: str
    date: datetime
    sender: Mailbox
    recipient: Mailbox
    wording: Wording
    invitation: Invitation | None = None
    unsubscribe: str | None = None


def build(letter: Letter) -> bytes:
    """The mail's bytes, the same for the same letter.

    Without a calendar it is multipart/alternative; with one it is multipart/mixed: the alternative
    with the calendar as its last part comes first, for Outlook looks only there, and the same bytes
    follow as a file.
    """
    message = EmailMessage(policy=POLICY)
    message["From"] = _address(letter.sender)
    message["To"] = _address(letter.recipient)
    message["Reply-To"] = _address(letter.sender)
    message["Subject"] = letter.wording.subject
    message["Date"] = letter.date
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe is not None:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.wording.text, cte="quoted-printable")
    message.add_alternative(letter.wording.html, subtype="html", cte="quoted-printable")
    if letter.invitation is not None:
        _add_calendar(message, letter.invitation)
    message["Content-Language"] = ", ".join(letter.wording.languages)  # now: filling in moves Content-*
    _settle_parts(message, letter.public_id)
    return message.as_bytes()


def _add_calendar(message: EmailMessage, invitation: Invitation) -> None:
    message.add_alternative(
        invitation.content,
        maintype="text",
        subtype="calendar",
        params={"charset": "utf-8", "method": invitation.method},
    )
    (*_, calendar) = message.iter_parts()
    del calendar["Content-Disposition"]
    message.add_attachment(
        invitation.content,
        maintype="application",
        subtype="ics",
        params={"name": "termin.ics"},
        filename="termin.ics",
    )


def _settle_parts(message: EmailMessage, public_id: str) -> None:
    """Boundaries that no part can contain and that are the same each time; one MIME-Version."""
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{number}_{public_id}")
        if part is not message:
            del part["MIME-Version"]


def _address(mailbox: Mailbox) -> Address:
    return Address(mailbox.name, addr_spec=mailbox.address)
