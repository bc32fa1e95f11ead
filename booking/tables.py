"""Every table of the service, imported once, so that the metadata is complete for migrations and backups."""

from __future__ import annotations

import booking.accounts.models
import booking.appointments.demand
import booking.appointments.models
import booking.desk.models
import booking.disruptions.models
import booking.house.models
import booking.idempotency
import booking.notifications.models
import booking.occupancy.models
import booking.offers.absences
import booking.offers.models
import booking.outbox
import booking.reservations.models
import booking.todos.models
import booking.waiting.models  # noqa: F401
from booking.db import Base

metadata = Base.metadata
