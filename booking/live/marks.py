"""Marks: how far somebody has read, sealed. An open number would tell how much happens at other providers."""

from __future__ import annotations

import struct
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64

from booking.vault import SealBroken, Vault

PLACE = "live"
LASTING = 600  # seconds; who comes back later reads everything anew
SHAPE = struct.Struct(">QQ")


def mark(vault: Vault, position: int) -> str:
    """The position at this moment, for the browser to bring back; of the same length each time."""
    return urlsafe_b64encode(vault.seal(SHAPE.pack(position, int(time.time())), PLACE)).decode()


def position_of(vault: Vault, text: str) -> int | None:
    """The position, or None when the mark is not ours or older than ten minutes."""
    try:
        position, at = SHAPE.unpack(vault.open(urlsafe_b64decode(text), PLACE))
    except (NotBase64, SealBroken, ValueError, struct.error):
        return None
    return position if time.time() - at <= LASTING else None
