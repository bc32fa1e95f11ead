"""`python -m bench`: builds two towns on each database, serves them, measures every figure, prints one table."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import bookings, declaring, free_slots, live, planner, report
from bench.stage import FULL, QUICK, on_postgresql, on_sqlite, tell

FIGURES = {
    "free_slots": free_slots,
    "bookings": bookings,
    "planner": planner,
    "live": live,
    "declaring": declaring,
}


def main() -> None:
    """Measure on PostgreSQL, then on SQLite, and print the table."""
    asked = _arguments()
    rows = []
    with TemporaryDirectory(prefix="treffpunkt-bench-") as folder:
        for profile in (on_postgresql, on_sqlite):
            with profile(Path(folder), QUICK if asked.quick else FULL) as stage:
                for name in asked.only or FIGURES:
                    rows += FIGURES[name].rows(stage)
                    tell(f"{stage.database}: {name} measured")
    print(report.markdown(rows) if asked.markdown else report.plain(rows))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="small towns and two repetitions: under a minute"
    )
    parser.add_argument("--only", action="append", choices=FIGURES, help="just this figure; may come again")
    parser.add_argument("--markdown", action="store_true", help="print the table for docs/performance.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
