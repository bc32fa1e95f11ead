"""Doing a call once: the same Idempotency-Key gives the same answer, kept with the work itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from flask import Response, jsonify, request
from sqlalchemy.orm import Session

from booking.idempotency import Call, earlier_answer, remember_answer
from booking.web.access import current_actor, runtime


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
    vault, now, call = runtime().vault, runtime().clock.now(), _call(key)
    earlier = earlier_answer(session, vault, call, now=now)
    if earlier is not None:
        return Answer(**earlier).response()
    answer = act()
    remember_answer(session, vault, call, asdict(answer), now=now)
    return answer.response()


def _call(key: str) -> Call:
    """The call as idempotency knows it: who and where is its scope, the order of JSON's keys means nothing."""
    actor = current_actor()
    caller = f"account:{actor.account_id}" if actor else "anybody"
    asked = json.loads(request.get_data(cache=True) or b"{}")
    return Call(key, f"{request.method} {request.path} {caller}", json.dumps(asked, sort_keys=True).encode())
