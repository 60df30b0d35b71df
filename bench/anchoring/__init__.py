"""Measures how highlights come through edits: what is found, what is lost, and what would be silently wrong.

    python -m bench.run anchoring [--write]
    python -m bench.run anchoring --seeds 0-149

Everything is made up from seeds or written for this purpose, and the truth about every letter is known. It
prints a table, and with `--write` keeps it as `bench/anchoring/RESULTS.md`. It fails where a highlight stands
silently on wrong words, where less is found than the design asks, where a person is shown other words more
often than a row allows, or where it takes too long: beside the baseline, which runs on the same machine at
the same time, since seconds alone say more about the machine. With `--seeds` only articles and lines made
from these seeds are measured, and only silence is judged.
"""

import argparse
import sys
from pathlib import Path

from bench.anchoring.baseline import best_match
from bench.anchoring.load import Load, measured
from bench.anchoring.measuring import Tally, percentile
from bench.anchoring.scenarios import SCENARIOS, Scenario, run, seeded_articles

RESULTS = Path(__file__).parent / "RESULTS.md"
MEGABYTE_OF_CHINESE = 350_000
LOADS = (
    (2_000, 1_000_000, 0.05, 0),
    (2_000, 1_000_000, 0.15, 0),
    (2_000, 1_000_000, 0.4, 0),
    (2_000, MEGABYTE_OF_CHINESE, 0.15, 5),
    (200, 50_000, 0.05, 0),
)
MOST_SECONDS = {2_000: 15.0, 200: 0.5}
MOST_MEGABYTES = 500
MOST_TIMES_THE_BASELINE = 4.0
"""Alignment and all quotes of a row together, beside the baseline's, which aligns nothing."""

LEAST_ALIGNMENT = 0.005
"""Seconds; rows of texts so short that aligning them takes less are not judged by time."""


def main(arguments: list[str]) -> None:
    """Run everything, print it, and say by the exit status whether all of it is good enough."""
    parser = argparse.ArgumentParser(prog="python -m bench.run anchoring")
    parser.add_argument("--write", action="store_true", help=f"keep the results as {RESULTS.name}")
    parser.add_argument("--examples", action="store_true", help="print every loss with its words")
    parser.add_argument("--seeds", metavar="A-B", help="measure articles of these seeds only")
    wanted = parser.parse_args(arguments)
    if wanted.seeds:
        _measure_seeds(*map(int, wanted.seeds.split("-")))
        return
    rows = [(scenario, run(scenario), _baseline(scenario)) for scenario in SCENARIOS]
    loads = [measured(*load) for load in LOADS]
    results = report(rows, loads)
    print(results)
    if wanted.examples:
        print("\n".join(example for _, tally, _ in rows for example in tally.examples))
    if wanted.write:
        RESULTS.write_text(results, encoding="utf-8")
    if problems := shortcomings(rows, loads):
        sys.exit("\n".join(problems))


def _measure_seeds(first: int, last: int) -> None:
    scenario = seeded_articles(range(first, last + 1))
    tally = run(scenario)
    print(_HEAD, _row((scenario, tally, None)), sep="\n")
    if problems := shortcomings([(scenario, tally, None)], []):
        print("\n".join(tally.silent_examples))
        sys.exit("\n".join(problems))


def _baseline(scenario: Scenario) -> Tally | None:
    return run(scenario, best_match) if scenario.with_baseline else None


Row = tuple[Scenario, Tally, Tally | None]


def report(rows: list[Row], loads: list[Load]) -> str:
    """The results as Markdown."""
    parts = [_HEAD, *map(_row, rows), _TIMES, *map(_times, rows), _LOSSES]
    for scenario, tally, _ in rows:
        parts += [f"| {scenario.name} | {loss} | {count} |" for loss, count in tally.losses.most_common()]
    parts.append(_LOADS)
    parts += [
        f"| {load.highlights:,} in {load.characters:,} characters, {load.script}, {load.rate:.0%} edits |"
        f" {load.seconds:.2f} s |"
        f" {load.megabytes:.0f} MB |"
        for load in loads
    ]
    return "\n".join(parts) + "\n"


def _row(row: Row) -> str:
    scenario, tally, baseline = row
    compared = (
        f"{baseline.correct}/{baseline.expected} | {baseline.wrong_on_gone}/{baseline.gone}"
        if baseline
        else "- | -"
    )
    return (
        f"| {scenario.name} | {tally.correct}/{tally.expected} | {tally.wrong_on_gone}/{tally.gone} |"
        f" {tally.wrong - tally.wrong_on_gone} | **{tally.silent}** | {compared} |"
    )


def _times(row: Row) -> str:
    scenario, tally, baseline = row
    ratio = f"{_times_baseline(tally, baseline):.1f}" if baseline else "-"
    each = sorted(tally.seconds)
    return (
        f"| {scenario.name} | {1000 * percentile(tally.seconds_aligned, 0.5):.0f} ms |"
        f" {1000 * percentile(each, 0.5):.3f} ms | {1000 * percentile(each, 0.95):.2f} ms | {ratio} |"
    )


def shortcomings(rows: list[Row], loads: list[Load]) -> list[str]:
    """Where the results fall short of what is asked."""
    short = [f"{s.name}: {tally.silent} silent wrong anchors" for s, tally, _ in rows if tally.silent]
    short += [
        f"{s.name}: only {t.correct}/{t.expected}" for s, t, _ in rows if t.correct < s.least * t.expected
    ]
    short += [
        f"{s.name}: {t.wrong_on_gone}/{t.gone} wrong"
        for s, t, _ in rows
        if t.wrong_on_gone > s.most_wrong * t.gone
    ]
    short += [
        f"{s.name}: {t.wrong - t.wrong_on_gone} beside what is left"
        for s, t, _ in rows
        if t.wrong - t.wrong_on_gone > s.most_beside
    ]
    short += [
        f"{s.name}: {_times_baseline(t, b):.1f} times the baseline" for s, t, b in rows if _is_slow(t, b)
    ]
    short += [f"{load}: too slow" for load in loads if load.seconds > MOST_SECONDS[load.highlights]]
    return short + [f"{load}: too much memory" for load in loads if load.megabytes > MOST_MEGABYTES]


def _times_baseline(tally: Tally, baseline: Tally | None) -> float:
    return tally.all_seconds / baseline.all_seconds if baseline else 0.0


def _is_slow(tally: Tally, baseline: Tally | None) -> bool:
    is_long = percentile(tally.seconds_aligned, 0.5) > LEAST_ALIGNMENT
    return is_long and _times_baseline(tally, baseline) > MOST_TIMES_THE_BASELINE


_HEAD = """# Re-anchoring, measured

Written by `python -m bench.run anchoring --write`. *Found*: of the highlights of which at least half of the
letters still stand together, those found on them. *Wrong on deleted text*: of those of which nothing is
left, the ones anchored anywhere; a person is asked about each. *Other wrong*: anchored beside what is left.
*Silent*: wrong without anybody being asked. Times are seconds of CPU. The baseline takes
the best match and asks nobody.

| measurement | found | wrong on deleted text | other wrong | silent | baseline: found | baseline: wrong |
| --- | --- | --- | --- | --- | --- | --- |"""
_TIMES = """
| measurement | alignment of a revision, median | quote, median | quote, 95th percentile | times baseline |
| --- | --- | --- | --- | --- |"""
_LOSSES = """
Every loss and every wrong anchor, by what became of the words, how common they are, and what was answered:

| measurement | kind | count |
| --- | --- | --- |"""
_LOADS = """
| load | CPU | peak memory of the process |
| --- | --- | --- |"""
