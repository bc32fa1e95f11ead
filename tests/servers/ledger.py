"""What a run used and what it left out: names the servers at the end and fails on a skip nobody declared.

The functions are pytest hooks, taken over by `tests/conftest.py`; with xdist each worker hands its notes
to the controller.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

DECLARED = Path(__file__).resolve().parents[1] / "declared_skips.txt"
ORDER = ("SQLite", "PostgreSQL", "Redis", "Valkey", "SMTP", "Chromium")

_used: set[tuple[str, str]] = set()
_skipped: dict[str, str] = {}


def note(name: str, version: str) -> None:
    """Say at the end of the run that this server was used."""
    _used.add((name, version))


def declared() -> set[str]:
    """The node ids that may skip: one a line, a reason behind ` # `."""
    lines = DECLARED.read_text(encoding="utf-8").splitlines() if DECLARED.exists() else []
    return {line.split(" # ")[0].strip() for line in lines} - {""}


def undeclared() -> dict[str, str]:
    """Node id and reason of each test that was skipped without being declared."""
    allowed = declared()
    return {test: reason for test, reason in sorted(_skipped.items()) if test not in allowed}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped[report.nodeid] = _reason(report.longrepr)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.skipped:
        _skipped[report.nodeid] = _reason(report.longrepr)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    notes = getattr(node, "workeroutput", {}).get("treffpunkt", {})
    _used.update((name, version) for name, version in notes.get("used", []))
    _skipped.update(notes.get("skipped", {}))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["treffpunkt"] = {"used": [list(each) for each in _used], "skipped": dict(_skipped)}
    elif undeclared() and exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    missing = undeclared()
    for test, reason in missing.items():
        terminalreporter.write_line(f"skipped but not declared: {test} ({reason})", red=True)
    if missing:
        number = f"{len(missing)} tests were" if len(missing) > 1 else "1 test was"
        words = f"{number} skipped without being declared in tests/{DECLARED.name}, so this run fails."
        terminalreporter.write_line(words, red=True)
    for name, version in sorted(_used, key=lambda each: (ORDER.index(each[0]), each)):
        terminalreporter.write_line(f"server: {name} {version}")


def _reason(longrepr: object) -> str:
    return str(longrepr[2]) if isinstance(longrepr, tuple) else str(longrepr)
