"""docs/imports.md names every repair that there is."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_the_page_names_every_repair() -> None:
    folder = ROOT / "annotations" / "domain" / "claim_files"
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    page = (ROOT / "docs" / "imports.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `([a-z-]+)` \|", page, re.M)
    assert sorted(told) == sorted(set(re.findall(r"\.add\(\s*\"([a-z-]+)\"", code)))
