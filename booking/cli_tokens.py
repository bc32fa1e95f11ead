"""The command that makes bearer tokens for other software."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from booking.accounts.enrolling import account_of
from booking.accounts.tokens import LONGEST_DAYS, LONGEST_NAME, ONE_YEAR, TooManyTokens, make_token
from booking.cli_runtime import migrated
from booking.db import database_now


@click.command()
@click.argument("email")
@click.option("--name", default="", help="What it is for; its owner reads it at /konto/schluessel.")
@click.option(
    "--days",
    type=click.IntRange(1, LONGEST_DAYS),
    default=ONE_YEAR,
    show_default=True,
    help="How long it opens something.",
)
@with_appcontext
def token(email: str, name: str, days: int) -> None:
    """Print a new bearer token of the account EMAIL.

    Other software acts as this account with it. It is shown once.
    """
    if len(name) > LONGEST_NAME:
        raise click.ClickException(f"The name may have {LONGEST_NAME} characters at most.")
    runtime = migrated()
    with runtime.database.writing() as session:
        account = account_of(session, email)
        if account is None or not account.is_in_use:
            raise click.ClickException("There is no active account with this address.")
        try:
            new = make_token(session, account, name=name, days=days, now=database_now(session))
        except TooManyTokens:
            raise click.ClickException("This account has too many tokens. Revoke one first.") from None
    click.echo(new)
