"""A real SMTP server that keeps each mail in a directory before it answers 250, and fails when told to.

As a process of its own: `python -m tests.servers.smtp --port 2525 --directory mails`; a test then reads
the mails and scripts the faults with `Mailbox(Path("mails"))`.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import signal
import tempfile
from pathlib import Path
from typing import Any
from weakref import WeakSet

import aiosmtpd
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers.mailbox import Fault, Mailbox, Moment
from tests.servers.waiting import on_free_port

VERSION = f"aiosmtpd {aiosmtpd.__version__}"


class SmtpSink(Mailbox):
    """A mailbox with its SMTP server on 127.0.0.1:`port`; `stop` and `start` take it away and bring it back."""

    def __init__(self, directory: Path, port: int) -> None:
        super().__init__(directory)
        self.host = "127.0.0.1"
        self.port = port
        self._controller: Controller | None = None

    def start(self) -> None:
        self._controller = _Controller(
            _Keeper(self), hostname=self.host, port=self.port, server_hostname="localhost"
        )
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def remove(self) -> None:
        """Stop and delete the directory."""
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)


def start(directory: Path | None = None, port: int | None = None) -> SmtpSink:
    """A running sink in this process, on a random port and in a temporary directory unless told otherwise."""
    kept = directory or Path(tempfile.mkdtemp(prefix="treffpunkt-smtp-"))

    def launch(port: int) -> SmtpSink:
        sink = SmtpSink(kept, port)
        sink.start()
        return sink

    return launch(port) if port else on_free_port(launch)


class _Keeper:
    """The handler: a scripted fault if there is one, else the mail is stored and accepted."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        fault = self.mailbox.take_fault("rcpt", [address])
        if fault is not None:
            return await _play(fault, server)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        fault = self.mailbox.take_fault("data", envelope.rcpt_tos)
        if fault is None or fault.stored:
            assert isinstance(envelope.original_content, bytes)
            self.mailbox.store(envelope.mail_from or "", envelope.rcpt_tos, envelope.original_content)
        return "250 2.0.0 OK" if fault is None else await _play(fault, server)


class _Connection(SMTP):
    async def _handle_client(self) -> None:
        moment: Moment = "connect"
        fault = self.event_handler.mailbox.take_fault(moment, [])
        if fault is not None:
            await self.push(await _play(fault, self))
            assert self.transport is not None
            self.transport.close()
            return
        await super()._handle_client()


class _Controller(Controller):
    def __init__(self, handler: _Keeper, **options: Any) -> None:
        super().__init__(handler, **options)
        self._connections: WeakSet[SMTP] = WeakSet()

    def factory(self) -> SMTP:
        connection = _Connection(self.handler, **self.SMTP_kwargs)
        self._connections.add(connection)
        return connection

    def stop(self, no_assert: bool = False) -> None:  # noqa: FBT001, FBT002 (aiosmtpd's signature)
        asyncio.run_coroutine_threadsafe(self._end_all(), self.loop).result(5)
        super().stop(no_assert)

    async def _end_all(self) -> None:
        for connection in list(self._connections):
            _hang_up(connection)
        await asyncio.sleep(0.01)

    def _trigger_server(self) -> None:
        self._factory_invoked.set()  # the base class would connect once, which could use up a fault
        self.smtpd = self.factory()


async def _play(fault: Fault, server: SMTP) -> str:
    """The fault's reply, or no reply at all and a broken connection."""
    if fault.reply is not None:
        return fault.reply
    try:
        await asyncio.sleep(fault.seconds)
    finally:  # also when the client loses patience
        _hang_up(server)
    await asyncio.Event().wait()  # cancelled as soon as the connection is lost
    raise AssertionError


def _hang_up(connection: SMTP) -> None:
    transport: Any = connection.transport
    if transport is not None:
        transport.abort()


def _main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, required=True)
    arguments.add_argument("--directory", type=Path, required=True)
    given = arguments.parse_args()
    ends = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)  # before the server's thread inherits the mask
    sink = start(given.directory, given.port)
    signal.sigwait(ends)
    sink.stop()


if __name__ == "__main__":
    _main()
