"""Measures the page of an article with many highlights against the same page with none, in a real browser.

    python -m bench.run reader [--highlights 1000] [--runs 9] [--write]

It imports one article of 50 kB twice: once nobody has marked anything in it, once every highlight belongs to
a claim of its own, many of them over the same words. The real web server answers, a real Chromium reads. The
two pages take turns, so what else the machine does falls on both alike. It prints medians and their ratios,
and `--write` puts them in `bench/RESULTS-reader.md`.
"""

import argparse
from pathlib import Path

from bench.reader.article import made_articles
from bench.reader.browsing import measured
from bench.reader.results import as_markdown

RESULTS = Path(__file__).resolve().parents[1] / "RESULTS-reader.md"


def main(arguments: list[str]) -> None:
    """Make the articles, let a browser read them in turn, tell."""
    wanted = options(arguments)
    articles = made_articles(wanted.highlights)
    figures = measured(articles, wanted.runs)
    told = as_markdown(figures, wanted.highlights, wanted.runs)
    print(told)
    if wanted.write:
        RESULTS.write_text(told)


def options(arguments: list[str]) -> argparse.Namespace:
    """What the command line asks for."""
    reader = argparse.ArgumentParser(prog="python -m bench.run reader")
    reader.add_argument("--highlights", type=int, default=1_000)
    reader.add_argument("--runs", type=int, default=9)
    reader.add_argument("--write", action="store_true")
    return reader.parse_args(arguments)
