"""One claim's whole way through the API, from an article's text to a verdict and an export."""

from typing import Any

import pytest

from annotations.actions.assessments import assess_claim
from annotations.domain.vocabulary import Role
from tests.api.calling import Program, made

pytestmark = pytest.mark.django_db

TEXT = "The bridge was closed on Monday, the mayor said.\n\nNobody was hurt."


def an_article(program: Program) -> dict[str, Any]:
    return made(program.post("articles", {"text": TEXT, "headline": "Bridge closed", "language": "en"}))


def a_claim(program: Program, article: dict[str, Any], **values: Any) -> dict[str, Any]:
    body = {
        "text": "The bridge was closed on Monday.",
        "type": "event",
        "highlight": {
            "revision_id": article["revision"]["id"],
            "start": 0,
            "end": 31,
            "exact": "The bridge was closed on Monday",
        },
        **values,
    }
    return made(program.post("claims", body))


def test_an_article_is_imported_from_text() -> None:
    article = an_article(Program())
    assert (article["headline"], article["version"], article["claim_count"]) == ("Bridge closed", 1, 0)


def test_from_the_words_to_the_verdict_and_the_export(settings: Any) -> None:
    reviewer, signer = Program(), Program(role=Role.EDITOR)
    article = an_article(reviewer)
    claim = a_claim(
        reviewer,
        article,
        attributions=[{"asserter": "the mayor", "verb": "said", "mode": "indirect"}],
        time={"text": "on Monday", "starts_on": "2026-05-04", "granularity": "day", "is_confirmed": True},
        quantities=[{"text": "one bridge", "low": "1", "unit": "bridge"}],
    )
    assert claim["highlights"][0]["exact"] == "The bridge was closed on Monday"
    assert claim["time"]["starts_on"] == "2026-05-04"
    assert claim["quantities"][0]["low"] == "1"
    assert len(claim["asserted_by"]) == 1
    publisher = made(reviewer.post("publishers", {"name": "Bridge Office", "kind": "primary_record"}))
    source = made(reviewer.post("sources", {"publisher_id": publisher["id"], "title": "Closures"}))
    capture = made(reviewer.post("captures", {"source_id": source["id"], "text": "Closed: the bridge."}))
    evidence = made(
        reviewer.post(
            "evidence",
            {
                "claim_id": claim["id"],
                "capture_id": capture["id"],
                "passage": "Closed: the bridge.",
                "stance": "corroborates",
            },
        )
    )
    assert evidence["passage_check"] == "exact"
    assess_claim(claim_id=claim["id"])
    seen = made(signer.get(f"claims/{claim['id']}"), 200)
    verdict = made(
        signer.post(
            "verdicts",
            {"claim_id": claim["id"], "assessment_id": seen["assessment_id"], "reason": "As recorded."},
        )
    )
    assert verdict["status"] == seen["status"]
    chosen = made(signer.post("claim-sets", {"name": "Bridges", "criteria": {"words": "bridge"}}))
    answer = signer.post("exports", {"claim_set_id": chosen["id"], "format": "ndjson"})
    export = made(answer, 202)
    assert (answer["Location"], answer["Retry-After"]) == (f"/api/v1/exports/{export['id']}", "1")
