"""The wall between providers, everywhere at once: what happens to one provider's people changes no page of another.

Each page that asks for a sign-in is read before and after people of the house's provider book, wait, are called and
cancel. For another provider's adviser and lead, and for the caretaker, it is the same, byte for byte: not by name, not
by number, count, search, order or page. (Product rule 6 and 7.) The house's own adviser sees the difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.accounts.models import Account, Reading, Role
from booking.accounts.people import Contact
from booking.appointments import changes, finding
from booking.appointments.models import Appointment, CameBy
from booking.outbox import dispatch
from booking.scheduling.walltime import at_wall
from booking.subscriptions import subscriptions
from booking.todos.models import Kind, Todo
from booking.web.access import EVERYBODY
from tests.house import TUESDAY
from tests.pages.addresses import addresses, get_rules
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.disrupting import go_away, more_days, react
from tests.pages.doors import may_open
from tests.pages.reserved import send_away
from tests.pages.waiting import waits
from tests.todos.scene import put

ZORA = Contact(name="Zora Zeugin", email="zora@example.org", phone="02175 987654", needs=("companion",))
# The mark of live pages is sealed and of one length (tests/live/test_walls.py).
PASSING = re.compile(r'name="(?:csrf_token|einmal|stand)" value="[^"]*"|data-live-mark="[^"]*"')
QUERIES = ("", "?suche=Zeugin&q=Zeugin&nummer={code}", "?suche=zora&seite=2", f"?tag={TUESDAY}")

SignIn = Callable[..., Visitor]


@pytest.fixture
def others(site: Site, signed_in: SignIn) -> dict[str, Visitor]:
    """Those who must see nothing of it."""
    found = {
        "adviser": signed_in(Role.ADVISER, "fremd@example.org"),
        "lead": signed_in(Role.LEAD, "fremde-leitung@example.org"),
        "caretaker": signed_in(Role.CARETAKER),
    }
    for email in ("fremd@example.org", "fremde-leitung@example.org"):
        send_away(site, email)
    return found


def test_nothing_of_another_provider_s_people_is_seen(site: Site, others: Mapping[str, Visitor]) -> None:
    paths = signed_in_paths(site)
    code = somebody(site, 10)
    before = {who: dict(pages(visitor, paths, code)) for who, visitor in others.items()}
    assert all(len(seen) > 20 for seen in before.values()), "the wall is looked at from many sides"
    second = somebody(site, 9)
    after = {who: dict(pages(visitor, paths, code)) for who, visitor in others.items()}
    for who in others:
        assert {path for path, body in before[who].items() if body != after[who][path]} == set(), who
        assert {path for path, body in after[who].items() if leaks(body, second)} == set(), who


def test_red_control_its_own_adviser_sees_it(site: Site, signed_in: SignIn) -> None:
    paths = signed_in_paths(site)
    code = somebody(site, 10)
    own = signed_in(Role.ADVISER, "ada@example.org")
    before = dict(pages(own, paths, code))
    second = somebody(site, 9)
    after = dict(pages(own, paths, code))
    changed = {path for path in before if before[path] != after[path]}
    assert any(path.startswith("/ich") for path in changed)
    assert any(leaks(body, second) for body in after.values())


def test_the_desk_calls_whom_it_booked_for_and_nobody_else(site: Site, signed_in: SignIn) -> None:
    """Their adviser is ill: of two who gave no e-mail address, the desk finds one on its list, without the offer."""
    more_days(site)
    staff = signed_in(Role.STAFF, "empfang@example.org")
    taken, online = (
        Contact(name="Zora Anruf", phone="02175 1111"),
        Contact(name="Nils Netz", phone="02175 2222"),
    )
    first, _, _ = site.booked(at_wall(TUESDAY, 9), taken)
    second, _, _ = site.booked(at_wall(TUESDAY, 10), online)
    take_down(site, first, "empfang@example.org")
    go_away(site)
    react(site)
    calls = {each.appointment_id: each.id for each in call_tasks(site)}
    assert set(calls) == {first, second}
    for path in ("/aufgaben", "/empfang"):
        assert f"/aufgabe/{calls[first]}" in staff.get(path).text
        assert f"/aufgabe/{calls[second]}" not in staff.text
    assert staff.get(f"/aufgabe/{calls[second]}").status == 404
    assert "Zora" not in staff.get(f"/aufgabe/{calls[first]}").text
    staff.press("Kontakt anzeigen")
    assert "02175 1111" in staff.text
    assert "Energieberatung" not in staff.text
    with site.runtime.database.reading() as session:
        assert [each.why for each in session.scalars(select(Reading))] == ["todo"]
    assert not [word for word in ("Nils", "2222") if word in staff.text]
    colleague = signed_in(Role.ADVISER, "fremd@example.org")
    send_away(site, "fremd@example.org")
    for each in calls.values():
        assert colleague.get(f"/aufgabe/{each}").status == 404


def take_down(site: Site, appointment_id: str, email: str) -> None:
    """Somebody called, and the account wrote it down."""
    with site.runtime.database.writing() as session:
        made = session.get_one(Appointment, appointment_id)
        made.came_by = CameBy.PHONE
        made.taken_by = session.scalars(select(Account.id).where(Account.email == email)).one()


def call_tasks(site: Site) -> list[Todo]:
    with site.runtime.database.reading() as session:
        return list(session.scalars(select(Todo).where(Todo.kind == Kind.CALL)))


def signed_in_paths(site: Site) -> list[str]:
    """An address of each page that asks for a sign-in."""
    known = addresses(site)
    return [known[rule.rule] for rule in get_rules(site) if may_open(rule.endpoint) != EVERYBODY]


def somebody(site: Site, hour: int) -> str:
    """Zora books and comes, waits, is to be called, and another one of her appointments is off; a code of hers."""
    _, code, _ = site.booked(at_wall(TUESDAY, hour), ZORA)
    gone, _, _ = site.booked(at_wall(TUESDAY, hour) + timedelta(minutes=30), ZORA)
    waits(site, ZORA, until=TUESDAY + timedelta(days=hour))
    with site.runtime.database.writing() as session:
        put(
            session,
            vault=site.runtime.vault,
            provider_id=site.house.provider.id,
            contact=ZORA,
            key=f"zora-{hour}",
        )
        appointment = finding.by_id(session, gone, for_change=True)
        changes.cancel(session, appointment, by="resident", now=site.clock.now())
    with site.runtime.database.writing() as session:
        dispatch(session, subscriptions(site.runtime), now=site.clock.now())
    return code


def pages(visitor: Visitor, paths: list[str], code: str) -> Iterator[tuple[str, str]]:
    """Each address that answers at all, with the ways of asking for more; what passes by itself is left out."""
    for path in paths:
        for query in QUERIES:
            asked = f"{path}{query.format(code=code)}" if "?" not in path else path
            visitor.get(asked)
            body = visitor.page.get_data().decode(errors="replace")
            yield asked, f"{visitor.status} {PASSING.sub('', body)}"


def leaks(body: str, code: str) -> bool:
    """Whether the page tells her name, her contact, or the number of her appointment."""
    spelled = f"{code[:3]} {code[3:]}"
    return any(word in body for word in ("Zora", "zora@", "987654", code, spelled))
