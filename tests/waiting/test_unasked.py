"""A time whose mail never left: it goes to the others, but is not taken for a no."""

from __future__ import annotations

import pytest

from tests.servers.smtp import SmtpSink
from tests.waiting.scene import TUESDAY, Queue


@pytest.mark.parametrize(("reply", "passed"), [("450 4.2.0 later", 0), ("550 5.1.1 unknown", 1), (None, 1)])
def test_who_never_heard_of_a_time_did_not_pass_on_it(
    queue: Queue, smtp_sink: SmtpSink, reply: str | None, passed: int
) -> None:
    if reply is not None:
        smtp_sink.answer(reply, times=None, to="maria@example.org")
    queue.office.open_hours(TUESDAY, end=10)
    entry_id = queue.joins("Maria")
    queue.beat()
    answer_by = queue.entry(entry_id).answer_by
    assert answer_by is not None
    queue.until(answer_by)
    queue.sweep()
    queue.office.dispatch()
    assert len(queue.entry(entry_id).passed) == passed
