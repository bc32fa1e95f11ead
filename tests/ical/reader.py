"""A small reader of iCalendar bytes, written from RFC 5545 alone, so that no library checks itself."""

from __future__ import annotations

from dataclasses import dataclass, field

FOLD = 75
_ESCAPES = {"\\": "\\", ";": ";", ",": ",", "n": "\n", "N": "\n"}


@dataclass
class Property:
    """One content line, taken apart."""

    name: str
    params: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as TEXT (3.3.11); ValueError for a bare semicolon or comma or an unknown escape."""
        out, rest = [], iter(self.value)
        for char in rest:
            if char in ";,":
                message = f"bare {char!r} in {self.value!r}"
                raise ValueError(message)
            out.append(_ESCAPES[next(rest)] if char == "\\" else char)
        return "".join(out)


@dataclass
class Component:
    """A component with its properties and the components inside it."""

    name: str
    properties: list[Property] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)

    def only(self, name: str) -> Property:
        """The one property of that name; ValueError for none or two."""
        (found,) = [each for each in self.properties if each.name == name]
        return found

    def names(self) -> list[str]:
        """The names of the properties, sorted."""
        return sorted(each.name for each in self.properties)


def physical_lines(ical: bytes) -> list[bytes]:
    """The lines as they travel, after the rules of 3.1 on line ends, length and code points."""
    assert ical.endswith(b"\r\n"), "the last line is closed too"
    lines = ical[:-2].split(b"\r\n")
    for line in lines:
        assert b"\r" not in line, f"a bare line end in {line!r}"
        assert b"\n" not in line, f"a bare line end in {line!r}"
        assert 0 < len(line) <= FOLD, f"{len(line)} octets: {line!r}"
        line.decode("utf-8")  # raises if a code point is cut in two
    return lines


def read(ical: bytes) -> Component:
    """The VCALENDAR in the bytes."""
    logical: list[str] = []
    for line in physical_lines(ical):
        if line[:1] in {b" ", b"\t"}:
            logical[-1] += line[1:].decode()
        else:
            logical.append(line.decode())
    root = Component("")
    stack = [root]
    for found in map(_property, logical):
        if found.name == "BEGIN":
            stack[-1].components.append(Component(found.value))
            stack.append(stack[-1].components[-1])
        elif found.name == "END":
            assert stack.pop().name == found.value
        else:
            stack[-1].properties.append(found)
    assert stack == [root], "every component is closed"
    (calendar,) = root.components
    assert not root.properties
    return calendar


def _property(line: str) -> Property:
    pieces: list[str] = []
    current, quoted = "", False
    for position, char in enumerate(line):
        if char == '"':
            quoted = not quoted
        elif not quoted and char in ";:":
            pieces.append(current)
            current = ""
            if char == ":":
                name, *params = pieces
                return Property(name, dict(map(_parameter, params)), line[position + 1 :])
            continue
        current += char
    message = f"no value in {line!r}"
    raise ValueError(message)


def _parameter(piece: str) -> tuple[str, str]:
    name, _, value = piece.partition("=")
    if value[:1] == '"':
        assert value[-1] == '"'
        value = value[1:-1]
    assert '"' not in value
    return name, value.replace("^^", "^")
