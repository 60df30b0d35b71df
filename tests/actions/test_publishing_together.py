"""Publishing many claims at once: each for itself."""

import pytest

from annotations.actions.publishing_together import MOST_AT_ONCE, publish_together, try_to_publish
from annotations.domain.errors import Invalid
from annotations.models import Claim, Event, Publication
from annotations.queries.publications import what_would_be_said
from tests.exports.signed_claims import a_signed_claim
from tests.factories import a_claim
from tests.published import an_editor, asked_to_reply, published
from tests.web.visitors import visitor, words_of

pytestmark = pytest.mark.django_db


def seen(*claims: Claim) -> dict[int, str]:
    """What the person saw of each; nothing of one that is not signed."""
    return {claim.pk: said.seen if (said := what_would_be_said(claim)) else "" for claim in claims}


def test_one_that_is_refused_holds_up_no_other() -> None:
    ready, draft, asked = a_signed_claim(), a_claim(), a_signed_claim()
    asked_to_reply(asked)
    told = publish_together(seen=seen(ready, draft, asked), actor=an_editor())
    rules = {one.claim_id: one.refusal.rule if one.refusal else None for one in told}
    assert rules == {ready.pk: None, draft.pk: "claim-publish-from-draft", asked.pk: "reply-awaited"}
    assert [one.claim_id for one in Publication.objects.all()] == [ready.pk]


def test_trying_leaves_nothing_behind() -> None:
    ready, before, editor = a_signed_claim(), published(), an_editor()
    events = Event.objects.count()
    told = try_to_publish(claim_ids=[ready.pk, before.claim_id], actor=editor)
    assert [one.refusal.rule if one.refusal else None for one in told] == [
        None,
        "claim-correct-from-published",
    ]
    assert (Event.objects.count(), Publication.objects.count()) == (events, 1)


def test_too_many_are_refused_before_any_is_published() -> None:
    with pytest.raises(Invalid) as refusal:
        publish_together(seen=dict.fromkeys(range(1, MOST_AT_ONCE + 2), ""), actor=an_editor())
    assert refusal.value.rule == "too-many-rows"


def test_the_page_shows_what_readers_will_see_and_then_reports_row_by_row() -> None:
    ready, draft, browser = a_signed_claim(), a_claim(), visitor(an_editor())
    page = browser.get("/claims/publish/", {"claim": [ready.pk, draft.pk]})
    assert [row.claim.pk for row in page.context["ready"]] == [ready.pk]
    assert [row.claim.pk for row in page.context["refused"]] == [draft.pk]
    assert "It is not possible to publish it" in words_of(page)
    report = browser.post("/claims/publish/", {f"seen-{pk}": said for pk, said in seen(ready, draft).items()})
    assert "One claim was published" in words_of(report)
    assert [row.told.refusal.rule for row in report.context["refused"]] == ["claim-publish-from-draft"]


def test_without_claims_the_page_says_how_to_choose_some() -> None:
    assert "No claim is chosen" in words_of(visitor().get("/claims/publish/"))
