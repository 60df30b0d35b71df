"""Layers around a claim: adding, wording, withdrawing, restoring; and links copied from one to another."""

from typing import Any

import pytest

from annotations.actions.claim_nodes import AttributionLayer
from annotations.actions.claims import edit_claim, restore_claim, withdraw_claim
from annotations.actions.evidence import copy_evidence, edit_evidence, withdraw_evidence
from annotations.actions.layers import add_layer
from annotations.actions.merges import merge_sources
from annotations.domain.errors import Conflict, Invalid, NotAllowed
from annotations.domain.vocabulary import EvidenceState, Role
from annotations.models import Claim, Evidence
from annotations.queries.claims import attribution_stack, claims_beside
from tests.events import events_of
from tests.factories import a_claim, a_person, a_source, an_article, some_evidence, the_administrator

pytestmark = pytest.mark.django_db

GAZETTE = AttributionLayer(asserter="The Gazette", verb="reported")
HARBOUR = AttributionLayer(asserter="the harbour", verb="said")


def texts(claim: Claim) -> list[str]:
    claim.refresh_from_db()
    return [layer.text for layer in attribution_stack(claim)]


def reported() -> Claim:
    return a_claim(words="Two boats remained", attributions=[GAZETTE])


def test_an_outermost_layer_asserts_the_claim_on_the_same_words_and_is_undone_by_withdrawing_it() -> None:
    content = a_claim(words="Two boats remained")
    layer = add_layer(claim_id=content.pk, layer=GAZETTE, actor=a_person())
    assert texts(content) == ["The Gazette reported that two boats remained.", "Two boats remained"]
    assert [mark.exact for mark in layer.highlights.all()] == ["Two boats remained"]
    withdraw_claim(claim_id=layer.pk, actor=layer.created_by)
    assert texts(content) == ["Two boats remained"]


def test_a_layer_comes_between_two_and_the_outer_one_says_so() -> None:
    content = reported()
    outer = content.asserted_by.get()
    inner = add_layer(claim_id=content.pk, layer=HARBOUR, outer_id=outer.pk, actor=a_person())
    assert texts(content) == [
        "The Gazette reported that the harbour said that two boats remained.",
        "The harbour said that two boats remained.",
        "Two boats remained",
    ]
    verb, _actor, before, after = events_of(outer)[-1]
    assert (verb, before["asserts_id"], after["asserts_id"]) == ("claim.edited", content.pk, inner.pk)


def test_a_layer_that_is_withdrawn_leaves_its_stack_and_comes_back_to_its_place() -> None:
    content = reported()
    outer = content.asserted_by.get()
    inner = add_layer(claim_id=content.pk, layer=HARBOUR, outer_id=outer.pk, actor=a_person())
    before = texts(content)
    withdraw_claim(claim_id=inner.pk, actor=inner.created_by)
    assert texts(content) == ["The Gazette reported that two boats remained.", "Two boats remained"]
    restore_claim(claim_id=inner.pk, actor=inner.created_by)
    assert texts(content) == before


def test_a_layer_that_somebody_worded_keeps_its_words() -> None:
    content = reported()
    outer = content.asserted_by.get()
    edit_claim(claim_id=outer.pk, values={"text": "The Gazette counted the boats."}, actor=a_person())
    add_layer(claim_id=content.pk, layer=HARBOUR, outer_id=outer.pk, actor=a_person())
    assert texts(content)[0] == "The Gazette counted the boats."


def test_the_words_of_a_layer_follow_who_says_it_and_how_until_somebody_words_it() -> None:
    content = reported()
    outer = content.asserted_by.get()
    edit_claim(
        claim_id=outer.pk,
        values={"asserter": "The Wire", "verb": "claimed", "text": outer.text},
        actor=a_person(),
    )
    assert texts(content)[0] == "The Wire claimed that two boats remained."
    edit_claim(
        claim_id=outer.pk, values={"asserter": "The Post", "text": "The Post says so."}, actor=a_person()
    )
    assert texts(content)[0] == "The Post says so."


def test_nothing_comes_between_claims_that_do_not_assert_each_other() -> None:
    with pytest.raises(Invalid) as refusal:
        add_layer(claim_id=a_claim().pk, layer=HARBOUR, outer_id=reported().pk, actor=a_person())
    assert (refusal.value.field, refusal.value.rule) == ("outer_id", "layer-not-around-claim")


def test_a_stack_has_an_end() -> None:
    claim = a_claim()
    for _ in range(10):
        claim = add_layer(claim_id=claim.pk, layer=HARBOUR, actor=a_person())
    with pytest.raises(Conflict) as refusal:
        add_layer(claim_id=claim.pk, layer=HARBOUR, actor=a_person())
    assert refusal.value.rule == "too-many-layers"


def test_a_link_is_copied_to_another_layer_with_a_stance_of_its_own_and_never_touched_again() -> None:
    content = reported()
    outer = content.asserted_by.get()
    wire, another = a_source(), a_source()
    link = some_evidence(claim=content, proximity="primary", credibility="2", sourcing="relies_on",
                         relies_on=[wire.pk], coverage="partial", note="Page 3.")  # fmt: skip
    reviewer = a_person()
    copy = copy_evidence(evidence_id=link.pk, claim_id=outer.pk, stance="context", actor=reviewer)
    assert _said(copy) == {
        **_said(link),
        "claim": outer.pk,
        "stance": "context",
        "coverage": "full",
        "note": "",
        "by": reviewer.pk,
    }
    verb, actor, _, after = events_of(outer)[-1]
    assert (verb, actor, after["copied_from"], after["stance"]) == (
        "evidence.attached",
        reviewer.pk,
        link.pk,
        "context",
    )
    edit_evidence(
        evidence_id=link.pk, values={"credibility": "5"}, relies_on=[another.pk], actor=link.attached_by
    )
    withdraw_evidence(evidence_id=link.pk, actor=link.attached_by)
    copy.refresh_from_db()
    assert (copy.credibility, copy.state, _relied_on(copy)) == ("2", EvidenceState.ACCEPTED, [wire.pk])


def test_a_link_whose_origin_became_its_own_source_is_copied_as_not_examined() -> None:
    content, wire, source = reported(), a_source(), a_source()
    link = some_evidence(claim=content, source=source, sourcing="relies_on", relies_on=[wire.pk])
    merge_sources(kept_id=source.pk, absorbed_id=wire.pk, reason="The same.", actor=the_administrator())
    outer = content.asserted_by.get()
    copy = copy_evidence(evidence_id=link.pk, claim_id=outer.pk, stance="context", actor=a_person())
    assert (copy.sourcing, _relied_on(copy)) == ("unexamined", [])


def _said(link: Evidence) -> dict[str, Any]:
    return {
        "claim": link.claim_id,
        "capture": link.capture_id,
        "source": link.source_id,
        "passage": link.passage,
        "place": (link.start, link.end, link.passage_check),
        "stance": link.stance,
        "judged": (link.proximity, link.credibility, link.sourcing),
        "coverage": link.coverage,
        "note": link.note,
        "relies_on": _relied_on(link),
        "by": link.attached_by_id,
    }


def _relied_on(link: Evidence) -> list[int]:
    return list(link.reliances.values_list("source_id", flat=True))


def test_a_copy_is_refused_elsewhere_twice_and_of_what_was_withdrawn() -> None:
    content = reported()
    outer = content.asserted_by.get()
    link = some_evidence(claim=content)
    given: dict[str, Any] = {"evidence_id": link.pk, "stance": "context", "actor": a_person()}
    with pytest.raises(Invalid) as elsewhere:
        copy_evidence(claim_id=a_claim().pk, **given)
    with pytest.raises(Invalid) as itself:
        copy_evidence(claim_id=content.pk, **given)
    copy_evidence(claim_id=outer.pk, **given)
    with pytest.raises(Conflict) as twice:
        copy_evidence(claim_id=outer.pk, **given)
    withdraw_evidence(evidence_id=link.pk, actor=link.attached_by)
    with pytest.raises(Conflict) as withdrawn:
        copy_evidence(claim_id=outer.pk, **given)
    assert [refusal.value.rule for refusal in (elsewhere, itself, twice, withdrawn)] == [
        "not-the-same-statement",
        "not-the-same-statement",
        "evidence-uses-a-passage-once-per-claim",
        "evidence-withdrawn",
    ]


def test_who_only_reads_copies_nothing_and_adds_no_layer() -> None:
    content, reader = reported(), a_person(role=Role.READER)
    outer = content.asserted_by.get()
    link = some_evidence(claim=content)
    with pytest.raises(NotAllowed):
        copy_evidence(evidence_id=link.pk, claim_id=outer.pk, stance="context", actor=reader)
    with pytest.raises(NotAllowed):
        add_layer(claim_id=content.pk, layer=HARBOUR, actor=reader)


def test_claims_beside_are_the_layers_the_whole_and_the_parts() -> None:
    article = an_article()
    whole = a_claim(words="Two boats remained", article=article, attributions=[GAZETTE, HARBOUR])
    parts = [a_claim(part_of_id=whole.pk) for _ in range(2)]
    gazette, harbour, _ = attribution_stack(whole)
    assert claims_beside(whole) == [gazette, harbour, *parts]
    assert claims_beside(parts[0]) == [whole, harbour, gazette, parts[1]]
