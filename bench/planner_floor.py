"""The floor of the plan: bare Flask, one range query over the busy times, a template of as many cells."""

from __future__ import annotations

import os
from datetime import date

from flask import Flask, render_template_string, request
from sqlalchemy import bindparam, create_engine, text

from booking.db import UTCDateTime
from booking.scheduling.walltime import day_bounds, to_wall

BUSY = text("""
SELECT resource_id, starts_at, ends_at, owner FROM busy_time
WHERE resource_id IN (SELECT resource_id FROM room_part) AND starts_at < :last AND ends_at > :first
ORDER BY resource_id, starts_at
""").columns(starts_at=UTCDateTime(), ends_at=UTCDateTime())
BUSY = BUSY.bindparams(bindparam("first", type_=UTCDateTime()), bindparam("last", type_=UTCDateTime()))
PAGE = """<!doctype html><html lang="de"><title>Planer</title><table>
{% for cell in cells %}<tr><td><a href="/reservierung/{{ cell[2] }}"><b>{{ cell[0] }}</b> {{ cell[1] }}</a></td></tr>
{% endfor %}<tr>{% for _ in range(blank) %}<td class="hour" colspan="4"></td>
{% endfor %}</tr></table></html>"""


def create(url: str) -> Flask:
    """`GET /plan?from=&to=&cells=`: both days included, and so many cells, those without a busy time blank."""
    app = Flask("plan floor")
    engine = create_engine(url, pool_size=8)

    @app.get("/plan")
    def plan() -> str:
        first = day_bounds(date.fromisoformat(request.args["from"])).start
        last = day_bounds(date.fromisoformat(request.args["to"])).end
        with engine.connect() as connection:
            found = connection.execute(BUSY, {"first": first, "last": last}).all()
        cells = [
            (f"{to_wall(start):%H:%M}–{to_wall(end):%H:%M}", "Raum belegt", owner)
            for _, start, end, owner in found
        ]
        blank = max(0, int(request.args["cells"]) - len(cells))
        return render_template_string(PAGE, cells=cells, blank=blank)

    return app


def from_environment() -> Flask:
    """For gunicorn."""
    return create(os.environ["DATABASE_URL"])
