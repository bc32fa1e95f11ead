"""A visitor without JavaScript: opens pages, presses the buttons that are really there, keeps cookies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

VOID = ("input",)


@dataclass
class Button:
    name: str
    value: str
    label: str = ""


@dataclass
class Form:
    """A form of a page, filled in as the page came."""

    method: str
    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.title = ""
        self._form: Form | None = None
        self._open: list[str] = []
        self._select = ""
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(values.get("method", "get"), values.get("action", ""))
            self.forms.append(self._form)
        elif tag == "a":
            self._link = values.get("href", "")
            self._open.append("a")
        elif tag in ("title", "button"):
            self._open.append(tag)
        if self._form is not None:
            self._control(tag, values)

    def _control(self, tag: str, values: dict[str, str]) -> None:
        assert self._form is not None
        name, value = values.get("name", ""), values.get("value", "")
        if tag == "button":
            self._form.buttons.append(Button(name, value))
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in values:
            self._form.fields.append((self._select, value))
        elif tag == "input" and (values.get("type") not in ("radio", "checkbox") or "checked" in values):
            self._form.fields.append((name, value))

    def handle_data(self, text: str) -> None:
        inside = self._open[-1] if self._open else ""
        if inside == "title":
            self.title += text
        elif inside == "button" and self._form is not None:
            self._form.buttons[-1].label += text
        elif inside == "a":
            self.links.setdefault(" ".join(text.split()), self._link)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if self._open and self._open[-1] == tag:
            self._open.pop()


class Visitor:
    """A browser session; `page` is what it shows now."""

    def __init__(self, app: Flask, base_url: str = "http://localhost") -> None:
        self.client = app.test_client()
        self.base_url = base_url
        self.page: TestResponse
        self.path = "/"

    @property
    def text(self) -> str:
        return self.page.get_data(as_text=True)

    @property
    def status(self) -> int:
        return self.page.status_code

    @property
    def title(self) -> str:
        return " ".join(self._read().title.split())

    @property
    def forms(self) -> list[Form]:
        return self._read().forms

    @property
    def links(self) -> dict[str, str]:
        return self._read().links

    def get(self, path: str, **more: Any) -> Visitor:
        return self._open(path, "GET", **more)

    def follow(self, label: str) -> Visitor:
        """Follow the first link with this text."""
        return self.get(self.links[label])

    def post(self, path: str, sent: Any, **more: Any) -> Visitor:
        return self._open(path, "POST", data=sent, **more)

    def press(self, label: str, **typed: str | list[str]) -> Visitor:
        """Fill in the form around the first button with this label (or value) and press it."""
        form, button = next(self._buttons(label))
        sent = [(name, value) for name, value in form.fields if name and name not in typed]
        for name, values in typed.items():
            sent += [(name, value) for value in ([values] if isinstance(values, str) else values)]
        if button.name:
            sent.append((button.name, button.value))
        fields: dict[str, list[str]] = {}
        for name, value in sent:
            fields.setdefault(name, []).append(value)
        if form.method == "get":
            return self.get(form.action or self.path, query_string=fields)
        return self.post(form.action or self.path, fields)

    def slots(self) -> list[str]:
        """The values of the free times on this page, in order."""
        found = [button.value for form in self.forms for button in form.buttons if button.name == "slot"]
        return sorted(set(found))

    def token(self) -> str:
        """The anti-forgery token of the page."""
        return next(
            dict(form.fields)["csrf_token"] for form in self.forms if "csrf_token" in dict(form.fields)
        )

    def _buttons(self, label: str) -> Iterator[tuple[Form, Button]]:
        for form in self.forms:
            for button in form.buttons:
                if label in (" ".join(button.label.split()), button.value):
                    yield form, button

    def _open(self, path: str, method: str, **more: Any) -> Visitor:
        self.page = self.client.open(
            path, method=method, base_url=self.base_url, follow_redirects=True, **more
        )
        self.path = self.page.request.path
        return self

    def _read(self) -> _Reader:
        reader = _Reader()
        reader.feed(self.text)
        return reader
