"""The house of the appointments, for to-dos that follow them."""

from __future__ import annotations

from tests.appointments.conftest import scene

__all__ = ["scene"]
