"""An envelope: the frozen bytes of one mail with the mailboxes it travels between, and its sealed form."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address

from booking.ical.entry import Mailbox
from booking.ical.text import plain_name
from booking.vault import Vault


class BadAddress(ValueError):
    """No mail can be sent to this address; the message does not repeat it, for it is personal."""


@dataclass(frozen=True)
class Envelope:
    """One mail as it leaves: `content` is never changed, whatever the attempt."""

    public_id: str
    sender: str
    recipient: str
    content: bytes


def seal(vault: Vault, envelope: Envelope, place: str) -> bytes:
    """The envelope as it lies in its row."""
    content = b64encode(envelope.content).decode()
    return vault.seal_json({"from": envelope.sender, "to": envelope.recipient, "content": content}, place)


def unseal(vault: Vault, sealed: bytes, place: str, public_id: str) -> Envelope:
    """The envelope again, byte for byte. Raises SealBroken when the bytes are not this row's."""
    values = vault.open_json(sealed, place)
    return Envelope(public_id, values["from"], values["to"], b64decode(values["content"]))


def mailbox(name: str, address: str) -> Mailbox:
    """A mailbox for headers and calendars, from what a person typed.

    The name loses controls and line breaks, the domain becomes ASCII (IDNA). Raises BadAddress.
    """
    local, _, domain = address.strip().rpartition("@")
    try:
        ascii_address = f"{local}@{domain.encode('idna').decode()}"
        ascii_address.encode("ascii")
        found = Mailbox(plain_name(name), ascii_address)
        Address(found.name, addr_spec=found.address)
    except (ValueError, IndexError, MessageError) as error:
        raise BadAddress from error
    return found
