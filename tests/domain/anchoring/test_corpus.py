"""The measurements in small: nothing stands silently on wrong words, and nearly everything is found."""

import random

import pytest

from bench.anchoring.editing import Edited, Editor, flat
from bench.anchoring.measuring import Tally, highlights, measure
from bench.anchoring.scenarios import article, revision_histories
from bench.anchoring.writing import SCRIPTS


@pytest.mark.parametrize(("rate", "least"), [(0.05, 0.99), (0.2, 0.97)])
def test_made_up_articles_in_every_script(rate: float, least: float) -> None:
    tally = Tally()
    for script in SCRIPTS:
        writer, text, paragraphs = article(script, 31, 12_000)
        edited = Edited.of(text, flat(Editor(writer, 32).edit(paragraphs, rate)))
        measure(edited, highlights(text, 120, random.Random(33)), tally)

    assert tally.silent == 0, tally.examples
    assert tally.correct >= least * tally.expected, tally.examples


def test_articles_through_their_revisions() -> None:
    tally = Tally()
    for edited, spans in revision_histories():
        measure(edited, spans, tally)

    assert tally.silent == 0, tally.examples
    assert tally.correct >= 0.99 * tally.expected, tally.examples
