"""Who may do what through the protocol: every address, every method, every role, every scope."""

import json
from typing import Any

import pytest
from django.test import Client

from annotations.actions.annotations import create_annotation
from annotations.actions.claims import create_claim
from annotations.actions.verdicts import sign_verdict
from annotations.domain.vocabulary import Role, Scope
from annotations.models import Claim, CurrentAssessment, Verdict
from tests.api.webannotations.wire import JSON_LD, PAGE, TEXT, an_annotation
from tests.exports.signed_claims import backed
from tests.factories import a_claim, a_person, a_token, an_article
from tests.overridden import an_override

pytestmark = pytest.mark.django_db

READING = frozenset(Role)
REVIEWING = frozenset({Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR})
TABLE = {
    ("/annotations/", "GET"): (READING, Scope.READ),
    ("/annotations/", "POST"): (REVIEWING, Scope.WRITE),
    ("/annotations/?page=0", "GET"): (READING, Scope.READ),
    ("/annotations/mine", "GET"): (READING, Scope.READ),
    ("/annotations/mine", "PUT"): (REVIEWING, Scope.WRITE),
    ("/annotations/mine", "DELETE"): (REVIEWING, Scope.WRITE),
    ("/annotations/highlight-1", "DELETE"): (REVIEWING, Scope.WRITE),
}


def program(role: str, scopes: Any) -> Client:
    token = a_token(person=a_person(role=role), scopes=scopes)[1]
    return Client(headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize("role", list(Role))
def test_role_and_scope_decide(role: Role) -> None:
    wrong = []
    for scope in Scope:
        client = program(role, [scope])
        for (address, method), (roles, needed) in TABLE.items():
            answer = client.generic(method, address, b"{}", JSON_LD)
            rule = answer.json()["rule"] if answer.status_code == 403 else None
            expected = "scope-missing" if scope != needed else None if role in roles else "role"
            found = "role" if rule not in (None, "scope-missing") else rule
            if (found, answer.status_code == 401) != (expected, False):
                wrong.append((address, method, scope, answer.status_code, rule))
    assert wrong == []


def test_nobody_passes_unknown_but_everybody_may_ask_what_there_is() -> None:
    for address, method in TABLE:
        assert Client().generic(method, address, b"{}", JSON_LD).status_code == 401
        assert Client().options(address).status_code == 204


def test_what_another_made_is_not_mine_to_change() -> None:
    an_article(text=TEXT, url=PAGE)
    create_annotation(document=an_annotation(), slug="mine", actor=a_person())
    colleague, editor = program(Role.REVIEWER, Scope.values), program(Role.EDITOR, Scope.values)
    body = json.dumps(an_annotation())
    assert colleague.put("/annotations/mine", body, JSON_LD).json()["rule"] == "annotation.replace"
    assert colleague.delete("/annotations/mine").json()["rule"] == "annotation.delete"
    assert editor.put("/annotations/mine", body, JSON_LD).status_code == 200
    assert editor.delete("/annotations/mine").status_code == 204


def a_flagged_verdict() -> Verdict:
    """A verdict with a context flag: a second person has to sign, without knowing the first."""
    claim = backed(a_claim(words="28 crossings", article=an_article(text=TEXT, url=PAGE)))
    assessment_id = CurrentAssessment.objects.get(claim=claim).assessment_id
    return sign_verdict(
        claim_id=claim.pk,
        assessment_id=assessment_id,
        reason="The log says so.",
        context_flag="outdated",
        actor=a_person(),
    )


def test_who_signs_next_does_not_read_the_first_verdict() -> None:
    verdict = a_flagged_verdict()
    place = f"/annotations/verdict-{verdict.pk}"
    said = {}
    for name, role in (("next", Role.REVIEWER), ("reader", Role.READER)):
        client = program(role, Scope.values)
        answers = [
            client.get(place),
            client.get("/annotations/"),
            client.get("/annotations/?iris=0&page=0"),
            client.get("/annotations/?article=1&iris=0"),
        ]
        said[name] = [b"The log says so." in answer.content for answer in answers[:3]]
    assert said == {"next": [False] * 3, "reader": [True] * 3}


def test_a_verdict_is_assessing_what_the_claim_says() -> None:
    verdict = a_flagged_verdict()
    document = program(Role.READER, [Scope.READ]).get(f"/annotations/verdict-{verdict.pk}").json()
    assert document["motivation"] == "assessing"
    assert document["target"]["selector"][0]["exact"] == "28 crossings"
    assert [(body["purpose"], body["value"]) for body in document["body"]] == [
        ("assessing", "Supported"),
        ("commenting", "The log says so."),
        ("identifying", "28 crossings"),
    ]
    assert document["workbench:claim"] == {"id": f"http://testserver/claims/{verdict.claim_id}/"}


def test_an_override_stands_beside_what_a_verdict_says() -> None:
    verdict = a_flagged_verdict()
    client, place = program(Role.READER, [Scope.READ]), f"/annotations/verdict-{verdict.pk}"
    before = client.get(place)
    override = an_override(verdict.claim, status="CONFLICTING")
    after = client.get(place)
    assert after.json() == before.json() | {
        "workbench:overridden": {
            "workbench:status": "CONFLICTING",
            "workbench:reason": "legal",
            "workbench:expires": override.expires_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        }
    }
    assert after["ETag"] != before["ETag"]


def test_a_withdrawn_claim_takes_its_annotations_along() -> None:
    claim: Claim = create_claim(text="Nobody was hurt.", type="event", actor=a_person())
    verdict = a_flagged_verdict()
    Claim.objects.filter(pk=verdict.claim_id).update(state="withdrawn", state_before_withdrawal="in_review")
    client = program(Role.READER, [Scope.READ])
    assert client.get(f"/annotations/verdict-{verdict.pk}").status_code == 410
    assert client.get("/annotations/").json()["total"] == 0
    assert claim.highlights.count() == 0
