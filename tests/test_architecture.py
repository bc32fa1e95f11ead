"""The picture in docs/architecture.md is true: imports go downwards, edges stay apart, files stay small."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LONGEST_FILE = 250


def test_imports_keep_to_the_contracts() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_every_slice_of_the_picture_is_there_and_the_other_way_round() -> None:
    picture = (ROOT / "docs" / "architecture.md").read_text()
    slices = {path.parent.name for path in (ROOT / "booking").glob("*/__init__.py")}
    missing = {name for name in slices - {"migrations", "demo"} if name not in picture}
    assert not missing


def test_no_file_grew_beyond_what_one_reads_at_a_sitting() -> None:
    sources = [*(ROOT / "booking").rglob("*.py"), *(ROOT / "workers").rglob("*.py")]
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in sources
        if "versions" not in path.parts and (lines := path.read_text().count("\n")) > LONGEST_FILE
    }
    assert not long


def test_no_import_hides_inside_a_function() -> None:
    hidden = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in [*(ROOT / "booking").rglob("*.py"), *(ROOT / "workers").rglob("*.py")]
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if line.startswith(("    import ", "    from "))
        and not line.startswith(("    from_",))
        and " import " in line
        and "TYPE_CHECKING" not in path.read_text()
    ]
    assert hidden == []
