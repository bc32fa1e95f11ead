"""The house and its pages, as the tests of the pages have them, and PDFs as a reader sees them."""

from __future__ import annotations

from tests.pages.conftest import build, settings, site

__all__ = ["build", "settings", "site"]
