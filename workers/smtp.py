"""The SMTP channel: frozen bytes through Flask-Mail's connection, with time-outs it does not have.

Flask-Mail stays the configured transport (its names of settings, its connection, its login); its
Message is left out, because it builds a new MIME tree, Date and Message-ID on each attempt, whereas a
retry must be byte-identical. It lives in an edge, as everything that knows Flask.
"""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
import time
from dataclasses import dataclass
from threading import Timer
from types import TracebackType
from typing import Any

import flask_mail

from booking.config import MailSettings
from booking.notifications.channels import Never, NotNow, Pace
from booking.notifications.envelopes import Envelope

ASK_RARELY = frozenset({432, 452})


@dataclass(frozen=True)
class Patience:
    """Seconds to wait for one answer, for one mail from connecting on, and for a goodbye.

    The last two together are less than the lease of its delivery: nobody else sends it meanwhile.
    """

    answer: float = 10
    mail: float = 25
    goodbye: float = 2


PATIENCE = Patience()


class SmtpChannel:
    """Hands each mail to the mail server of the settings, one connection per mail."""

    def __init__(self, settings: MailSettings, local_hostname: str, patience: Patience = PATIENCE) -> None:
        self._state = flask_mail.Mail().init_mail(
            {
                "MAIL_SERVER": settings.server,
                "MAIL_PORT": settings.port,
                "MAIL_USE_TLS": settings.use_tls,
                "MAIL_USERNAME": settings.username,
                "MAIL_PASSWORD": settings.password,
                "MAIL_DEFAULT_SENDER": settings.sender,
            }
        )
        self._local_hostname = local_hostname
        self._patience = patience

    def send(self, envelope: Envelope) -> None:
        """Return when the server has answered 250. Raises NotNow or Never."""
        try:
            with PatientConnection(self._state, self._local_hostname, self._patience) as connection:
                connection.send_frozen(envelope)
        except smtplib.SMTPRecipientsRefused as refused:
            ((code, _),) = refused.recipients.values()
            raise _verdict(code) from None  # the server's words may repeat the address
        except (smtplib.SMTPConnectError, smtplib.SMTPHeloError, smtplib.SMTPAuthenticationError) as error:
            raise NotNow(f"smtp {error.smtp_code}", Pace.SOON) from None
        except smtplib.SMTPResponseException as error:
            raise _verdict(error.smtp_code) from None
        except UnicodeError:
            raise Never("bad address") from None
        except OSError as error:
            raise NotNow(type(error).__name__, Pace.SOON) from None


class PatientConnection(flask_mail.Connection):
    """Flask-Mail's connection with time-outs, a checked certificate and a name of its own to greet with."""

    host: smtplib.SMTP | None

    def __init__(self, mail: Any, local_hostname: str, patience: Patience) -> None:
        super().__init__(mail)
        self._local_hostname = local_hostname
        self._patience = patience

    def configure_host(self) -> smtplib.SMTP:
        """Connect, with the watch running from the first byte on."""
        host = smtplib.SMTP(local_hostname=self._local_hostname, timeout=self._patience.answer)
        # STARTTLS checks the certificate against this name.
        host._host = self.mail.server  # type: ignore[attr-defined]  # noqa: SLF001
        self._deadline = time.monotonic() + self._patience.mail
        self._watch = Timer(self._patience.mail, _hang_up, [host])
        self._watch.daemon = True
        self._watch.start()
        try:
            host.connect(self.mail.server, self.mail.port)
            if self.mail.use_tls:
                host.starttls(context=ssl.create_default_context())
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except BaseException:
            self._watch.cancel()
            host.close()
            raise
        return host

    def send_frozen(self, envelope: Envelope) -> None:
        """Send the bytes as they are; a server that dawdles is left at the deadline."""
        assert self.host is not None
        if time.monotonic() >= self._deadline:
            raise TimeoutError
        self.host.sendmail(envelope.sender, [envelope.recipient], envelope.content)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Say goodbye, without waiting long; what goes wrong after the 250 changes nothing."""
        self._watch.cancel()
        if self.host is not None:
            with contextlib.suppress(OSError):
                _quit(self.host, self._patience.goodbye)
            self.host.close()


def _quit(host: smtplib.SMTP, seconds: float) -> None:
    """Say QUIT; a server that does not answer, or dribbles, is left after so many seconds."""
    if host.sock is None:
        return
    host.sock.settimeout(seconds)
    watch = Timer(seconds, _hang_up, [host])
    watch.daemon = True
    watch.start()
    try:
        host.quit()
    finally:
        watch.cancel()


def _hang_up(host: smtplib.SMTP) -> None:
    if host.sock is not None:
        with contextlib.suppress(OSError):
            host.sock.shutdown(socket.SHUT_RDWR)


def _verdict(code: int) -> NotNow | Never:
    if 500 <= code <= 599:
        return Never(f"smtp {code}")
    return NotNow(f"smtp {code}", Pace.SLOW if code in ASK_RARELY else Pace.USUAL)
