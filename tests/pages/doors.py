"""Who may open which page: the table that the service's own declarations are compared with, by blueprint."""

from __future__ import annotations

from booking.accounts.models import Role
from booking.web.access import EVERYBODY

PROVIDERS = frozenset({Role.ADVISER, Role.LEAD})
HOUSE = frozenset({Role.STAFF, Role.ADMIN})
WORKING_WITH_ROOMS = PROVIDERS | HOUSE
SIGNED_IN = frozenset(Role)
IN_THE_ROOMS = HOUSE | {Role.CARETAKER}

BY_BLUEPRINT = {
    "agenda": PROVIDERS,
    "agenda_attending": PROVIDERS,
    "agenda_contacts": PROVIDERS,
    "agenda_handing_over": PROVIDERS,
    "locking": SIGNED_IN,
    "account_overview": SIGNED_IN,
    "account_password": SIGNED_IN,
    "account_second_factor": SIGNED_IN,
    "account_tokens": SIGNED_IN,
    "planner": SIGNED_IN,
    "dragging": WORKING_WITH_ROOMS,
    "live": SIGNED_IN,
    "feeds": SIGNED_IN,
    "handbook": SIGNED_IN,
    "wish": WORKING_WITH_ROOMS,
    "choosing": WORKING_WITH_ROOMS,
    "saving": WORKING_WITH_ROOMS,
    "reservation_list": WORKING_WITH_ROOMS,
    "reservation_showing": WORKING_WITH_ROOMS,
    "reservation_moving": WORKING_WITH_ROOMS,
    "reservation_cancelling": WORKING_WITH_ROOMS,
    "reservation_renaming": WORKING_WITH_ROOMS,
    "reservation_preparing": WORKING_WITH_ROOMS,
    "reservation_requests": HOUSE,
    "hours_opening": PROVIDERS,
    "hours_showing": WORKING_WITH_ROOMS,
    "hours_adjusting": PROVIDERS,
    "hours_calling_off": WORKING_WITH_ROOMS,
    "waiting_listing": PROVIDERS | HOUSE,
    "waiting_calling": PROVIDERS | HOUSE,
    "desk_today": HOUSE,
    "desk_calling": PROVIDERS | HOUSE,
    "desk_visiting": PROVIDERS | HOUSE,
    "desk_opening": HOUSE,
    "desk_doors": PROVIDERS | HOUSE,
    "todo_list": PROVIDERS | HOUSE,
    "todo_showing": PROVIDERS | HOUSE,
    "todo_working": PROVIDERS | HOUSE,
    "todo_answering": PROVIDERS | HOUSE,
    "closure_listing": HOUSE | {Role.CARETAKER},
    "closure_entering": HOUSE | {Role.CARETAKER},
    "closure_showing": HOUSE | {Role.CARETAKER},
    "closure_withdrawing": HOUSE | {Role.CARETAKER},
    "absence_entering": WORKING_WITH_ROOMS,
    "absence_showing": WORKING_WITH_ROOMS,
    "school_holidays": HOUSE,
    "todo_offered": PROVIDERS | HOUSE,
    "message_list": PROVIDERS | HOUSE,
    "message_hanging": frozenset({Role.ADMIN}),
    "message_showing": PROVIDERS | HOUSE,
    "message_sending": PROVIDERS | HOUSE,
    "history": PROVIDERS | HOUSE,
    "settings": frozenset({Role.STAFF, Role.ADMIN, Role.LEAD}),
    "settings_people": frozenset({Role.ADMIN, Role.LEAD}),
    "settings_person": frozenset({Role.ADMIN, Role.LEAD}),
    "settings_person_steps": frozenset({Role.ADMIN, Role.LEAD}),
    "settings_advisers": frozenset({Role.ADMIN, Role.LEAD}),
    "settings_adviser_ending": frozenset({Role.ADMIN, Role.LEAD}),
    "settings_providers": frozenset({Role.ADMIN}),
    "settings_provider_ending": frozenset({Role.ADMIN}),
    "settings_house": frozenset({Role.ADMIN}),
    "settings_import": frozenset({Role.ADMIN}),
    "settings_import_preview": frozenset({Role.ADMIN}),
    "settings_offers": frozenset({Role.ADMIN, Role.LEAD}),
    "settings_offer_facts": frozenset({Role.ADMIN, Role.LEAD}),
    "settings_offer_texts": frozenset({Role.ADMIN, Role.LEAD}),
    "settings_offer_retiring": frozenset({Role.ADMIN, Role.LEAD}),
    "settings_concerns": frozenset({Role.ADMIN}),
    "settings_topics": frozenset({Role.ADMIN}),
    "settings_rooms": frozenset({Role.ADMIN}),
    "settings_room_editing": frozenset({Role.ADMIN}),
    "settings_room_retiring": frozenset({Role.ADMIN}),
    "settings_opening_hours": HOUSE,
    "prints": SIGNED_IN,
    "print_day_list": IN_THE_ROOMS,
    "print_door_sheets": IN_THE_ROOMS,
    "print_emergency": HOUSE,
    "print_own": PROVIDERS,
}
EXCEPTIONS = {
    "history.of_appointment": PROVIDERS,
    "history.at_the_desk": HOUSE,
    "history.of_closure": HOUSE,
    "feeds.calendar": EVERYBODY,  # its address is the secret
}


def may_open(endpoint: str) -> frozenset[Role]:
    """The roles that may; EVERYBODY for what is not in the table."""
    return EXCEPTIONS.get(endpoint, BY_BLUEPRINT.get(endpoint.partition(".")[0], EVERYBODY))
