"""Who signs in to the demonstration, and the file that tells a newcomer how."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import pyotp
from sqlalchemy.orm import Session

from booking.accounts.enrolling import enrol
from booking.accounts.models import Provider, Role
from booking.accounts.tokens import issue_api_token
from booking.vault import Vault

FILE = "demo-accounts.json"
WORDS = (
    "ahorn amsel apfel biene birke blume brise buche dachs distel drossel eiche erle esche falke farn feder fink "
    "flieder fuchs garten ginster hafen hagel hasel hecht heide himmel hirse honig igel insel kiesel klee kranich "
    "laterne lerche linde lupine marder moos muschel nebel nelke otter pappel pfirsich quelle rabe regen salbei "
    "schilf segel sonne specht stern tanne ufer ulme veilchen wacholder weide wiese wolke zander zeder"
)


@dataclass(frozen=True)
class Invited:
    """Somebody who does not exist and may sign in."""

    email: str
    name: str
    role: Role
    provider: str | None = None
    second_factor: bool = False
    software: bool = True


INVITED = (
    Invited("ada@example.org", "Ada Beispiel", Role.ADVISER, "stadt-klimaschutz"),
    Invited("ben@example.org", "Ben Muster", Role.ADVISER, "diakonie"),
    Invited("lea@example.org", "Lea Leitfaden", Role.LEAD, "diakonie"),
    Invited("toni@example.org", "Toni Tresen", Role.STAFF),
    Invited("kai@example.org", "Kai Klinke", Role.CARETAKER, software=False),
    Invited("alex@example.org", "Alex Zentrale", Role.ADMIN, second_factor=True),
)


@dataclass(frozen=True)
class Card:
    """One line of the file; in the demonstration only, secrets may be written down."""

    email: str
    role: str
    provider: str | None
    password: str
    totp_secret: str | None
    api_token: str | None


def invite(
    session: Session, vault: Vault, providers: Mapping[str, Provider], *, now: datetime
) -> tuple[list[Card], dict[str, int]]:
    """The accounts' cards, and the ids of the accounts by name."""
    cards: list[Card] = []
    ids: dict[str, int] = {}
    for each in INVITED:
        provider = providers[each.provider] if each.provider else None
        password = _readable_password()
        totp_secret = pyotp.random_base32() if each.second_factor else None
        account = enrol(
            session,
            vault,
            email=each.email,
            name=each.name,
            role=each.role,
            password=password,
            provider_id=provider.id if provider else None,
            totp_secret=totp_secret,
        )
        api_token = issue_api_token(session, account, now) if each.software else None
        cards.append(
            Card(each.email, each.role, provider.name if provider else None, password, totp_secret, api_token)
        )
        ids[each.name] = account.id
    return cards, ids


def hand_out(cards: list[Card], data_dir: Path) -> Path:
    """Write the cards where only the owner reads them, in one step."""
    target = data_dir / FILE
    partial = target.with_suffix(".part")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump([asdict(card) for card in cards], file, ensure_ascii=False, indent=2)
    partial.replace(target)
    return target


def _readable_password() -> str:
    return "-".join([*(secrets.choice(WORDS.split()) for _ in range(3)), str(secrets.randbelow(90) + 10)])
