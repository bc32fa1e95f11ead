"""A file to read as somebody sent it, and what is wrong with what was chosen beside it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import FileStorage, MultiDict

from booking.importing.findings import Kind
from booking.importing.looking import File
from booking.importing.texts import LARGEST, has_unseen, tidy
from booking.web.forms.reading import typed
from booking.web.language import gettext as _

LONGEST_NAME = 80


@dataclass(frozen=True)
class ImportForm:
    """The form as the page shows it again; a browser never shows a file again."""

    kind: str = ""
    provider: str = ""
    room: str = ""
    name: str = ""
    data: bytes = b""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(
        cls,
        sent: MultiDict[str, str],
        files: MultiDict[str, FileStorage],
        *,
        providers: Collection[str],
        rooms: Collection[str],
    ) -> ImportForm:
        """What a browser sent, checked against the ids that may be chosen."""
        values, file = typed(sent, "kind", "provider", "room"), files.get("file")
        name = tidy(file.filename or "") if file is not None else ""
        form = cls(
            kind=values["kind"],
            provider=values["provider"],
            room=values["room"],
            name=name[-LONGEST_NAME:] if name and not has_unseen(name) else _("Datei"),
            data=file.stream.read(LARGEST + 1) if file is not None else b"",
        )
        return replace(form, errors=form._faults(providers, rooms))

    def refused(self, fault: str) -> ImportForm:
        """The form with what is wrong with the file."""
        return replace(self, errors={**self.errors, "file": fault})

    def file(self) -> File:
        """The file of a form without errors."""
        calendar = self.kind == Kind.CALENDAR
        return File(
            kind=Kind(self.kind),
            name=self.name,
            data=self.data,
            provider_id=int(self.provider) if calendar else 0,
            room_id=int(self.room) if calendar and self.room else 0,
        )

    def _faults(self, providers: Collection[str], rooms: Collection[str]) -> dict[str, str]:
        found = {}
        if self.kind not in set(Kind):
            found["kind"] = _("Bitte wählen Sie, was in der Datei steht.")
        if not self.data:
            found["file"] = _("Bitte wählen Sie eine Datei. Leere Dateien lesen wir nicht.")
        if self.kind == Kind.CALENDAR and self.provider not in providers:
            found["provider"] = _("Bitte wählen Sie, wem der Kalender gehört.")
        if self.kind == Kind.CALENDAR and self.room and self.room not in rooms:
            found["room"] = _("Diesen Raum kennen wir nicht. Bitte wählen Sie einen aus der Liste.")
        return found
