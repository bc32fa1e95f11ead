"""Taking back a closure or an absence: first what wakes and what does not, then the button; shared by both."""

from __future__ import annotations

from sqlalchemy.orm import Session

from booking.disruptions.wanted import Cause
from booking.disruptions.withdrawing import preview_withdrawal, withdraw
from booking.web.access import runtime, signed_in
from booking.web.views.returns import ReturnView, return_view


def preview_return(database: Session, row: Cause) -> ReturnView:
    """What would wake now, and what would stay asleep, with the reason."""
    found = preview_withdrawal(database, row, runtime().clock.now(), runtime().vault)
    return return_view(found, signed_in())


def take_back(database: Session, row: Cause) -> ReturnView:
    """Do it; twice is harmless. Says what woke and what did not."""
    return return_view(withdraw(database, runtime().desk(), row), signed_in())
