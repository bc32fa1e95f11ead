"""The menu leads each role to what it may open, and to nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from booking.accounts.models import Role
from booking.web.access import EVERYBODY, declared_roles
from booking.web.menu import DAILY, HOUSE, Entry
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site


@pytest.mark.parametrize("entry", [*DAILY, *HOUSE], ids=lambda entry: entry.path)
def test_it_opens_to_all_who_see_it(site: Site, entry: Entry) -> None:
    endpoint, _ = site.app.url_map.bind("localhost").match(entry.path)
    declared = declared_roles(site.app, endpoint)
    assert declared is not None
    assert (entry.roles <= declared) if entry.roles else (declared == EVERYBODY), (
        "others reach it from other pages"
    )


@pytest.mark.parametrize("role", [None, *Role])
def test_each_sees_their_own(site: Site, signed_in: Callable[..., Visitor], role: Role | None) -> None:
    visitor = signed_in(role) if role else site.visitor()
    links = visitor.get("/heute").links
    for entry in (*DAILY, *HOUSE):
        assert (links.get(entry.title) == entry.path) == (not entry.roles or role in entry.roles), entry.path
