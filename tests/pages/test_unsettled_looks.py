"""The pages around other times in a real browser: axe, 1280 and 320 pixels, and in Arabic from right to left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from booking.accounts.models import Provider, Role
from booking.accounts.people import Contact
from booking.scheduling.walltime import at_wall
from booking.todos.models import Todo
from tests.house import TUESDAY
from tests.journeys.looking import WIDTHS, look
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.disrupting import close_house, more_days, react
from tests.servers.browser import open_page

OMA = Contact(name="Oma Beispiel", phone="02175 12345")

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    """The site, served to a browser until the test ends."""
    server = make_server("localhost", 0, site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=WIDTHS, ids=lambda width: f"{width}px")
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    with open_page(browser, request.param) as opened:
        opened.width = request.param
        yield opened


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_what_a_resident_sees(page: Page, site: Site, address: str, prefix: str) -> None:
    more_days(site)
    _, _, token = site.booked(at_wall(TUESDAY, 9))
    close_house(site)
    tag = prefix.strip("/")
    own = f"{address}{prefix}/t/{token}"
    page.goto(own)
    findings = look(page, f"andere-zeit{tag}")
    page.goto(f"{own}/absagen")
    findings += look(page, f"andere-zeit-absagen{tag}")
    page.goto(f"{own}/verschieben")
    findings += look(page, f"andere-zeit-waehlen{tag}")
    page.goto(own)
    page.locator("button[name=choice]").first.click()
    findings += look(page, f"andere-zeit-genommen{tag}")
    assert findings == []


def test_what_whoever_calls_sees(
    page: Page, site: Site, address: str, signed_in: Callable[..., Visitor]
) -> None:
    more_days(site)
    site.booked(at_wall(TUESDAY, 9), OMA)
    site.booked(at_wall(TUESDAY, 10), Contact(name="Opa Beispiel"))
    with site.runtime.database.writing() as session:
        session.query(Provider).one().house_calls = True
    close_house(site)
    react(site)
    cookie = signed_in(Role.STAFF).client.get_cookie("treffpunkt")
    assert cookie is not None
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    page.goto(f"{address}/aufgaben")
    findings = look(page, "andere-zeit-aufgaben")
    with site.runtime.database.reading() as session:
        todo_id = session.query(Todo.id).filter_by(subject="other_times").scalar()
    page.goto(f"{address}/aufgabe/{todo_id}")
    findings += look(page, "andere-zeit-aufgabe")
    page.goto(f"{address}/aufgabe/{todo_id}/andere-zeit")
    findings += look(page, "andere-zeit-anrufen")
    page.locator("button[name=choice]").first.click()
    findings += look(page, "andere-zeit-eingetragen")
    assert findings == []
