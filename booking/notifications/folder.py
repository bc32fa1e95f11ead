"""The folder: without a mail server each mail is kept as a file, shown on a page of the demonstration."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from pathlib import Path

from booking.notifications.channels import NotNow
from booking.notifications.envelopes import Envelope

STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class KeptMail:
    """One file: its id, the mail's Date and what a list of mails shows."""

    public_id: str
    date: datetime
    to: str
    subject: str


class FolderChannel:
    """Keeps mails as `<time>-<id>.eml`; the same mail again lands on the same name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, envelope: Envelope) -> None:
        """Write the file whole or not at all, readable by its owner only."""
        name = f"{_date(_parsed(envelope.content)):{STAMP}}-{envelope.public_id}"
        draft = self.folder / f".{name}.{os.getpid()}.draft"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft.touch(mode=0o600)
            draft.write_bytes(envelope.content)
            draft.replace(self.folder / f"{name}.eml")
        except OSError as error:
            raise NotNow(type(error).__name__) from error

    def kept_mails(self) -> list[KeptMail]:
        """Every kept mail, newest first."""
        found = []
        for file in self._files():
            message = self.read(_id(file))
            if message is not None:
                found.append(KeptMail(_id(file), _date(message), str(message["To"]), str(message["Subject"])))
        return sorted(found, key=lambda mail: (mail.date, mail.public_id), reverse=True)

    def read(self, public_id: str) -> EmailMessage | None:
        """One kept mail, or None when there is none with this id."""
        for file in self._files():
            if _id(file) == public_id:
                try:
                    return _parsed(file.read_bytes())
                except FileNotFoundError:
                    return None
        return None

    def drop_drafts(self, *, older_than: timedelta = timedelta(hours=1)) -> None:
        """Delete what a killed process left half-written."""
        for draft in self.folder.glob(".*.draft"):
            with suppress(FileNotFoundError):
                if time.time() - draft.stat().st_mtime > older_than.total_seconds():
                    draft.unlink()

    def kept_ids(self) -> set[str]:
        return {_id(file) for file in self._files()}

    def forget(self, public_ids: Iterable[str]) -> None:
        """Delete the files of these mails; those that are not there are no fault."""
        unwanted = set(public_ids)
        for file in self._files():
            if _id(file) in unwanted:
                file.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("*.eml"))


def _id(file: Path) -> str:
    return file.stem.partition("-")[2]


def _parsed(content: bytes) -> EmailMessage:
    return BytesParser(policy=SMTP).parsebytes(content)


def _date(message: EmailMessage) -> datetime:
    date = message["Date"].datetime
    assert isinstance(date, datetime)
    return date.astimezone(UTC)
