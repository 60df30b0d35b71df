"""Seeded defects: one rule of the engine broken at a time, in a copy, to see that a test notices.

    python -m tests.domain.verification.defects [words of a rule]

Each defect replaces one passage of the source. The fast tests run on the copy and must fail; a table says
which test noticed. The exit code is 1 when a defect goes unnoticed.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.domain.verification.seeded import DEFECTS, Defect

PROJECT = Path(__file__).resolve().parents[3]
COPIED = (
    "annotations/__init__.py",
    "annotations/domain",
    "tests/__init__.py",
    "tests/domain/__init__.py",
    "tests/domain/verification",
    "tests/domain/times",
    "tests/domain/quantities",
)
# What needs many examples or long inputs is left out: each rule has a targeted test.
LEFT_OUT = ("test_invariants.py", "test_next_step.py", "test_any_data.py", "test_speed.py", "test_defects.py")


def seeded(source: str, defect: Defect) -> str:
    """The source with the defect; raises `ValueError` unless the passage stands there exactly once."""
    if source.count(defect.before) != 1:
        raise ValueError(f"{defect.path}: {defect.before!r} stands there {source.count(defect.before)} times")
    return source.replace(defect.before, defect.after)


def main(words: list[str]) -> int:
    """Try every defect whose rule holds the words; prints a table, and gives back 1 if one went unnoticed."""
    chosen = [defect for defect in DEFECTS if " ".join(words) in defect.rule]
    with tempfile.TemporaryDirectory(prefix="workbench-defects-") as folder:
        copy = Path(folder)
        _copy_project(copy)
        if noticed := _failing_test(copy):
            print(f"The tests fail without any defect: {noticed}")
            return 1
        unnoticed = [defect for defect in chosen if not _is_noticed(copy, defect)]
    print(f"\n{len(chosen) - len(unnoticed)} of {len(chosen)} defects noticed")
    return 1 if unnoticed else 0


def _copy_project(copy: Path) -> None:
    for name in COPIED:
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(PROJECT / name, target)
    (copy / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")


def _is_noticed(copy: Path, defect: Defect) -> bool:
    path = copy / defect.path
    source = path.read_text(encoding="utf-8")
    path.write_text(seeded(source, defect), encoding="utf-8")
    noticed = _failing_test(copy)
    path.write_text(source, encoding="utf-8")
    print(f"{defect.rule:<58} {noticed or 'NOT NOTICED'}", flush=True)
    return bool(noticed)


def _failing_test(copy: Path) -> str:
    """The first test that fails on the copy; empty when all pass."""
    left_out = [f"--ignore={copy}/tests/domain/verification/{name}" for name in LEFT_OUT]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *left_out, "tests"],
        cwd=copy,
        # A mutated file may have the size and the second of the one before: compiled files would be mixed up.
        env={**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"^(?:FAILED|ERROR) (?:\S*/)?([^\s]+)", done.stdout, re.MULTILINE)
    return "" if done.returncode == 0 else found[1] if found else "no test could run"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
