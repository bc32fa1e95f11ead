"""A new secret for a code app on its way through a form: sealed for one account, good for half an hour, kept nowhere."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import datetime, timedelta

from booking.vault import SealBroken
from booking.web.access import runtime

PATIENCE = timedelta(minutes=30)
GROUP = 4


def sealed(secret: str, account_id: int, *, now: datetime) -> str:
    """What the form carries."""
    value = {"secret": secret, "until": (now + PATIENCE).isoformat()}
    return urlsafe_b64encode(runtime().vault.seal_json(value, _place(account_id))).decode()


def opened(text: str, account_id: int, *, now: datetime) -> str | None:
    """The secret that this account began with a short while ago, or None."""
    try:
        value = runtime().vault.open_json(urlsafe_b64decode(text), _place(account_id))
    except (NotBase64, SealBroken, ValueError):
        return None
    return str(value["secret"]) if datetime.fromisoformat(value["until"]) > now else None


def readable(secret: str) -> str:
    """In groups of four, to type."""
    return " ".join(secret[start : start + GROUP] for start in range(0, len(secret), GROUP))


def _place(account_id: int) -> str:
    return f"new-totp:{account_id}"
