"""docs/problems.md tells of every rule by which the API refuses, and each can be looked up."""

import re

from annotations.api.explanations import EXPLANATIONS
from tests.architecture.refusals import PAGE, page, rules


def test_the_page_lists_the_rules_of_the_code() -> None:
    """After a change of a refusal: .ci/problems > docs/problems.md"""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_rule_has_a_name_and_a_meaning() -> None:
    found = rules()
    assert [rule for rule in found if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", rule.name)] == []
    assert [rule.name for rule in found if not rule.sentence and rule.name not in EXPLANATIONS] == []
