"""Access is declared at each route; a route that declares nothing is refused, and fails a test."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, current_app, g, request
from werkzeug.exceptions import Forbidden, Unauthorized

from booking.accounts.access import Actor
from booking.accounts.models import Role
from booking.runtime import Runtime

View = TypeVar("View", bound=Callable[..., Any])

EVERYBODY = frozenset[Role]()
DECLARED = "_allowed_roles"


def allow(*roles: Role) -> Callable[[View], View]:
    """Declare who may call the view; without roles: everybody."""

    def declare(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **kwargs: Any) -> Any:
            return view(*args, **kwargs)

        setattr(checked, DECLARED, frozenset(roles))
        return checked  # type: ignore[return-value]

    return declare


def declared_roles(app: Flask, endpoint: str) -> frozenset[Role] | None:
    """The roles declared at the endpoint, EVERYBODY, or None when nothing was declared."""
    view = app.view_functions.get(endpoint)
    declared: frozenset[Role] | None = getattr(view, DECLARED, None)
    if declared is None and view is not None:
        declared = getattr(getattr(view, "view_class", None), DECLARED, None)
    return declared


def check_access() -> None:
    """Before each request: refuse what is not declared, who is not signed in, and who may not."""
    if request.endpoint is None or request.endpoint == "static":
        return
    declared = declared_roles(current_app, request.endpoint)
    if declared is None:
        raise Forbidden
    if declared == EVERYBODY:
        return
    actor = current_actor()
    if actor is None:
        raise Unauthorized
    if actor.role not in declared:
        raise Forbidden


def current_actor() -> Actor | None:
    """Who is signed in, by browser or bearer token; put into `g` before each request."""
    actor: Actor | None = g.get("actor")
    return actor


def signed_in() -> Actor:
    """The actor of a view that declared roles."""
    actor = current_actor()
    if actor is None:
        raise Unauthorized
    return actor


def memory() -> dict[str, Any]:
    """What the app keeps between requests of what this runtime's database said; empty for a new runtime."""
    found: dict[str, Any] = current_app.extensions["treffpunkt-memory"]
    return found


def runtime() -> Runtime:
    """The runtime this app was made with."""
    found: Runtime = current_app.extensions["treffpunkt"]
    return found
