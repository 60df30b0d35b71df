"""The article that the product was made for stays outside the project; where it lies at hand, it is read.

Only shapes are compared, by fragments of at most three words. Where there is no such file, the same shapes
are covered by the invented sentences beside this module.
"""

import os
from collections import Counter
from datetime import date
from pathlib import Path

from annotations.domain.proposals import Proposal, SplitReason, propose

DAY = date(2020, 9, 29)

# Fragment of a sentence: type, asserters outermost first, and whether it should be split.
SHAPES: dict[str, tuple[str, tuple[str, ...], bool]] = {
    "lost 28 soldiers": ("attribution", ("Armenian authorities",), True),
    "destroyed 15 drones": ("attribution", ("Armenian forces",), True),
    "26 Azeri civilians": ("attribution", ("Azeri forces",), False),
    "small advances": ("event", ("",), False),
    "disastrous product": ("opinion", (), False),
    "One million people": ("quantity", (), True),
    "On Sept. 25": ("event", (), False),
    "state murder": ("event", (), True),
    "cited unnamed Western": ("attribution", ("Reuters", "unnamed Western diplomats"), False),
    "try to seize": ("prediction", (), False),
}


def article() -> str:
    """The text, from the file that the environment names; empty where there is none."""
    named = os.environ.get("WORKBENCH_SEED_ARTICLE", "")
    return Path(named).read_text(encoding="utf-8") if named else ""


def sentence_with(text: str, fragment: str) -> str:
    """The sentence around a fragment, by full stops that end a word of some length."""
    place = text.index(fragment)
    start = max(text.rfind(mark, 0, place) for mark in (". ", "\n", ".” "))
    ends = [end for mark in (". ", ".\n", ".”") if (end := text.find(mark, place + len(fragment))) >= 0]
    return text[start + 1 : min(ends) + 1].strip(" .”\n") + "."


def shape(proposal: Proposal) -> tuple[str | None, tuple[str, ...], bool]:
    reasons = Counter(split.reason for split in proposal.splits)
    reasons.pop(SplitReason.SEVERAL_SPEAKERS, None)
    return proposal.type, tuple(layer.asserter for layer in proposal.layers), bool(reasons)


def test_shapes_of_the_article() -> None:
    text = article()
    found = {
        fragment: shape(propose(sentence, sentence, DAY))
        for fragment in SHAPES
        if fragment in text and (sentence := sentence_with(text, fragment))
    }
    assert found == {fragment: SHAPES[fragment] for fragment in found}
    assert bool(found) == bool(text)
