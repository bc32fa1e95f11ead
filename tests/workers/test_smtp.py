"""The SMTP channel: what the mail server may do, and what becomes of the mail."""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from booking.config import MailSettings
from booking.notifications.channels import Never, NotNow, Pace
from booking.notifications.claiming import LEASE
from booking.notifications.envelopes import Envelope
from tests.servers.smtp import SmtpSink
from tests.servers.waiting import free_port
from workers.smtp import PATIENCE, Patience, SmtpChannel

IMPATIENT = Patience(answer=0.4, mail=1.0)
ENVELOPE = Envelope(
    "id", "termin@example.org", "erika@example.org", b"Subject: x\r\n\r\n.punkt\r\nGr=C3=BC=C3=9Fe\r\n"
)


def channel(port: int, **more: object) -> SmtpChannel:
    return SmtpChannel(MailSettings(server="127.0.0.1", port=port, **more), "termin.example.org", IMPATIENT)


def test_the_bytes_arrive_as_they_are(smtp_sink: SmtpSink) -> None:
    channel(smtp_sink.port).send(ENVELOPE)
    (mail,) = smtp_sink.messages()
    assert mail.raw == ENVELOPE.content


@pytest.mark.parametrize(
    ("reply", "pace"),
    [("450 4.2.1 busy", Pace.USUAL), ("452 4.2.2 full", Pace.SLOW), ("432 4.7.12 no", Pace.SLOW)],
)
def test_later(smtp_sink: SmtpSink, reply: str, pace: Pace) -> None:
    smtp_sink.answer(reply)
    with pytest.raises(NotNow) as refusal:
        channel(smtp_sink.port).send(ENVELOPE)
    assert (refusal.value.reason, refusal.value.pace) == (f"smtp {reply[:3]}", pace)


@pytest.mark.parametrize(
    "reply", ["550 5.1.1 erika@example.org unknown", "552 5.3.4 too large", "554 5.7.1 no"]
)
def test_never_and_without_the_servers_words(smtp_sink: SmtpSink, reply: str) -> None:
    smtp_sink.answer(reply, at="rcpt")
    with pytest.raises(Never) as refusal:
        channel(smtp_sink.port).send(ENVELOPE)
    assert refusal.value.reason == f"smtp {reply[:3]}"
    assert "erika" not in repr(refusal.value)


@pytest.mark.parametrize("moment", ["connect", "rcpt", "data"])
def test_a_silent_server_is_left_in_time(smtp_sink: SmtpSink, moment: str) -> None:
    smtp_sink.stay_silent(at=moment)
    started = time.monotonic()
    with pytest.raises(NotNow) as refusal:
        channel(smtp_sink.port).send(ENVELOPE)
    assert refusal.value.pace == Pace.SOON
    assert time.monotonic() - started < 5


def test_a_dribbling_server_is_left_at_the_deadline() -> None:
    with dribbling() as port:
        started = time.monotonic()
        with pytest.raises(NotNow):
            channel(port).send(ENVELOPE)
        assert 0.8 < time.monotonic() - started < 5


def test_a_server_slow_at_every_step_is_left_before_the_lease_ends() -> None:
    """Each answer comes in time, all of them together do not: the deadline counts from connecting on."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Thread(target=_answer_slowly, args=(listening, heard), daemon=True)
        server.start()
        began = time.monotonic()
        with pytest.raises(NotNow):
            channel(listening.getsockname()[1]).send(ENVELOPE)
        assert time.monotonic() - began < 5
        server.join(10)
    assert heard
    assert not any(line.upper().startswith(b"DATA") for line in heard)


def _answer_slowly(listening: socket.socket, heard: list[bytes]) -> None:
    connection, _ = listening.accept()
    with connection, connection.makefile("rb") as lines, contextlib.suppress(OSError):
        time.sleep(IMPATIENT.answer * 0.75)
        connection.sendall(b"220 slow\r\n")
        for line in lines:
            heard.append(line)
            time.sleep(IMPATIENT.answer * 0.75)
            connection.sendall(b"250 ok\r\n")


def test_nobody_there() -> None:
    with pytest.raises(NotNow) as refusal:
        channel(free_port()).send(ENVELOPE)
    assert (refusal.value.reason, refusal.value.pace) == ("ConnectionRefusedError", Pace.SOON)


def test_a_fault_after_the_answer_is_no_fault(smtp_sink: SmtpSink) -> None:
    class Hasty(Controller):
        pass

    class CutsOff(Sink):
        async def handle_QUIT(self, server, session, envelope):  # noqa: N802
            server.transport.abort()
            return "221 bye"

    controller = Hasty(CutsOff(), hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        channel(controller.port).send(ENVELOPE)
    finally:
        controller.stop()


@pytest.mark.parametrize("dribbles", [False, True])
def test_a_server_without_a_goodbye_is_not_waited_for(dribbles: bool) -> None:  # noqa: FBT001
    """The mail is accepted: whoever waits on lets the lease end, and another sends it again."""
    patience = Patience(answer=8, mail=9, goodbye=0.4)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=_never_say_goodbye, args=(listening, dribbles), daemon=True).start()
        began = time.monotonic()
        settings = MailSettings(server="127.0.0.1", port=listening.getsockname()[1])
        SmtpChannel(settings, "termin.example.org", patience).send(ENVELOPE)
        assert time.monotonic() - began < 4


def test_nothing_lasts_longer_than_the_lease() -> None:
    assert timedelta(seconds=PATIENCE.mail + PATIENCE.goodbye) < LEASE


def _never_say_goodbye(listening: socket.socket, dribbles: bool) -> None:  # noqa: FBT001
    connection, _ = listening.accept()
    with connection, connection.makefile("rb") as lines, contextlib.suppress(OSError):
        connection.sendall(b"220 hello\r\n")
        for line in lines:
            word = line[:4].upper()
            if word == b"QUIT":
                break
            if word == b"DATA" or word[:2] == b".\r":
                connection.sendall(b"354 go on\r\n" if word == b"DATA" else b"250 kept\r\n")
            elif word in (b"EHLO", b"MAIL", b"RCPT"):
                connection.sendall(b"250 ok\r\n")
        for _ in range(40):
            if dribbles:
                connection.sendall(b"221-bye\r\n")
            time.sleep(0.2)


def test_a_wrong_password_is_the_houses_fault_not_the_mails(smtp_sink: SmtpSink) -> None:
    with pytest.raises(NotNow):
        channel(smtp_sink.port, username="haus", password="falsch").send(ENVELOPE)


def test_a_foreign_certificate_is_refused(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    controller = Controller(Sink(), hostname="127.0.0.1", port=free_port(), tls_context=context)
    controller.start()
    try:
        with pytest.raises(NotNow) as refusal:
            channel(controller.port, use_tls=True).send(ENVELOPE)
        assert refusal.value.reason == "SSLCertVerificationError"
    finally:
        controller.stop()


@contextlib.contextmanager
def dribbling() -> Iterator[int]:
    """A server that never stops answering to RCPT, a line every 0.2 seconds."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listening.accept()
        with connection, contextlib.suppress(OSError):
            connection.sendall(b"220 hello\r\n")
            while received := connection.recv(1000):
                if received.startswith(b"rcpt"):
                    for _ in range(100):
                        connection.sendall(b"250-still thinking\r\n")
                        time.sleep(0.2)
                connection.sendall(b"250 ok\r\n")

    thread = Thread(target=serve, daemon=True)
    thread.start()
    with listening:
        yield listening.getsockname()[1]
        thread.join(5)


def self_signed(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "somebody.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return file
