"""A directory of accepted mails and scripted faults: what the SMTP sink and any test process share."""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Literal

from tests.servers.waiting import wait_until

Moment = Literal["connect", "rcpt", "data"]


class Received(EmailMessage):
    """One accepted mail with its envelope and the bytes as they came over the wire."""

    envelope_from: str = ""
    envelope_to: tuple[str, ...] = ()
    raw: bytes = b""


PARSER = BytesParser(policy=policy.default.clone(message_factory=Received))


@dataclass(frozen=True)
class Fault:
    """What the sink does instead of accepting: answer `reply`, or after `seconds` break the connection off."""

    at: Moment
    reply: str | None = None
    seconds: float = 0
    stored: bool = False
    to: str | None = None
    lasting: bool = False


class Mailbox:
    """Reads mails and scripts faults in `directory`; the sink may run in this process or another."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.faults = directory / "faults"
        self.faults.mkdir(parents=True, exist_ok=True)

    def messages(self) -> list[Received]:
        """Every accepted mail in the order of acceptance."""
        return [_parsed(file) for file in self._files()]

    def wait_for(self, count: int, timeout: float = 10) -> list[Received]:
        """The mails as soon as there are at least `count`; TimeoutError says how many came."""
        try:
            wait_until(lambda: len(self._files()) >= count, timeout, f"{count} mails")
        except TimeoutError:
            subjects = [mail["Subject"] for mail in self.messages()]
            raise TimeoutError(f"{len(subjects)} of {count} mails within {timeout} s: {subjects}") from None
        return self.messages()

    def clear(self) -> None:
        """Forget all mails and all scripted faults."""
        for file in [*self._files(), *self.faults.glob("*.json")]:
            file.unlink(missing_ok=True)

    def answer(
        self, reply: str, times: int | None = 1, *, at: Moment = "data", to: str | None = None
    ) -> None:
        """Answer the next `times` (None: all) with `reply`, as `450 4.2.1 busy`; only mails `to` one address if given."""
        self._script(Fault(at, reply=reply, to=to, lasting=times is None), times)

    def drop(
        self, times: int | None = 1, *, stored: bool = False, at: Moment = "data", to: str | None = None
    ) -> None:
        """Break the connection off before the 250; `stored` keeps the mail, which is SMTP's unavoidable doubt."""
        self._script(Fault(at, stored=stored, to=to, lasting=times is None), times)

    def stay_silent(
        self, times: int | None = 1, *, seconds: float = 600, at: Moment = "data", to: str | None = None
    ) -> None:
        """Say nothing for `seconds`, then break the connection off."""
        self._script(Fault(at, seconds=seconds, to=to, lasting=times is None), times)

    def store(self, sender: str, recipients: list[str], content: bytes) -> None:
        """Keep a mail; it is in the directory, whole, when this returns."""
        envelope = json.dumps({"from": sender, "to": recipients})
        draft = self.directory / f"{time.time_ns():020d}-{os.urandom(4).hex()}.draft"
        draft.write_bytes(envelope.encode() + b"\n" + content)
        draft.replace(draft.with_suffix(".mail"))

    def take_fault(self, at: Moment, recipients: list[str]) -> Fault | None:
        """The next fault scripted for this moment, used up by taking it unless it is lasting."""
        for file in sorted(self.faults.glob("*.json")):
            fault = Fault(**json.loads(file.read_text()))
            if fault.at == at and (fault.to is None or fault.to in recipients):
                if not fault.lasting:
                    file.unlink()
                return fault
        return None

    def _script(self, fault: Fault, times: int | None) -> None:
        for number in range(1 if times is None else times):
            draft = self.faults / f"{time.time_ns():020d}-{number:06d}.draft"
            draft.write_text(json.dumps(asdict(fault)))
            draft.replace(draft.with_suffix(".json"))

    def _files(self) -> list[Path]:
        return sorted(self.directory.glob("*.mail"))


def _parsed(file: Path) -> Received:
    envelope, _, content = file.read_bytes().partition(b"\n")
    message = PARSER.parsebytes(content.replace(b"\r\n", b"\n"))  # as a mail program shows it
    assert isinstance(message, Received)
    facts = json.loads(envelope)
    message.envelope_from, message.envelope_to, message.raw = facts["from"], tuple(facts["to"]), content
    return message
