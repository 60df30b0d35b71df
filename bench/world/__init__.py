"""Measures what a status is worth in a made-up world whose truth is known, against other ways to decide.

    python -m bench.run world [--claims 4000] [--seed 1] [--write]

All methods judge the same cases in one run. It prints a table, and with `--write` keeps it as
`bench/world/RESULTS.md`. It fails where the engine does not lead by the margins that the design states. A
simulation shows that the mechanism does what it says under its own assumptions, not that the world obeys
them.
"""

import argparse
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from annotations.domain.verification import Result
from bench.world.making import Case, made_cases
from bench.world.methods import COUNTING, Tracing, engine, verdict_of
from bench.world.scores import Outcome, Score, score_of
from bench.world.speed import milliseconds_by_links

RESULTS = Path(__file__).parent / "RESULTS.md"

ENGINE = f"engine, {Tracing.ALL.value}"
UNEXAMINED = f"engine, {Tracing.NONE_UNEXAMINED.value}"
WITHOUT_INTEREST = "engine, all recorded, without the interest rule"
# By how much more of what it supports is true, and how much less of what is false it certifies.
MARGINS = {
    "majority": (0.298, 0.371),
    "log-odds, no dependence": (0.267, 0.290),
    "Dempster-Shafer": (0.271, 0.300),
}

_HEAD = """# A world whose truth is known

`python -m bench.run world --write`: {claims} claims, seed {seed}, half of them true; copying with a heavy
tail; in half of the claims a party speaks for itself, whatever is true. In brackets 95 percent bootstrap
intervals. The methods that count reports know how often each grade is right; the engine does not.

| method | coverage | true, given supported | false, given refuted | false claims certified |
| --- | --- | --- | --- | --- |"""
_STATUSES = """
What is true of each status, all republication recorded:

| status, certainty | claims | true |
| --- | --- | --- |"""
_TAIL = """
This shows that the mechanism does what it says under its own assumptions, not that the world obeys them. How
often each grade is right and how far reports spread was chosen so that a majority vote does about as well as
in the design's own simulation; whether a report is right has no bearing on how often it is copied.

How long the engine takes for one claim, on one core, two in three of its links relaying two agencies each:

| links | milliseconds | milliseconds a link |
| --- | --- | --- |"""


def main(arguments: list[str]) -> None:
    """Make the world, let every method judge it, compare."""
    parser = argparse.ArgumentParser(prog="bench.run world")
    parser.add_argument("--claims", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="keep the table as bench/world/RESULTS.md")
    options = parser.parse_args(arguments)
    cases = made_cases(options.claims, options.seed)
    results = [engine(case, Tracing.ALL) for case in cases]
    scores = _scores(cases, results)
    report = _report(scores, _by_status(cases, results), options.claims, options.seed)
    print(report)
    if options.write:
        RESULTS.write_text(report, encoding="utf-8")
    sys.exit("\n".join(failures) if (failures := _failures(scores)) else 0)


def _scores(cases: list[Case], recorded: list[Result]) -> dict[str, Score]:
    scores = {name: _judged(cases, map(method, cases)) for name, method in COUNTING.items()}
    scores[ENGINE] = _judged(cases, map(verdict_of, recorded))
    tracings = (Tracing.NONE_UNEXAMINED, Tracing.HALF_OWN, Tracing.NONE_OWN)
    engines: dict[str, Callable[[int, Case], Result]] = {
        f"engine, {tracing.value}": partial(_traced, tracing) for tracing in tracings
    }
    engines[WITHOUT_INTEREST] = lambda seed, case: engine(case, Tracing.ALL, with_interest=False)
    for name, judge in engines.items():
        scores[name] = _judged(cases, (verdict_of(judge(number, case)) for number, case in enumerate(cases)))
    return scores


def _traced(tracing: Tracing, seed: int, case: Case) -> Result:
    return engine(case, tracing, seed=seed)


def _judged(cases: list[Case], verdicts: Iterable[bool | None]) -> Score:
    outcomes: list[Outcome] = [(case.is_true, verdict) for case, verdict in zip(cases, verdicts, strict=True)]
    return score_of(outcomes)


def _by_status(cases: list[Case], results: list[Result]) -> dict[str, tuple[int, int]]:
    """How many claims of each status and certainty there are, and how many of them are true."""
    found: dict[str, tuple[int, int]] = {}
    for case, result in zip(cases, results, strict=True):
        name = f"{result.status.value}, {result.certainty}"
        count, true = found.get(name, (0, 0))
        found[name] = (count + 1, true + case.is_true)
    return dict(sorted(found.items(), key=lambda row: -row[1][1] / row[1][0]))


def _failures(scores: dict[str, Score]) -> list[str]:
    """Every margin that was not kept; missing one is a failure of the engine, not of the others."""
    failures = []
    for name, (truth, certified) in MARGINS.items():
        for mine in (ENGINE, UNEXAMINED):
            lead = (scores[mine].true_if_supported.value or 0) - (scores[name].true_if_supported.value or 0)
            fewer = (scores[name].false_certified.value or 0) - (scores[mine].false_certified.value or 0)
            if lead < truth or fewer < certified:
                failures.append(f"{mine} leads {name} by {lead:.3f} and {fewer:.3f} only.")
    return failures


def _report(scores: dict[str, Score], statuses: dict[str, tuple[int, int]], claims: int, seed: int) -> str:
    rows = [
        f"| {name} | {score.coverage} | {score.true_if_supported} | {score.false_if_refuted} "
        f"| {score.false_certified} |"
        for name, score in scores.items()
    ]
    ordered = [f"| {name} | {count} | {true / count:.3f} |" for name, (count, true) in statuses.items()]
    times = [
        f"| {links} | {time:.2f} | {time / links:.3f} |" for links, time in milliseconds_by_links().items()
    ]
    head = _HEAD.format(claims=claims, seed=seed)
    return "\n".join([head, *rows, _STATUSES, *ordered, _TAIL, *times]) + "\n"
