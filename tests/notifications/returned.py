"""Mails as servers send them back: by the standard, and as older ones write them."""

from __future__ import annotations

STANDARD = """\
Return-Path: <>
From: MAILER-DAEMON@relay.example (Mail Delivery System)
To: termin@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example
Arrival-Date: Mon, 23 Nov 2026 08:00:00 +0100

Final-Recipient: rfc822; erika@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <erika@example.org>: user unknown

--B
{returned}
--B--
"""

HEADERS_ONLY = """\
Content-Type: text/rfc822-headers

Return-Path: <termin@example.org>
From: =?utf-8?q?Quartiersb=C3=BCro?= <termin@example.org>
Message-ID: {message_id}
Subject: Ihr Termin
"""

WHOLE_MAIL = """\
Content-Type: message/rfc822

From: termin@example.org
Subject: Ihr Termin
Message-ID:
 {message_id}
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="I"

--I
Content-Type: text/plain

Status 5.5.5 steht nur in unserem eigenen Text.
--I--
"""

EXIM = """\
Return-path: <>
X-Failed-Recipients: erika@example.org
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@old.example>
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  erika@example.org
    all relevant MX records point to non-existent hosts

------ This is a copy of the message's headers. ------

From: termin@example.org
Message-Id: {message_id}
Subject: Ihr Termin
"""

QMAIL = """\
Return-Path: <>
From: MAILER-DAEMON@older.example
Subject: failure notice

Hi. This is the qmail-send program at older.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<erika@example.org>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.1.1 unknown user

--- Below this line is a copy of the message.

Message-ID: {message_id}
From: termin@example.org
"""

WARNING = """\
Return-Path: <>
From: Mail Delivery Subsystem <MAILER-DAEMON@slow.example>
Subject: Warning: could not send message for past 4 hours

This is a warning message only. You do not need to resend your message.
The following address had temporary problems: 550 4.4.1 for now.
We will keep trying for five days.

Message-ID: {message_id}
"""

ABSENCE = """\
From: Erika Beispiel <erika@example.org>
Auto-Submitted: auto-replied
Subject: Ich bin im Urlaub

Bis Montag bin ich nicht da. Fehler 550 5.1.1 bei mir zu Hause.

> Message-ID: {message_id}
> Ihr Termin ist gebucht.
"""


def standard(
    message_id: str, *, action: str = "failed", status: str = "5.1.1", returned: str = HEADERS_ONLY
) -> bytes:
    """A report by RFC 3464."""
    whole = STANDARD.format(action=action, status=status, returned=returned.format(message_id=message_id))
    return whole.replace("\n", "\r\n").encode()


def free_text(kind: str, message_id: str) -> bytes:
    """A report in a server's own words."""
    return kind.format(message_id=message_id).encode()
