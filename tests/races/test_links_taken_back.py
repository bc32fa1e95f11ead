"""An invitation is taken back while its link is used: one after the other, and neither hears that the service is busy."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from booking.accounts import inviting, resetting
from booking.accounts.capabilities import INVITE
from booking.accounts.charge import taken_in_hand
from booking.accounts.managing import Place
from booking.accounts.models import Role
from booking.accounts.passwords import hash_password
from booking.db import Database
from tests.accounts.people import settle
from tests.house import NOW
from tests.servers.waiting import wait_until

pytestmark = [pytest.mark.race, pytest.mark.timeout(120)]

WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


def test_who_takes_it_back_a_moment_earlier_wins(database: Database) -> None:
    town = settle(database)
    actor = town.actor("alex")
    with database.writing() as session:
        place = Place("Nina Neu", Role.STAFF, None)
        account = inviting.invite(session, actor, email="nina@example.org", place=place, now=NOW)
        token = inviting.mint_link(session, account, invited_at=NOW)
        assert token is not None
        account_id = account.id

    def take_up() -> bool:
        new_hash = hash_password("birke laterne wolke")
        with database.writing() as session:
            return (
                resetting.set_password(session, token, purpose=INVITE, new_hash=new_hash, now=NOW) is not None
            )

    with ThreadPoolExecutor(1) as pool:
        with database.writing() as session:
            taken_in_hand(session, actor, account_id)
            late = pool.submit(take_up)
            _let_the_other_begin(database, session)
            inviting.take_back(session, actor, account_id, now=NOW)
        assert late.result(30) is False


def _let_the_other_begin(database: Database, session: Session) -> None:
    if database.is_postgresql:
        wait_until(lambda: session.scalar(WAITING), 10, "the other to wait for the account")
    else:
        sleep(0.2)
