"""The list of to-dos: what waits, the most urgent first, and what is done, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload

from booking.accounts.access import Actor
from booking.todos.models import Kind, Todo
from booking.todos.seeing import visible

PER_PAGE = 20


class Which(StrEnum):
    """All that are open, one's own of these, or those that are done."""

    ALL = "alle"
    MINE = "meine"
    DONE = "erledigt"


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What somebody wants to see; `page` counts from 1."""

    which: Which = Which.ALL
    kind: Kind | None = None
    page: int = 1


@dataclass(frozen=True)
class Found:
    """A page of to-dos; `total` is of all pages."""

    todos: Sequence[Todo]
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def find(session: Session, actor: Actor, wanted: Filter) -> Found:
    """The page somebody asked for; open ones by deadline, done ones the latest first."""
    order = (Todo.done_at.desc(), Todo.id) if wanted.which == Which.DONE else (Todo.due_at, Todo.id)
    statement = visible(select(Todo), actor).where(*_conditions(actor, wanted))
    page = statement.options(joinedload(Todo.owner), joinedload(Todo.provider)).order_by(*order)
    rows = session.scalars(page.limit(PER_PAGE).offset((wanted.page - 1) * PER_PAGE)).all()
    return Found(rows, _count(session, statement))


def count_open(session: Session, actor: Actor) -> int:
    """How many wait that the actor may see."""
    return _count(session, visible(select(Todo), actor).where(Todo.done_at.is_(None)))


def _conditions(actor: Actor, wanted: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        Todo.done_at.is_not(None) if wanted.which == Which.DONE else Todo.done_at.is_(None)
    ]
    if wanted.which == Which.MINE:
        conditions.append(Todo.owner_id == actor.account_id)
    if wanted.kind is not None:
        conditions.append(Todo.kind == wanted.kind)
    return conditions


def _count(session: Session, statement: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(statement.subquery())) or 0
