"""Claims whose links need a second look, for tests."""

from typing import Any

from annotations.actions.review_rules import set_review_rules
from annotations.domain.vocabulary import SecondLookWhy
from annotations.models import Claim, Evidence, ReviewRules, SecondLook, User
from tests.factories import a_claim, a_publisher, a_source, assessed, some_evidence, the_administrator


def review_rules(**given: Any) -> ReviewRules:
    """Rules that ask for a second look at every counted link of a claim of high risk, and for no more."""
    values: dict[str, Any] = {
        "asks_when": [SecondLookWhy.HIGH_RISK],
        "sampled_percent": 0,
        "gold_percent": 0,
        "reason": "To begin with.",
        "actor": the_administrator(),
        **given,
    }
    return set_review_rules(**values)


def a_counted_link(*, claim: Claim | None = None, **given: Any) -> Evidence:
    """A first-hand record under a claim of high risk; not assessed yet."""
    record = given.pop("source", None) or a_source(publisher=a_publisher(kind="primary_record"))
    claim = claim or a_claim(risk="high", risk_reason="Names a person.")
    return some_evidence(claim=claim, source=record, proximity="primary", **given)


def a_look(*, first: User, **given: Any) -> SecondLook:
    """A second look that the rules in force asked for, at a link that `first` made."""
    link = a_counted_link(actor=first, **given)
    assessed(link.claim)
    return SecondLook.objects.get(evidence=link)
