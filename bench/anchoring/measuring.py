"""Counting what became of highlights, against the truth."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from annotations.domain.anchoring import Anchoring, Quote, align, make_selector, reanchor
from annotations.domain.canonical import CanonicalText, from_plain
from annotations.domain.vocabulary import HighlightOutcome
from bench.anchoring.editing import Edited, Truth

SILENT = (HighlightOutcome.UNCHANGED, HighlightOutcome.MOVED)
LEAST_KEPT = 0.5
LEAST_OVERLAP = 0.5

Span = tuple[int, int]


@dataclass
class Tally:
    """What became of the highlights of one measurement.

    A highlight is *expected* where at least half of its letters still stand together, *gone* where none is
    left; in between either answer is right. It is *correct* where it was found on at least half of what is
    left of it; *wrong* where it was anchored on words none of which are its own; *silent* where nobody
    would be asked about that.
    """

    expected: int = 0
    correct: int = 0
    gone: int = 0
    wrong_on_gone: int = 0
    wrong: int = 0
    silent: int = 0
    losses: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    silent_examples: list[str] = field(default_factory=list)
    seconds_aligned: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def count(self, span: Span, edited: Edited, found: Anchoring, seconds: float) -> None:
        """Count one highlight."""
        truth = edited.truth(*span)
        self.seconds.append(seconds)
        is_expected, is_correct = truth.together >= LEAST_KEPT, _is_correct(found, truth)
        is_wrong = (
            found.start is not None and found.end is not None and not truth.overlap(found.start, found.end)
        )
        self.expected += is_expected
        self.correct += is_expected and is_correct
        self.gone += not truth.places
        self.wrong_on_gone += is_wrong and not truth.places
        self.wrong += is_wrong
        is_silent = found.outcome in SILENT and not (is_correct and truth.kept >= LEAST_KEPT)
        self.silent += is_silent
        if is_silent or is_wrong or (is_expected and not is_correct):
            self._name(span, edited, found, truth)
        if is_silent:
            self.silent_examples.append(self.examples[-1])

    @property
    def all_seconds(self) -> float:
        """CPU for everything that was counted."""
        return sum(self.seconds_aligned) + sum(self.seconds)

    def _name(self, span: Span, edited: Edited, found: Anchoring, truth: Truth) -> None:
        name = loss_name(span, edited, found, truth)
        self.losses[name] += 1
        stood = "" if found.start is None else edited.new[found.start : found.end]
        self.examples.append(f"{name}: {edited.old[slice(*span)]!r} -> {stood!r} {found.candidates}")


def _is_correct(found: Anchoring, truth: Truth) -> bool:
    return (
        found.start is not None
        and found.end is not None
        and truth.overlap(found.start, found.end) >= LEAST_OVERLAP
    )


def loss_name(span: Span, edited: Edited, found: Anchoring, truth: Truth) -> str:
    """Which kind of case went how: what was left of the words, how common they are, and what was answered."""
    words = edited.old[slice(*span)]
    if not truth.places:
        left = "deleted"
    elif truth.kept < 1:
        left = f"{int(truth.kept * 10) * 10} % kept" if truth.kept >= LEAST_KEPT else "less than half kept"
    else:
        left = "all kept"
    common = (
        "said more than once" if edited.old.count(words) > 1 else "short" if len(words) < 20 else "unique"
    )
    answer = str(found.outcome)
    if any(truth.overlap(*candidate) >= LEAST_OVERLAP for candidate in found.candidates):
        answer += ", right place offered"
    return f"{left}, {common}: {answer}"


def highlights(text: str, count: int, chance: random.Random) -> list[Span]:
    """Spans people might mark: from a word or two to two sentences, most of them a clause; whole words."""
    starts = [0, *(n + 1 for n, character in enumerate(text) if character in " \n。")]
    words = len(starts) > len(text) / 20
    if not words:
        starts = [n for n in range(len(text)) if text[n] not in " \n"]
    chosen: list[Span] = []
    while len(chosen) < count:
        start = chance.choice(starts)
        length = min(400, max(4, int(chance.lognormvariate(4, 0.7))))
        end = min(len(text), start + length)
        while words and end < len(text) and text[end] not in " \n":
            end += 1
        if len(text[start:end].strip()) > 3:
            chosen.append((start, end))
    return chosen


Method = Callable[[int, int, Quote, CanonicalText], Anchoring]


def ours(old: CanonicalText, new: CanonicalText) -> Method:
    """The product's way: one alignment, then every quote."""
    alignment = align(old.text, new.text)
    return lambda start, end, quote, text: reanchor(start, end, quote, old.text, text, alignment)


def measure(
    edited: Edited,
    spans: Iterable[Span],
    tally: Tally,
    method: Callable[[CanonicalText, CanonicalText], Method] = ours,
) -> Tally:
    """Carry highlights over an edit and count what became of them. The texts must be canonical already."""
    old, new = from_plain(edited.old), from_plain(edited.new)
    if (old.text, new.text) != (edited.old, edited.new):
        raise ValueError("The texts of a measurement must be canonical.")
    began = time.process_time()
    carry = method(old, new)
    tally.seconds_aligned.append(time.process_time() - began)
    for start, end in spans:
        selector = make_selector(old, start, end, old.text[start:end])
        quote = Quote(selector.exact, selector.prefix, selector.suffix)
        began = time.process_time()
        found = carry(selector.start, selector.end, quote, new)
        tally.count((selector.start, selector.end), edited, found, time.process_time() - began)
    return tally


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
