"""Looks at every page with sample content: python -m tests.pages.preview FOLDER [--shots] [NAME ...].

Renders each template strictly, serves the folder under the real content security policy and looks for sideways
scrolling at 1280 and 320 px, from left to right and from right to left; with axe, or with --shots for pictures. A tool for the eye, not a test.
"""

from __future__ import annotations

import sys
import threading
from datetime import UTC, date, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from pathlib import Path
from types import SimpleNamespace as View
from typing import Any
from zoneinfo import ZoneInfo

from axe_playwright_python.sync_playwright import Axe
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "booking" / "web" / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONTHS = (
    "",
    *[
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
)


def wall(moment: date) -> date:
    return moment.astimezone(ZoneInfo("Europe/Berlin")) if isinstance(moment, datetime) else moment


class Fmt:
    """The formatters the pages use, in German only."""

    def weekday(self, moment: date) -> str:
        return DAYS[wall(moment).weekday()]

    def weekday_short(self, moment: date) -> str:
        return self.weekday(moment)[:2]

    def day_number(self, moment: date) -> str:
        return str(wall(moment).day)

    def month(self, moment: date) -> str:
        return MONTHS[wall(moment).month]

    def month_short(self, moment: date) -> str:
        return self.month(moment)[:3] + "."

    def month_year(self, moment: date) -> str:
        return f"{self.month(moment)} {wall(moment).year}"

    def date(self, moment: date) -> str:
        return f"{wall(moment).day}. {self.month_year(moment)}"

    def day(self, moment: date) -> str:
        return f"{self.weekday(moment)}, {wall(moment).day}. {self.month(moment)}"

    def day_year(self, moment: date) -> str:
        return f"{self.day(moment)} {wall(moment).year}"

    def time(self, moment: datetime) -> str:
        return f"{wall(moment):%-H:%M} Uhr"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """That wall-clock time of November 2026, in winter time."""
    return datetime(2026, 11, 1, hour, minute, tzinfo=UTC) + timedelta(days=day - 1, hours=-1)


LANGUAGES = [
    View(code="de", dir="ltr", name="Deutsch"),
    View(code="en", dir="ltr", name="English"),
    View(code="uk", dir="ltr", name="Українська"),
    View(code="ar", dir="rtl", name="العربية"),
    View(code="tr", dir="ltr", name="Türkçe"),
]
HOUSE = View(
    name="Quartiersbüro Leichlingen", street="Kirchstraße 6–8", town="42799 Leichlingen", phone="02175 000-000",
    phone_link="+492175000000", phone_hours="Mo–Fr 9–12 Uhr", opening_text="Montag bis Freitag, 9–17 Uhr",
    email="haus@example.org",
)  # fmt: skip
ROOM = View(number="3", name="Büro 3", access_text="ohne Stufen", is_hall=False, floor_text="Erdgeschoss")
LIFT = View(number="5", name="Büro 5", access_text="mit Treppenlift", is_hall=False)
HALL = View(number="Saal", name="Saal", access_text="mit Treppenlift", is_hall=True)
TITLES = (
    ("pflege", "Älter werden, Pflege, Wohnen", "Pflegegrad, Hilfe zu Hause", "armchair"),
    ("haus", "Haus und Energie", "Heizung, Solar, Kosten", "solar-roof"),
    ("baby", "Schwanger, Baby, kleine Kinder", "Babysprechstunde, Schnullercafé", "baby-carriage"),
    ("familie", "Schule, Jugend, Familie", "Übergang, Nachhilfe, Streit", "backpack"),
    ("ankommen", "Ankommen in Deutschland", "Briefe, Ämter, Deutschkurs", "hand-waving"),
    ("ungerecht", "Ungerecht behandelt werden", "Auf Wunsch ohne Namen", "scales"),
    ("vorsorge", "Jemand anderes regelt für mich", "Vorsorge, rechtliche Betreuung", "signature"),
    ("hochwasser", "Hochwasser und Schäden", "Anträge, Zuhören", "waves"),
    ("geld", "Geld, Anträge, Rechte", "Formulare verstehen", "coins"),
    ("arbeit", "Arbeit und Beruf", "Bewerbung, neue Arbeit", "briefcase"),
    ("gesund", "Gesund bleiben", "Bewegung, Vorsorge, Sport", "heartbeat"),
    ("mitmachen", "Mitmachen und helfen", "Ehrenamt, eigene Ideen", "hand-heart"),
    ("kultur", "Treffen, Bewegung, Kultur", "Schach, Literatur, Reparieren", "coffee"),
    ("wegweiser", "Ich weiß nicht, wer mir hilft", "", "signpost"),
)
CONCERNS = [View(slug=s, title=t, example=e, pictogram=p) for s, t, e, p in TITLES]
TODAY = [
    View(title="Energieberatung", room=ROOM, place_text="", status_text="Offen bis 12 Uhr", state="open", start=at(23, 9), end=at(23, 12)),
    View(title="Beratung", room=LIFT, place_text="", status_text="Schon vorbei", state="over", start=at(23, 8), end=at(23, 9)),
    View(title="Beratung", room=None, place_text="am Telefon", status_text="Fällt aus", state="cancelled", start=at(23, 10), end=at(23, 11)),
    View(title="Schachtreff", room=HALL, place_text="", status_text="Ab 15 Uhr", state="later", start=at(23, 15), end=at(23, 18)),
]  # fmt: skip
OFFER = View(
    slug="energieberatung", title="Energieberatung", summary="Heizung, Strom und Fördergeld für Ihr Haus oder Ihre Wohnung.",
    for_whom="Für alle, die in Leichlingen wohnen", bring="Die letzte Heizkosten-Abrechnung", cost_text="kostenlos",
    languages_text="Deutsch, Englisch", provider_name="Sanierungsmanagement der Stadt",
    privacy_text="Nur das Sanierungsmanagement. 30 Tage nach dem Termin löschen wir Ihre Angaben.",
    duration_minutes=45, mode="appointment", mode_text="Mit Termin", next_free=at(24, 9, 30), free_text="",
)  # fmt: skip
OFFERS = [
    OFFER,
    View(**{**vars(OFFER), "slug": "b", "title": "Fördergeld-Sprechstunde", "mode": "open", "mode_text": "Ohne Termin",
            "next_free": None, "duration_minutes": None, "free_text": "Heute offen bis 12 Uhr"}),
]  # fmt: skip
PEOPLE = [View(slug="ada", name="Ada Beispiel"), View(slug="ben", name="Ben Muster")]


def slot(day: int, hour: int, minute: int = 0, deviation: str = "") -> View:
    return View(
        value="x",
        start=at(day, hour, minute),
        end=at(day, hour, minute),
        room=ROOM,
        place_text="",
        deviation=deviation,
    )


def slot_day(day: int, *slots: View, room: View | None = ROOM, closed: str = "") -> View:
    return View(
        date=date(2026, 11, day),
        id=f"tag-{day}",
        room=room,
        place_text="am Telefon",
        slots=list(slots),
        closed_text=closed,
    )


SLOTS: dict[str, Any] = {
    "offer": OFFER, "next_slot": slot(24, 9, 30), "count": 9, "until": date(2026, 12, 4), "more_url": "#", "advisers": PEOPLE,
    "adviser": "", "reason_text": "", "taken": False, "moving": None,
    "days": [
        slot_day(24, slot(24, 9, 30), slot(24, 10, 15), slot(24, 11), slot(24, 14, 0, "am Telefon")),
        slot_day(26, slot(26, 9), slot(26, 9, 45), slot(26, 13, 30), slot(26, 14, 15), slot(26, 15)),
        slot_day(27, closed="Das Haus ist wegen eines Ausflugs zu."),
        slot_day(30, slot(30, 9), slot(30, 10), room=None),
    ],
}  # fmt: skip
APPOINTMENT: dict[str, Any] = {
    "token": "abc", "code": "7F3K9M", "start": at(24, 9, 30), "end": at(24, 10, 15), "room": ROOM, "place_text": "",
    "status": "confirmed", "cancelled": False, "past": False, "has_email": True, "reminder_on": True,
    "reminders": [at(22, 9, 30), at(24, 7)], "bring": "Die letzte Heizkosten-Abrechnung", "delete_on": date(2026, 12, 24),
}  # fmt: skip
FORM = {
    "name": "Frau M.",
    "contact": "email",
    "email": "frau.m.beispiel.de",
    "phone": "",
    "language": "de",
    "needs": ["wheelchair"],
}
STEP: dict[str, Any] = {
    "form": FORM, "errors": {}, "offer": OFFER,
    "hold": View(start=at(24, 9, 30), end=at(24, 10, 15), room=ROOM, place_text=""),
    "privacy_text": "Ihre Angaben sieht nur die Beratungsstelle. Wir löschen sie 30 Tage nach dem Termin.",
}  # fmt: skip


def row(name: str, hour: int, status: str, *actions: str) -> View:
    return View(id=hour, start=at(23, hour), end=at(23, hour, 45), name=name, code="7F3K9M", status=status, room=ROOM, place_text="",
                needs_text="kommt mit Rollator" if hour == 10 else "", phone="02175 000-111" if hour == 11 else "", actions=actions)  # fmt: skip


ADA = View(name="Ada Beispiel", role="adviser", provider_name="Diakonie")
ICH: dict[str, Any] = {
    "current_actor": ADA, "today_date": date(2026, 11, 23), "done": "Frau M. ist da.",
    "today": [row("Frau M.", 9, "done"), row("Herr S.", 10, "arrived", "done"), row("Frau Ö.", 11, "confirmed", "arrived", "no_show")],
    "upcoming": [View(date=date(2026, 11, 24), rows=[row("Herr T.", 9, "confirmed"), row("Frau K.", 10, "cancelled")])],
}  # fmt: skip
MAIL = View(
    id=1, date=at(23, 9, 12), from_="Quartiersbüro Leichlingen <termin@example.org>", to="frau.m@example.org",
    subject="Ihr Termin am 24. November", language="de", dir="ltr", headers=[("Message-ID", "<1@example.org>"), ("MIME-Version", "1.0")],
    text="Guten Tag Frau M.,\n\nIhr Termin: Dienstag, 24. November 2026, 9:30 Uhr.\n\nhttp://localhost:8000/t/abc\n",
    eml_url="#", ics_url="#",
)  # fmt: skip


def appointment(**changes: Any) -> View:
    return View(**{**APPOINTMENT, **changes})


HOME: dict[str, Any] = {
    "concerns": CONCERNS,
    "today": TODAY,
    "today_date": date(2026, 11, 23),
    "q": "",
    "found": [],
    "next_open": None,
}
OFFERING: dict[str, Any] = {
    "offer": OFFER, "next_slot": slot(24, 9, 30), "free_text": "", "advisers": PEOPLE, "concern": CONCERNS[1],
    "open_hours": [View(start=at(25, 9), end=at(25, 12), room=ROOM, place_text=""), View(start=at(27, 14), end=at(27, 16), room=HALL, place_text="")],
}  # fmt: skip
PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "home": ("concerns/home", HOME),
    "home-suche": ("concerns/home", {**HOME, "q": "Heizung", "found": OFFERS}),
    "home-nichts": ("concerns/home", {**HOME, "q": "xyz", "today": [], "current_actor": ADA}),
    "concern": ("concerns/concern", {"concern": CONCERNS[1], "offers": OFFERS}),
    "concern-leer": ("concerns/concern", {"concern": CONCERNS[10], "offers": []}),
    "wegweiser": ("concerns/concern", {"concern": CONCERNS[13], "offers": OFFERS[1:]}),
    "offer": ("offers/offer", OFFERING),
    "offer-voll": ("offers/offer", {**OFFERING, "next_slot": None, "open_hours": [], "free_text": "Bis 4. Dezember ist nichts frei."}),
    "offer-anruf": ("offers/offer", {**OFFERING, "offer": View(**{**vars(OFFER), "mode": "request"}), "open_hours": []}),
    "slots": ("appointments/slots", SLOTS),
    "slots-vergeben": ("appointments/slots", {**SLOTS, "taken": True, "adviser": "ada"}),
    "slots-leer": ("appointments/slots", {**SLOTS, "days": [], "count": 0, "next_slot": None, "more_url": None}),
    "verschieben": ("appointments/slots", {**SLOTS, "offer": None, "advisers": [], "moving": appointment(), "action": "/t/abc/verschieben"}),
    "details": ("appointments/details", {**STEP, "form": {**FORM, "contact": ""}}),
    "details-fehler": ("appointments/details", {**STEP, "errors": {"email": "Bitte schreiben Sie die E-Mail-Adresse mit einem @-Zeichen, zum Beispiel name@beispiel.de.", "name": "Bitte sagen Sie uns, wie wir Sie ansprechen dürfen.", "contact": "Bitte wählen Sie aus."}}),
    "check": ("appointments/check", STEP),
    "lost": ("appointments/lost", {"offer": OFFER, "slots": [slot(24, 10, 15), slot(24, 11), slot(26, 9)]}),
    "gebucht": ("appointments/manage", {"appointment": appointment(), "just_booked": True}),
    "manage": ("appointments/manage", {"appointment": appointment(room=HALL, has_email=False)}),
    "manage-telefon": ("appointments/manage", {"appointment": appointment(room=None, place_text="am Telefon", reminder_on=False), "reminder_changed": True}),
    "manage-abgesagt": ("appointments/manage", {"appointment": appointment(cancelled=True)}),
    "manage-vorbei": ("appointments/manage", {"appointment": appointment(past=True)}),
    "cancel": ("appointments/cancel", {"appointment": appointment()}),
    "code": ("appointments/code", {"form": {"code": "", "name": ""}, "errors": {}}),
    "code-fehler": ("appointments/code", {"form": {"code": "7F3 K9X", "name": "Frau M."}, "errors": {"code": "Diese Nummer kennen wir nicht. Bitte prüfen Sie Buchstaben und Zahlen oder rufen Sie uns an."}}),
    "ich": ("appointments/today", ICH),
    "ich-leer": ("appointments/today", {**ICH, "today": [], "upcoming": [], "done": None}),
    "sign-in": ("accounts/sign_in", {"form": {"email": ""}, "errors": {}}),
    "sign-in-fehler": ("accounts/sign_in", {"form": {"email": "a@b"}, "errors": {"email": "E-Mail-Adresse oder Passwort stimmt nicht."}}),
    "second-factor": ("accounts/second_factor", {"errors": {}}),
    "heute": ("house/today", {"today_date": date(2026, 11, 23), "now": at(23, 9, 42), "today": TODAY, "closed_text": None}),
    "heute-zu": ("house/today", {"today_date": date(2026, 11, 1), "now": at(1, 9), "today": [], "closed_text": "Heute ist Allerheiligen.", "next_open": View(date=date(2026, 11, 2), title="Beratung", room=ROOM, place_text="")}),
    "first-steps": ("house/first_steps", {}),
    "mails": ("demo/mails", {"mails": [MAIL, MAIL], "clock_now": at(23, 9, 42), "clock_moved": True}),
    "mail": ("demo/mail", {"mail": MAIL}),
    **{f"duties-{name}": (f"duties/{name}", {"controllers": [View(name="Stadt Leichlingen", address_text="Am Büscherhof 1, 42799 Leichlingen", law="town", offers_text=""), View(name="Diakonisches Werk", address_text="Beispielweg 1", law="church", offers_text="Hochwasserhilfe")], "stated_on": date(2026, 11, 23)})
       for name in ("easy_language", "sign_language", "accessibility", "privacy", "imprint")},
    **{f"error-{code}": ("errors/error", {"code": code}) for code in (404, 409, 500, 418)},
}  # fmt: skip


def environment(direction: str) -> Environment:
    env = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(
        static=lambda path: f"/static/{path}", localized=lambda path: path, csrf_token=lambda: "token", fmt=Fmt(), house=HOUSE,
        demo=True, language=View(code="de", dir=direction, name="Deutsch"), languages=LANGUAGES, current_actor=None,
    )  # fmt: skip
    return env


class Server(SimpleHTTPRequestHandler):
    """The rendered pages and the static files, under the policy of the real thing."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_line: object) -> None:
        pass


def render(folder: Path) -> None:
    for direction in ("ltr", "rtl"):
        env = environment(direction)
        (folder / direction).mkdir(parents=True, exist_ok=True)
        for name, (template, context) in PAGES.items():
            page = env.get_template(f"web/{template}.html").render(context)
            (folder / direction / f"{name}.html").write_text(page, encoding="utf-8")
    link = folder / "static"
    if not link.exists():
        link.symlink_to(STATIC)


def look(folder: Path, *, shots: bool, only: list[str]) -> int:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    findings = 0
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-background-networking"]
        )
        seen = browser.new_page()
        checked = browser.new_context(bypass_csp=True).new_page()  # axe is injected
        said: list[str] = []
        seen.on("console", lambda message: said.append(message.text))
        seen.on("requestfailed", lambda request: said.append(f"failed {request.url}"))
        for width, direction, name in product((1280, 320), ("ltr", "rtl"), only or PAGES):
            said.clear()
            for page in (seen, checked):
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(f"http://127.0.0.1:{server.server_port}/{direction}/{name}.html")
            if (wide := seen.evaluate("document.documentElement.scrollWidth") - width) > 0:
                said.append(f"{wide} px too wide")
            if shots:
                seen.screenshot(path=folder / f"{name}-{width}-{direction}.png", full_page=True)
            else:
                said += [
                    f"{found['id']}: {found['nodes'][0]['html'][:200]}"
                    for found in Axe().run(checked).response["violations"]
                ]
            for line in said:
                print(width, direction, name, line)
            findings += len(said)
        browser.close()
    server.shutdown()
    return findings


if __name__ == "__main__":
    target = Path(sys.argv[1])
    render(target)
    names = [word for word in sys.argv[2:] if not word.startswith("-")]
    print(look(target, shots="--shots" in sys.argv, only=names), "findings on", len(names or PAGES), "pages")
