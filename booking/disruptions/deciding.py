"""What somebody decided about a closure or an absence, and how it is kept sealed until a worker enters it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from booking.disruptions.effects import Answer, Way
from booking.disruptions.wanted import Wanted
from booking.house.models import ClosureKind
from booking.scheduling.intervals import Interval
from booking.vault import Vault


@dataclass(frozen=True)
class Decided:
    """What is wanted, the answer for each appointment by id, and the form with which it was sent."""

    wanted: Wanted
    answers: Mapping[str, Answer]
    form: Sequence[tuple[str, str]] = ()

    @property
    def offers(self) -> list[str]:
        """The appointments for which another time is to be held."""
        return [name for name, answer in self.answers.items() if answer.way == Way.OFFER]

    def sealed(self, vault: Vault, job_id: str) -> bytes:
        ways = {name: answer.way.value for name, answer in self.answers.items()}
        value = {"wanted": _packed(self.wanted), "ways": ways, "form": list(self.form)}
        return vault.seal_json(value, _place(job_id))


def unsealed(vault: Vault, sealed: bytes, job_id: str) -> Decided:
    """What was sealed for this job."""
    value = vault.open_json(sealed, _place(job_id))
    answers = {name: Answer(Way(way)) for name, way in value["ways"].items()}
    return Decided(_unpacked(value["wanted"]), answers, [(name, text) for name, text in value["form"]])


def _place(job_id: str) -> str:
    return f"entering:{job_id}"


def _packed(wanted: Wanted) -> dict[str, Any]:
    return {
        "start": wanted.interval.start.isoformat(),
        "end": wanted.interval.end.isoformat(),
        "kind": wanted.kind.value if wanted.kind else None,
        "room_id": wanted.room_id,
        "equipment": wanted.equipment,
        "reason": wanted.reason,
        "adviser_id": wanted.adviser_id,
        "colleagues": wanted.colleagues,
    }


def _unpacked(value: Mapping[str, Any]) -> Wanted:
    rest = {name: each for name, each in value.items() if name not in ("start", "end", "kind")}
    return Wanted(
        interval=Interval(datetime.fromisoformat(value["start"]), datetime.fromisoformat(value["end"])),
        kind=ClosureKind(value["kind"]) if value["kind"] else None,
        **rest,
    )
