"""KERN's style sheet without the components that no page uses: 340 kB become 120, and 14 on the way to a browser.

Nothing is rewritten: a rule stays as it is or goes, and from a list of selectors those go that can match nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule

# The components of the pages, as KERN names them: kern-BLOCK, kern-BLOCK__part, kern-BLOCK--variant.
# A new one in a template needs its line here; tests/pages/test_weight.py says so.
BLOCKS = frozenset({
    "accordion",
    "alert",
    "badge",
    "body",
    "btn",
    "error",
    "fieldset",
    "form-check",
    "form-input",
    "heading-large",
    "heading-medium",
    "heading-small",
    "heading-x-large",
    "hint",
    "icon",
    "label",
    "light",
    "link",
    "list",
    "loader",
    "progress",
    "sr-only",
    "table",
    "table-responsive",
    "title",
})  # fmt: skip
# Each icon is a drawing inside the style sheet, which has over fifty of them.
ICONS = frozenset({
    "danger", "default", "easy-language", "info", "language", "large", "sign-language", "small", "success",
    "warning", "x-large",
})  # fmt: skip

# What may match or not match besides says nothing about which component a rule is for.
ALTERNATIVES = re.compile(r":(?:is|where|not)\([^)]*\)")
CLASS = re.compile(r"\.kern-([\w-]+)")
DARK = "dark"  # there is no dark theme yet


def reduced(sheet: str, origin: str) -> str:
    """The sheet with what is needed, after a comment that says where it is from and what was done."""
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    head = f"/* {origin}. Changed for Treffpunkt: rules of components that no page uses are left out. */"
    return f'@charset "UTF-8";\n{head}\n{"".join(_kept(rules))}\n'


def _kept(rules: Sequence[Node]) -> Iterator[str]:
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            yield _rule(rule)
        elif isinstance(rule, AtRule) and rule.at_keyword == "media":
            yield _media(rule)
        elif isinstance(rule, AtRule) and rule.at_keyword != "charset":
            yield rule.serialize()


def _rule(rule: QualifiedRule) -> str:
    needed = [selector for selector in _selectors(tinycss2.serialize(rule.prelude)) if is_needed(selector)]
    return f"{','.join(needed)}{{{tinycss2.serialize(rule.content)}}}" if needed else ""


def _media(rule: AtRule) -> str:
    condition = tinycss2.serialize(rule.prelude)
    if DARK in condition:
        return ""
    inside = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
    kept = "".join(_kept(inside))
    return f"@media{condition}{{{kept}}}" if kept else ""


def _selectors(prelude: str) -> list[str]:
    """The selectors of a list; commas within parentheses or brackets belong to one of them."""
    parts, depth = [""], 0
    for sign in prelude:
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def is_needed(selector: str) -> bool:
    """Whether it can match on a page that uses the blocks and icons above in the light theme."""
    itself = ALTERNATIVES.sub("", selector)
    if f"theme={DARK}" in itself:
        return False
    return all(_is_used(name) for name in CLASS.findall(itself))


def _is_used(name: str) -> bool:
    block, _, variant = name.partition("--")
    block, _, _ = block.partition("__")
    return block in BLOCKS and (block != "icon" or not variant or variant in ICONS)
