"""People with a token for the API, of every role and of two providers."""

from __future__ import annotations

from sqlalchemy.orm import Session

from booking.accounts.models import Account, ApiToken, Provider, Role
from booking.ids import token_hash
from tests import house

# Who has a token: each name is also the token. Two of them work for another provider than the rest.
PEOPLE = {
    "ada": (Role.ADVISER, "haus"),
    "bela": (Role.ADVISER, "haus"),
    "lea": (Role.LEAD, "haus"),
    "fatma": (Role.ADVISER, "nachbarn"),
    "friedrich": (Role.LEAD, "nachbarn"),
    "stefan": (Role.STAFF, None),
    "agnes": (Role.ADMIN, None),
    "karl": (Role.CARETAKER, None),
}


def give_tokens(session: Session, small: house.SmallHouse) -> None:
    neighbours = Provider(slug="nachbarn", name="Nachbarverein")
    session.add(neighbours)
    session.flush()
    ids = {"haus": small.provider.id, "nachbarn": neighbours.id, None: None}
    for name, (role, provider) in PEOPLE.items():
        account = small.account
        if name != "ada":
            account = Account(
                email=f"{name}@example.org",
                name=name.title(),
                role=role,
                password_hash="!",
                provider_id=ids[provider],
            )
            session.add(account)
            session.flush()
        session.add(ApiToken(token_hash=token_hash(name), account_id=account.id, created_at=house.NOW))
