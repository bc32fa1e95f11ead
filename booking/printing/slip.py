"""The slip for one appointment: an equal channel for whoever has no e-mail. It tells nothing of a sensitive offer."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from booking.appointments.models import Appointment
from booking.house.address import HouseFacts
from booking.house.opening_words import phone_words
from booking.i18n import Language, language
from booking.ids import readable_code
from booking.printing.place import Place, place_of
from booking.printing.qr import qr_code
from booking.printing.typesetting import pdf


@dataclass(frozen=True)
class Link:
    """Where the QR code leads: to the appointment itself, or to the page that asks for its number."""

    address: str
    own: bool


@dataclass(frozen=True, kw_only=True)
class Slip:
    """Everything on the slip, in words of its language; the offer's own words may be German."""

    language: Language
    offer_language: Language
    house: str
    title: str
    weekday: str
    date: str
    time: str
    place: Place
    code_label: str
    code: str
    topic_label: str
    topic: str
    bring_label: str
    bring: tuple[str, ...]
    change_label: str
    call: str
    phone: str
    phone_hours: str
    change: tuple[str, ...]
    picture: str
    qr: str
    as_of: str

    def as_pdf(self, *, at: datetime) -> bytes:
        """The slip as PDF/UA."""
        words = {
            **asdict(self),
            "language": _for_typst(self.language),
            "offer_language": _for_typst(self.offer_language),
        }
        return pdf("slip.typ", words, at=at)


def slip_of(
    appointment: Appointment, spoken: Language, link: Link, house: HouseFacts, *, now: datetime
) -> Slip:
    """The slip as things stand now."""
    _, fmt, start = spoken.gettext, spoken.formats, appointment.starts_at
    text = None if appointment.offer.sensitive else appointment.offer.text(spoken.code)
    return Slip(
        language=spoken,
        offer_language=language(text.language) if text else spoken,
        house=house.name,
        title=_("Ihr Termin"),
        weekday=fmt.weekday(start),
        date=fmt.date(start),
        time=fmt.time(start),
        place=place_of(appointment, spoken, house),
        code_label=_("Ihre Nummer:"),
        code=readable_code(appointment.code),
        topic_label=_("Worum es geht:"),
        topic=text.title if text else "",
        bring_label=_("Bitte mitbringen, wenn vorhanden:"),
        bring=tuple(line for line in map(str.strip, text.bring.splitlines()) if line) if text else (),
        change_label=_("Sie können nicht kommen?"),
        call=_("Rufen Sie uns bitte an:"),
        phone=house.phone,
        phone_hours=phone_words(house.phone_hours, spoken),
        change=_how_to_change(spoken, link),
        picture=_picture(spoken, link),
        qr=qr_code(link.address),
        as_of=_("Stand: %(day)s, %(time)s", day=fmt.date(now), time=fmt.time(now)),
    )


def _how_to_change(spoken: Language, link: Link) -> tuple[str, ...]:
    _ = spoken.gettext
    words = [_("Oder halten Sie die Kamera Ihres Handys auf dieses Bild.")]
    if not link.own:
        words.append(_("Dort schreiben Sie Ihre Nummer und Ihren Namen."))
    words.append(_("Sie können dann absagen oder eine andere Zeit wählen."))
    return tuple(words)


def _picture(spoken: Language, link: Link) -> str:
    """What the QR code is, for whoever cannot see it."""
    if link.own:
        return spoken.gettext("QR-Code: Er führt zu Ihrem Termin im Internet.")
    return spoken.gettext("QR-Code: Er führt zu der Seite, die nach Ihrer Nummer fragt.")


def _for_typst(spoken: Language) -> dict[str, str]:
    return {"code": spoken.locale.language, "dir": spoken.dir}
