"""Who may open which page: the table that the service's own declarations are compared with, by blueprint."""

from __future__ import annotations

from booking.accounts.models import Role
from booking.web.access import EVERYBODY

PROVIDERS = frozenset({Role.ADVISER, Role.LEAD})
HOUSE = frozenset({Role.STAFF, Role.ADMIN})
WORKING_WITH_ROOMS = PROVIDERS | HOUSE
SIGNED_IN = frozenset(Role)

BY_BLUEPRINT = {
    "agenda": PROVIDERS,
    "planner": SIGNED_IN,
    "feeds": SIGNED_IN,
    "wish": WORKING_WITH_ROOMS,
    "choosing": WORKING_WITH_ROOMS,
    "saving": WORKING_WITH_ROOMS,
    "reservation_list": WORKING_WITH_ROOMS,
    "reservation_showing": WORKING_WITH_ROOMS,
    "reservation_moving": WORKING_WITH_ROOMS,
    "reservation_cancelling": WORKING_WITH_ROOMS,
    "reservation_renaming": WORKING_WITH_ROOMS,
    "reservation_requests": HOUSE,
    "hours_opening": PROVIDERS,
    "hours_showing": WORKING_WITH_ROOMS,
    "hours_adjusting": PROVIDERS,
    "hours_calling_off": WORKING_WITH_ROOMS,
    "waiting_listing": PROVIDERS | HOUSE,
    "waiting_calling": PROVIDERS | HOUSE,
    "todo_list": PROVIDERS | HOUSE,
    "todo_showing": PROVIDERS | HOUSE,
    "todo_working": PROVIDERS | HOUSE,
    "todo_answering": PROVIDERS | HOUSE,
}
EXCEPTIONS = {"feeds.calendar": EVERYBODY}  # its address is the secret


def may_open(endpoint: str) -> frozenset[Role]:
    """The roles that may; EVERYBODY for what is not in the table."""
    return EXCEPTIONS.get(endpoint, BY_BLUEPRINT.get(endpoint.partition(".")[0], EVERYBODY))
