"""The pages, one file for each idea, named like their templates."""

from __future__ import annotations

from booking.web.pages import accounts, agenda, concerns, demo, duties, feeds, house, offers, planner
from booking.web.pages.appointments import check, code, details, leaving, manage, moving, slots
from booking.web.pages.hours import adjusting, calling_off, opening
from booking.web.pages.hours import showing as hours_showing
from booking.web.pages.reservations import (
    cancelling,
    choosing,
    listing,
    renaming,
    requests,
    saving,
    showing,
    wish,
)
from booking.web.pages.reservations import moving as reservation_moving

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
    planner.pages,
    feeds.pages,
    wish.pages,
    choosing.pages,
    saving.pages,
    listing.pages,
    showing.pages,
    reservation_moving.pages,
    cancelling.pages,
    renaming.pages,
    requests.pages,
    opening.pages,
    hours_showing.pages,
    adjusting.pages,
    calling_off.pages,
    demo.pages,
)
