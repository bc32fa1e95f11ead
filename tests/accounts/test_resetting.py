"""A forgotten password: a link for an hour, once, to accounts in use only; every sign-in ends, the second factor stays."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from booking.accounts import managing, resetting
from booking.accounts.capabilities import RESET
from booking.accounts.enrolling import totp_place
from booking.accounts.models import Account
from booking.accounts.passwords import hash_password, verify_password
from booking.accounts.renewing import change_password
from booking.accounts.signin import sign_in
from booking.accounts.tokens import issue_api_token
from booking.db import database_now
from booking.errors import NotAllowedNow, NotFound
from booking.outbox import EventRow
from tests.accounts.people import PASSWORD, VAULT, Town
from tests.house import NOW

NEW = "birke laterne wolke"


def link(town: Town, name: str = "ben", at: datetime = NOW) -> str | None:
    with town.database.writing() as session:
        return resetting.mint_link(session, town.account(session, name), asked_at=at)


def use(town: Town, token: str | None, at: datetime = NOW) -> bool:
    assert token is not None
    with town.database.writing() as session:
        new_hash = hash_password(NEW)
        found = resetting.set_password(session, token, purpose=RESET, new_hash=new_hash, now=at)
        return found is not None


def fits(town: Town, password: str, name: str = "ben") -> bool:
    with town.database.reading() as session:
        return verify_password(town.account(session, name).password_hash, password)


def test_a_new_password_ends_every_sign_in_and_keeps_the_rest(town: Town) -> None:
    with town.database.writing() as session:
        ben, now = town.account(session, "ben"), database_now(session)
        ben.totp_sealed = VAULT.seal(b"JBSWY3DPEHPK3PXP", totp_place(ben.id))
        sign_in(session, ben, now=now)
        issue_api_token(session, ben, now)
    token = link(town)
    assert fits(town, PASSWORD), "until the link is used the old one counts"
    assert use(town, token)
    assert fits(town, NEW)
    assert not fits(town, PASSWORD)
    assert town.left_open("ben") == (0, 1)
    with town.database.reading() as session:
        assert town.account(session, "ben").totp_sealed is not None
    assert not use(town, token)
    assert town.told() == [("AccountChanged", "password_reset")]


def test_it_is_its_owner_who_changed_it(town: Town) -> None:
    use(town, link(town))
    with town.database.reading() as session:
        (row,) = session.query(EventRow)
        assert row.actor == row.subject == f"account:{town.id_of('ben')}"


def test_it_ends_after_an_hour(town: Town) -> None:
    token = link(town)
    assert not use(town, token, NOW + timedelta(minutes=60))
    assert use(town, token, NOW + timedelta(minutes=59))


def test_the_last_link_counts(town: Town) -> None:
    first, second = link(town), link(town, at=NOW + timedelta(minutes=1))
    assert not use(town, first)
    assert use(town, second)


def test_who_changes_the_password_meanwhile_makes_the_link_void(town: Town) -> None:
    token = link(town)
    with town.database.writing() as session:
        ben = town.account(session, "ben")
        known = ben.password_hash
        changed = change_password(
            session, ben.id, known_hash=known, new_hash=hash_password("x" * 12), but_for="", now=NOW
        )
    assert changed
    assert not use(town, token)


def test_a_shut_account_has_no_link_and_an_old_one_opens_nothing(town: Town) -> None:
    token = link(town)
    with town.acting("lea") as (session, actor):
        managing.disable(session, actor, town.id_of("ben"), now=NOW)
        with pytest.raises(NotAllowedNow):
            resetting.send_reset(session, actor, town.id_of("ben"), now=NOW)
    assert link(town) is None
    assert not use(town, token)
    assert fits(town, PASSWORD)


@pytest.mark.parametrize("address", ["ben@example.org", " BEN@example.org", "niemand@example.org", ""])
def test_whoever_asks_leaves_the_same_behind(town: Town, address: str) -> None:
    with town.database.writing() as session:
        resetting.forget(session, address, now=NOW)
    known = town.id_of("ben") if "ben" in address.lower() else resetting.NOBODY
    with town.database.reading() as session:
        (row,) = session.query(EventRow)
        assert row.payload == {"account_id": known}
        assert "example" not in str(row.payload)


def test_who_looks_after_somebody_sends_the_link(town: Town) -> None:
    with town.acting("lea") as (session, actor):
        resetting.send_reset(session, actor, town.id_of("ben"), now=NOW)
        with pytest.raises(NotFound):
            resetting.send_reset(session, actor, town.id_of("ada"), now=NOW)
    with town.database.reading() as session:
        assert [row.payload["account_id"] for row in session.query(EventRow)] == [town.id_of("ben")]


def test_a_link_of_somebody_else_changes_nothing_of_mine(town: Town) -> None:
    use(town, link(town, "bea"))
    with town.database.reading() as session:
        changed = [each.email for each in session.query(Account) if verify_password(each.password_hash, NEW)]
    assert changed == ["bea@example.org"]
