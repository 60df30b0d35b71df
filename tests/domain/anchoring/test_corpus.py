"""The measurements in small: nothing stands silently on wrong words, and nearly everything is found."""

import random
from pathlib import Path

import pytest

from bench.anchoring.editing import Edited, Editor, flat
from bench.anchoring.histories import ARTICLES, LINES
from bench.anchoring.lines import SHAPES, lines
from bench.anchoring.measuring import Tally, highlights, measure
from bench.anchoring.scenarios import article, revision_histories, run, seeded_articles
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


@pytest.mark.parametrize(("folder", "least"), [(ARTICLES, 0.99), (LINES, 0.97)])
def test_articles_through_their_revisions(folder: Path, least: float) -> None:
    tally = Tally()
    for edited, spans in revision_histories(folder):
        measure(edited, spans, tally)

    assert tally.silent == 0, tally.examples
    assert tally.correct >= least * tally.expected, tally.examples


@pytest.mark.parametrize("seed", [7, 49, 100, 409])
def test_articles_of_seeds_that_once_went_wrong(seed: int) -> None:
    tally = run(seeded_articles(range(seed, seed + 1)))
    assert tally.silent == 0, tally.silent_examples


def test_lines_that_mean_nothing_without_their_label() -> None:
    tally = Tally()
    for edited, spans in lines(range(25 * len(SHAPES))):
        measure(edited, spans, tally)

    assert tally.silent == 0, tally.silent_examples
    assert tally.correct >= 0.93 * tally.expected
