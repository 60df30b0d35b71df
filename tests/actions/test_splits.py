"""Claims of parts: making one a part, taking it out, splitting what says several things, joining it again."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from annotations.actions.claim_nodes import AttributionLayer
from annotations.actions.claim_parts import InterestsInput, QuantityInput, TimeScopeInput
from annotations.actions.claims import withdraw_claim
from annotations.actions.compounds import add_part, take_part_out
from annotations.actions.publishers import add_bloc
from annotations.actions.splits import PartInput, join_parts, split_claim
from annotations.domain.errors import Conflict, Invalid, NotAllowed
from annotations.domain.verification import SignOffBlocker
from annotations.domain.vocabulary import Role
from annotations.models import Claim, Event
from annotations.queries.claims import attribution_stack
from tests.factories import a_claim, a_person, an_article, assessed, some_evidence, the_administrator

pytestmark = pytest.mark.django_db

WORDS = "lost 17 sailors yesterday, raising the death toll to 44"
LOST = PartInput("The army lost 17 sailors yesterday.", "quantity", "lost 17 sailors yesterday")
TOTAL = PartInput("The death toll came to 44.", "quantity", "raising the death toll to 44")


def a_statement_of_two(**given: Any) -> Claim:
    values: dict[str, Any] = {
        "article": an_article(text=f"Officials said the army {WORDS}."),
        "words": WORDS,
        "text": "The army lost 17 sailors yesterday, raising the death toll to 44.",
        "type": "quantity",
        "must_split": True,
        "risk": "high",
        "risk_reason": "People were killed",
        "quantities": [_figure("17"), _figure("44")],
        "time": TimeScopeInput(
            text="yesterday", starts_on=date(2020, 9, 28), ends_on=date(2020, 9, 28), is_confirmed=True
        ),
        **given,
    }
    return a_claim(**values)


def _figure(text: str) -> QuantityInput:
    return QuantityInput(text=text, low=Decimal(text), high=Decimal(text), scope_who="the ministry")


def figures(claim: Claim) -> list[tuple[str, str]]:
    return list(claim.quantities.order_by("id").values_list("text", "scope_who"))


def rules(claim: Claim) -> list[str]:
    assessed(claim)
    return list(claim.current_assessment.assessment.result["sign_off"]["blocked_by"])


def test_each_part_gets_its_own_words_figures_and_time_and_the_whole_is_signed_by_its_parts() -> None:
    bloc = add_bloc(name="The army", dispute="border", actor=the_administrator())
    whole = a_statement_of_two(interests=InterestsInput(disfavours=[bloc.pk]))
    assert rules(whole) == [SignOffBlocker.MUST_SPLIT]
    person = a_person()
    split_claim(claim_id=whole.pk, parts=[LOST, TOTAL], actor=person)
    whole.refresh_from_db()
    lost, total = whole.parts.order_by("id")
    assert [(part.text, part.type, part.risk, part.risk_reason) for part in (lost, total)] == [
        (LOST.text, "quantity", "high", "People were killed"),
        (TOTAL.text, "quantity", "high", "People were killed"),
    ]
    assert [part.highlights.get().exact for part in (lost, total)] == [LOST.exact, TOTAL.exact]
    assert (figures(lost), figures(total), figures(whole)) == (
        [("17", "the ministry")],
        [("44", "the ministry")],
        [],
    )
    assert lost.time_scope.starts_on == total.time_scope.starts_on == date(2020, 9, 28)
    assert lost.time_scope.confirmed_by == person
    assert [part.interests.get().kind for part in (lost, total)] == ["disfavours"] * 2
    assert (whole.must_split, lost.must_split, total.must_split) == (False, False, False)
    for part in (lost, total):
        assessed(part)
    assert rules(whole) == []


def test_joining_the_parts_undoes_a_split() -> None:
    whole = a_statement_of_two()
    person = a_person()
    split_claim(claim_id=whole.pk, parts=[LOST, TOTAL], actor=person)
    join_parts(claim_id=whole.pk, actor=person)
    whole.refresh_from_db()
    assert (whole.must_split, figures(whole)) == (True, [("17", "the ministry"), ("44", "the ministry")])
    assert {part.state for part in whole.parts.all()} == {"withdrawn"}
    assert rules(whole) == [SignOffBlocker.MUST_SPLIT]
    with pytest.raises(Conflict) as again:
        join_parts(claim_id=whole.pk, actor=person)
    assert again.value.rule == "claim-not-split"
    split_claim(claim_id=whole.pk, parts=[LOST, TOTAL], actor=person)
    assert Event.objects.filter(stream=f"claim:{whole.pk}", verb="claim.split").count() == 2


def test_a_whole_with_a_judgement_among_its_parts_stays_unsigned() -> None:
    whole = a_claim(text="The illegal invasion began.", must_split=True)
    judged = PartInput("It is rightly called “illegal”.", "opinion")
    split_claim(
        claim_id=whole.pk, parts=[PartInput("The invasion began.", "event"), judged], actor=a_person()
    )
    whole.refresh_from_db()
    assert (whole.must_split, [part.must_split for part in whole.parts.order_by("id")]) == (
        True,
        [False, False],
    )
    for part in whole.parts.all():
        assessed(part)
    assert rules(whole) == [SignOffBlocker.MUST_SPLIT]


def test_a_part_that_says_more_than_one_thing_is_marked_in_turn_and_can_be_split_again() -> None:
    whole = a_claim(
        text="A ferry sank, and 20 boats left and 30 boats stayed.", must_split=True, language="en"
    )
    two = PartInput("20 boats left and 30 boats stayed.", "quantity")
    split_claim(claim_id=whole.pk, parts=[PartInput("A ferry sank.", "event"), two], actor=a_person())
    part = whole.parts.get(text=two.text)
    assert part.must_split
    parts = [PartInput("20 boats left.", "quantity"), PartInput("30 boats stayed.", "quantity")]
    split_claim(claim_id=part.pk, parts=parts, actor=a_person())
    assert [one.text for one in part.parts.order_by("id")] == ["20 boats left.", "30 boats stayed."]


def test_a_part_that_tells_another_time_waits_for_somebody_to_say_when() -> None:
    whole = a_claim(
        text="The ferry sank on Sunday and was raised on Monday.",
        language="en",
        time=TimeScopeInput(text="on Sunday", starts_on=date(2020, 9, 27), is_confirmed=True),
    )
    parts = [PartInput("The ferry sank on Sunday.", "event"), PartInput("It was raised on Monday.", "event")]
    split_claim(claim_id=whole.pk, parts=parts, actor=a_person())
    sank, raised = whole.parts.order_by("id")
    assert (sank.time_scope.starts_on, sank.time_scope.confirmed_at is None) == (date(2020, 9, 27), False)
    assert (raised.time_scope.text, raised.time_scope.starts_on, raised.time_scope.granularity) == (
        "on Monday",
        None,
        "unresolved",
    )


def test_attributions_go_on_asserting_the_whole() -> None:
    whole = a_statement_of_two(attributions=[AttributionLayer(asserter="Officials")])
    split_claim(claim_id=whole.pk, parts=[LOST, TOTAL], actor=a_person())
    assert [claim.pk for claim in attribution_stack(whole)] == [whole.asserted_by.get().pk, whole.pk]


@pytest.mark.parametrize(
    ("parts", "rule"),
    [
        ([LOST], "too-few-parts"),
        ([LOST] * 21, "too-many"),
        ([LOST, PartInput("Two.", "event", "not these words")], "words-not-in-highlight"),
        (
            [
                LOST,
                PartInput("the army lost 17 sailors yesterday, raising the death toll to 44.", "event"),
            ],
            "part-says-the-same",
        ),
        ([LOST, PartInput(" ", "event")], "required"),
        ([LOST, PartInput("Two.", "rumour")], "unknown-type"),
    ],
)
def test_bad_parts_are_refused_and_nothing_is_made(parts: list[PartInput], rule: str) -> None:
    whole = a_statement_of_two()
    with pytest.raises(Invalid) as refusal:
        split_claim(claim_id=whole.pk, parts=parts, actor=a_person())
    assert (refusal.value.rule, list(Claim.objects.all())) == (rule, [whole])


def test_a_layer_a_whole_and_a_withdrawn_claim_are_not_split() -> None:
    content = a_statement_of_two(attributions=[AttributionLayer(asserter="Officials")])
    layer = content.asserted_by.get()
    split_claim(claim_id=content.pk, parts=[LOST, TOTAL], actor=a_person())
    withdrawn = a_claim()
    withdraw_claim(claim_id=withdrawn.pk, actor=the_administrator())
    refused = []
    for claim in (layer, content, withdrawn):
        with pytest.raises(Conflict) as refusal:
            split_claim(claim_id=claim.pk, parts=[LOST, TOTAL], actor=a_person())
        refused.append(refusal.value.rule)
    assert refused == ["layer-is-not-split", "claim-has-parts", "claim-edit-from-withdrawn"]


def test_a_claim_becomes_a_part_and_is_taken_out_again_and_the_whole_is_computed_anew() -> None:
    whole, part = a_claim(text="The ferry sank and nobody was saved."), a_claim(text="The ferry sank.")
    some_evidence(claim=part, sourcing="own")
    assessed(part)
    assessed(whole)
    add_part(claim_id=whole.pk, part_id=part.pk, actor=a_person())
    whole.refresh_from_db()
    assert whole.assessed_version < whole.inputs_version
    assert assessed(whole).status == assessed(part).status
    add_part(claim_id=whole.pk, part_id=part.pk, actor=a_person())
    take_part_out(claim_id=part.pk, actor=a_person())
    take_part_out(claim_id=part.pk, actor=a_person())
    part.refresh_from_db()
    whole.refresh_from_db()
    assert (part.part_of, whole.assessed_version < whole.inputs_version) == (None, True)
    told = Event.objects.filter(stream=f"claim:{whole.pk}", subject_id=part.pk).order_by("position")
    assert list(told.values_list("verb", flat=True)) == ["claim.part_added", "claim.part_taken_out"]


def test_what_would_close_a_circle_or_is_no_part_is_refused() -> None:
    content = a_claim(attributions=[AttributionLayer(asserter="Officials")])
    layer, whole, part, inner = content.asserted_by.get(), a_claim(), a_claim(), a_claim()
    add_part(claim_id=whole.pk, part_id=part.pk, actor=a_person())
    add_part(claim_id=part.pk, part_id=inner.pk, actor=a_person())
    refused = []
    for first, second in (
        (whole, whole),
        (inner, whole),
        (a_claim(), part),
        (content, layer),
        (layer, content),
    ):
        with pytest.raises((Invalid, Conflict)) as refusal:
            add_part(claim_id=first.pk, part_id=second.pk, actor=a_person())
        refused.append(refusal.value.rule)
    assert refused == [
        "part-of-itself",
        "part-circle",
        "part-of-another",
        "part-is-a-layer",
        "part-is-a-layer",
    ]


def test_who_only_reads_changes_no_parts() -> None:
    whole, part, reader = a_statement_of_two(), a_claim(), a_person(role=Role.READER)
    with pytest.raises(NotAllowed):
        split_claim(claim_id=whole.pk, parts=[LOST, TOTAL], actor=reader)
    with pytest.raises(NotAllowed):
        add_part(claim_id=whole.pk, part_id=part.pk, actor=reader)
    add_part(claim_id=whole.pk, part_id=part.pk, actor=a_person())
    with pytest.raises(NotAllowed):
        take_part_out(claim_id=part.pk, actor=reader)
