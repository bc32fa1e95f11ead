"""Advisers as the settings show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.models import Account, Provider
from booking.offers.models import Adviser
from booking.web.forms.advisers import LANGUAGES
from booking.web.language import current_language
from booking.web.language import gettext as _


@dataclass(frozen=True)
class AdviserView:
    """One adviser; `told` is what a search looks through."""

    name: str
    provider: str
    account: str
    languages: str
    is_retired: bool
    url: str

    @property
    def told(self) -> str:
        return f"{self.name} {self.provider} {self.account} {self.languages}".casefold()


def adviser_views(session: Session, rows: Iterable[Adviser]) -> list[AdviserView]:
    """By name, those who advise no more at the end; a fixed number of queries."""
    providers = {each.id: each.name for each in session.scalars(select(Provider))}
    linked = select(Adviser.account_id).where(Adviser.account_id.is_not(None))
    found = session.scalars(select(Account).where(Account.id.in_(linked))).unique()
    accounts = {each.id: each.name for each in found}
    views = [
        AdviserView(
            name=each.name,
            provider=providers.get(each.provider_id, ""),
            account=accounts.get(each.account_id or 0, ""),
            languages=language_words(tuple(filter(None, each.languages.split(",")))),
            is_retired=each.retired_at is not None,
            url=f"/einstellungen/beratende/{each.id}",
        )
        for each in rows
    ]
    return sorted(views, key=lambda view: (view.is_retired, view.name.casefold()))


def language_words(codes: Sequence[str]) -> str:
    """The languages by name."""
    names = current_language().locale.languages
    return ", ".join(names.get(code, code) for code in codes)


def language_options() -> list[tuple[str, str]]:
    """The languages to choose from."""
    names = current_language().locale.languages
    return [(code, names.get(code, code)) for code in LANGUAGES]


def account_options(accounts: Iterable[Account]) -> list[tuple[str, str]]:
    """The accounts to choose from, and none."""
    return [("", _("kein Konto")), *((str(each.id), f"{each.name}, {each.email}") for each in accounts)]
