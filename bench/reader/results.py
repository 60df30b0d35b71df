"""The figures as a page."""

from bench.reader.browsing import Figures

OPENING = "| | without | with {highlights:,} highlights | ratio |\n| --- | --: | --: | --: |"


def as_markdown(figures: Figures, highlights: int, runs: int) -> str:
    """A table with a row a figure: the median without highlights, with them, and how many times as much."""
    lines = [
        "# The article page with many highlights",
        "",
        f"One article of 50 kB in Chromium (1440 x 900), medians of {runs} visits in turn;"
        f" made by `python -m bench.run reader --highlights {highlights} --runs {runs} --write`.",
        "",
        OPENING.format(highlights=highlights),
    ]
    lines += [_row(name, *pair) for name, pair in figures.items()]
    return "\n".join(lines) + "\n"


def _row(name: str, without: float, with_them: float) -> str:
    ratio = f"{with_them / without:.2f}" if without else ""
    return f"| {name} | {without:,.0f} | {with_them:,.0f} | {ratio} |"
