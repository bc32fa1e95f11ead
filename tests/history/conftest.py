"""The office of the mails, whose events make histories; and the house and its pages, where they are read."""

from __future__ import annotations

from tests.notifications.conftest import office
from tests.pages.conftest import build, settings, site

__all__ = ["build", "office", "settings", "site"]
