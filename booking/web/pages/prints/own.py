"""A provider's own appointments of today and tomorrow on paper, with names: each reading is written down."""

from __future__ import annotations

from flask import Blueprint, Response

from booking.accounts.models import Reading, Role
from booking.appointments.finding import of_adviser
from booking.house.settings import facts_of
from booking.printing.own_list import own_list
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime, signed_in
from booking.web.language import current_language
from booking.web.pages.appointments.manage import known_contact
from booking.web.pages.prints.asked import as_pdf

DAYS = 2
WHY = "print"

pages = Blueprint("print_own", __name__)


@pages.post("/drucken/meine-termine")
@allow(Role.ADVISER, Role.LEAD)
def own() -> Response:
    """A POST, because it writes who read whose names; pressing it twice reads them twice."""
    now, actor = runtime().clock.now(), signed_in()
    with runtime().database.writing() as session:
        booked = [(each, known_contact(each)) for each in of_adviser(session, actor, wall_day(now), DAYS)]
        for person_id in {each.person_id for each, _contact in booked if each.person_id is not None}:
            session.add(Reading(account_id=actor.account_id, person_id=person_id, why=WHY, at=now))
        made = own_list(booked, current_language(), facts_of(session), now=now)
    return as_pdf(made.as_pdf(at=now), "meine-termine")
