"""The pages, one file for each idea, named like their templates."""

from __future__ import annotations

from booking.web.pages import accounts, agenda, concerns, demo, duties, house, offers
from booking.web.pages.appointments import check, code, details, leaving, manage, moving, slots

BLUEPRINTS = (
    concerns.pages,
    offers.pages,
    house.pages,
    duties.pages,
    slots.pages,
    details.pages,
    check.pages,
    manage.pages,
    moving.pages,
    code.pages,
    leaving.pages,
    accounts.pages,
    agenda.pages,
    demo.pages,
)
