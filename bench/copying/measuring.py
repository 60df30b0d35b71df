"""Precision and recall of the rule, and of headlines alone, in one run."""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotations.domain.copying import (
    Document,
    Wire,
    compare,
    credited_wires,
    is_same_headline,
    judge,
    prints_of,
    read_text,
)
from bench.copying.pairs import WIRE, WIRE_NAME, Pair, Told, labelled_pairs

RESULTS = Path(__file__).with_name("RESULTS.md")
COPY, ORIGIN = 1, 2


@dataclass(frozen=True)
class Measured:
    """What a method made of the pairs: right and wrong suggestions, and copies it did not see."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of what was suggested, how much was right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of the copies, how many were suggested."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def suggests(pair: Pair) -> bool:
    """Whether a person would be asked about the pair, and with the origin named rightly."""
    one, other = read_text(pair.copy.text), read_text(pair.origin.text)
    found = judge(_document(pair.copy, COPY), _document(pair.origin, ORIGIN), compare(one, other))
    return found.is_suggested and (not pair.is_copy or found.origin == ORIGIN)


def same_headline(pair: Pair) -> bool:
    """The baseline: similar headlines and nothing else."""
    return is_same_headline(pair.copy.title, pair.origin.title)


def meets_by_prints(pair: Pair) -> bool:
    """Whether the two texts would be found for each other by the hashes that are stored."""
    one, other = prints_of(read_text(pair.copy.text)), prints_of(read_text(pair.origin.text))
    return bool(set(one) & set(other))


def measure(pairs: Sequence[Pair], method: Callable[[Pair], bool]) -> Measured:
    """Count what the method makes of the pairs."""
    answers = Counter((pair.is_copy, method(pair)) for pair in pairs)
    return Measured(right=answers[True, True], wrong=answers[False, True], missed=answers[True, False])


def main(arguments: list[str]) -> None:
    """Print the tables; with `--write` they become the results that are kept."""
    parser = argparse.ArgumentParser(prog="bench.run copying")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args(arguments)
    words = report(labelled_pairs())
    print(words)
    if asked.write:
        RESULTS.write_text(words, encoding="utf-8")


def report(pairs: Sequence[Pair]) -> str:
    """The results as a document."""
    started = time.process_time()
    for pair in pairs:
        suggests(pair)
    each = (time.process_time() - started) / len(pairs)
    lines = [
        "# Who copied whom, measured",
        "",
        "Written by `python -m bench.run copying --write`. Pairs are made of sentences written for this, by",
        "what editors do to agency copy and by what only looks like it. Whoever wrote them knew the rule,",
        "and some of its limits were set by looking at them: the figures say that it keeps apart what it is",
        "meant to keep apart, not how it would do on the copy of a real day.",
        "",
        "| pairs | method | precision | recall | suggested rightly | suggested wrongly | missed |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for method, title in ((suggests, "rule"), (same_headline, "baseline: headlines alone")):
        found = measure(pairs, method)
        lines.append(
            f"| {len(pairs)} | {title} | {found.precision:.3f} | {found.recall:.3f} "
            f"| {found.right} | {found.wrong} | {found.missed} |"
        )
    lines += ["", f"One comparison, both texts read: {each * 1000:.1f} ms of CPU.", "", *_by_kind(pairs)]
    return "\n".join(lines) + "\n"


def _by_kind(pairs: Sequence[Pair]) -> list[str]:
    lines = [
        "| how the pair came about | copies? | pairs | suggested | by headlines | found by prints |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for how in dict.fromkeys(pair.how for pair in pairs):
        of_kind = [pair for pair in pairs if pair.how == how]
        counts = [sum(map(method, of_kind)) for method in (suggests, same_headline, meets_by_prints)]
        told = "yes" if of_kind[0].is_copy else "no"
        lines.append(f"| {how} | {told} | {len(of_kind)} | {counts[0]} | {counts[1]} | {counts[2]} |")
    return lines


def _document(told: Told, key: int) -> Document:
    return Document(
        key=key,
        publisher=told.publisher,
        title=told.title,
        order=key,
        is_wire=told.publisher == WIRE,
        language=told.language,
        published_on=told.published_on,
        credits=credited_wires(told.text, [Wire(WIRE, WIRE_NAME)]),
        image=told.image,
    )
