"""The forms for a new password: with the old one or without, the new one twice. Nothing typed is shown again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from booking.accounts.passwords import SHORTEST_PASSWORD, WeakPassword, refuse_weak
from booking.accounts.signin import LONGEST_PASSWORD
from booking.web.language import gettext as _


@dataclass(frozen=True, repr=False)
class PasswordForm:
    """What was typed, blanks and all; the names have "password" in them, so that a locked screen keeps none."""

    old: str
    new: str
    again: str

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> PasswordForm:
        names = ("password", "new_password", "new_password_again")
        return cls(*(sent.get(name) or "" for name in names))

    @property
    def errors(self) -> dict[str, str]:
        """What is missing, by field; whether the old one is right is not known here."""
        return dict(self._faults())

    def _faults(self) -> Iterator[tuple[str, str]]:
        if not self.old:
            yield "password", _("Bitte geben Sie Ihr jetziges Passwort an.")
        yield from new_password_faults(self.new, self.again, old=self.old)


@dataclass(frozen=True, repr=False)
class NewPasswordForm:
    """A password without an old one before it, from the link of a mail."""

    new: str
    again: str

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> NewPasswordForm:
        return cls(*(sent.get(name) or "" for name in ("new_password", "new_password_again")))

    @property
    def errors(self) -> dict[str, str]:
        """What is missing, by field."""
        return dict(new_password_faults(self.new, self.again))


def new_password_faults(new: str, again: str, *, old: str | None = None) -> Iterator[tuple[str, str]]:
    """What is wrong with a new password that was typed twice; `old` is the one it takes the place of, if known."""
    try:
        refuse_weak(new)
    except WeakPassword:
        yield "new_password", _("Das neue Passwort braucht mindestens %(n)s Zeichen.", n=SHORTEST_PASSWORD)
        return
    if len(new) > LONGEST_PASSWORD:
        yield "new_password", _("Das neue Passwort darf höchstens %(n)s Zeichen haben.", n=LONGEST_PASSWORD)
    elif new == old:
        yield "new_password", _("Das ist Ihr jetziges Passwort. Bitte nehmen Sie ein anderes.")
    elif again != new:
        yield "new_password_again", _("Die beiden neuen Passwörter sind verschieden.")
