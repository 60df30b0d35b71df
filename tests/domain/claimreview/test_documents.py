"""What the documentation says of the rules and of the usual ratings."""

from pathlib import Path

from annotations.domain.claimreview import RULES, Rule, Severity
from annotations.domain.verification import USUAL_SCALE, RatingCase

PAGE = Path(__file__).resolve().parents[3] / "docs/claimreview.md"


def lines() -> list[str]:
    """The rows of the tables whose first cell is code."""
    return [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]


def row(rule: Rule) -> str:
    """How a rule stands in the table."""
    refuses = "yes" if rule.severity is Severity.REFUSE else "no"
    cells = (cell.replace("|", "\\|").replace("{value}", "…") for cell in (rule.wrong, rule.fix))
    return f"| `{rule.code}` | {refuses} | {' | '.join(cells)} |"


def test_the_documentation_has_every_rule_in_its_words() -> None:
    assert lines()[len(RatingCase) :] == [row(rule) for rule in RULES.values()]


def test_the_documentation_has_the_usual_ratings() -> None:
    ratings = USUAL_SCALE.ratings
    assert lines()[: len(RatingCase)] == [
        f"| `{case}` | {ratings[case].alternate_name} | {ratings[case].rating_value or ''} |".replace(
            "|  |", "| |"
        )
        for case in RatingCase
    ]
