"""Inviting: an account that nobody can use until its owner sets a password by the one link, once, within 72 hours."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from booking.accounts import inviting, resetting
from booking.accounts.capabilities import INVITE, RESET
from booking.accounts.charge import NotInCharge
from booking.accounts.enrolling import AddressTaken
from booking.accounts.managing import Place, ProviderOver, disable, enable
from booking.accounts.models import Account, Capability, Role
from booking.accounts.passwords import hash_password, verify_password
from booking.accounts.signin import known_hash
from booking.errors import NotAllowedNow
from tests.accounts.people import Town
from tests.house import NOW

NEW = "birke laterne wolke"
ADDRESS = "nina@example.org"


def invited(town: Town, by: str = "alex", place: Place | None = None) -> int:
    with town.acting(by) as (session, actor):
        place = place or Place("Nina Neu", Role.STAFF, None)
        return inviting.invite(session, actor, email=" Nina@Example.org ", place=place, now=NOW).id


def link(town: Town, account_id: int, at: datetime = NOW) -> str | None:
    """As the reaction makes it for the mail."""
    with town.database.writing() as session:
        account = session.get_one(Account, account_id)
        return inviting.mint_link(session, account, invited_at=at)


def take_up(town: Town, token: str, at: datetime = NOW, purpose: str = INVITE) -> bool:
    with town.database.writing() as session:
        found = resetting.set_password(session, token, purpose=purpose, new_hash=hash_password(NEW), now=at)
        return found is not None


def test_nobody_signs_in_before_the_link_was_used(town: Town) -> None:
    account_id = invited(town)
    with town.database.reading() as session:
        account = session.get_one(Account, account_id)
        assert account.email == ADDRESS
        assert not account.is_in_use
        assert not verify_password(account.password_hash, "!")
        nobody, other = known_hash(session, ADDRESS)
        assert nobody is None
        assert other.startswith("$argon2id$"), "as slow as for everybody else"
    assert town.told() == [("AccountInvited", "")]


def test_the_link_sets_the_password_once(town: Town) -> None:
    account_id = invited(town)
    token = link(town, account_id)
    assert token is not None
    with town.database.reading() as session:
        assert resetting.account_behind(session, token, purpose=INVITE, now=NOW) is not None
        assert resetting.account_behind(session, token, purpose=RESET, now=NOW) is None
    assert take_up(town, token)
    assert not take_up(town, token)
    with town.database.reading() as session:
        account = session.get_one(Account, account_id)
        assert account.is_in_use
        assert verify_password(account.password_hash, NEW)
        assert known_hash(session, ADDRESS)[0] == account_id
        assert session.scalars(select(Capability)).all() == []
    assert town.told()[-1] == ("AccountChanged", "joined")


def test_only_its_hash_is_stored(town: Town) -> None:
    token = link(town, invited(town))
    with town.database.reading() as session:
        (row,) = session.scalars(select(Capability))
        assert token not in (row.token_hash, row.subject)


def test_it_ends_after_72_hours(town: Town) -> None:
    token = link(town, invited(town))
    assert token is not None
    assert not take_up(town, token, NOW + timedelta(hours=72))
    assert take_up(town, token, NOW + timedelta(hours=72, seconds=-1))


def test_inviting_again_makes_the_old_link_void(town: Town) -> None:
    account_id = invited(town)
    old, later = link(town, account_id), NOW + timedelta(hours=80)
    assert old is not None
    with town.acting("alex") as (session, actor):
        inviting.invite_again(session, actor, account_id, now=later)
    assert not take_up(town, old, NOW)
    assert link(town, account_id, at=NOW) is None, "the first mail, if it is written only now, has no link"
    new = link(town, account_id, at=later)
    assert new is not None
    assert take_up(town, new, later)


def test_an_invitation_is_taken_back_and_made_again(town: Town) -> None:
    account_id = invited(town)
    token = link(town, account_id)
    assert token is not None
    with town.acting("alex") as (session, actor):
        inviting.take_back(session, actor, account_id, now=NOW)
        inviting.take_back(session, actor, account_id, now=NOW)
    assert not take_up(town, token)
    assert link(town, account_id) is None
    with town.acting("alex") as (session, actor), pytest.raises(NotAllowedNow):
        enable(session, actor, account_id, now=NOW)
    with town.acting("alex") as (session, actor):
        inviting.invite_again(session, actor, account_id, now=NOW)
    assert link(town, account_id) is not None
    kinds = [kind for kind, _ in town.told()]
    assert kinds == ["AccountInvited", "InvitationTakenBack", "AccountInvited"]


def test_an_address_has_one_account(town: Town) -> None:
    invited(town)
    with pytest.raises(AddressTaken):
        invited(town)


def test_a_lead_invites_advisers_of_the_own_provider(town: Town) -> None:
    own, foreign = town.providers["diakonie"], town.providers["stadt"]
    for place in (
        Place("Nina", Role.ADVISER, foreign),
        Place("Nina", Role.LEAD, own),
        Place("Nina", Role.ADMIN, None),
    ):
        with pytest.raises(NotInCharge):
            invited(town, "lea", place)
    invited(town, "lea", Place("Nina", Role.ADVISER, own))


@pytest.mark.parametrize("who", ["toni", "ben"])
def test_nobody_else_invites(town: Town, who: str) -> None:
    with pytest.raises(NotInCharge):
        invited(town, who)


def test_who_works_here_already_is_not_invited_again(town: Town) -> None:
    with town.acting("alex") as (session, actor):
        for act in (inviting.invite_again, inviting.take_back):
            with pytest.raises(NotAllowedNow):
                act(session, actor, town.id_of("toni"), now=NOW)


def test_an_invitation_is_taken_back_and_not_shut(town: Town) -> None:
    account_id = invited(town)
    with town.acting("alex") as (session, actor), pytest.raises(NotAllowedNow):
        disable(session, actor, account_id, now=NOW)


def test_an_adviser_needs_a_provider(town: Town) -> None:
    with pytest.raises(ProviderOver):
        invited(town, place=Place("Nina", Role.ADVISER, None))
