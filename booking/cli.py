"""The command line: `flask --app wsgi <command>`; each command opens the same doors as the pages do."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
import pyotp
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy import select

from booking import backup as backups
from booking import demo as demonstration
from booking import outbox, restoring
from booking.accounts.enrolling import AddressTaken, enrol
from booking.accounts.models import Role
from booking.accounts.passwords import SHORTEST_PASSWORD, WeakPassword
from booking.appointments.models import Appointment
from booking.cli_mails import bounces, confirm_by_mail
from booking.cli_runtime import EXTENSION, migrated, runtime_at_hand
from booking.cli_tokens import token
from booking.erasing import erase_due, erase_person
from booking.ids import typed_code
from booking.migrations import upgrade
from booking.notifications.folder import FolderChannel
from booking.notifications.tidying import sweep
from booking.runtime import Runtime
from booking.subscriptions import subscriptions

FILE = click.Path(dir_okay=False, path_type=Path)


def register(app: Flask, runtime: Runtime) -> None:
    """Give the app its commands; each works with this runtime."""
    app.extensions[EXTENSION] = runtime
    for command in COMMANDS:
        app.cli.add_command(command)


@click.command()
@with_appcontext
def migrate() -> None:
    """Bring the database to the newest shape.

    Doing it again is harmless.
    """
    upgrade(runtime_at_hand().settings.database_url)
    click.echo("The database has the newest shape.")


@click.command()
@with_appcontext
def demo() -> None:
    """Load the demonstration into an empty house.

    Who may sign in is written to DATA_DIR/demo-accounts.json, with passwords.
    """
    if runtime_at_hand().settings.production:
        raise click.ClickException(
            "The demonstration is not loaded in production: everybody knows its accounts."
        )
    runtime = migrated()
    if demonstration.load(runtime):
        click.echo(
            f"The demonstration is loaded. Its accounts are in {runtime.settings.data_dir / 'demo-accounts.json'}."
        )
    else:
        click.echo("The house has offers already. Nothing was loaded.")


@click.command("create-admin")
@click.option("--email", envvar="ADMIN_EMAIL", prompt="E-mail", help="The address to sign in with.")
@click.option("--name", envvar="ADMIN_NAME", prompt="Name", help="The name others see.")
@click.option(
    "--password",
    envvar="ADMIN_PASSWORD",
    prompt="Password",
    hide_input=True,
    confirmation_prompt="The same password again",
    help="At least 12 characters; better typed or in ADMIN_PASSWORD than written here.",
)
@with_appcontext
def create_admin(email: str, name: str, password: str) -> None:
    """Create an administrator's account.

    It has a second factor: a secret for one-time codes is printed once.
    """
    runtime = migrated()
    secret = pyotp.random_base32()
    if "@" not in email:
        raise click.ClickException(f"{email!r} is not an e-mail address.")
    try:
        with runtime.database.writing() as session:
            account = enrol(
                session,
                runtime.vault,
                email=email,
                name=name,
                role=Role.ADMIN,
                password=password,
                totp_secret=secret,
            )
    except WeakPassword:
        raise click.ClickException(f"The password needs at least {SHORTEST_PASSWORD} characters.") from None
    except AddressTaken:
        raise click.ClickException("There is an account with this address already.") from None
    click.echo(f"{account.name} can sign in as {account.email}.")
    click.echo(f"Secret for the one-time codes, shown once: {secret}")
    click.echo(pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name="Treffpunkt"))


@click.command()
@click.argument("file", type=FILE, required=False)
@with_appcontext
def backup(file: Path | None) -> None:
    """Write a backup of the database to FILE.

    Without FILE it goes to DATA_DIR/backups, and is deleted there after 14 days.

    Personal data stays sealed in it. Keep SECRET_KEY and DATA_KEY in another place: without the DATA_KEY
    of this day nobody can read the persons in the backup.
    """
    runtime = migrated()
    now = runtime.clock.now()
    folder = runtime.settings.data_dir / "backups"
    if file is None:
        folder.mkdir(mode=0o700, exist_ok=True)
    target = file or folder / backups.default_name(now)
    try:
        with runtime.database.reading() as session:
            rows = backups.take(session, target, now=now)
    except OSError as error:
        raise click.ClickException(f"The backup could not be written: {error.strerror}.") from None
    if folder.is_dir():
        backups.roll_off(folder, now=now)
    click.echo(f"{rows} rows are in {target}. The keys are not part of it.")


@click.command()
@click.argument("file", type=FILE)
@click.option("--send", is_flag=True, help="Send the mails that were waiting when the backup was taken.")
@with_appcontext
def restore(file: Path, *, send: bool) -> None:
    """Fill an empty database from the backup FILE.

    The database must be migrated and have no rows. Browsers have to sign in again.

    Mails that were waiting when the backup was taken may have left since. They become outdated and
    are not sent, unless you say --send.
    """
    runtime = migrated()
    now = runtime.clock.now()
    try:
        with runtime.database.writing() as session:
            header = restoring.restore(session, file)
            silenced = 0 if send else restoring.silence(session, subscriptions(runtime), now=now)
    except backups.BackupRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    taken_at = header.taken_at.isoformat(timespec="minutes")
    click.echo(
        f"The state of {taken_at} is restored. {silenced} waiting mails are outdated and are not sent."
    )
    click.echo("Everybody signs in again. Repeat the erasures that were asked for since then.")


@click.command()
@click.option(
    "--person-of", metavar="CODE", help="Only the person of the appointment with this code, whenever it is."
)
@with_appcontext
def erase(person_of: str | None) -> None:
    """Erase the persons whose time has come.

    Every copy of their data goes with them.
    """
    runtime = migrated()
    now = runtime.clock.now()
    erased = _erase_due(runtime, now) if person_of is None else _erase_person_of(runtime, person_of, now)
    if not runtime.settings.mail.server:
        with runtime.database.writing() as session:
            sweep(session, FolderChannel(runtime.settings.mail_dir))
    click.echo("Nobody was to be erased." if not erased else f"Erased: {erased}.")


@click.command("retry-parked")
@with_appcontext
def retry_parked() -> None:
    """Run the reactions again that failed earlier, such as a mail that could not be written."""
    here = migrated()
    with here.database.writing() as session:
        worked, left = outbox.retry_parked(session, subscriptions(here), now=here.clock.now())
    click.echo(f"{worked} reactions worked now, {left} are parked still.")


def _erase_due(runtime: Runtime, now: datetime) -> int:
    """A hundred at a time, until nobody is left who can be erased."""
    erased = 0
    while True:
        batch = erase_due(runtime.database, now=now)
        if not batch:
            return erased
        erased += batch


def _erase_person_of(runtime: Runtime, code: str, now: datetime) -> int:
    with runtime.database.writing() as session:
        found = session.scalar(select(Appointment).where(Appointment.code == typed_code(code)))
        if found is None:
            raise click.ClickException("There is no appointment with this code.")
        if found.person_id is None:
            return 0
        erase_person(session, found.person_id, now=now)
        return 1


COMMANDS = (
    migrate,
    demo,
    create_admin,
    backup,
    restore,
    erase,
    retry_parked,
    token,
    bounces,
    confirm_by_mail,
)
