"""One real address for every GET route of the pages, so that tests can walk all of them."""

from __future__ import annotations

from datetime import timedelta

from werkzeug.routing import Rule

from booking.accounts.capabilities import CONFIRM, REMINDERS, mint
from booking.appointments.models import ConsultationHours
from booking.reservations.models import Occurrence
from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY
from tests.pages.conftest import Site
from tests.pages.waiting import waiting_link, waits
from tests.todos.scene import put

NOT_PAGES = ("api", "health", "document", "meanings", "static")


def get_rules(site: Site) -> list[Rule]:
    """The rules of pages that answer GET."""
    return [
        rule
        for rule in site.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.endpoint.startswith(NOT_PAGES)
    ]


def addresses(site: Site) -> dict[str, str]:
    """An address for each of these rules, by rule; the appointment and the reservation behind them are real."""
    appointment_id, _, token = site.booked(at_wall(TUESDAY, 11))
    values = {
        "slug": "energieberatung",
        "token": token,
        "mail_id": "none",
        "todo_id": _todo(site),
        "entry_id": waits(site),
        **_reserved(site),
    }
    waiting = waiting_link(site, values["entry_id"])
    rules = {rule.rule: rule for rule in get_rules(site)}
    found = {}
    for path, rule in rules.items():
        known = {name: values[name] for name in rule.arguments}
        if path.startswith("/hilfe/"):
            known["slug"] = "haus-und-energie"
        if path.startswith("/w/"):
            known["token"] = waiting
        if path.startswith("/erinnerung-aus/"):
            known["token"] = _link(site, appointment_id, REMINDERS)
        if path.endswith("/bestaetigen"):
            known["token"] = _link(site, appointment_id, CONFIRM)
        found[path] = site.app.url_map.bind("localhost").build(rule.endpoint, known, method="GET")
    return found


def _link(site: Site, appointment_id: str, purpose: str) -> str:
    """A token for something else than the appointment's own page."""
    now = site.clock.now()
    with site.runtime.database.writing() as session:
        until = now + timedelta(days=1)
        return mint(session, purpose=purpose, subject=appointment_id, now=now, expires_at=until)


def _todo(site: Site) -> str:
    """A to-do of the house's provider, as its advisers see it."""
    with site.runtime.database.writing() as session:
        return put(session, vault=site.runtime.vault, provider_id=site.house.provider.id, key="address").id


def _reserved(site: Site) -> dict[str, str | int]:
    """The reservation of the first Sprechstunde."""
    with site.runtime.database.reading() as session:
        hours = session.query(ConsultationHours).first()
        date = session.get_one(Occurrence, hours.occurrence_id) if hours else None
        return {"hours_id": hours.id, "reservation_id": date.reservation_id} if hours and date else {}
