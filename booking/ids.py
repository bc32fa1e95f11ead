"""Random ids, codes a person can read out, and tokens that open something."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
import uuid

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 6
PREFIX = "QB"
# What looks like a letter of ours and is none: 0 O 1 I are in no code, Cyrillic keyboards have letters that look the same.
MISREAD = str.maketrans("0O1IАВСЕНКМРТУХ", "QQLLABCEHKMPTYX")


def random_id() -> str:
    """An id that tells nothing: 16 characters, 96 random bits."""
    return secrets.token_urlsafe(12)


def new_uid(domain: str) -> str:
    """A UID for life (RFC 5545 3.8.4.7); never derived from a date, a number or a row."""
    return f"{uuid.uuid4()}@{domain}"


def new_token() -> str:
    """A capability: 256 random bits; only its hash is stored."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """Six characters without 0 O 1 I, for reading out and typing in."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def readable_code(code: str) -> str:
    """In groups of three: "7F3 K9M"."""
    return " ".join(code[at : at + 3] for at in range(0, len(code), 3))


def typed_code(text: str) -> str:
    """What a person typed, as it is stored: case, blanks, dashes, a "QB-" before it and misread signs forgiven."""
    signs = [
        str(unicodedata.decimal(sign, sign))
        for sign in unicodedata.normalize("NFKC", text).upper()
        if sign.isalnum()
    ]
    code = "".join(signs)
    if len(code) == len(PREFIX) + CODE_LENGTH:
        code = code.removeprefix(PREFIX)
    return code.translate(MISREAD)
