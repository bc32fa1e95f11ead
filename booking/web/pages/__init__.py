"""The pages, one file for each idea, named like their templates."""

from __future__ import annotations

from booking.web.pages import (
    accounts,
    barriers,
    board,
    call_back,
    concerns,
    data_requests,
    demo,
    dragging,
    duties,
    feeds,
    first_code,
    handbook,
    history,
    house,
    invitations,
    locking,
    offers,
    passwords_lost,
    planner,
    school_holidays,
)
from booking.web.pages.absences import entering as absence_entering
from booking.web.pages.absences import showing as absence_showing
from booking.web.pages.account import overview as account_overview
from booking.web.pages.account import password as account_password
from booking.web.pages.account import second_factor as account_second_factor
from booking.web.pages.account import tokens as account_tokens
from booking.web.pages.agenda import attending as agenda_attending
from booking.web.pages.agenda import contacts as agenda_contacts
from booking.web.pages.agenda import handing_over as agenda_handing_over
from booking.web.pages.agenda import week as agenda_week
from booking.web.pages.appointments import cancelling as appointment_cancelling
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
    replaced,
    slip,
    slots,
    undoing,
    unsubscribing,
)
from booking.web.pages.closures import entering as closure_entering
from booking.web.pages.closures import listing as closure_listing
from booking.web.pages.closures import showing as closure_showing
from booking.web.pages.closures import withdrawing as closure_withdrawing
from booking.web.pages.desk import calling as desk_calling
from booking.web.pages.desk import doors as desk_doors
from booking.web.pages.desk import opening as desk_opening
from booking.web.pages.desk import today as desk_today
from booking.web.pages.desk import visiting as desk_visiting
from booking.web.pages.desk import way_back as desk_way_back
from booking.web.pages.hours import adjusting, calling_off, opening
from booking.web.pages.hours import showing as hours_showing
from booking.web.pages.messages import listing as message_list
from booking.web.pages.messages import sending as message_sending
from booking.web.pages.messages import showing as message_showing
from booking.web.pages.prints import choosing as print_choosing
from booking.web.pages.prints import day_list as print_day_list
from booking.web.pages.prints import door_sheets as print_door_sheets
from booking.web.pages.prints import emergency as print_emergency
from booking.web.pages.prints import own as print_own
from booking.web.pages.reservations import (
    cancelling,
    choosing,
    listing,
    preparing,
    renaming,
    requests,
    saving,
    showing,
    wish,
)
from booking.web.pages.reservations import moving as reservation_moving
from booking.web.pages.settings import adviser_ending as settings_adviser_ending
from booking.web.pages.settings import advisers as settings_advisers
from booking.web.pages.settings import concerns as settings_concerns
from booking.web.pages.settings import concerns_topics as settings_topics
from booking.web.pages.settings import house as settings_house
from booking.web.pages.settings import import_preview as settings_import_preview
from booking.web.pages.settings import importing as settings_importing
from booking.web.pages.settings import offer_texts as settings_offer_texts
from booking.web.pages.settings import offers as settings_offers
from booking.web.pages.settings import offers_facts as settings_offers_facts
from booking.web.pages.settings import offers_retiring as settings_offers_retiring
from booking.web.pages.settings import opening_hours as settings_opening_hours
from booking.web.pages.settings import overview as settings_overview
from booking.web.pages.settings import people as settings_people
from booking.web.pages.settings import person as settings_person
from booking.web.pages.settings import person_steps as settings_person_steps
from booking.web.pages.settings import provider_ending as settings_provider_ending
from booking.web.pages.settings import providers as settings_providers
from booking.web.pages.settings import room_editing as settings_room_editing
from booking.web.pages.settings import room_retiring as settings_room_retiring
from booking.web.pages.settings import rooms as settings_rooms
from booking.web.pages.todos import answering as todo_answering
from booking.web.pages.todos import listing as todo_list
from booking.web.pages.todos import offered as todo_offered
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
    board.pages,
    duties.pages,
    slots.pages,
    details.pages,
    check.pages,
    confirming.pages,
    manage.pages,
    appointment_cancelling.pages,
    replaced.pages,
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
    first_code.pages,
    invitations.pages,
    passwords_lost.pages,
    locking.pages,
    account_overview.pages,
    account_password.pages,
    account_second_factor.pages,
    account_tokens.pages,
    agenda_week.pages,
    agenda_attending.pages,
    agenda_contacts.pages,
    agenda_handing_over.pages,
    planner.pages,
    dragging.pages,
    feeds.pages,
    wish.pages,
    choosing.pages,
    saving.pages,
    listing.pages,
    showing.pages,
    reservation_moving.pages,
    cancelling.pages,
    preparing.pages,
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
    todo_offered.pages,
    message_list.pages,
    message_list.hanging,
    message_showing.pages,
    message_sending.pages,
    history.pages,
    waiting_joining.pages,
    waiting_mine.pages,
    waiting_wishing.pages,
    waiting_correcting.pages,
    waiting_leaving.pages,
    waiting_list.pages,
    waiting_calling.pages,
    desk_today.pages,
    desk_calling.pages,
    desk_visiting.pages,
    desk_opening.pages,
    desk_doors.pages,
    desk_way_back.pages,
    print_choosing.pages,
    print_day_list.pages,
    print_door_sheets.pages,
    print_emergency.pages,
    print_own.pages,
    closure_listing.pages,
    closure_entering.pages,
    closure_showing.pages,
    closure_withdrawing.pages,
    absence_entering.pages,
    absence_showing.pages,
    school_holidays.pages,
    settings_overview.pages,
    settings_people.pages,
    settings_person.pages,
    settings_person_steps.pages,
    settings_advisers.pages,
    settings_adviser_ending.pages,
    settings_providers.pages,
    settings_provider_ending.pages,
    settings_offers.pages,
    settings_offers_facts.pages,
    settings_offers_retiring.pages,
    settings_offer_texts.pages,
    settings_concerns.pages,
    settings_topics.pages,
    settings_rooms.pages,
    settings_room_editing.pages,
    settings_room_retiring.pages,
    settings_opening_hours.pages,
    settings_house.pages,
    settings_importing.pages,
    settings_import_preview.pages,
    handbook.pages,
    demo.pages,
)
