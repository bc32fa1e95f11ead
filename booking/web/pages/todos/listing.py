"""/aufgaben: one list of what waits for a human, the most urgent first."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, request, session

from booking.accounts.models import Role
from booking.todos.listing import count_open, find
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.todos import filter_of
from booking.web.frame import page
from booking.web.views.todo_choices import address, kinds, whose
from booking.web.views.todos import todo_rows

WHO = (Role.ADVISER, Role.LEAD, Role.STAFF, Role.ADMIN)
NEWS = "todo_news"

pages = Blueprint("todo_list", __name__)


@pages.get("/aufgaben")
@allow(*WHO)
def look() -> Response:
    actor, now, wanted = signed_in(), runtime().clock.now(), filter_of(request.args)
    with runtime().database.reading() as database:
        found = find(database, actor, wanted)
        rows = todo_rows(found.todos, actor, now)
        open_ones = count_open(database, actor)
    return page(
        "todos/list.html",
        rows=rows,
        open_ones=open_ones,
        total=found.total,
        wanted=wanted,
        pages=found.pages,
        whose=whose(wanted),
        kinds=kinds(wanted),
        before=address(replace(wanted, page=wanted.page - 1)) if wanted.page > 1 else "",
        after=address(replace(wanted, page=wanted.page + 1)) if wanted.page < found.pages else "",
        news=session.pop(NEWS, ""),
    )
