"""The page about states shows the tables as they are."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.apps import apps

from annotations.domain import lifecycle

PAGE = Path(__file__).resolve().parents[2] / "docs" / "lifecycle.md"
NAMES = ("CLAIM", "EVIDENCE", "VERDICT", "SECOND_LOOK", "CORRECTION_REQUEST", "REPLY_REQUEST", "ERROR_REPORT")


def drawn(table: Mapping[tuple[str, str], str]) -> str:
    """A row for each state: the verbs that lead on from it, and those that leave it as it is."""
    rows = ["| in this state | it moves on | it stays |", "| --- | --- | --- |"]
    for state in dict.fromkeys(state for state, _ in table):
        verbs = {verb: new for (old, verb), new in table.items() if old == state}
        moves = ", ".join(f"`{verb}` → {new}" for verb, new in verbs.items() if new != state)
        stays = ", ".join(f"`{verb}`" for verb, new in verbs.items() if new == state)
        rows.append(f"| {state.value if hasattr(state, 'value') else state} | {moves} | {stays} |")
    return "\n".join(rows)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_shows_the_table_as_it_is(name: str) -> None:
    shown = re.search(rf"<!-- {name} -->\n(.*?)<!-- end -->", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert shown is not None
    assert shown[1].strip() == drawn(getattr(lifecycle, name))


def test_every_constraint_that_is_named_is_there() -> None:
    text = PAGE.read_text(encoding="utf-8").partition("## What the states imply")[2]
    named = set(re.findall(r"\| `(\w+)` \|", text))
    there = {
        one.name
        for model in apps.get_app_config("annotations").get_models()
        for one in model._meta.constraints
    }
    assert named
    assert named - there == set()
