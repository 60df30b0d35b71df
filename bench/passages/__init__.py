"""Measures whether quoted passages are told from what only looks like them, in ten scripts.

    python -m bench.run passages [--write]

It prints a table, and with `--write` keeps it as `bench/passages/RESULTS.md`. It fails where a passage passes
that does not stand in its text, or where less than 98 percent of those pass that do.
"""

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from time import perf_counter

from annotations.domain.passages import find_passage
from bench.passages.making import PassageCase, made_cases

RESULTS = Path(__file__).parent / "RESULTS.md"
LEAST_FOUND = 0.98

_HEAD = """# Passages, and what only looks like them

`python -m bench.run passages --write`: {count} cases in {languages} languages and {scripts} scripts, made by
rules from small reports (`texts.toml`). Each number is how many of the cases were decided rightly.

| kind | stands | {columns} | all |
| --- | --- | {lines} | --- |"""


def main(arguments: list[str]) -> None:
    """Decide every case, compare, print."""
    parser = argparse.ArgumentParser(prog="bench.run passages")
    parser.add_argument("--write", action="store_true", help="keep the table as bench/passages/RESULTS.md")
    options = parser.parse_args(arguments)
    cases = made_cases()
    begun = perf_counter()
    wrong = wrongly_decided(cases)
    seconds = perf_counter() - begun
    report = _report(cases, wrong)
    print(report, f"{1000 * seconds / len(cases):.2f} ms a case", *wrong, sep="\n")
    if options.write:
        RESULTS.write_text(report, encoding="utf-8")
    sys.exit("\n".join(failures) if (failures := what_fails(cases, wrong)) else 0)


def wrongly_decided(cases: list[PassageCase]) -> list[PassageCase]:
    """The cases in which a passage was found that does not stand there, or the other way round."""
    return [case for case in cases if (find_passage(case.text, case.passage) is not None) != case.stands]


def what_fails(cases: list[PassageCase], wrong: list[PassageCase]) -> list[str]:
    """Which of the two promises are broken."""
    passed = [case for case in wrong if not case.stands]
    missed = [case for case in wrong if case.stands]
    standing = sum(case.stands for case in cases)
    failures = [
        f"Passed, and stands nowhere: {case.language} {case.kind} {case.passage!r}" for case in passed
    ]
    if len(missed) > (1 - LEAST_FOUND) * standing:
        failures.append(f"Only {standing - len(missed)} of {standing} passages that stand there were found.")
    return failures


def _report(cases: list[PassageCase], wrong: list[PassageCase]) -> str:
    scripts = list(dict.fromkeys(case.script for case in cases))
    rows: dict[tuple[str, bool], dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    failed = set(wrong)
    for case in cases:
        rows[case.kind, case.stands][case.script].append(case not in failed)
    head = _HEAD.format(
        count=len(cases),
        languages=len({case.language for case in cases}),
        scripts=len(scripts),
        columns=" | ".join(scripts),
        lines=" | ".join("---" for _ in scripts),
    )
    lines = [_row(kind, stands, by_script, scripts) for (kind, stands), by_script in _true_first(rows)]
    return "\n".join([head, *lines, "", _summary(cases, wrong)]) + "\n"


def _true_first(
    rows: dict[tuple[str, bool], dict[str, list[bool]]],
) -> list[tuple[tuple[str, bool], dict[str, list[bool]]]]:
    return sorted(rows.items(), key=lambda row: not row[0][1])


def _row(kind: str, stands: bool, by_script: dict[str, list[bool]], scripts: list[str]) -> str:
    columns = [_share(by_script[script]) for script in scripts]
    together = [decided for script in scripts for decided in by_script[script]]
    return f"| {kind} | {'yes' if stands else 'no'} | {' | '.join(columns)} | {_share(together)} |"


def _share(decided: list[bool]) -> str:
    return f"{sum(decided)}/{len(decided)}" if decided else "-"


def _summary(cases: list[PassageCase], wrong: list[PassageCase]) -> str:
    standing = sum(case.stands for case in cases)
    missed = sum(case.stands for case in wrong)
    passed = len(wrong) - missed
    return (
        f"Of {standing} passages that stand in their text, {standing - missed} were found "
        f"({100 * (standing - missed) / standing:.1f} percent). "
        f"Of {len(cases) - standing} that do not, {passed} passed."
    )
