"""A small IMAP server (RFC 3501) with one mailbox of unseen mails: as much of it as somebody who polls needs."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class ImapBox:
    """The mailbox: its mails by number, which of them were marked as seen, and every line that was said."""

    user: str
    password: str
    mails: list[bytes]
    seen: set[int] = field(default_factory=set)
    said: list[str] = field(default_factory=list)
    port: int = 0

    def url(self, *, password: str | None = None, name: str = "INBOX") -> str:
        return f"imap://{self.user}:{password or self.password}@127.0.0.1:{self.port}/{name}"


@contextmanager
def serving(box: ImapBox) -> Iterator[ImapBox]:
    """The mailbox behind a port of this machine."""

    class Handler(_Session):
        mailbox = box

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        box.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield box
        server.shutdown()


class _Session(socketserver.StreamRequestHandler):
    mailbox: ImapBox

    def handle(self) -> None:
        self._say("* OK ready")
        for raw in self.rfile:
            line = raw.decode().strip()
            self.mailbox.said.append(line)
            tag, _, rest = line.partition(" ")
            self._answer(tag, rest)
            if rest.upper().startswith("LOGOUT"):
                return

    def _answer(self, tag: str, rest: str) -> None:
        command = rest.upper()
        box = self.mailbox
        if command == "CAPABILITY":
            self._say("* CAPABILITY IMAP4rev1")
        elif command.startswith("LOGIN") and _unquoted(rest[6:]) != f"{box.user} {box.password}":
            self._say(f"{tag} NO wrong password for {box.password}")
            return
        elif command.startswith("SELECT"):
            if '"INBOX"' not in rest:
                self._say(f"{tag} NO no such mailbox")
                return
            self._say(f"* {len(box.mails)} EXISTS")
        elif command.startswith("UID SEARCH UNSEEN"):
            unseen = [str(uid) for uid in range(1, len(box.mails) + 1) if uid not in box.seen]
            self._say("* SEARCH " + " ".join(unseen))
        elif found := re.match(r"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", command):
            uid, most = int(found[1]), int(found[2])
            mail = box.mails[uid - 1][:most]
            self._say(f"* {uid} FETCH (UID {uid} BODY[]<0> {{{len(mail)}}}")
            self.wfile.write(mail + b")\r\n")
        elif found := re.match(r"UID STORE (\d+) \+FLAGS\.SILENT \(\\SEEN\)", command):
            box.seen.add(int(found[1]))
        self._say(f"{tag} OK done")

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


def _unquoted(words: str) -> str:
    """User and password as they are meant: each plain or a quoted string (RFC 3501 4.3)."""
    user, _, password = words.partition(" ")
    return " ".join(
        re.sub(r"\\(.)", r"\1", each[1:-1]) if each.startswith('"') else each for each in (user, password)
    )
