"""A real PostgreSQL for one run: TEST_DATABASE_URL, else one started here on 127.0.0.1 with a random port."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from tests.servers import postgres_binaries as binaries
from tests.servers import process
from tests.servers.waiting import on_free_port, wait_until

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}
DISCONNECT = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s"


@dataclass(eq=False)
class PostgresServer:
    """A server to make databases on; `url` is SQLAlchemy's address of its maintenance database."""

    url: str
    origin: str
    command: list[str]
    directory: Path | None = None
    running: process.Running | None = None

    @property
    def version(self) -> str:
        return str(self.ask("SHOW server_version")).split()[0]

    def create_database(self, name: str, template: str | None = None) -> str:
        """Make a database, as a copy of `template` if given, and return its SQLAlchemy address."""
        words = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template is not None:
            self.ask(DISCONNECT, template)
            words += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
        self._do(words)
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def drop_database(self, name: str) -> None:
        """Remove a database together with whoever is still connected to it."""
        self._do(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self) -> None:
        """End the server and remove its files; an address from the environment is left alone."""
        if self.running is not None:
            self.running.stop(how=signal.SIGINT)
            self.running.close()
        if self.directory is not None:
            shutil.rmtree(self.directory, ignore_errors=True)

    def kill(self) -> None:
        """Kill -9 the server with all its backends; `restart` brings the data back."""
        self._own().kill()

    def restart(self) -> None:
        """Start it again on the same port and data, after `kill` or from running."""
        if self._own().alive:
            self._own().stop(how=signal.SIGINT)
        self._own().close()
        self.launch()

    def launch(self) -> None:
        """Start the command and return when it answers."""
        assert self.directory is not None
        log = self.directory / "log"
        self.running = process.start(
            self.command, name="PostgreSQL", cwd=self.directory, log=log, **binaries.account()
        )
        wait_until(self._answers, 30, "PostgreSQL to answer", self.running)

    def _own(self) -> process.Running:
        if self.running is None:
            raise RuntimeError("A server from TEST_DATABASE_URL is not ours to end: start_own().")
        return self.running

    def _answers(self) -> bool:
        try:
            return self.ask("SELECT 1") == 1
        except psycopg.OperationalError:
            return False

    def ask(self, words: str, *values: object) -> object:
        """The first value of the answer to a question, asked of the maintenance database."""
        with psycopg.connect(_libpq(self.url), autocommit=True, connect_timeout=5) as connection:
            row = connection.execute(words.encode(), values).fetchone()
            return row[0] if row else None

    def _do(self, words: sql.Composed) -> None:
        with psycopg.connect(_libpq(self.url), autocommit=True, connect_timeout=5) as connection:
            connection.execute(words)


def start() -> PostgresServer:
    """The server of the run: the one TEST_DATABASE_URL names, else an own one."""
    given = os.environ.get("TEST_DATABASE_URL")
    if not given:
        return start_own()
    url = make_url(given).set(drivername="postgresql+psycopg")
    return PostgresServer(url.render_as_string(hide_password=False), "TEST_DATABASE_URL", [])


def start_own(*, durable: bool = False) -> PostgresServer:
    """A server of one's own that may be killed; `durable` keeps acknowledged commits through a kill -9."""
    directory = binaries.private_directory()
    programs, origin = binaries.find(directory)
    password = secrets.token_urlsafe(16)
    _initdb(programs, directory, password)
    settings = FAST | ({"synchronous_commit": "on"} if durable else {})

    def launch(port: int) -> PostgresServer:
        command = [str(programs / "postgres"), "-D", str(directory / "data"), "-p", str(port)]
        command += ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
        command += [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        url = f"postgresql+psycopg://postgres:{password}@127.0.0.1:{port}/postgres"
        server = PostgresServer(url, origin, command, directory)
        server.launch()
        return server

    return on_free_port(launch)


def _initdb(programs: Path, directory: Path, password: str) -> None:
    secret = directory / "password"
    secret.write_text(password)
    secret.chmod(0o600)
    who = binaries.account()
    if who:
        os.chown(secret, who["user"], who["group"])
    words = "--no-sync --username=postgres --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-instructions"
    command = [str(programs / "initdb"), *words.split(), f"--pwfile={secret}", "-D", str(directory / "data")]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=directory, **who)
    secret.unlink()
    if done.returncode:
        raise RuntimeError(f"initdb failed:\n{done.stdout}{done.stderr}")


def _libpq(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
