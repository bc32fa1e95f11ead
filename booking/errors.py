"""Domain errors: plain classes that carry the facts; the edges turn them into sentences and problems."""

from __future__ import annotations

from datetime import datetime


class DomainError(Exception):
    """Something the domain refuses. `code` is stable and goes into the problem's type (RFC 9457)."""

    code = "refused"


class NotFound(DomainError):
    """There is no such thing, or the caller may not know of it."""

    code = "not-found"


class SlotTaken(DomainError):
    """Somebody else has the time. The edge adds the next free alternatives."""

    code = "slot-taken"

    def __init__(self, offer_id: int, start: datetime, adviser_id: int | None = None) -> None:
        super().__init__(f"offer {offer_id} at {start.isoformat()}")
        self.offer_id = offer_id
        self.start = start
        self.adviser_id = adviser_id


class SlotUnknown(DomainError):
    """No Sprechstunde of this offer has a slot that starts then: off the grid, past, too soon or too far."""

    code = "slot-unknown"

    def __init__(self, offer_id: int, start: datetime, reason: str) -> None:
        super().__init__(f"offer {offer_id} at {start.isoformat()}: {reason}")
        self.offer_id = offer_id
        self.start = start
        self.reason = reason


class NumberNeeded(SlotUnknown):
    """At this time somebody is called, and no phone number is known."""

    code = "number-needed"

    def __init__(self, offer_id: int, start: datetime) -> None:
        super().__init__(offer_id, start, "number_needed")


class NotAllowedNow(DomainError):
    """The state of the thing does not allow this step, for example moving a cancelled appointment."""

    code = "not-allowed-now"

    def __init__(self, step: str, status: str) -> None:
        super().__init__(f"{step} while {status}")
        self.step = step
        self.status = status


class RulesBroken(DomainError):
    """A plan breaks rules of the house; `violations` says all of them at once."""

    code = "rules-broken"

    def __init__(self, violations: list[tuple[str, dict[str, str]]]) -> None:
        super().__init__(", ".join(code for code, _ in violations))
        self.violations = violations


class Overlap(DomainError):
    """The database refused a busy time that overlaps another one."""

    code = "overlap"


class Busy(DomainError):
    """The database is so loaded that waiting did not help; trying again is safe."""

    code = "busy"
