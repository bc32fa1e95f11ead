"""The pages, one file for each idea, named like their templates."""

from __future__ import annotations

from booking.web.pages import (
    accounts,
    agenda,
    barriers,
    call_back,
    concerns,
    data_requests,
    demo,
    duties,
    feeds,
    house,
    offers,
    planner,
)
from booking.web.pages.appointments import (
    check,
    code,
    confirming,
    details,
    leaving,
    leaving_for_good,
    lost_link,
    manage,
    moving,
    my_data,
    slip,
    slots,
    undoing,
    unsubscribing,
)
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
from booking.web.pages.todos import answering as todo_answering
from booking.web.pages.todos import listing as todo_list
from booking.web.pages.todos import showing as todo_showing
from booking.web.pages.todos import working as todo_working
from booking.web.pages.waiting import calling as waiting_calling
from booking.web.pages.waiting import correcting as waiting_correcting
from booking.web.pages.waiting import joining as waiting_joining
from booking.web.pages.waiting import leaving as waiting_leaving
from booking.web.pages.waiting import listing as waiting_list
from booking.web.pages.waiting import mine as waiting_mine
from booking.web.pages.waiting import wishing as waiting_wishing

BLUEPRINTS = (
    concerns.pages,
    offers.pages,
    house.pages,
    duties.pages,
    slots.pages,
    details.pages,
    check.pages,
    confirming.pages,
    manage.pages,
    unsubscribing.pages,
    moving.pages,
    slip.pages,
    code.pages,
    leaving.pages,
    undoing.pages,
    my_data.pages,
    leaving_for_good.pages,
    lost_link.pages,
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
    call_back.pages,
    barriers.pages,
    data_requests.pages,
    todo_list.pages,
    todo_showing.pages,
    todo_working.pages,
    todo_answering.pages,
    waiting_joining.pages,
    waiting_mine.pages,
    waiting_wishing.pages,
    waiting_correcting.pages,
    waiting_leaving.pages,
    waiting_list.pages,
    waiting_calling.pages,
    demo.pages,
)
