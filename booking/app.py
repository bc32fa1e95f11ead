"""The web application, put together: the only place that sees everything."""

from __future__ import annotations

import logging
import random
import time
import traceback
from pathlib import Path
from typing import Any

from flask import Flask, request
from flask.typing import ResponseReturnValue
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from booking.config import Settings
from booking.errors import Busy
from booking.runtime import Runtime
from booking.web import api, errors
from booking.web.access import check_access
from booking.web.actors import find_actor, forget_actor
from booking.web.assets import FOREVER, STATIC
from booking.web.compressing import compress_answers
from booking.web.forgery import protect_forms
from booking.web.frame import template_context
from booking.web.headers import add_headers
from booking.web.language import LanguagePrefix, set_language
from booking.web.limits import start_counting
from booking.web.locking import lock_screens
from booking.web.pages import BLUEPRINTS
from booking.web.paths import CONVERTERS
from booking.web.stream import install_live, start_live
from booking.web.uploads import allow_uploads

TEMPLATES = Path(__file__).parents[1] / "templates"
LARGEST_BODY = 256 * 1024
PAUSES = (0.05, 0.2)


class Treffpunkt(Flask):
    """Flask that tries a view again when the database was busy, and logs errors without what people sent."""

    def dispatch_request(self) -> ResponseReturnValue:
        for pause in PAUSES:
            try:
                return super().dispatch_request()
            except Busy:
                time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 (jitter, no secret)
        return super().dispatch_request()

    def log_exception(self, exc_info: Any) -> None:
        """The kind and the places in the code: a message or an address may hold a token or a name."""
        kind, _, trace = exc_info
        route = request.url_rule.rule if request.url_rule else "no route"
        frames = "".join(traceback.format_tb(trace))
        self.logger.error("%s at %s %s\n%s", kind.__name__, request.method, route, frames)


def create_app(runtime: Runtime) -> Flask:
    """The application for this runtime."""
    app = assemble_app(runtime.settings)
    serve_runtime(app, runtime)
    return app


def serve_runtime(app: Flask, runtime: Runtime) -> None:
    """From now on the app serves this runtime, whose settings are those it was assembled with."""
    app.extensions["treffpunkt"] = runtime
    app.extensions["treffpunkt-memory"] = {}
    start_counting(app, runtime.settings)
    start_live(app, runtime)


def assemble_app(settings: Settings) -> Flask:
    """The application without its runtime: every route, and what stands around each of them."""
    app = Treffpunkt(
        "booking", template_folder=str(TEMPLATES), static_folder=str(STATIC), static_url_path="/static"
    )
    _configure(app, settings)
    app.url_map.converters.update(CONVERTERS)
    compress_answers(app)
    app.before_request(set_language)
    app.before_request(find_actor)
    app.teardown_request(forget_actor)
    app.before_request(check_access)
    app.before_request(allow_uploads)
    protect_forms(app)
    lock_screens(app)
    add_headers(app, settings)
    errors.register(app)
    app.context_processor(template_context)
    install_live(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    api.register(app, settings)
    _wrap(app, settings)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    secure = settings.secure_cookies
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-treffpunkt" if secure else "treffpunkt",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        SEND_FILE_MAX_AGE_DEFAULT=FOREVER,
        PROPAGATE_EXCEPTIONS=False,
        TESTING=False,
    )
    if settings.env == "test":
        app.jinja_env.undefined = StrictUndefined
    # Its log of requests holds whole addresses, and some of ours are secrets.
    logging.getLogger("werkzeug").setLevel(logging.WARNING)


def _wrap(app: Flask, settings: Settings) -> None:
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
