"""Celery settings only: the database is the queue, Celery the engine and the doorbell.

Without REDIS_URL the broker is the memory of one process (`make run`).
"""

from __future__ import annotations

import os
from typing import Any

from kombu import Queue

_redis_url = os.environ.get("REDIS_URL")

broker_url = _redis_url or "memory://localhost/"
broker_transport_options: dict[str, Any] = (
    {
        "visibility_timeout": 120,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "global_keyprefix": "treffpunkt:",
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 25,
    }
    if _redis_url
    else {"polling_interval": 0.05}
)
broker_connection_retry_on_startup = True
broker_connection_max_retries = None
result_backend = None
task_ignore_result = True
task_store_errors_even_if_ignored = False

imports = ("workers.tasks", "workers.redis_guard") if _redis_url else ("workers.tasks",)
task_default_queue = "default"
task_queues = (Queue("default"),)
task_create_missing_queues = False
task_serializer = "json"
accept_content = ["json"]
timezone = "Europe/Berlin"
enable_utc = True
task_publish_retry = False

# Threads: a task waits for the mail server and the database, both with time-outs of their own.
worker_pool = "threads"
worker_concurrency = 8
worker_prefetch_multiplier = 1
task_acks_late = True
task_reject_on_worker_lost = True
worker_cancel_long_running_tasks_on_connection_loss = False
worker_hijack_root_logger = False

# A beat that comes too late is worthless: the next one does its work.
beat_scheduler = "celery.beat:Scheduler"
beat_max_loop_interval = 1
beat_schedule = {
    name: {"task": f"workers.tasks.{name}", "schedule": period, "options": {"expires": period}}
    for name, period in {"relay": 1.0, "remind": 5.0, "sweep": 30.0, "tidy": 60.0}.items()
}
