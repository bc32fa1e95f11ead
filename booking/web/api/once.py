"""Doing a call once: the same Idempotency-Key gives the same answer, kept with the work itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from flask import Response, jsonify, request
from sqlalchemy.orm import Session

from booking.idempotency import Call, earlier_answer, remember_answer
from booking.web.access import current_actor, runtime
from booking.web.limits import network


@dataclass(frozen=True)
class Answer:
    """What a call answers, so that it can be given again."""

    body: dict[str, Any]
    status: int = 200
    location: str | None = None

    def response(self) -> Response:
        response = jsonify(self.body)
        response.status_code = self.status
        if self.location is not None:
            response.headers["Location"] = self.location
        return response


def once(session: Session, key: str | None, act: Callable[[], Answer]) -> Response:
    """Act, or give the answer that this key got before. Raises KeyReused when it came with another body."""
    if key is None:
        return act().response()
    vault, now, calls = runtime().vault, runtime().clock.now(), _calls(key)
    for call in calls:
        earlier = earlier_answer(session, vault, call, now=now)
        if earlier is not None:
            return Answer(**earlier).response()
    answer = act()
    for call in calls:
        remember_answer(session, vault, call, asdict(answer), now=now)
    return answer.response()


def _calls(key: str) -> list[Call]:
    """The names under which idempotency knows this call; the order of JSON's keys means nothing.

    An account has one. Strangers may choose the same key by chance, and a phone may change its network between
    two tries; so a call without an account has two: its network with the key, where another body is a mistake,
    and its body with the key, from wherever it comes.
    """
    asked = json.dumps(json.loads(request.get_data(cache=True) or b"{}"), sort_keys=True).encode()
    actor, where = current_actor(), f"{request.method} {request.path}"
    if actor is not None:
        return [Call(key, f"{where} account:{actor.account_id}", asked)]
    body = hashlib.sha256(asked).hexdigest()
    return [Call(key, f"{where} network:{network()}", asked), Call(key, f"{where} body:{body}", asked)]
