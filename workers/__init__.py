"""The edge that works in the background: Celery tasks with ids in, each with one call into the engine."""

from __future__ import annotations

from celery import Celery

app = Celery("treffpunkt")
app.config_from_object("celeryconfig")
