"""Commands about mails: those that came back, and bookings that are confirmed by mail first."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.exc import InterfaceError, OperationalError

from booking.cli_runtime import migrated
from booking.errors import Busy
from booking.notifications.bounce_mailbox import NoMailbox, mails_in, mails_of, poll
from booking.notifications.returning import Taken, take_in
from booking.offers.models import Offer
from booking.runtime import Runtime

log = logging.getLogger(__name__)

STREAM = Path("-")


@click.command()
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@with_appcontext
def bounces(sources: tuple[Path, ...]) -> None:
    """Take in mails that came back; who cannot be reached by mail becomes a to-do.

    SOURCES are files with one mail, an mbox, a maildir, or - for the standard input. Without them the
    mailbox of BOUNCE_IMAP_URL is asked. Taking in the same mails again changes nothing.
    """
    runtime = migrated()
    url = runtime.settings.bounce_imap_url
    if not sources and not url:
        raise click.ClickException("Name files or a maildir, or set BOUNCE_IMAP_URL.")
    taken: list[Taken] = []
    try:
        if sources:
            taken += [_take(runtime, mail) for source in sources for mail in _mails_from(source)]
        elif url:
            poll(url, lambda mail: taken.append(_take(runtime, mail)))
    except NoMailbox as reason:
        raise click.ClickException(str(reason)) from None
    total = Taken.of(taken)
    click.echo(
        f"{len(taken)} mails read: {total.bounced} will not arrive, {total.passing} were delays or known, "
        f"{total.foreign} are not about our mails."
    )


@click.command("confirm-by-mail")
@click.argument("offer")
@click.argument("switch", type=click.Choice(["on", "off"]))
@with_appcontext
def confirm_by_mail(offer: str, switch: str) -> None:
    """Let bookings of OFFER (its short name) count only once their mail is answered.

    For times of misuse. The time is held for two hours. Without an e-mail address, and at the desk,
    bookings count at once as before.
    """
    with migrated().database.writing() as session:
        found = session.scalar(select(Offer).where(Offer.slug == offer))
        if found is None:
            raise click.ClickException("There is no offer with this short name.")
        found.confirm_by_mail = switch == "on"
    click.echo(f"Bookings of {offer} are confirmed by mail first: {switch}.")


def _mails_from(source: Path) -> Iterator[bytes]:
    return mails_of(sys.stdin.buffer) if source == STREAM else mails_in(source)


def _take(runtime: Runtime, mail: bytes) -> Taken:
    """What this mail was. One that cannot be taken in counts as foreign, so that it keeps no other from being read."""
    try:
        with runtime.database.writing() as session:
            return take_in(session, mail, now=runtime.clock.now())
    except (Busy, InterfaceError, OperationalError):
        raise  # the database is away: the mail is not to blame and is read again
    except Exception as error:  # noqa: BLE001 (whoever writes to us decides what is in it)
        log.warning("bounces: a mail was left out, %s", type(error).__name__)
        return Taken(foreign=1)
