"""Guessing a number: wrong tries count for network and code, right ones for nothing, and the desk for itself."""

from __future__ import annotations

from booking.web.access import current_actor
from booking.web.caps import caller
from booking.web.limits import (
    CODE,
    CODE_ACCOUNT,
    CODE_ANYWHERE,
    CODE_NETWORK,
    count,
    forget,
    network,
    refuse_if_full,
)


def count_code_try(code: str) -> None:
    """One more try to open an appointment with this code; the right name takes it back (forget_code_tries).

    Counted before anybody looks, so that a hundred tries at once are a hundred. Signed in, only the account
    counts: strangers behind the house's address, or after the same code, cannot lock the front desk out.
    """
    if current_actor() is not None:
        refuse_if_full(CODE_ACCOUNT, caller())
        return
    refuse_if_full(CODE_NETWORK, network())
    refuse_if_full(CODE_ANYWHERE, code)
    count(CODE, f"{code} {network()}")


def count_wrong_code(code: str) -> None:
    """It opened nothing."""
    if current_actor() is not None:
        count(CODE_ACCOUNT, caller())
        return
    count(CODE_NETWORK, network())
    count(CODE_ANYWHERE, code)


def forget_code_tries(code: str) -> None:
    """It was the right name."""
    if current_actor() is None:
        forget(CODE, f"{code} {network()}")
        forget(CODE_ANYWHERE, code)
