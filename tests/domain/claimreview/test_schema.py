"""The JSON Schema: the committed file, the rules it stands for, and what is written."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from annotations.domain.claimreview import RULES, claim_review_of
from annotations.domain.claimreview.schema import CLAIM_REVIEW_SCHEMA
from tests.domain.claimreview.faults import CASES, a_review
from tests.exports.samples import (
    PUBLICATION,
    a_document,
    a_publication,
    an_overridden_document,
)

FILE = Path(__file__).resolve().parents[3] / "annotations/static/annotations/schemas/claimreview.json"
VALIDATOR = Draft202012Validator(CLAIM_REVIEW_SCHEMA)


def named(schema: Any) -> Iterator[str]:
    """The rules that a schema names."""
    if isinstance(schema, dict):
        if "$comment" in schema:
            yield schema["$comment"]
        for value in schema.values():
            yield from named(value)


def test_the_committed_file_is_the_schema() -> None:
    assert json.loads(FILE.read_text(encoding="utf-8")) == CLAIM_REVIEW_SCHEMA


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(CLAIM_REVIEW_SCHEMA)


@pytest.mark.parametrize("code", sorted(set(named(CLAIM_REVIEW_SCHEMA))))
def test_each_rule_it_names_is_kept_by_it(code: str) -> None:
    assert code in RULES
    assert not VALIDATOR.is_valid(CASES[code].fault)


def test_a_review_without_fault_is_valid() -> None:
    assert list(VALIDATOR.iter_errors(a_review())) == []


@pytest.mark.parametrize(
    "document",
    [
        a_document(),
        a_document(publication=a_publication("It was nineteen, not ninety.")),
        an_overridden_document(),
        a_document(status="NOT_ENOUGH_EVIDENCE"),
    ],
)
def test_what_is_written_is_valid(document: dict[str, Any]) -> None:
    review = claim_review_of(document, PUBLICATION).review
    assert list(VALIDATOR.iter_errors(review)) == []
