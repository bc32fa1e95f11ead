"""A table out of a CSV file: its lines by the names of their columns, each with its number in the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from booking.importing.findings import Unreadable
from booking.importing.nearest import nearest
from booking.importing.texts import MOST_LINES, tidy

DELIMITERS = (";", ",", "\t")


@dataclass(frozen=True)
class Column:
    """A column as its heading names it, with what stands there in the example."""

    name: str
    example: str
    required: bool = False


@dataclass(frozen=True)
class Line:
    """A line of the table; `surplus` when it has more fields than there are columns."""

    number: int
    cells: Mapping[str, str]
    surplus: bool = False


def table_of(text: str, columns: Sequence[Column]) -> list[Line]:
    """The lines below the heading, empty ones left out. Raises Unreadable."""
    rows = _rows(text)
    _, heading = next(rows, (0, []))
    names = _names(heading, columns)
    lines: list[Line] = []
    for number, row in rows:
        cells = [tidy(cell) for cell in row]
        if not any(cells):
            continue
        if len(lines) == MOST_LINES:
            raise Unreadable("too_many_lines", most=str(MOST_LINES))
        found = {name: cell for name, cell in zip(names, cells, strict=False) if name}
        lines.append(Line(number, found, any(cells[len(names) :])))
    if not lines:
        raise Unreadable("no_lines")
    return lines


def template(columns: Sequence[Column]) -> str:
    """A file to fill in: the headings and one line as an example, as spreadsheets here read it."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerow(column.name for column in columns)
    writer.writerow(column.example for column in columns)
    return f"\ufeff{made.getvalue()}"


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of the line where it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    begins = 1
    try:
        for row in reader:
            yield begins, row
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable("quotes", line=str(begins)) from error


def _delimiter(text: str) -> str:
    """What stands most often in the heading."""
    heading = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=heading.count)


def _names(heading: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """The name of each column of the file, "" for one without heading. Raises Unreadable."""
    known = {_key(column.name): column.name for column in columns}
    names = [known.get(_key(cell), "") for cell in heading]
    for cell, name in zip(heading, names, strict=True):
        if tidy(cell) and not name:
            raise Unreadable("unknown_column", column=tidy(cell)[:60], nearest=nearest(cell, known.values()))
        if name and names.count(name) > 1:
            raise Unreadable("column_twice", column=name)
    missing = [column.name for column in columns if column.required and column.name not in names]
    if missing:
        raise Unreadable("missing_columns", columns=", ".join(missing))
    return names


def _key(heading: str) -> str:
    return tidy(heading).casefold()
