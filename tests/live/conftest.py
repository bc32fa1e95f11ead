"""The pages of the small house, and a second provider in it; what is told runs through the real event table."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.live.scene import Scene
from tests.pages.conftest import Site, build, settings, signed_in, site

__all__ = ["build", "settings", "signed_in", "site"]


@pytest.fixture
def scene(build: Callable[..., Site]) -> Iterator[Scene]:
    opened = Scene.of(build())
    yield opened
    opened.close()
