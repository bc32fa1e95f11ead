"""Where returned mails lie: in files, a maildir, an mbox, a stream, or a mailbox that is asked by IMAP."""

from __future__ import annotations

import imaplib
import mailbox
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

LARGEST = 256 * 1024
SECONDS = 30
AT_ONCE = 500
PLAIN_PORT, TLS_PORT = 143, 993
FROM_LINE = b"From "


class NoMailbox(Exception):
    """The mailbox cannot be read; the message says why and names no password."""


def mails_in(path: Path) -> Iterator[bytes]:
    """The mails in a maildir, an mbox, or a file with one mail. Raises NoMailbox."""
    if path.is_dir():
        if not (path / "cur").is_dir() or not (path / "new").is_dir():
            raise NoMailbox(f"{path} is no maildir: it has no folders cur and new.")
        folder = mailbox.Maildir(path, create=False)
        yield from (folder.get_bytes(key)[:LARGEST] for key in folder.iterkeys())
        return
    try:
        with path.open("rb") as file:
            yield from mails_of(file)
    except OSError as error:
        raise NoMailbox(f"{path} cannot be read: {error.strerror}.") from None


def mails_of(lines: Iterable[bytes]) -> Iterator[bytes]:
    """One mail, or each of an mbox: there a line with "From " after an empty one begins the next."""
    mail: list[bytes] = []
    is_mbox, after_blank = False, True
    for line in lines:
        if not mail and not is_mbox:
            is_mbox = line.startswith(FROM_LINE)
        if is_mbox and after_blank and line.startswith(FROM_LINE):
            if mail:
                yield b"".join(mail)[:LARGEST]
            mail = []
        else:
            mail.append(line)
        after_blank = not line.strip()
    if mail:
        yield b"".join(mail)[:LARGEST]


def poll(url: str, take: Callable[[bytes], None]) -> int:
    """Give each unseen mail of the mailbox to `take` and mark it as seen then; says how many there were.

    `imaps://user:password@host/INBOX`; what is special in user and password is percent-encoded. Raises NoMailbox.
    """
    parts = urlsplit(url)
    try:
        server = _connect(parts.scheme, parts.hostname or "", parts.port)
    except (OSError, imaplib.IMAP4.error, ValueError) as error:
        raise NoMailbox(f"The IMAP server does not answer: {type(error).__name__}.") from None
    try:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        _expect(server.select(_quoted(unquote(parts.path.strip("/")) or "INBOX")))
        return _take_unseen(server, take)
    except (OSError, imaplib.IMAP4.error) as error:
        raise NoMailbox(f"The IMAP mailbox cannot be read: {type(error).__name__}.") from None
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            server.logout()


def _connect(scheme: str, host: str, port: int | None) -> imaplib.IMAP4:
    if scheme == "imaps":
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(host, port or TLS_PORT, ssl_context=context, timeout=SECONDS)
    return imaplib.IMAP4(host, port or PLAIN_PORT, timeout=SECONDS)


def _take_unseen(server: imaplib.IMAP4, take: Callable[[bytes], None]) -> int:
    (found,) = _expect(server.uid("SEARCH", "UNSEEN"))
    uids = (found or b"").split()[:AT_ONCE]
    for uid in uids:
        # Not more than the head of a large mail, and not marked as seen before it is taken in.
        answer = _expect(server.uid("FETCH", uid.decode(), f"(BODY.PEEK[]<0.{LARGEST}>)"))
        for part in answer:
            if isinstance(part, tuple):
                take(part[1])
        _expect(server.uid("STORE", uid.decode(), "+FLAGS.SILENT", r"(\Seen)"))
    return len(uids)


def _expect(answer: tuple[str, list[Any]]) -> list[Any]:
    kind, data = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(kind)
    return data


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
