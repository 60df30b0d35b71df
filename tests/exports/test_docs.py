"""What is written about the formats is so."""

import re
from pathlib import Path

import pytest

from annotations.domain.rendering import LeftOut
from annotations.domain.vocabulary import ExportFormat
from annotations.exports import FORMATS, pdf, xlsx
from tests.exports.hard import lines
from tests.exports.samples import PUBLICATION, a_document

TOLD = (Path(__file__).parents[2] / "docs/formats.md").read_text()
EXCERPTS = re.findall(r"^```\w+ (\w+)\n(.*?)^```$", TOLD, re.MULTILINE | re.DOTALL)


def test_every_format_is_told_of_with_the_end_of_its_files() -> None:
    rows = dict(re.findall(r"^\| ([^|]+) \| `(\.[\w.]+)` \|", TOLD, re.MULTILINE))
    assert rows == {str(ExportFormat(name).label): one.suffix for name, one in FORMATS.items()}
    sections = re.findall(r"^## (.+)$", TOLD, re.MULTILINE)
    assert sections == [str(one.label) for one in ExportFormat]


@pytest.mark.parametrize(("name", "excerpt"), EXCERPTS)
def test_excerpts_stand_in_what_is_rendered(name: str, excerpt: str) -> None:
    whole = b"".join(FORMATS[name].render(lines(a_document()), PUBLICATION, LeftOut())).decode()
    assert [line for line in excerpt.splitlines() if line not in whole] == []


def test_limits_are_those_that_hold() -> None:
    limits = (pdf.MOST_CLAIMS, pdf.MOST_CHARACTERS, xlsx.LONGEST_CELL, xlsx.MOST_ROWS)
    assert [limit for limit in limits if f"{limit:,}" not in TOLD] == []
