"""Sealed data opens only in its own row, with its own key, unchanged."""

from __future__ import annotations

import pytest

from booking.vault import SealBroken, Vault


def test_what_is_sealed_opens_in_its_place_only() -> None:
    vault = Vault("k" * 32)
    sealed = vault.seal_json({"name": "Frau Ömer"}, "person:a")
    assert vault.open_json(sealed, "person:a") == {"name": "Frau Ömer"}
    assert "Ömer".encode() not in sealed
    with pytest.raises(SealBroken):
        vault.open(sealed, "person:b")
    with pytest.raises(SealBroken):
        Vault("x" * 32).open(sealed, "person:a")


def test_every_changed_byte_is_noticed() -> None:
    vault = Vault("k" * 32)
    sealed = vault.seal(b"hello", "p")
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(SealBroken):
            vault.open(changed, "p")


def test_the_same_text_is_sealed_differently_each_time() -> None:
    vault = Vault("k" * 32)
    assert vault.seal(b"hello", "p") != vault.seal(b"hello", "p")
