"""What counts when: forms and API ask here before they act, so that both stand under the same caps.

Signed in, one counts for oneself; else for one's network, which may be a whole library.
"""

from __future__ import annotations

from werkzeug.exceptions import TooManyRequests

from booking.accounts.people import Contact, dialled
from booking.web.access import current_actor
from booking.web.limits import (
    BOOKINGS,
    CANCELS,
    CHANGES,
    CORRECTIONS,
    HOLDS_BROWSER,
    HOLDS_NETWORK,
    JOINS,
    JOINS_PHONE,
    LINKS,
    LINKS_CALLER,
    MAILS_DAY,
    MAILS_HOUR,
    MESSAGES,
    MOVES,
    RESETS,
    RESETS_CALLER,
    SENT_LINKS,
    SIGN_IN,
    SIGN_IN_ACCOUNT,
    SIGN_IN_NETWORK,
    UNDOS,
    UNLOCK,
    browser,
    count,
    forget,
    network,
    refuse_if_full,
)


class MailboxFull(TooManyRequests):
    """Strangers had enough mails sent to this address for now."""


class PhoneFull(TooManyRequests):
    """Strangers gave this phone number often enough for now."""


def count_step() -> None:
    """One more step of a browser that holds a time or renews it."""
    count(HOLDS_BROWSER, browser())


def count_hold() -> None:
    """One more hold of the caller, or one that is renewed when it is older than twenty minutes.

    Every open hold was counted within the last forty minutes: it lives for twenty minutes, its first renewals,
    which count for nothing, for twenty more, and from then on each renewal counts. So the cap of a window of
    forty minutes is also the most that a network can hold at once, and no address has to be stored.
    """
    count(HOLDS_NETWORK, caller())


def count_booking(email: str | None) -> None:
    """One more booking; a stranger's with an e-mail address counts for that mailbox too, or raises MailboxFull."""
    count(BOOKINGS, caller())
    if email is not None:
        count_mail(email)


def count_joining(contact: Contact) -> None:
    """One more entry on a waiting list; raises MailboxFull or PhoneFull when strangers gave that often enough."""
    count(JOINS, caller())
    if contact.email is not None:
        count_mail(contact.email)
    if contact.phone is not None and current_actor() is None:
        try:
            count(JOINS_PHONE, dialled(contact.phone))
        except TooManyRequests as full:
            raise PhoneFull from full


def count_mail(email: str) -> None:
    """One more mail that a stranger lets us write to this address; raises MailboxFull when it had enough."""
    if current_actor() is not None:
        return
    mailbox = email.strip().lower()
    try:
        count(MAILS_HOUR, mailbox)
        count(MAILS_DAY, mailbox)
    except TooManyRequests as full:
        raise MailboxFull from full


def count_move(appointment_id: str) -> None:
    """One more move of this appointment."""
    count(MOVES, appointment_id)
    count(CHANGES, caller())


def count_cancel(appointment_id: str) -> None:
    """One more cancellation of this appointment; moving it often leaves this free."""
    count(CANCELS, appointment_id)
    count(CHANGES, caller())


def count_message(email: str | None) -> None:
    """One more call-back, report or data request; with an address it counts as one more mail to it too."""
    count(MESSAGES, caller())
    if email:
        count_mail(email)


def count_undo(person_id: str) -> None:
    """One more cancelled appointment that this person wants back: each is a mail."""
    count(UNDOS, person_id)
    count(CHANGES, caller())


def count_correction(person_id: str) -> None:
    """One more correction of this person's data."""
    count(CORRECTIONS, person_id)
    count(CHANGES, caller())


def may_ask_for_links(email: str) -> bool:
    """Whether this mailbox is written to once more; a caller who asks too often is refused, whatever the address."""
    count(LINKS_CALLER, caller())
    try:
        count(LINKS, email.strip().casefold())
    except TooManyRequests:
        return False
    return True


def may_forget_password(email: str) -> bool:
    """As `may_ask_for_links`, for a mail with a link to a new password."""
    count(RESETS_CALLER, caller())
    try:
        count(RESETS, email)
    except TooManyRequests:
        return False
    return True


def count_sent_link() -> None:
    """One more invitation or link to a new password that somebody signed in has sent: nobody writes to a whole town.

    Nor learns of more addresses than that whether somebody works here under them.
    """
    count(SENT_LINKS, caller())


def count_try(email: str) -> None:
    """One more try to sign in, from this network to this account; the right password takes it back.

    Counted before the password is looked at, so that a hundred tries at once are a hundred. Wrong ones from
    elsewhere lock the account's owner out only when they are very many.
    """
    refuse_if_full(SIGN_IN_NETWORK, network())
    refuse_if_full(SIGN_IN_ACCOUNT, email)
    count(SIGN_IN, f"{email} {network()}")


def count_wrong_password(email: str) -> None:
    """It was a wrong one."""
    count(SIGN_IN_NETWORK, network())
    count(SIGN_IN_ACCOUNT, email)


def forget_tries(email: str) -> None:
    """It was the right one."""
    forget(SIGN_IN, f"{email} {network()}")


def count_unlocking(browser_of: str) -> None:
    """One more try to unlock this signed-in browser; the right password takes it back.

    Strangers cannot fill this cap: it takes the browser's own cookie.
    """
    count(UNLOCK, browser_of)


def forget_unlocking(browser_of: str) -> None:
    """It was the right one."""
    forget(UNLOCK, browser_of)


def caller() -> str:
    """Who is counted: the account, or the network of those who have none."""
    actor = current_actor()
    return f"account:{actor.account_id}" if actor else network()
