"""One real address for every GET route of the pages, so that tests can walk all of them."""

from __future__ import annotations

from werkzeug.routing import Rule

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
    """An address for each of these rules, by rule; the appointment behind the links is real."""
    _, _, token = site.booked(at_wall(TUESDAY, 11))
    slugs = {"/hilfe/<slug:slug>": "haus-und-energie"}
    found = {}
    for rule in get_rules(site):
        path = rule.rule.replace("<slug:slug>", slugs.get(rule.rule, "energieberatung"))
        path = path.replace("<token:token>", token).replace("<token:mail_id>", "none")
        assert "<" not in path, f"the tests know no address for {rule.rule}"
        found[rule.rule] = path
    return found
