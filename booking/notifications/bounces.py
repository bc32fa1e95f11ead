"""Reading what mail servers send back: RFC 3464 reports, and the common ones that are none.

A report says which of our mails it is about by the Message-ID in the headers it gives back: those are
random, so nobody can make one up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message

ID = r"<[!-;=?-~]{3,148}>"  # visible ASCII without a bracket inside, at most 150 characters, as ours are
MESSAGE_ID = re.compile(rf"^[>\s]*Message-ID:\s*({ID})", re.IGNORECASE | re.MULTILINE)
WHOLE_ID = re.compile(ID)
STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
REPLY = re.compile(r"(?<![\d.])(5[0-5]\d)[ -]")
GIVEN_UP = re.compile(r"permanent error|permanent fatal error|giving up|given up", re.IGNORECASE)
STILL_TRYING = re.compile(
    r"will (?:keep trying|retry|be retried)|still trying|delivery (?:is )?delayed|warning only", re.IGNORECASE
)
SENDERS = re.compile(r"mailer-daemon|postmaster|mail delivery (?:system|subsystem)", re.IGNORECASE)
QUOTING = ("text/plain", "text/rfc822-headers", "message/rfc822-headers")
TEXT_LIMIT = 64 * 1024
FAILED = "failed"
UNKNOWN = "no status"


@dataclass(frozen=True)
class Bounce:
    """A report: about which mails, and whether they will never arrive. `code` is 5.1.1 and the like."""

    message_ids: tuple[str, ...]
    permanent: bool
    code: str


def read_bounce(content: bytes) -> Bounce | None:
    """What the mail reports, or None when it is no report, or names no mail."""
    try:
        return _read(message_from_bytes(content, policy=policy.default))
    except (MessageError, LookupError, ValueError, AttributeError, TypeError, RecursionError):
        return None  # the standard library's parser gives up on some broken mails in its own ways


def _read(mail: EmailMessage) -> Bounce | None:
    ids = tuple(dict.fromkeys(_returned_ids(mail)))
    if not ids:
        return None
    if mail.get_content_type() == "multipart/report":
        report_type = str(mail.get_param("report-type", "")).lower()
        return _standard(mail, ids) if report_type == "delivery-status" else None
    return _free_text(mail, ids) if _is_from_a_server(mail) else None


def _standard(mail: EmailMessage, ids: tuple[str, ...]) -> Bounce | None:
    """RFC 3464: a group of fields for each recipient; ours have one."""
    found = [
        (str(group.get("Action", "")).strip().lower(), _status(str(group.get("Status", ""))))
        for part in _parts(mail)
        if part.get_content_type() == "message/delivery-status"
        for group in part.walk()
        if group.get("Action") or group.get("Status")
    ]
    if not found:
        return None
    for action, status in found:
        # "failed" is final whatever the status: the server has given up (2.3.3).
        if action == FAILED or (not action and status.startswith("5")):
            return Bounce(ids, permanent=True, code=status)
    return Bounce(ids, permanent=False, code=found[0][1])


def _free_text(mail: EmailMessage, ids: tuple[str, ...]) -> Bounce:
    """What the words of a server say that keeps to no standard (older Exim, qmail and others)."""
    text = _words(mail)
    statuses = STATUS.findall(text) + REPLY.findall(text)
    code = next((each for each in statuses if each.startswith("5")), statuses[0] if statuses else UNKNOWN)
    said_so = code.startswith("5") or bool(GIVEN_UP.search(text)) or "X-Failed-Recipients" in mail
    return Bounce(ids, permanent=said_so and not STILL_TRYING.search(text), code=code)


def _is_from_a_server(mail: EmailMessage) -> bool:
    """No person writes from an empty address or as the mail system; their replies quote us too."""
    nobody = str(mail.get("Return-Path", "")).strip() == "<>"
    return nobody or bool(SENDERS.search(str(mail.get("From", ""))))


def _returned_ids(mail: EmailMessage) -> Iterator[str]:
    """The Message-IDs in what was given back: as a mail, as its headers, or quoted in the text."""
    for part in _parts(mail):
        if part.get_content_type() == "message/rfc822":
            yield from _id_of(part)
        elif part.get_content_type() in QUOTING:
            yield from MESSAGE_ID.findall(_text_of(part))


def _parts(mail: Message) -> Iterator[Message]:
    """The parts of the report itself; what lies inside a returned mail is not its word."""
    if not mail.is_multipart() or mail.get_content_maintype() == "message":
        yield mail
        return
    for part in mail.get_payload():
        if isinstance(part, Message):
            yield from _parts(part)


def _id_of(part: Message) -> Iterator[str]:
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], Message):
        given = str(inner[0].get("Message-ID", "")).strip()
        if WHOLE_ID.fullmatch(given):
            yield given


def _words(mail: EmailMessage) -> str:
    """What the server says itself: the text before the returned headers begin."""
    texts = [_text_of(part) for part in _parts(mail) if part.get_content_type() == "text/plain"]
    return "\n".join(MESSAGE_ID.split(text, maxsplit=1)[0] for text in texts)


def _text_of(part: Message) -> str:
    """The text of a part, whatever it says about itself."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    return payload[:TEXT_LIMIT].decode("utf-8", "replace")


def _status(text: str) -> str:
    found = STATUS.search(text)
    return found.group(1) if found else UNKNOWN
