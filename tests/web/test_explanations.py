"""The explanation of a status on the claim's page: what counts, what does not, what would flip it, its
statuses so far, and the status as known on an earlier day.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions.claims import edit_claim
from annotations.actions.compounds import add_part
from annotations.actions.sources import change_source_state
from annotations.domain.vocabulary import Stance, Status
from annotations.models import Assessment, Claim
from annotations.queries.earlier_days import known_on
from annotations.queries.explanations import (
    CountedOrigin,
    CountedSide,
    Explanation,
    NamedFlip,
    ToldLink,
    explanation_of,
)
from tests.factories import a_claim, a_publisher, a_source, assessed, some_evidence, the_administrator
from tests.reasoned import a_reasoned_claim
from tests.web.test_claim_page import statements
from tests.web.visitors import visitor, words_of

pytestmark = pytest.mark.django_db


def page_of(claim: Claim, query: str = "") -> Any:
    return visitor().get(f"/claims/{claim.pk}/{query}")


def test_the_reasoning_is_told_in_its_parts() -> None:
    found = a_reasoned_claim()
    wire = ToldLink(found.wire.pk, "Coast Wire", 60, "Coast Wire brought 60 points for it.")
    paper = ToldLink(
        found.paper.pk,
        "Morning Ledger",
        60,
        "Not added, since the origin is counted already: Morning Ledger.",
    )
    record = ToldLink(found.record.pk, "Harbour Office", 100, "Harbour Office brought 100 points for it.")
    blog = ToldLink(
        found.blog.pk, "Quay Talk", 0, "The reliability is not graded yet, so this does not count: Quay Talk."
    )
    current = Assessment.objects.get(claim=found.claim, fingerprint=page_fingerprint(found.claim))
    assert explanation_of(current.result) == Explanation(
        sides=(
            CountedSide(
                Stance.CORROBORATES,
                160,
                (
                    CountedOrigin("Harbour Office", record, ()),
                    CountedOrigin("Coast Wire", wire, (paper,)),
                ),
            ),
            CountedSide(Stance.CONTRADICTS, 0, ()),
        ),
        not_counted=(blog,),
        flips=(NamedFlip("Harbour Office", Status.LEANS_SUPPORTED),),
    )


def page_fingerprint(claim: Claim) -> str:
    claim.refresh_from_db()
    return str(claim.current_assessment.assessment.fingerprint)


def test_the_page_shows_them() -> None:
    page = words_of(page_of(a_reasoned_claim().claim))
    assert "160 points for it" in page
    assert "Counted once; not added: Morning Ledger" in page
    assert "without Harbour Office : Leans supported" in page
    assert "Missing for sign-off 1 signature." in page
    assert "Not counted The reliability is not graded yet, so this does not count: Quay Talk." in page


def test_where_no_single_source_decides_the_page_says_so() -> None:
    claim = a_reasoned_claim().claim
    for _ in range(2):
        some_evidence(claim=claim, sourcing="own")
    assert "High. No single source would change the status." in words_of(page_of(assessed(claim)))


def test_what_keeps_everybody_from_signing_is_named() -> None:
    claim = a_reasoned_claim().claim
    edit_claim(claim_id=claim.pk, values={"must_split": True}, actor=the_administrator())
    page = words_of(page_of(assessed(claim)))
    assert "Missing for sign-off The claim says more than one thing. Split it, then sign." in page


def test_what_was_split_is_not_asked_to_be_split_again() -> None:
    whole = a_claim(must_split=True)
    part = a_claim(part_of_id=whole.pk)
    some_evidence(claim=part, sourcing="own")
    assessed(part)
    page = words_of(page_of(assessed(whole)))
    assert page.count("It is split: its parts are signed, each by itself, and it is not.") == 2
    assert ("Split it, then sign" in page, "1 signature" in page) == (False, False)


def test_a_part_that_says_more_than_one_thing_is_named_as_such() -> None:
    whole = a_claim()
    part = a_claim(part_of_id=whole.pk, must_split=True)
    some_evidence(claim=part, sourcing="own")
    assessed(part)
    page = words_of(page_of(assessed(whole)))
    assert "Missing for sign-off A part says more than one thing. Split that part, then sign." in page


def test_what_cannot_be_signed_misses_nothing() -> None:
    assert "Missing for sign-off" not in words_of(page_of(assessed(a_claim(type="opinion"))))


def test_every_status_so_far_stands_with_what_caused_it() -> None:
    found = a_reasoned_claim()
    change_source_state(
        source_id=found.record.source_id,
        state="retracted",
        reason="The log was another day's.",
        actor=the_administrator(),
    )
    page = page_of(assessed(found.claim))
    told = [(step.label, step.support, step.opposition) for step in page.context["statuses"]]
    assert told == [("Leans supported", 60, 0), ("Supported", 160, 0)]
    latest, first = page.context["statuses"]
    assert latest.because == "Because “Log of the watch” was marked as retracted."
    assert "First Administrator linked a passage: corroborates" in first.because


def test_the_status_as_known_on_an_earlier_day_stands_beside_the_present_one() -> None:
    found = a_reasoned_claim()
    before = Assessment.objects.count()
    answer = page_of(found.claim, "?known_on=2024-05-03")
    page = words_of(answer)
    assert "As known on 3 May 2024 Leans supported now: Supported" in page
    assert "Not yet known on that day: Harbour Office." in page
    assert "nothing is saved" in page
    assert (answer.context["known_day"].isoformat(), Assessment.objects.count()) == ("2024-05-03", before)
    found.claim.refresh_from_db()
    assert found.claim.status == "SUPPORTED"


def test_the_parts_that_follow_the_status_keep_the_day() -> None:
    claim = a_reasoned_claim().claim
    part = words_of(visitor().get(f"/claims/{claim.pk}/assessment/?known_on=2024-05-03"))
    assert "As known on 3 May 2024" in part


@pytest.mark.parametrize("typed", ["yesterday", "2024-13-40", "", "99999-01-01"])
def test_a_day_that_is_none_is_answered_beside_the_field(typed: str) -> None:
    answer = page_of(a_reasoned_claim().claim, f"?known_on={typed}")
    assert (answer.status_code, answer.context["known"]) == (200, None)
    assert bool(answer.context["known_form"].errors) is bool(typed)


def test_a_day_that_has_not_come_is_refused() -> None:
    tomorrow = timezone.localdate() + timedelta(days=2)
    answer = page_of(a_reasoned_claim().claim, f"?known_on={tomorrow.isoformat()}")
    assert answer.context["known_form"].errors == {"known_on": ["That day has not come yet."]}


def test_what_is_not_scored_has_no_earlier_days() -> None:
    page = words_of(page_of(assessed(a_claim(type="opinion")), "?known_on=2024-05-03"))
    assert "As known on" not in page


def test_of_a_claim_with_parts_nothing_is_told_that_does_not_decide() -> None:
    whole = a_reasoned_claim().claim
    part = a_claim(part_of_id=whole.pk)
    assessed(part)
    page = words_of(page_of(assessed(whole)))
    assert "Its parts decide: 1 not enough evidence." in page
    told = ["160 points", "Certainty", "Try it", "Independent origins"]
    assert [words for words in told if words in page] == []
    assert "Missing for sign-off 1 signature." in page


def test_of_a_claim_with_parts_an_earlier_day_is_told_by_its_parts_and_theirs() -> None:
    found = a_reasoned_claim()
    whole = a_claim(text="The Petrel ran aground and was towed.")
    middle = a_claim(text="It ran aground where the pilots had warned.", part_of_id=whole.pk)
    other = a_claim(text="It was towed.", part_of_id=whole.pk)
    Claim.objects.filter(pk=found.claim.pk).update(part_of=middle)
    some_evidence(claim=other, sourcing="own")
    for claim in (other, middle, whole):
        assessed(claim)
    answer = page_of(whole, "?known_on=2024-05-03")
    page = words_of(answer)
    assert "As known on 3 May 2024 Not enough evidence now: Leans supported" in page
    assert "Its parts decide: 1 leans supported, 1 not enough evidence." in page
    told = {part.claim.pk: (part.before, part.after) for part in answer.context["known"]["supposed"].parts}
    assert told == {
        middle.pk: (Status.SUPPORTED, Status.LEANS_SUPPORTED),
        other.pk: (Status.LEANS_SUPPORTED, Status.NOT_ENOUGH_EVIDENCE),
    }
    whole.refresh_from_db()
    assert whole.status == Status.LEANS_SUPPORTED


def test_an_earlier_day_of_parts_costs_the_same_for_one_part_and_for_twelve() -> None:
    person = the_administrator()
    counted = []
    for number in (1, 12):
        whole = a_claim()
        for _ in range(number):
            part = a_claim(part_of_id=whole.pk)
            some_evidence(claim=part, sourcing="own")
            assessed(part)
        assessed(whole)
        counted.append(statements(f"/claims/{whole.pk}/?known_on=2024-05-03", person))
    assert counted == [34, 34]


def test_an_earlier_day_costs_the_same_with_one_link_and_with_twenty() -> None:
    person = the_administrator()
    counted = []
    for number in (1, 20):
        claim = a_claim()
        for _ in range(number):
            some_evidence(claim=claim, sourcing="own")
        assessed(claim)
        counted.append(statements(f"/claims/{claim.pk}/?known_on=2024-05-03", person))
    assert counted == [35, 35]


def test_before_its_day_a_prediction_was_pending() -> None:
    claim = a_claim(type="prediction", matures_on=date(2024, 10, 15))
    paper = a_source(publisher=a_publisher(kind="wire"), published_on=date(2024, 10, 1))
    some_evidence(claim=claim, source=paper, sourcing="own")
    whole = a_claim()
    add_part(claim_id=whole.pk, part_id=claim.pk, actor=the_administrator())
    assessed(claim)
    assessed(whole)
    known = [known_on(pk, date(2024, 10, day)) for pk in (claim.pk, whole.pk) for day in (2, 15)]
    assert [(one.now.status, one.then.status) for one in known if one] == [
        (Status.LEANS_SUPPORTED, Status.PENDING_EVENT),
        (Status.LEANS_SUPPORTED, Status.LEANS_SUPPORTED),
    ] * 2
