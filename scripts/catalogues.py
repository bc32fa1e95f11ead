"""The catalogues of sentences: extracts the msgids, which are German, and brings each language up to date.

    .venv/bin/python scripts/catalogues.py            write messages.pot and every messages.po
    .venv/bin/python scripts/catalogues.py --check    fail when a sentence is missing in one of them

A sentence that is not translated yet appears in German; nothing is guessed from similar ones.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "booking" / "translations"
TEMPLATE = TRANSLATIONS / "messages.pot"
SOURCES = ("booking", "templates")
# `sentence("...")` marks what is looked up later, such as the concerns of the demonstration.
KEYWORDS = {**DEFAULT_KEYWORDS, "sentence": None}
# Dates and versions would change these files without a change of a sentence; the rest is nobody's name.
NOISE = (
    b'"POT-Creation-Date:',
    b'"PO-Revision-Date:',
    b'"Generated-By:',
    b'"Project-Id-Version:',
    b'"Report-Msgid-Bugs-To:',
    b'"Last-Translator:',
    b'"Language-Team:',
)

HEADER = (
    "# Treffpunkt: Die Sätze der Seiten und Mails, auf Deutsch. Aus scripts/catalogues.py, nicht von Hand."
)
NEW_HEADER = "# maschinell, ungeprüft"


def main(arguments: list[str]) -> int:
    """Write or check; the exit status says whether a sentence is missing."""
    template = extracted()
    if "--check" in arguments:
        return report({path: missing(template, read(path)) for path in [TEMPLATE, *catalogues()]})
    write(TEMPLATE, template)
    for path in catalogues():
        catalogue = read(path)
        catalogue.update(template, no_fuzzy_matching=True)
        write(path, catalogue)
        done = sum(bool(message.id and message.string and all(message.string)) for message in catalogue)
        print(f"{path.relative_to(ROOT)}: {done} of {len(catalogue)} sentences")
    return 0


def extracted() -> Catalog:
    """Every sentence in the sources, in the order of the files."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)
    catalogue = Catalog(charset="utf-8", fuzzy=False, header_comment=HEADER)
    for file, line, message, _comments, context in extract_from_dir(
        ROOT, methods, options, keywords=KEYWORDS, directory_filter=holds_sources
    ):
        catalogue.add(message, None, [(file, line)], context=context)
    return catalogue


def holds_sources(folder: str | Path) -> bool:
    inside = Path(folder).relative_to(ROOT).parts
    return inside[0] in SOURCES and not inside[-1].startswith("__")


def catalogues() -> list[Path]:
    """The catalogue of each language that has a folder."""
    return [folder / "messages.po" for folder in sorted(TRANSLATIONS.iterdir()) if folder.is_dir()]


def read(path: Path) -> Catalog:
    """The catalogue as it is; for a new language an empty one, for the template too."""
    language = None if path == TEMPLATE else path.parent.name.partition("-")[0]
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False, header_comment=NEW_HEADER)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(path: Path, catalogue: Catalog) -> None:
    """Files without line numbers and dates, so that a difference is a difference in words."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=100, include_lineno=False, ignore_obsolete=True)
    lines = [line for line in buffer.getvalue().splitlines(keepends=True) if not line.startswith(NOISE)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(lines))


def missing(template: Catalog, catalogue: Catalog) -> list[str]:
    """The sentences that the catalogue does not know."""
    return [str(message.id) for message in template if message.id and message.id not in catalogue]


def report(gaps: dict[Path, list[str]]) -> int:
    """Name every missing sentence."""
    for path, sentences in gaps.items():
        for sentence in sentences:
            print(f"{path.relative_to(ROOT)} misses: {sentence}", file=sys.stderr)
    if any(gaps.values()):
        print("Run .venv/bin/python scripts/catalogues.py and translate what is new.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
