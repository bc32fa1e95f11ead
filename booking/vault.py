"""The vault: seals personal data with AES-256-GCM, bound to the row it belongs to."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12


class SealBroken(Exception):
    """The bytes were changed, belong to another row, or were sealed with another key."""


class Vault:
    """Seals bytes for one row: `place` ("person:ab12") is the additional data, so rows cannot be swapped."""

    def __init__(self, data_key: str) -> None:
        key = HKDF(SHA256(), length=32, salt=None, info=b"treffpunkt personal data").derive(data_key.encode())
        self._cipher = AESGCM(key)
        self._finding_key = HKDF(SHA256(), length=32, salt=None, info=b"treffpunkt finding again").derive(
            data_key.encode()
        )

    def seal(self, plain: bytes, place: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
        except InvalidTag as error:
            raise SealBroken(place) from error

    def fingerprint(self, text: str) -> str:
        """A keyed hash (HMAC-SHA256, hex): finds the same text again, and without the key tells nothing of it."""
        return hmac.new(self._finding_key, text.encode(), hashlib.sha256).hexdigest()

    def seal_json(self, value: Any, place: str) -> bytes:
        return self.seal(json.dumps(value, ensure_ascii=False).encode(), place)

    def open_json(self, sealed: bytes, place: str) -> Any:
        return json.loads(self.open(sealed, place))
