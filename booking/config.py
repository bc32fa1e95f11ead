"""Settings: one frozen value read from the environment; its defaults are the embedded profile."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

AppEnv = Literal["demo", "test", "production"]

REQUIRED_IN_PRODUCTION = ("SECRET_KEY", "DATA_KEY", "DATABASE_URL", "REDIS_URL", "MAIL_SERVER", "BASE_URL")
KNOWN_DEFAULTS = frozenset({"", "secret", "changeme", "change-me", "dev", "test", "password"})
SHORTEST_KEY = 24
SAFE_SCHEMES = {"BASE_URL": "https://", "BOUNCE_IMAP_URL": "imaps://"}


class UnsafeSettings(Exception):
    """The environment does not allow a safe start; the message names every setting at fault."""


@dataclass(frozen=True)
class MailSettings:
    """Flask-Mail's names; without a server each mail is kept as a file."""

    server: str | None = None
    port: int = 25
    use_tls: bool = False
    username: str | None = None
    password: str | None = None
    sender: str = "termin@quartiersbuero.example"


@dataclass(frozen=True)
class Settings:
    """Everything a process needs to know before it starts."""

    env: AppEnv
    data_dir: Path
    host: str
    port: int
    base_url: str
    database_url: str
    redis_url: str | None
    mail: MailSettings
    secret_key: str
    data_key: str
    limits: bool
    trusted_proxies: int
    clock_offset_file: Path | None
    bounce_imap_url: str | None = None
    web_threads: int = 32

    @property
    def production(self) -> bool:
        return self.env == "production"

    @property
    def domain(self) -> str:
        """The host name behind UIDs and Message-IDs; from configuration, never from a request."""
        return urlsplit(self.base_url).hostname or "localhost"

    @property
    def secure_cookies(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def mail_dir(self) -> Path:
        return self.data_dir / "mail"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Read the settings, or raise UnsafeSettings with every fault in one message."""
        env = _app_env(environ.get("APP_ENV", "demo"))
        if env == "production":
            _refuse_unsafe(environ)
        data_dir = Path(environ.get("DATA_DIR") or "var").absolute()
        port = _number(environ, "PORT", 8000)
        offset = environ.get("CLOCK_OFFSET_FILE")
        return cls(
            env=env,
            data_dir=data_dir,
            host=environ.get("HOST") or "127.0.0.1",
            port=port,
            base_url=(environ.get("BASE_URL") or f"http://localhost:{port}").rstrip("/"),
            database_url=_database_url(environ.get("DATABASE_URL"), data_dir),
            redis_url=environ.get("REDIS_URL") or None,
            mail=_mail(environ),
            secret_key=environ.get("SECRET_KEY") or _kept_secret(data_dir, "secret-key"),
            data_key=environ.get("DATA_KEY") or _kept_secret(data_dir, "data-key"),
            limits=environ.get("LIMITS", "on").lower() != "off",
            trusted_proxies=_number(environ, "TRUSTED_PROXIES", 0),
            clock_offset_file=Path(offset) if offset and env != "production" else None,
            bounce_imap_url=environ.get("BOUNCE_IMAP_URL") or None,
            web_threads=_number(environ, "WEB_THREADS", 32),
        )


def _app_env(value: str) -> AppEnv:
    if value not in get_args(AppEnv):
        message = f"APP_ENV must be demo, test or production, not {value!r}."
        raise UnsafeSettings(message)
    return cast("AppEnv", value)


def _refuse_unsafe(environ: Mapping[str, str]) -> None:
    faults = [f"{name} is missing" for name in REQUIRED_IN_PRODUCTION if not environ.get(name)]
    for name in ("SECRET_KEY", "DATA_KEY"):
        value = environ.get(name, "")
        if value and (value.lower() in KNOWN_DEFAULTS or len(value) < SHORTEST_KEY):
            faults.append(f"{name} is a known default or shorter than {SHORTEST_KEY} characters")
    if environ.get("SECRET_KEY") and environ.get("SECRET_KEY") == environ.get("DATA_KEY"):
        faults.append("SECRET_KEY and DATA_KEY are the same")
    faults += [
        f"{name} must begin with {scheme}"
        for name, scheme in SAFE_SCHEMES.items()
        if not (environ.get(name) or scheme).startswith(scheme)
    ]
    if environ.get("DATABASE_URL", "").startswith("sqlite"):
        faults.append("DATABASE_URL must be PostgreSQL")
    if environ.get("MAIL_USERNAME") and not _is_on(environ.get("MAIL_USE_TLS")):
        faults.append("MAIL_USERNAME needs MAIL_USE_TLS")
    if environ.get("LIMITS", "on").lower() == "off":
        faults.append("LIMITS=off is for tests only")
    if environ.get("CLOCK_OFFSET_FILE"):
        faults.append("CLOCK_OFFSET_FILE is for tests and the demonstration only")
    if faults:
        raise UnsafeSettings("Production refuses to start: " + "; ".join(faults) + ".")


def _is_on(value: str | None) -> bool:
    return (value or "").lower() in {"1", "true", "yes", "on"}


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    value = environ.get(name) or str(default)
    if not value.isdecimal():
        message = f"{name} must be a whole number, not {value!r}."
        raise UnsafeSettings(message)
    return int(value)


def _database_url(value: str | None, data_dir: Path) -> str:
    if not value:
        return f"sqlite:///{data_dir / 'treffpunkt.sqlite3'}"
    scheme, separator, rest = value.partition("://")
    if separator and scheme in {"postgres", "postgresql"}:
        return f"postgresql+psycopg://{rest}"
    return value


def _mail(environ: Mapping[str, str]) -> MailSettings:
    return MailSettings(
        server=environ.get("MAIL_SERVER") or None,
        port=_number(environ, "MAIL_PORT", 25),
        use_tls=_is_on(environ.get("MAIL_USE_TLS")),
        username=environ.get("MAIL_USERNAME") or None,
        password=environ.get("MAIL_PASSWORD") or None,
        sender=environ.get("MAIL_DEFAULT_SENDER") or MailSettings.sender,
    )


def _kept_secret(data_dir: Path, name: str) -> str:
    """Demo and test make a secret once and keep it, readable by its owner only."""
    path = data_dir / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f"{name}.{os.getpid()}")
        with open(draft, "x", opener=_owner_only) as new:
            new.write(secrets.token_urlsafe(32))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
