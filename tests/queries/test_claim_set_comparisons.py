"""What differs between two frozen sets."""

from typing import Any

import pytest

from annotations.actions.claim_sets import create_claim_set, freeze_claim_set
from annotations.actions.claims import edit_claim
from annotations.domain.errors import Conflict, Invalid
from annotations.models import Claim, ClaimSet, User
from annotations.queries.claim_set_comparisons import Difference, compared
from tests.api.calling import Program, problem_of
from tests.desks import a_desk
from tests.exports.signed_claims import a_record
from tests.factories import a_claim, a_person, assessed, some_evidence
from tests.web.visitors import visitor, words_of

pytestmark = pytest.mark.django_db


def frozen(person: User, name: str) -> ClaimSet:
    live = ClaimSet.objects.filter(name="Low").first()
    live = live or create_claim_set(name="Low", criteria={"risk": "normal"}, actor=person)
    return freeze_claim_set(claim_set_id=live.pk, name=name, actor=person)


class Changed:
    """Two moments between which one claim came, one went, one changed its status and one its words."""

    def __init__(self, person: User) -> None:
        texts = ("It stays.", "It goes.", "It is decided.", "It is worded.", "It is both.")
        self.stays, self.goes, self.decided, self.worded, self.both = (
            assessed(a_claim(text=text)) for text in texts
        )
        self.first = frozen(person, "Monday")
        Claim.objects.filter(pk=self.goes.pk).update(risk="high")
        for claim in (self.decided, self.both):
            some_evidence(claim=claim, source=a_record(), proximity="primary", sourcing="own")
            assessed(claim)
        for claim in (self.worded, self.both):
            for text in ("It is worded twice.", f"{claim.text[:-1]} otherwise."):
                edit_claim(claim_id=claim.pk, values={"text": text}, actor=person)
        self.came = assessed(a_claim(text="It comes."))
        self.second = frozen(person, "Tuesday")
        edit_claim(claim_id=self.worded.pk, values={"text": "Later words."}, actor=person)


NOT, YES = "NOT_ENOUGH_EVIDENCE", "SUPPORTED"


def test_each_difference_is_told_with_what_was_and_what_is() -> None:
    person = a_person()
    made = Changed(person)
    found = compared(made.first, made.second, person)
    assert found.counts == {"added": 1, "removed": 1, "status": 2, "words": 2}
    assert (found.same, found.has_more) == (1, False)
    assert found.rows == [
        Difference(made.goes.pk, ("removed",), NOT, "", "It goes.", ""),
        Difference(made.decided.pk, ("status",), NOT, YES, "It is decided.", "It is decided."),
        Difference(made.worded.pk, ("words",), NOT, NOT, "It is worded.", "It is worded otherwise."),
        Difference(made.both.pk, ("status", "words"), NOT, YES, "It is both.", "It is both otherwise."),
        Difference(made.came.pk, ("added",), "", NOT, "", "It comes."),
    ]


def test_the_other_way_round_everything_is_the_other_way_round() -> None:
    person = a_person()
    made = Changed(person)
    there, back = compared(made.first, made.second, person), compared(made.second, made.first, person)
    turned = {"added": "removed", "removed": "added"}
    assert back.rows == [
        Difference(
            row.id,
            tuple(turned.get(one, one) for one in row.differences),
            row.status_after,
            row.status_before,
            row.words_after,
            row.words_before,
        )
        for row in there.rows
    ]
    assert compared(made.first, made.first, person).rows == []


def test_pages_and_kinds(django_assert_num_queries: Any) -> None:
    person = a_person()
    made = Changed(person)
    with django_assert_num_queries(2):
        first = compared(made.first, made.second, person, limit=2)
    rest = compared(made.first, made.second, person, after=first.rows[-1].id)
    assert ([row.id for row in first.rows], first.has_more) == ([made.goes.pk, made.decided.pk], True)
    assert [row.id for row in rest.rows] == [made.worded.pk, made.both.pk, made.came.pk]
    only = compared(made.first, made.second, person, only="words")
    assert [row.id for row in only.rows] == [made.worded.pk, made.both.pk]
    assert only.counts == first.counts


def test_claims_out_of_sight_are_neither_told_nor_counted() -> None:
    person, outsider = a_person(), a_person()
    made = Changed(person)
    desk = a_desk(person)
    Claim.objects.filter(pk__in=[made.both.pk, made.came.pk]).update(desk=desk)
    found = compared(made.first, made.second, outsider)
    assert found.counts == {"added": 0, "removed": 1, "status": 1, "words": 1}
    assert {row.id for row in found.rows} == {made.goes.pk, made.decided.pk, made.worded.pk}


def test_only_what_stays_as_it_is_can_be_compared() -> None:
    person = a_person()
    made = Changed(person)
    with pytest.raises(Conflict) as live:
        compared(made.first, ClaimSet.objects.get(name="Low"), person)
    with pytest.raises(Invalid) as unknown:
        compared(made.first, made.second, person, only="colour")
    assert (live.value.rule, unknown.value.rule) == ("claim-set-live", "unknown-filter-value")


def test_programs_page_through_it() -> None:
    program = Program()
    made = Changed(program.person)
    address = f"claim-sets/{made.first.pk}/compare"
    other: dict[str, Any] = {"other": made.second.pk}
    first = program.get(address, limit=3, **other).json()
    assert first["counts"] == {"added": 1, "removed": 1, "status": 2, "words": 2}
    rest = program.get(address, after=first["next_after"], **other).json()
    assert [row["id"] for row in first["results"] + rest["results"]] == [
        made.goes.pk,
        made.decided.pk,
        made.worded.pk,
        made.both.pk,
        made.came.pk,
    ]
    assert rest["next_after"] is None
    wrong: list[tuple[str, Any]] = [("only", "x"), ("limit", "0"), ("colour", "x")]
    for name, value in wrong:
        assert problem_of(program.get(address, **other, **{name: value}))[::2] == (400, name)
    live = ClaimSet.objects.get(name="Low")
    assert problem_of(program.get(address, other=live.pk))[:2] == (
        409,
        "claim-set-live",
    )


def test_the_page_tells_what_was_and_what_is() -> None:
    person = a_person()
    made = Changed(person)
    browser = visitor(person)
    words = words_of(browser.get(f"/claim-sets/{made.first.pk}/compare/{made.second.pk}/"))
    assert "One claim is the same in both." in words
    assert "It is worded otherwise." in words and "Before: It is worded." in words
    only = browser.get(f"/claim-sets/{made.first.pk}/compare/{made.second.pk}/?only=added")
    assert [row.id for row, _ in only.context["lines"]] == [made.came.pk]
    assert (
        f"/claim-sets/{made.first.pk}/compare/{made.second.pk}/"
        in browser.get(f"/claim-sets/{made.first.pk}/").content.decode()
    )
