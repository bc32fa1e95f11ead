"""The offices of tests/notifications, for the edge around them."""

from tests.notifications.conftest import keeping_office, office

__all__ = ["keeping_office", "office"]
