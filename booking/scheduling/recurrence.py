"""Series of days by a rule, the door to its four rooms: the rule, its text, its days, its changes."""

from __future__ import annotations

from booking.scheduling.rule import MOST_DATES, BadRule, Frequency, Rule
from booking.scheduling.rule_changes import from_day, moved_days, shifted, until_before
from booking.scheduling.rule_days import days, left_out_months, starts
from booking.scheduling.rule_text import parse, text

__all__ = [
    "MOST_DATES",
    "BadRule",
    "Frequency",
    "Rule",
    "days",
    "from_day",
    "left_out_months",
    "moved_days",
    "parse",
    "shifted",
    "starts",
    "text",
    "until_before",
]
