"""The demonstration: the mails it would have sent, and a clock that can be put forward."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage, MIMEPart

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from booking.i18n import LANGUAGES, language
from booking.notifications.folder import FolderChannel
from booking.web.access import allow, runtime
from booking.web.errors import error_page
from booking.web.forms.reading import typed
from booking.web.frame import page, see

STEPS = {"1h": 3600, "1d": 86400, "2d": 2 * 86400}

pages = Blueprint("demo", __name__)


@dataclass(frozen=True)
class ListedMail:
    id: str
    date: datetime
    to: str
    subject: str


@dataclass(frozen=True)
class MailView:
    id: str
    date: datetime
    from_: str
    to: str
    subject: str
    language: str
    dir: str
    text: str
    headers: list[tuple[str, str]]
    eml_url: str
    ics_url: str | None


@pages.before_request
def only_here() -> None:
    """Elsewhere these pages do not exist."""
    settings = runtime().settings
    if settings.env != "demo" or settings.mail.server is not None:
        raise NotFound


@pages.get("/demo/mails")
@allow()
def mails() -> Response:
    clock = runtime().clock
    return page(
        "demo/mails.html",
        mails=[
            ListedMail(mail.public_id, mail.date, mail.to, mail.subject) for mail in _folder().kept_mails()
        ],
        clock_now=clock.now(),
        clock_moved=bool(clock.offset()),
    )


@pages.get("/demo/mails/<token:mail_id>")
@allow()
def mail(mail_id: str) -> Response:
    return page("demo/mail.html", mail=_view(mail_id, _read(mail_id)))


@pages.get("/demo/mails/<token:mail_id>.eml")
@allow()
def whole_mail(mail_id: str) -> Response:
    return _download(_read(mail_id).as_bytes(), "message/rfc822", f"{mail_id}.eml")


@pages.get("/demo/mails/<token:mail_id>.ics")
@allow()
def calendar(mail_id: str) -> Response:
    part = _calendar_part(_read(mail_id))
    if part is None:
        raise NotFound
    content = part.get_content()
    return _download(
        content if isinstance(content, bytes) else str(content).encode(),
        "text/calendar; charset=utf-8",
        "termin.ics",
    )


@pages.post("/demo/uhr")
@allow()
def move_clock() -> AnyResponse:
    file = runtime().settings.clock_offset_file
    if file is None:
        raise NotFound
    wanted = typed(request.form, "move")["move"]
    if wanted not in (*STEPS, "reset"):
        return error_page(400)
    seconds = 0 if wanted == "reset" else int(runtime().clock.offset().total_seconds()) + STEPS[wanted]
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.{os.getpid()}")
    new.write_text(str(seconds))
    new.replace(file)
    return see("/demo/mails")


def _folder() -> FolderChannel:
    return FolderChannel(runtime().settings.mail_dir)


def _read(mail_id: str) -> EmailMessage:
    found = _folder().read(mail_id)
    if found is None:
        raise NotFound
    return found


def _view(mail_id: str, message: EmailMessage) -> MailView:
    body = message.get_body(("plain",))
    code = str(message.get("Content-Language", "de")).partition(",")[0].strip()
    written_in = language(code if code in LANGUAGES else "de")
    address = f"/demo/mails/{mail_id}"
    return MailView(
        id=mail_id,
        date=message["Date"].datetime,
        from_=str(message["From"]),
        to=str(message["To"]),
        subject=str(message["Subject"]),
        language=written_in.code,
        dir=written_in.dir,
        text=str(body.get_content()) if body is not None else "",
        headers=[(name, str(value)) for name, value in message.items()],
        eml_url=f"{address}.eml",
        ics_url=f"{address}.ics" if _calendar_part(message) is not None else None,
    )


def _calendar_part(message: EmailMessage) -> MIMEPart | None:
    return next((part for part in message.walk() if part.get_content_type() == "text/calendar"), None)


def _download(content: bytes, content_type: str, name: str) -> Response:
    response = Response(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
