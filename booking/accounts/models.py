"""Providers, accounts, sign-ins, API tokens, capabilities, and the one table with residents' data."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Date, ForeignKey, Index, LargeBinary, String, and_
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.db import Base


class Role(StrEnum):
    ADVISER = "adviser"
    LEAD = "lead"
    STAFF = "staff"
    CARETAKER = "caretaker"
    ADMIN = "admin"


class Provider(Base):
    """Who gives the offers: a town department, the Diakonie, an association. The tenant of its residents' data.

    `house_calls`: it agreed that the house's staff calls its residents, with a neutral sentence (product rule 7).
    """

    __tablename__ = "provider"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    privacy_law: Mapped[str] = mapped_column(String(10), default="DSGVO")
    house_calls: Mapped[bool] = mapped_column(default=False)
    retired_at: Mapped[datetime | None] = mapped_column(default=None)


class Account(Base):
    """Somebody who signs in. `totp_step` is the last used time step: a code works once (RFC 6238 5.2).

    `invited_at`: the account waits for its owner to set a password by the link of the invitation.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role] = mapped_column(String(12))
    password_hash: Mapped[str] = mapped_column(String(200))
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("provider.id"), default=None)
    totp_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    totp_step: Mapped[int | None] = mapped_column(default=None)
    disabled_at: Mapped[datetime | None] = mapped_column(default=None)
    invited_at: Mapped[datetime | None] = mapped_column(default=None)

    provider: Mapped[Provider | None] = relationship(init=False, lazy="joined")

    @hybrid_property
    def is_in_use(self) -> bool:
        """Whether somebody can sign in with it: the invitation was taken up, and nobody shut it."""
        return self.disabled_at is None and self.invited_at is None

    @is_in_use.inplace.expression
    @classmethod
    def _is_in_use(cls) -> ColumnElement[bool]:
        return and_(cls.disabled_at.is_(None), cls.invited_at.is_(None))


class SignIn(Base):
    """One signed-in browser; ends by signing out, by time, or when the account is disabled.

    `used_at` is the last time somebody used it by hand; once `locked_at` is set it shows nothing until the password.
    """

    __tablename__ = "sign_in"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    started_at: Mapped[datetime] = mapped_column()
    seen_at: Mapped[datetime] = mapped_column()
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    locked_at: Mapped[datetime | None] = mapped_column(default=None)

    account: Mapped[Account] = relationship(init=False, lazy="joined")


class ApiToken(Base):
    """A bearer token of an account, for other software. It opens nothing once it expired or was revoked."""

    __tablename__ = "api_token"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column()
    name: Mapped[str] = mapped_column(String(60), default="")
    expires_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    used_on: Mapped[date | None] = mapped_column(Date, default=None)

    account: Mapped[Account] = relationship(init=False, lazy="joined")


class Capability(Base):
    """A secret link: who has the token may do `purpose` with `subject` until it expires."""

    __tablename__ = "capability"
    __table_args__ = (Index("ix_capability_subject", "subject"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column()
    expires_at: Mapped[datetime] = mapped_column()


class Person(Base):
    """A resident: everything about the person is sealed, bound to this row, and goes with it.

    `provider_id` None: somebody who turned to the house itself, such as for a call-back. After `needs_until` the
    support needs are taken out of the seal. `mailbox_key` and `phone_key` find a person by e-mail address and by
    phone number without storing them: keyed hashes (Vault.fingerprint).
    """

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("provider.id"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    erase_on: Mapped[date] = mapped_column(Date, index=True)
    needs_until: Mapped[date | None] = mapped_column(Date, default=None, index=True)
    mailbox_key: Mapped[str | None] = mapped_column(String(64), default=None, index=True)
    phone_key: Mapped[str | None] = mapped_column(String(64), default=None, index=True)

    @property
    def contact_keys(self) -> frozenset[str]:
        """Under what others who gave the same mailbox or phone can be found; empty for who gave neither."""
        return frozenset(key for key in (self.mailbox_key, self.phone_key) if key is not None)


class Reading(Base):
    """Somebody of the staff read a person's contact data: who, whose, when, why (rule L-66). Kept for a year."""

    __tablename__ = "reading"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    person_id: Mapped[str] = mapped_column(String(24), index=True)
    why: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(index=True)
