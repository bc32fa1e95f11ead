"""One real address for every GET route of the pages, so that tests can walk all of them."""

from __future__ import annotations

from werkzeug.routing import Rule

from booking.appointments.models import ConsultationHours
from booking.reservations.models import Occurrence
from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY
from tests.pages.conftest import Site

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
    _, _, token = site.booked(at_wall(TUESDAY, 11))
    values = {"slug": "energieberatung", "token": token, "mail_id": "none", **_reserved(site)}
    rules = {rule.rule: rule for rule in get_rules(site)}
    found = {}
    for path, rule in rules.items():
        known = {name: values[name] for name in rule.arguments}
        if path.startswith("/hilfe/"):
            known["slug"] = "haus-und-energie"
        found[path] = site.app.url_map.bind("localhost").build(rule.endpoint, known, method="GET")
    return found


def _reserved(site: Site) -> dict[str, str | int]:
    """The reservation of the first Sprechstunde."""
    with site.runtime.database.reading() as session:
        hours = session.query(ConsultationHours).first()
        date = session.get_one(Occurrence, hours.occurrence_id) if hours else None
        return {"hours_id": hours.id, "reservation_id": date.reservation_id} if hours and date else {}
