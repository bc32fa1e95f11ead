"""The form for a new password: the old one, and the new one twice. Nothing typed here is shown again."""

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
        try:
            refuse_weak(self.new)
        except WeakPassword:
            yield (
                "new_password",
                _("Das neue Passwort braucht mindestens %(n)s Zeichen.", n=SHORTEST_PASSWORD),
            )
            return
        if len(self.new) > LONGEST_PASSWORD:
            yield (
                "new_password",
                _("Das neue Passwort darf höchstens %(n)s Zeichen haben.", n=LONGEST_PASSWORD),
            )
        elif self.new == self.old:
            yield "new_password", _("Das ist Ihr jetziges Passwort. Bitte nehmen Sie ein anderes.")
        elif self.again != self.new:
            yield "new_password_again", _("Die beiden neuen Passwörter sind verschieden.")
