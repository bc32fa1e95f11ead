"""Who looks after whom: names, roles and providers change, doors are shut and opened; one admin always remains."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.accounts import charge, directory, managing
from booking.accounts.capabilities import FEED, mint
from booking.accounts.capabilities import subject_of as subject_behind
from booking.accounts.charge import NotInCharge
from booking.accounts.managing import LastAdmin, Oneself, Place, ProviderOver
from booking.accounts.models import Provider, Role
from booking.accounts.signin import authenticate_token, current, known_hash, sign_in
from booking.accounts.tokens import issue_api_token
from booking.appointments.hours import add_adviser
from booking.db import database_now
from booking.errors import NotFound
from booking.notifications.feeds import subscribe
from booking.offers.models import Adviser
from booking.outbox import EventRow
from booking.providers.moving import move_person
from tests.accounts.people import STAFF_OF, Town
from tests.house import NOW


def doors(town: Town, name: str) -> tuple[str, str]:
    """They sign in, and let a program in."""
    with town.database.writing() as session:
        account, now = town.account(session, name), database_now(session)
        return sign_in(session, account, now=now), issue_api_token(session, account, now)


def opens(town: Town, browser: str, token: str) -> tuple[bool, bool]:
    with town.database.reading() as session:
        signed_in = current(session, browser, now=database_now(session)) is not None
        return signed_in, authenticate_token(session, token) is not None


def names(town: Town, actor: str, words: str = "") -> list[str]:
    with town.database.reading() as session:
        found = directory.find(session, town.actor(actor), words=words)
        assert found.total == len(found.people)
        return [each.email.partition("@")[0] for each in found.people]


def test_admins_see_everybody_and_leads_the_advisers_of_their_provider(town: Town) -> None:
    assert names(town, "alex") == sorted(STAFF_OF)
    assert names(town, "lea") == ["bea", "ben"]
    for nobody in ("toni", "ben"):
        assert names(town, nobody) == []


@pytest.mark.parametrize("words", ["ada", "ada@example.org", "stadt", "alex", "lea"])
def test_no_search_of_a_lead_finds_anybody_else(town: Town, words: str) -> None:
    assert names(town, "lea", words) == []
    assert names(town, "alex", words) != []  # the red control: there is somebody to be found
    with town.database.reading() as session:
        assert directory.count(session, town.actor("lea")) == 2


def test_a_search_forgives_capitals_also_of_umlauts(town: Town) -> None:
    with town.acting("alex") as (session, actor):
        wanted = Place("Özlem Überall", Role.STAFF, None)
        managing.change(session, actor, town.id_of("toni"), wanted, now=NOW)
    assert names(town, "alex", "özlem ÜBERALL") == ["toni"]


def test_long_lists_come_in_pages(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directory, "PER_PAGE", 3)
    with town.database.reading() as session:
        pages = [directory.find(session, town.actor("alex"), page=number) for number in (1, 2, 3, 9)]
    assert [len(each.people) for each in pages] == [3, 3, 1, 1]
    assert [each.number for each in pages] == [1, 2, 3, 3]
    assert {each.total for each in pages} == {len(STAFF_OF)}


def test_who_is_shut_out_is_out_at_once(town: Town) -> None:
    browser, token = doors(town, "ben")
    others = doors(town, "bea")
    with town.acting("lea") as (session, actor):
        managing.disable(session, actor, town.id_of("ben"), now=NOW)
        managing.disable(session, actor, town.id_of("ben"), now=NOW)
    assert opens(town, browser, token) == (False, False)
    assert opens(town, *others) == (True, True)
    assert town.left_open("ben") == (0, 0)
    with town.database.reading() as session:
        assert known_hash(session, "ben@example.org")[0] is None
    assert town.told() == [("AccountDisabled", "")]


def test_opening_again_brings_the_password_back_and_no_token(town: Town) -> None:
    browser, token = doors(town, "ben")
    with town.acting("lea") as (session, actor):
        managing.disable(session, actor, town.id_of("ben"), now=NOW)
    late = doors(town, "ben")  # by a request that began before
    with town.acting("lea") as (session, actor):
        managing.enable(session, actor, town.id_of("ben"), now=NOW)
    assert opens(town, browser, token) == (False, False)
    assert opens(town, *late) == (False, False)
    with town.database.reading() as session:
        assert known_hash(session, "ben@example.org")[0] == town.id_of("ben")
    assert town.told() == [("AccountDisabled", ""), ("AccountEnabled", "")]


def test_calendars_end_with_the_door_and_do_not_come_back(town: Town) -> None:
    ben, toni = town.id_of("ben"), town.id_of("toni")
    with town.acting("ben") as (session, actor):
        token = subscribe(session, actor, f"adviser:{ben}", now=NOW)
        later = NOW + timedelta(days=1)
        others = [
            mint(session, purpose=FEED, subject=subject, now=NOW, expires_at=later)
            for subject in (f"house:{toni}", f"room:{toni}:{ben}")
        ]
        own = mint(session, purpose=FEED, subject=f"room:{ben}:{toni}", now=NOW, expires_at=later)
    with town.acting("alex") as (session, actor):
        managing.disable(session, actor, ben, now=NOW)
        managing.enable(session, actor, ben, now=NOW)
    with town.database.reading() as session:
        found = [subject_behind(session, each, purpose=FEED, now=NOW) for each in (token, own, *others)]
    assert found == [None, None, f"house:{toni}", f"room:{toni}:{ben}"]


def test_the_history_tells_which_role_it_was(town: Town) -> None:
    with town.acting("alex") as (session, actor):
        managing.change(session, actor, town.id_of("ben"), Place("B", Role.STAFF, None), now=NOW)
    with town.database.reading() as session:
        rows = session.scalars(select(EventRow).order_by(EventRow.id)).all()
    told = [(row.payload["what"], row.payload["old"], row.payload["new"]) for row in rows]
    provider = str(town.providers["diakonie"])
    assert told == [("name", "", ""), ("role", "adviser", "staff"), ("provider", provider, "")]


@pytest.mark.parametrize(
    "place",
    [Place("Ben Beispiel", Role.LEAD, 1), Place("Ben Beispiel", Role.ADVISER, 2)],
    ids=["role", "provider"],
)
def test_another_role_or_provider_ends_whatever_lets_somebody_in(town: Town, place: Place) -> None:
    browser, token = doors(town, "ben")
    with town.acting("alex") as (session, actor):
        managing.change(session, actor, town.id_of("ben"), place, now=NOW)
    assert opens(town, browser, token) == (False, False)
    assert len(town.told()) == 1


def test_another_name_ends_nothing(town: Town) -> None:
    browser, token = doors(town, "ben")
    with town.acting("lea") as (session, actor):
        wanted = Place("Benno Beispiel", Role.ADVISER, town.providers["diakonie"])
        managing.change(session, actor, town.id_of("ben"), wanted, now=NOW)
    assert opens(town, browser, token) == (True, True)
    assert town.told() == [("AccountChanged", "name")]


@pytest.mark.parametrize("other", ["ada", "lea", "toni", "alex"])
def test_a_lead_reaches_nobody_else(town: Town, other: str) -> None:
    with town.acting("lea") as (session, actor):
        for act in (managing.disable, managing.enable, managing.drop_second_factor):
            with pytest.raises(NotFound):
                act(session, actor, town.id_of(other), now=NOW)
        with pytest.raises(NotFound):
            charge.by_id(session, actor, town.id_of(other))
    assert town.told() == []


@pytest.mark.parametrize(
    "place",
    [
        Place("Ben", Role.LEAD, 1),
        Place("Ben", Role.STAFF, None),
        Place("Ben", Role.ADMIN, None),
        Place("Ben", Role.ADVISER, 2),
    ],
)
def test_a_lead_makes_advisers_of_the_own_provider_only(town: Town, place: Place) -> None:
    with town.acting("lea") as (session, actor), pytest.raises(NotInCharge):
        managing.change(session, actor, town.id_of("ben"), place, now=NOW)


def test_nobody_takes_a_right_from_themselves(town: Town) -> None:
    with town.acting("alex") as (session, actor):
        own = actor.account_id
        for act in (managing.disable, managing.drop_second_factor):
            with pytest.raises(Oneself):
                act(session, actor, own, now=NOW)
        with pytest.raises(Oneself):
            managing.change(session, actor, own, Place("Alex", Role.STAFF, None), now=NOW)
        managing.change(session, actor, own, Place("Alexandra", Role.ADMIN, None), now=NOW)


def test_who_was_shut_out_meanwhile_shuts_nobody_out(town: Town) -> None:
    anna, alex = town.actor("anna"), town.actor("alex")
    with town.database.writing() as session:
        managing.disable(session, alex, anna.account_id, now=NOW)
    with town.database.writing() as session, pytest.raises(NotInCharge):
        managing.disable(session, anna, alex.account_id, now=NOW)


def test_the_last_admin_stays_one_whoever_asks(town: Town) -> None:
    with town.acting("alex") as (session, actor):
        managing.disable(session, actor, town.id_of("anna"), now=NOW)
        with pytest.raises(LastAdmin):
            managing._refuse_last_admin(session, town.account(session, "alex"))


@pytest.mark.parametrize(
    "place",
    [Place("Ben", Role.ADVISER, None), Place("Ben", Role.STAFF, 1), Place("Ben", Role.LEAD, 77)],
    ids=["adviser without", "staff with", "unknown"],
)
def test_role_and_provider_belong_together(town: Town, place: Place) -> None:
    with town.acting("alex") as (session, actor), pytest.raises(ProviderOver):
        managing.change(session, actor, town.id_of("ben"), place, now=NOW)


def test_nobody_comes_back_to_a_provider_that_has_ended(town: Town) -> None:
    with town.acting("alex") as (session, actor):
        managing.disable(session, actor, town.id_of("ada"), now=NOW)
        session.get_one(Provider, town.providers["stadt"]).retired_at = NOW
        session.flush()
        with pytest.raises(ProviderOver):
            managing.enable(session, actor, town.id_of("ada"), now=NOW)


def test_who_goes_to_another_provider_leaves_the_week_behind(town: Town) -> None:
    with town.database.writing() as session:
        provider_id = town.providers["diakonie"]
        for name in ("ben", "bea"):
            add_adviser(session, slug=name, name=name, provider_id=provider_id, account_id=town.id_of(name))
    with town.acting("alex") as (session, actor):
        move_person(session, actor, town.id_of("ben"), Place("Ben", Role.ADVISER, 2), now=NOW)
    with town.database.reading() as session:
        found = {each.slug: each.account_id for each in session.query(Adviser)}
    assert found == {"ben": None, "bea": town.id_of("bea")}
