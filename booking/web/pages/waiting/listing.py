"""/warteliste: who waits for the offers of one's provider, without names; for the house the numbers only."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, Response

from booking.accounts.access import HOUSE_ROLES
from booking.accounts.models import Role
from booking.offers.models import Adviser
from booking.waiting.finding import on_the_list, queues
from booking.web.access import allow, runtime, signed_in
from booking.web.frame import page
from booking.web.views.waiting_lists import QueueView, WaitingRow

WHO = (Role.ADVISER, Role.LEAD, Role.STAFF, Role.ADMIN)

pages = Blueprint("waiting_listing", __name__)


@pages.get("/warteliste")
@allow(*WHO)
def look() -> Response:
    actor = signed_in()
    with runtime().database.reading() as database:
        if actor.role in HOUSE_ROLES:
            lists = [QueueView.counted(each) for each in queues(database)]
        else:
            advisers = {each.id: each for each in database.query(Adviser)}
            entries = on_the_list(database, actor)
            lists = [
                QueueView.of(
                    offer, [WaitingRow.of(each, advisers.get(each.adviser_id or 0)) for each in group]
                )
                for offer, group in groupby(entries, key=lambda each: each.offer)
            ]
    return page("waiting/list.html", lists=lists, for_house=actor.role in HOUSE_ROLES)
