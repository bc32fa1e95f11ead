"""What somebody wrote with a to-do, and what we answered: sealed for its row, gone with its person."""

from __future__ import annotations

from enum import StrEnum

from booking.todos.models import Todo
from booking.vault import Vault


class Proof(StrEnum):
    """Whether number and name belonged together when somebody asked; NONE: they come and show who they are."""

    NONE = ""
    KNOWN = "known"
    UNKNOWN = "unknown"


def text_of(todo: Todo, vault: Vault) -> str:
    """What somebody wrote; empty when nothing was written, or it was erased."""
    return _opened(todo, vault).get("text", "")


def page_of(todo: Todo, vault: Vault) -> str:
    """The page or the place it is about, in their words; empty like the text."""
    return _opened(todo, vault).get("page", "")


def proof_of(todo: Todo, vault: Vault) -> Proof:
    """What their number and name proved at the moment they asked."""
    return Proof(_opened(todo, vault).get("proof", ""))


def answer_of(todo: Todo, vault: Vault) -> str:
    """What we answered; empty like the text."""
    return _opened(todo, vault).get("answer", "")


def write_text(todo: Todo, vault: Vault, text: str, *, page: str = "", proof: Proof = Proof.NONE) -> None:
    """Seal what somebody wrote, and what belongs to it."""
    _seal(todo, vault, {**_opened(todo, vault), "text": text, "page": page, "proof": proof})


def write_answer(todo: Todo, vault: Vault, answer: str) -> None:
    """Seal our answer beside it."""
    _seal(todo, vault, {**_opened(todo, vault), "answer": answer})


def _opened(todo: Todo, vault: Vault) -> dict[str, str]:
    return dict(vault.open_json(todo.sealed, todo.place)) if todo.sealed is not None else {}


def _seal(todo: Todo, vault: Vault, written: dict[str, str]) -> None:
    todo.sealed = vault.seal_json(written, todo.place)
