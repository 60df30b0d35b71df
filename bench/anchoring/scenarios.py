"""What is measured: synthetic edits of several strengths, changes nobody sees, look-alikes, real
histories."""

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from annotations.domain.canonical import from_plain
from bench.anchoring.editing import Edited, Editor, Piece, Tracked, flat, tracked
from bench.anchoring.histories import ARTICLES, histories
from bench.anchoring.histories import LINES as HISTORIES_OF_LINES
from bench.anchoring.lines import lines
from bench.anchoring.measuring import Span, Tally, highlights, measure, ours
from bench.anchoring.writing import LATIN, SCRIPTS, Script, Sentence, Writer

HIGHLIGHTS = 250
HIGHLIGHTS_A_SEED = 120
A_SEED = 12_000
RATES = (0.05, 0.15, 0.2, 0.3, 0.45)
LINES = 3_500
LINES_A_SEED = 14
FIFTY_KILOBYTES = 50_000
MEGABYTE = 1_000_000
LINE = 72


@dataclass(frozen=True)
class Scenario:
    """One row of the results.

    `least` is the share of expected highlights that must be found. `most_wrong` is the share of those on
    deleted text that may be shown to a person on other words, and `most_beside` how many of those that are
    left may be. Nothing at all may stand on other words in silence.
    """

    name: str
    cases: Callable[[], list[tuple[Edited, list[Span]]]]
    least: float
    with_baseline: bool = True
    most_wrong: float = 0.0
    most_beside: int = 0


def article(script: Script, seed: int, characters: int) -> tuple[Writer, str, Tracked]:
    """A made-up article, its writer, and its text."""
    writer = Writer(script, seed)
    text, paragraphs = tracked(writer.article(characters))
    return writer, text, paragraphs


def edited_articles(
    rates: tuple[float, ...], scripts: tuple[Script, ...], characters: int = FIFTY_KILOBYTES
) -> Callable[[], list[tuple[Edited, list[Span]]]]:
    """Articles of every script, edited at every rate."""

    def cases() -> list[tuple[Edited, list[Span]]]:
        made = []
        for seed, (rate, script) in enumerate((rate, script) for rate in rates for script in scripts):
            writer, text, paragraphs = article(script, seed, characters)
            edited = Edited.of(text, flat(Editor(writer, seed).edit(paragraphs, rate)))
            made.append((edited, highlights(text, HIGHLIGHTS, random.Random(seed))))
        return made

    return cases


def retyped_articles() -> list[tuple[Edited, list[Span]]]:
    """The same articles with other white space, other Unicode forms, soft hyphens, and wrapped lines.

    Both are read as documents are; the truth is that every letter is where it was.
    """
    made = []
    for seed, script in enumerate(SCRIPTS):
        _, text, _ = article(script, 100 + seed, FIFTY_KILOBYTES)
        chance = random.Random(seed)
        new = from_plain(_retyped(text, chance)).text
        if new.replace("\n", " ") != text.replace("\n", " "):
            raise ValueError("Retyping changed the words.")
        made.append((Edited.of(text, [Piece(new, 0)]), highlights(text, HIGHLIGHTS, chance)))
    return made


def _retyped(text: str, chance: random.Random) -> str:
    paragraphs = []
    for paragraph in unicodedata.normalize("NFD", text).split("\n"):
        column, lines = 0, [""]
        for word in paragraph.split(" "):
            if column + len(word) > LINE and chance.random() < 0.5:
                lines.append("")
                column = 0
            hyphenated = word[:2] + "\u00ad" + word[2:] if word.isascii() and chance.random() < 0.1 else word
            lines[-1] += (chance.choice((" ", "\u00a0", "  ")) if lines[-1] else "") + hyphenated
            column += len(word) + 1
        paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs)


SENTENCES = 46


def look_alikes() -> list[tuple[Edited, list[Span]]]:
    """Sentences that are deleted while one that differs in a word or two stays, beside them or elsewhere.

    Every highlight is in a deleted sentence; to find any of them is a mistake.
    """
    made = []
    for seed, script in enumerate(SCRIPTS):
        writer, paragraphs, chosen = _article_and_sentences(script, 200 + seed)
        for turn, (at, index) in enumerate(chosen):
            twin = writer.look_alike(paragraphs[at][index], 1 + turn % 2)
            if turn % 2:
                paragraphs[at].insert(index + 1, twin)
            else:
                writer.chance.choice(paragraphs).append(twin)
        made.append(_without(paragraphs, chosen, [], script.space))
    return made


def rewritten_elsewhere() -> list[tuple[Edited, list[Span]]]:
    """Sentences that are deleted while one that differs in a word is added to another paragraph.

    No text can tell that from a sentence that was moved and edited: a person has to be asked.
    """
    made = []
    for seed, script in enumerate(SCRIPTS):
        writer, paragraphs, chosen = _article_and_sentences(script, 300 + seed)
        twins = [writer.look_alike(paragraphs[at][index]) for at, index in chosen]
        made.append(_without(paragraphs, chosen, twins, script.space))
    return made


Place = tuple[int, int]


def _article_and_sentences(script: Script, seed: int) -> tuple[Writer, list[list[Sentence]], list[Place]]:
    """An article and one sentence of each of some paragraphs."""
    writer = Writer(script, seed)
    paragraphs = writer.article(FIFTY_KILOBYTES)
    places = writer.chance.sample(range(len(paragraphs)), SENTENCES)
    return writer, paragraphs, [(at, writer.chance.randrange(len(paragraphs[at]))) for at in places]


def _without(
    paragraphs: list[list[Sentence]], gone: list[Place], twins: list[Sentence], space: str
) -> tuple[Edited, list[Span]]:
    """The article without some sentences and with others, and highlights in those that are gone: each whole,
    and its last two thirds.
    """
    text, article_ = tracked(paragraphs)
    spans: list[Span] = []
    for at, index in gone:
        words = article_[at][index]
        start, end = words[0].origin, words[-1].origin + len(words[-1].text.rstrip())
        spans += [(start, end), (start + sum(len(word.text) for word in words[: len(words) // 3]), end)]
        article_[at][index] = []
    for turn, twin in enumerate(twins):
        home = article_[(gone[turn][0] + 7) % len(article_)]
        home.append([Piece(space), *(Piece(word) for word in twin)])
    return Edited.of(text, flat(article_)), spans


def revision_histories(folder: Path = ARTICLES) -> list[tuple[Edited, list[Span]]]:
    """Every revision of every article of a folder, from its first text."""
    return [(revision, history.spans()) for history in histories(folder) for revision in history.revisions]


def seeded_articles(seeds: range) -> Scenario:
    """One small article for each seed, with scripts and rates in turn, and a few cases of lines."""

    def cases() -> list[tuple[Edited, list[Span]]]:
        made = []
        for seed in seeds:
            rate, script = RATES[seed % len(RATES)], SCRIPTS[seed % len(SCRIPTS)]
            writer, text, paragraphs = article(script, 10_000 + seed, A_SEED)
            edited = Edited.of(text, flat(Editor(writer, 20_000 + seed).edit(paragraphs, rate)))
            made.append((edited, highlights(text, HIGHLIGHTS_A_SEED, random.Random(30_000 + seed))))
            made += lines(range(LINES_A_SEED * seed, LINES_A_SEED * (seed + 1)))
        return made

    name = f"seeds {seeds.start} to {seeds.stop - 1}"
    return Scenario(name, cases, 0.0, most_wrong=1.0, most_beside=NO_LIMIT)


def run(scenario: Scenario, method: Callable[..., object] = ours) -> Tally:
    """Measure one scenario."""
    tally = Tally()
    for edited, spans in scenario.cases():
        measure(edited, spans, tally, method)  # type: ignore[arg-type]
    return tally


NO_LIMIT = 10**9
SCENARIOS = (
    Scenario("50 kB, 1 % edits", edited_articles((0.01,), SCRIPTS), 1.0),
    Scenario("50 kB, 5 % edits", edited_articles((0.05,), SCRIPTS), 224 / 226),
    Scenario(
        "50 kB, 15 and 20 % edits",
        edited_articles((0.15, 0.2), SCRIPTS),
        179 / 181,
        most_wrong=2 / 263,
        most_beside=2,
    ),
    Scenario("NBSP, NFD, soft hyphens, line wraps", retyped_articles, 249 / 250),
    Scenario("look-alikes of deleted sentences", look_alikes, 0.0),
    Scenario("deleted, rewritten elsewhere", rewritten_elsewhere, 0.0, most_wrong=0.85),
    Scenario("1 MB, 15 % edits", edited_articles((0.15,), (LATIN, SCRIPTS[5]), MEGABYTE), 139 / 142, False),
    Scenario("revision histories", revision_histories, 562 / 567, most_wrong=15 / 126),
    Scenario(
        "histories of tables and interviews",
        lambda: revision_histories(HISTORIES_OF_LINES),
        0.97,
        most_wrong=4 / 34,
        most_beside=20,
    ),
    Scenario("lists, tables, interviews", lambda: lines(range(LINES)), 0.93, True, 0.45, 900),
)
