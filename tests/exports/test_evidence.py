"""The evidence companion."""

import json
from typing import Any

import pytest

from annotations.domain.claimreview import claim_review_of
from annotations.domain.rendering import LeftOut
from annotations.domain.vocabulary import ExportFormat
from annotations.exports.evidence import companion_of, render
from tests.domain.claimreview.linked_data import there_and_back
from tests.exports.samples import (
    PUBLICATION,
    a_document,
    a_link,
    a_publication,
    a_verdict,
    an_overridden_document,
)
from tests.exports.signed_claims import a_signed_claim, content, exported

REASONS = [{"code": "ONE_ORIGIN", "links": [5]}, {"code": "NO_OPPOSITION", "links": []}]


def companion(**given: Any) -> dict[str, Any]:
    """The companion of a claim, which expands without loss."""
    found = companion_of(a_document(**given), PUBLICATION)
    assert there_and_back(found) == found
    return found


def test_it_says_what_bears_on_the_claim_and_how() -> None:
    link = a_link(proximity="primary", source={**a_link()["source"], "archived": "https://archive.ph/AbCd"})
    assessment = {**a_document()["assessment"], "reasons": REASONS}
    assert companion(evidence=[link], assessment=assessment) == {
        "@context": "https://checks.example/contexts/evidence.jsonld",
        "@id": "https://checks.example/checks/claims/7/evidence.jsonld",
        "@type": "EvidenceRecord",
        "review": "https://checks.example/checks/claims/7/#review",
        "about": {
            "@id": "https://checks.example/claims/7/",
            "@type": "Claim",
            "text": "Two boats remained.",
            "inLanguage": "en",
        },
        "status": {
            "@type": "Status",
            "computed": "SUPPORTED",
            "signed": "SUPPORTED",
            "effective": "SUPPORTED",
            "reason": "The log says so.",
        },
        "assessment": {
            "@type": "Assessment",
            "certainty": "MODERATE",
            "support": 100,
            "opposition": 0,
            "policyVersion": "1.0.0",
            "fingerprint": "f" * 64,
            "reasons": [
                {
                    "@type": "Reason",
                    "code": "ONE_ORIGIN",
                    "links": ["https://checks.example/annotations/evidence-5"],
                },
                {"@type": "Reason", "code": "NO_OPPOSITION"},
            ],
        },
        "agreement": {"@type": "Agreement", "signatures": 1, "agreeing": 1},
        "evidence": [
            {
                "@id": "https://checks.example/annotations/evidence-5",
                "@type": "Evidence",
                "stance": "corroborates",
                "attachedAt": "2020-10-01T09:00:00.000000Z",
                "isProtected": False,
                "proximity": "primary",
                "points": 100,
                "counted": True,
                "passage": "Two boats remained.",
                "passageCheck": "exact",
                "source": {
                    "@id": "https://checks.example/sources/4/",
                    "@type": "Source",
                    "name": "The log",
                    "url": "https://port.example/log",
                    "archivedAt": "https://archive.ph/AbCd",
                    "datePublished": "2020-09-30",
                    "state": "active",
                    "publisher": {
                        "@id": "https://checks.example/publishers/3/",
                        "@type": "Publisher",
                        "name": "The Port Authority",
                        "kind": "official_body",
                        "grade": "A",
                    },
                },
                "capture": {
                    "@id": "https://checks.example/captures/9/",
                    "@type": "Capture",
                    "sha256": "c" * 64,
                    "capturedAt": "2020-10-01T08:30:00.000000Z",
                    "origin": "paste",
                    "isSummary": False,
                },
            }
        ],
    }


def test_it_and_the_review_name_each_other() -> None:
    review = claim_review_of(a_document(), PUBLICATION).review
    found = companion()
    assert review is not None
    assert (review["subjectOf"]["@id"], review["@id"]) == (found["@id"], found["review"])


def test_an_override_stands_beside_what_was_computed() -> None:
    found = companion_of(an_overridden_document(), PUBLICATION)
    assert there_and_back(found) == found
    assert found["status"] == {
        "@type": "Status",
        "computed": "SUPPORTED",
        "signed": "SUPPORTED",
        "overridden": "REFUTED",
        "effective": "REFUTED",
        "reason": "A court has established the opposite, see the file of the case.",
    }
    assert found["override"] == {
        "@type": "Override",
        "reasonCode": "legal",
        "text": "A court has established the opposite, see the file of the case.",
        "expiresAt": "2021-04-03T08:00:00.000000Z",
    }


def test_of_a_protected_source_only_the_stance_and_the_points_are_told() -> None:
    link = {name: a_link()[name] for name in ("id", "stance", "state", "attached_at", "points", "counted")}
    assert companion(evidence=[{**link, "protected": True, "reason": None}])["evidence"] == [
        {
            "@id": "https://checks.example/annotations/evidence-5",
            "@type": "Evidence",
            "stance": "corroborates",
            "attachedAt": "2020-10-01T09:00:00.000000Z",
            "isProtected": True,
            "points": 100,
            "counted": True,
        }
    ]


def test_it_tells_what_was_published_and_nothing_that_came_later() -> None:
    later = a_link(id=6, attached_at="2020-10-09T09:00:00.000000Z")
    published = {**a_publication(), "text": "Two boats were left."}
    found = companion(publication=published, evidence=[a_link(), later])
    assert [link["@id"][-1] for link in found["evidence"]] == ["5"]
    assert found["about"]["text"] == "Two boats were left."
    assert found["status"]["publishedAt"] == "2020-10-03T08:00:00.000000Z"
    # The present assessment is another one than what was published rests on.
    assert "assessment" not in {**found, **companion(publication=published, assessment={"id": 12})}


def test_who_signed_another_status_does_not_agree() -> None:
    verdicts = [a_verdict(), a_verdict(id=9), a_verdict(id=10, status="REFUTED")]
    agreement = companion(verdicts=verdicts)["agreement"]
    assert agreement == {"@type": "Agreement", "signatures": 3, "agreeing": 2}


def test_a_claim_that_nobody_has_signed_says_so() -> None:
    status = {"computed": "SUPPORTED", "signed": None, "overridden": None}
    found = companion_of({**a_document(verdicts=[]), "status": status}, PUBLICATION)
    assert found["status"] == {"@type": "Status", "computed": "SUPPORTED"}
    assert found["agreement"] == {"@type": "Agreement", "signatures": 0, "agreeing": 0}


def test_many_are_one_graph_and_none_is_one_too() -> None:
    rows = [json.dumps(a_document(id=number)).encode() for number in (7, 8)]
    graph = json.loads(b"".join(render(rows, PUBLICATION, LeftOut())))
    assert (list(graph), len(graph["@graph"])) == (["@context", "@graph"], 2)
    assert there_and_back(graph) == graph
    assert json.loads(b"".join(render([], PUBLICATION, LeftOut())))["@graph"] == []


@pytest.mark.django_db(transaction=True)
def test_real_claims_make_a_graph(settings: Any) -> None:
    settings.PUBLIC_URL = "https://checks.example"
    claims = [a_signed_claim(), a_signed_claim(stance="contradicts")]
    graph = json.loads(content(exported(ExportFormat.EVIDENCE)))
    assert there_and_back(graph) == graph
    assert [found["about"]["@id"] for found in graph["@graph"]] == [
        f"https://checks.example/claims/{claim.pk}/" for claim in claims
    ]
