"""Addresses that look mistyped: what somebody perhaps meant. A question only, never an obstacle."""

from __future__ import annotations

import re

MAILBOXES = (
    *("gmail.com", "googlemail.com", "web.de", "gmx.de", "gmx.net", "t-online.de", "freenet.de", "posteo.de"),
    *("outlook.de", "outlook.com", "hotmail.de", "hotmail.com", "live.de", "live.com", "msn.com"),
    *("yahoo.de", "yahoo.com", "icloud.com", "me.com", "aol.de", "aol.com", "mail.de", "email.de"),
    *("arcor.de", "kabelmail.de", "unitybox.de", "vodafone.de", "online.de", "mailbox.org", "proton.me"),
    *("protonmail.com", "ukr.net", "i.ua", "mail.ru", "yandex.ru", "mynet.com", "wp.pl", "o2.pl", "onet.pl"),
    *("libero.it", "seznam.cz", "abv.bg", "orange.fr", "gmx.at", "gmx.ch", "bluewin.ch"),
)
ENDINGS = {"con": "com", "cmo": "com", "ocm": "com", "comm": "com", "vom": "com", "xom": "com"}
ENDINGS |= {"ed": "de", "dee": "de", "dde": "de", "fe": "de"}
# Real elsewhere, so only for a mailbox that everybody knows.
DOUBTFUL_ENDINGS = {"co": "com", "cm": "com", "om": "com", "d": "de", "e": "de", "ne": "net"}
OFTEN_MEANT = {"gmail.de": "gmail.com", "tonline.de": "t-online.de", "t-online.com": "t-online.de"}
REAL_ENDING = re.compile(r"[a-z]{2}|com|net|org|info")
SHORTEST, LONGEST = 5, 60
LONG = 9


def meant(address: str) -> str:
    """The address that was perhaps meant; empty when it looks as it should."""
    local, at, domain = address.rpartition("@")
    if not at or not local or len(domain) > LONGEST:
        return ""
    wanted = _domain_meant(domain.lower().strip("."))
    return f"{local}@{wanted}" if wanted and wanted != domain.lower() else ""


def _domain_meant(domain: str) -> str:
    if domain in MAILBOXES:
        return ""
    if domain in OFTEN_MEANT:
        return OFTEN_MEANT[domain]
    mended = _with_mended_ending(domain)
    if mended in MAILBOXES:
        return mended
    head, _, ending = mended.rpartition(".")
    if REAL_ENDING.fullmatch(ending) and head in {known.rpartition(".")[0] for known in MAILBOXES}:
        return mended  # a mailbox of another country
    return _nearest(mended) or mended


def _with_mended_ending(domain: str) -> str:
    """The domain with "con" or "ed" put right, and with the dot before its ending."""
    head, dot, ending = domain.rpartition(".")
    if not dot:
        plain = {known.replace(".", ""): known for known in MAILBOXES}
        return plain.get(domain) or next(
            (each for each in MAILBOXES if each.startswith(f"{domain}.")), domain
        )
    doubtful = f"{head}.{DOUBTFUL_ENDINGS.get(ending, ending)}"
    return doubtful if doubtful in MAILBOXES else f"{head}.{ENDINGS.get(ending, ending)}"


def _nearest(domain: str) -> str:
    """The one known domain that is a slip of the finger away, or nothing."""
    if len(domain) < SHORTEST:
        return ""
    allowed = 2 if len(domain) >= LONG else 1
    near = [known for known in MAILBOXES if abs(len(known) - len(domain)) <= allowed]
    ranked = sorted((_slips(domain, known), known) for known in near)
    return ranked[0][1] if ranked and ranked[0][0] <= allowed else ""


def _slips(typed: str, known: str) -> int:
    """How many slips lie between the two: a letter too many, missing, wrong, or two swapped."""
    before: list[int] = []
    row = list(range(len(known) + 1))
    for number, letter in enumerate(typed, start=1):
        older, before, row = before, row, [number]
        for place, wanted in enumerate(known, start=1):
            best = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != wanted))
            if _swapped(typed, known, number, place):
                best = min(best, older[place - 2] + 1)
            row.append(best)
    return row[-1]


def _swapped(typed: str, known: str, number: int, place: int) -> bool:
    return min(number, place) > 1 and typed[number - 2 : number] == known[place - 2 : place][::-1]
