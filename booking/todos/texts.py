"""What somebody wrote with a to-do, and what we answered: sealed for its row, gone with its person."""

from __future__ import annotations

from booking.todos.models import Todo
from booking.vault import Vault


def text_of(todo: Todo, vault: Vault) -> str:
    """What somebody wrote; empty when nothing was written, or it was erased."""
    return _opened(todo, vault).get("text", "")


def answer_of(todo: Todo, vault: Vault) -> str:
    """What we answered; empty like the text."""
    return _opened(todo, vault).get("answer", "")


def write_text(todo: Todo, vault: Vault, text: str) -> None:
    """Seal what somebody wrote."""
    _seal(todo, vault, {**_opened(todo, vault), "text": text})


def write_answer(todo: Todo, vault: Vault, answer: str) -> None:
    """Seal our answer beside it."""
    _seal(todo, vault, {**_opened(todo, vault), "answer": answer})


def _opened(todo: Todo, vault: Vault) -> dict[str, str]:
    return dict(vault.open_json(todo.sealed, todo.place)) if todo.sealed is not None else {}


def _seal(todo: Todo, vault: Vault, written: dict[str, str]) -> None:
    todo.sealed = vault.seal_json(written, todo.place)
