"""The documents keep their promises: what they point to is there, and the commands they name exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), ROOT / "seeds" / "README.md"])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"\bmake ([a-z]+)\b")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    targets = [link for link in LINK.findall(document.read_text()) if "://" not in link]
    missing = [link for link in targets if not link.startswith("/") and not (document.parent / link).exists()]
    assert missing == []


def test_every_command_of_make_that_is_named_exists() -> None:
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    code = re.compile(r"`[^`\n]+`|^```.*?^```", re.MULTILINE | re.DOTALL)
    named = {
        command
        for document in DOCUMENTS
        for part in code.findall(document.read_text())
        for command in COMMAND.findall(part)
    }
    assert named - known == set()


def test_the_readme_opens_with_what_it_is_a_picture_and_the_two_commands() -> None:
    lines = [line for line in (ROOT / "README.md").read_text().splitlines() if line]
    picture = next(number for number, line in enumerate(lines) if line.startswith("!["))
    commands = next(number for number, line in enumerate(lines) if line.startswith("make run"))
    assert lines[0] == "# Workbench"
    assert picture < commands < 12
    assert (ROOT / "docs" / "pictures" / "article.png").stat().st_size > 50_000
