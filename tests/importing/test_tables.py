"""Tables as spreadsheets write them: letters, separators, quotes; and no text, whatever it is, breaks the reading."""

from __future__ import annotations

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.importing import offer_table, reservation_table, room_table
from booking.importing.cells import Cells
from booking.importing.findings import Unreadable
from booking.importing.tables import Column, Line, table_of, template
from booking.importing.texts import LARGEST, text_of, tidy

COLUMNS = (Column("Name", "a", required=True), Column("Größe", "b"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("line_break", ["\r\n", "\n"])
def test_each_way_to_write_the_same_table(encoding: str, delimiter: str, line_break: str) -> None:
    rows = [
        ["NAME", " Größe "],
        ['Büro; "1", oben', "groß"],
        [],
        ["", ""],
        ["Zwei\nZeilen", "klein"],
        ["Drei", ""],
    ]
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter, lineterminator=line_break).writerows(rows)
    lines = table_of(text_of(made.getvalue().encode(encoding)), COLUMNS)
    assert [(line.number, line.cells["Name"], line.cells["Größe"]) for line in lines] == [
        (2, 'Büro; "1", oben', "groß"),
        (5, "Zwei Zeilen", "klein"),
        (7, "Drei", ""),
    ]


WRITTEN = st.text(st.characters(codec="utf-8", exclude_characters="\x00"))


@given(st.lists(st.tuples(WRITTEN, WRITTEN), min_size=1, max_size=20))
@settings(max_examples=150, deadline=None)
def test_what_was_written_is_read(rows: list[tuple[str, str]]) -> None:
    made = io.StringIO()
    csv.writer(made, delimiter=";").writerows([("Name", "Größe"), *rows])
    expected = [(tidy(name), tidy(size)) for name, size in rows if tidy(name) or tidy(size)]
    if expected:
        lines = table_of(text_of(made.getvalue().encode()), COLUMNS)
        assert [(line.cells["Name"], line.cells["Größe"]) for line in lines] == expected


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_table_or_refused(data: bytes) -> None:
    with suppress(Unreadable):
        table_of(text_of("Name;Größe\n".encode() + data), COLUMNS)


@given(st.text(max_size=30))
@settings(max_examples=300, deadline=None)
def test_any_text_in_a_cell_is_a_value_or_a_fault(text: str) -> None:
    cells = Cells(Line(2, {"A": tidy(text)}))
    read = [
        cells.number("A", 0, 100),
        cells.day("A"),
        cells.clock("A"),
        cells.one_of("A", {"ja": 1, "Büro 1": 2}),
    ]
    assert len(cells.faults) >= sum(value is None for value in read) - (3 if not tidy(text) else 0)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Name;Farbe\na;b", "unknown_column"),
        ("Größe\na", "missing_columns"),
        ("Name;Name\na;b", "column_twice"),
        ("Name;Größe", "no_lines"),
        ('Name;Größe\n"a;b', "quotes"),
        ('Name;Größe\n"a"b;c', "quotes"),
        ("Name;Größe\n" + "a;b\n" * 5_001, "too_many_lines"),
        ("Name;Größe\n" + "x" * 10_001, "long_line"),
        ("  \n", "empty"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, why: str) -> None:
    with pytest.raises(Unreadable) as unreadable:
        table_of(text_of(text.encode()), COLUMNS)
    assert unreadable.value.why == why


def test_a_large_file_is_not_even_looked_at() -> None:
    with pytest.raises(Unreadable, match="too_large"):
        text_of(b"a" * (LARGEST + 1))


def test_more_fields_than_headings_is_a_fault_of_the_line() -> None:
    (line,) = table_of("Name;Größe\na;b;c", COLUMNS)
    assert [fault.code for fault in Cells(line).faults] == ["surplus"]


@pytest.mark.parametrize("columns", [room_table.COLUMNS, offer_table.COLUMNS, reservation_table.COLUMNS])
def test_a_template_is_read_as_it_was_written(columns: tuple[Column, ...]) -> None:
    (line,) = table_of(text_of(template(columns).encode()), columns)
    assert line.cells == {column.name: column.example for column in columns}
