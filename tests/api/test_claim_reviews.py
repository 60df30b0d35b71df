"""ClaimReview, its companion, the linter and the newsroom's profile through the API."""

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from annotations.actions.organisation import revise_profile
from annotations.domain.claimreview.schema import CLAIM_REVIEW_SCHEMA
from annotations.domain.verification import USUAL_SCALE
from annotations.domain.vocabulary import Role
from tests.api.calling import Program, made, problem_of
from tests.domain.claimreview.faults import a_review
from tests.domain.claimreview.linked_data import there_and_back
from tests.exports.signed_claims import a_signed_claim
from tests.factories import a_claim, the_administrator
from tests.published import NOTE, corrected, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def address(settings: Any) -> None:
    """Where the service is published."""
    settings.ORGANISATION_NAME, settings.PUBLIC_URL = "The Checkers", "https://checks.example"


def review_of(claim_id: int) -> dict[str, Any]:
    """The ClaimReview through the API, valid and expanding without loss."""
    review = made(Program().get(f"claims/{claim_id}/claimreview"), 200)
    assert list(Draft202012Validator(CLAIM_REVIEW_SCHEMA).iter_errors(review)) == []
    assert there_and_back(review) == review
    return dict(review)


def test_a_signed_claim_has_a_review_and_a_companion_that_name_each_other() -> None:
    claim = a_signed_claim()
    review = review_of(claim.pk)
    companion = made(Program().get(f"claims/{claim.pk}/evidence-companion"), 200)
    assert there_and_back(companion) == companion
    assert review["url"] == f"https://checks.example/checks/claims/{claim.pk}/"
    assert (review["subjectOf"]["@id"], review["@id"]) == (companion["@id"], companion["review"])
    assert [link["stance"] for link in companion["evidence"]] == ["corroborates"]


def test_work_that_goes_on_after_publishing_is_not_told_before_the_correction() -> None:
    claim = a_signed_claim()
    published(claim)
    before = review_of(claim.pk)
    assert before["version"] == 1
    later = corrected(claim)
    after = review_of(claim.pk)
    assert (after["version"], after["datePublished"]) == (2, before["datePublished"])
    assert [each["text"] for each in after["correction"]] == [NOTE]
    assert after["dateModified"] == f"{later.published_at:%Y-%m-%dT%H:%M:%S.%fZ}"


def test_the_review_is_equal_to_the_one_in_the_page(client: Any) -> None:
    revise_profile(values={"has_public_pages": True}, expected_number=None, actor=the_administrator())
    claim = a_signed_claim(text="The “bridge” was </script> closed.")
    published(claim)
    page = client.get(f"/checks/claims/{claim.pk}/").content.decode()
    [block] = _blocks(page)
    assert block == review_of(claim.pk)
    companion = client.get(f"/checks/claims/{claim.pk}/evidence.jsonld")
    assert companion["Content-Type"] == "application/ld+json"
    assert companion.json() == made(Program().get(f"claims/{claim.pk}/evidence-companion"), 200)


def test_while_the_pages_are_off_there_is_no_public_companion(client: Any) -> None:
    claim = a_signed_claim()
    published(claim)
    assert client.get(f"/checks/claims/{claim.pk}/evidence.jsonld").status_code == 404


def test_what_has_no_review_says_why() -> None:
    program, claim = Program(), a_claim()
    answer = program.get(f"claims/{claim.pk}/claimreview")
    assert problem_of(answer)[:2] == (404, "no-claimreview")
    assert "Nobody has signed" in answer.json()["detail"]
    long = a_signed_claim(text="x" * 80)
    assert "short form" in program.get(f"claims/{long.pk}/claimreview").json()["detail"]
    assert problem_of(program.get("claims/987654/claimreview"))[0] == 404


def test_what_cannot_be_read_as_data_is_not_published_until_it_can() -> None:
    claim, editor = a_signed_claim(text="x" * 80), Program(role=Role.EDITOR)
    answer = editor.post(f"claims/{claim.pk}/publish", {})
    assert problem_of(answer)[:2] == (409, "claimreview-lint")
    assert "short form" in answer.json()["detail"]
    worded = a_signed_claim(text="y" * 80, signing={"short_claim": "The bridge was closed."})
    assert made(editor.post(f"claims/{worded.pk}/publish", {}))["short_claim"] == "The bridge was closed."
    assert review_of(worded.pk)["claimReviewed"] == "The bridge was closed."


def test_markup_is_linted_as_json_and_as_text() -> None:
    program = Program()
    clean = made(program.post("claimreview/lint", {"markup": a_review()}), 200)
    assert clean == {"reviews": 1, "is_publishable": True, "findings": []}
    broken = made(program.post("claimreview/lint", {"markup": '{"x": "no""}'}), 200)
    assert [(one["rule"], one["path"]) for one in broken["findings"]] == [("json-broken", "$")]
    changed = a_review(reviewRating__alternateName="Refuted", reviewRating__ratingValue=1)
    told = program.post("claimreview/lint", {"markup": changed, "previous": a_review(), "is_private": True})
    assert [one["rule"] for one in made(told, 200)["findings"]] == [
        "page-private",
        "changed-without-date",
        "changed-without-correction",
    ]


@pytest.mark.parametrize("markup", [None, 1, True, [], {}, "", [[[]]], {"@type": ["ClaimReview", 3]}])
def test_any_json_is_judged(markup: Any) -> None:
    assert Program().post("claimreview/lint", {"markup": markup}).status_code in (200, 400)


def test_the_profile_is_read_and_changed_by_whoever_says_which_they_saw() -> None:
    administrator = Program(the_administrator())
    first = administrator.get("organisation")
    assert made(first, 200)["version"] == 0
    scale = USUAL_SCALE.as_json()
    scale["ratings"]["mixed"]["words"] = "Half of it"
    change = {"description": "We check.", "rating_scale": scale}
    assert administrator.patch("organisation", change).status_code == 428
    changed = administrator.patch("organisation", change, headers={"If-Match": first["ETag"]})
    assert made(changed, 200)["rating_scale"]["ratings"]["mixed"] == {"words": "Half of it", "value": 3}
    outdated = administrator.patch("organisation", {"name": "x"}, headers={"If-Match": first["ETag"]})
    assert problem_of(outdated)[0] == 412
    [version] = made(administrator.get("organisation/versions"), 200)["results"]
    assert (version["number"], version["description"]) == (1, "We check.")
    usual = administrator.patch("organisation", {"rating_scale": None}, headers={"If-Match": changed["ETag"]})
    assert made(usual, 200)["rating_scale"] == USUAL_SCALE.as_json()


def test_a_scale_that_misleads_is_refused_by_its_rule() -> None:
    administrator = Program(the_administrator())
    scale = {**USUAL_SCALE.as_json(), "worst": 9}
    tag = administrator.get("organisation")["ETag"]
    answer = administrator.patch("organisation", {"rating_scale": scale}, headers={"If-Match": tag})
    assert problem_of(answer) == (400, "rating-bounds", "rating_scale")


def test_ratings_have_the_newsrooms_words_from_then_on() -> None:
    claim = a_signed_claim()
    scale = USUAL_SCALE.as_json()
    scale["ratings"]["supported"]["words"] = "Rock solid"
    revise_profile(values={"rating_scale": scale}, expected_number=None, actor=the_administrator())
    assert review_of(claim.pk)["reviewRating"]["alternateName"] == "Rock solid"


def _blocks(page: str) -> list[Any]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return [json.loads(block) for block in found]
