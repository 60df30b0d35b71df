"""Try it: the status that would follow from what somebody supposes, with nothing saved."""

import pytest

from annotations.domain.vocabulary import Status
from annotations.models import Assessment, Claim, Event, Evidence
from tests.factories import a_claim, assessed, some_evidence, the_administrator
from tests.reasoned import a_reasoned_claim
from tests.web.test_claim_page import statements
from tests.web.visitors import visitor, words_of

pytestmark = pytest.mark.django_db


def address(claim: Claim, query: str = "") -> str:
    return f"/claims/{claim.pk}/try/" + (f"?{query}" if query else "")


def tried(claim: Claim, query: str) -> tuple[Status, int, int]:
    """The status that would follow, with the points of both sides."""
    supposed = visitor(the_administrator()).get(address(claim, query)).context["tried"]["supposed"]
    return supposed.then.status, supposed.then.support, supposed.then.opposition


def test_everything_may_be_supposed_and_nothing_is_saved() -> None:
    found = a_reasoned_claim()
    claim, wire, record = found.claim, found.wire, found.record
    before = [model.objects.count() for model in (Assessment, Event, Evidence)]
    assert {
        "nothing": tried(claim, ""),
        "a link left out": tried(claim, f"without={record.pk}"),
        "another stance": tried(claim, f"stance-{record.pk}=contradicts"),
        "another grade": tried(claim, f"grade-{wire.source.publisher_id}=E"),
        "not traced": tried(claim, f"sourcing-{wire.pk}=unexamined"),
        "taken back": tried(claim, f"retracted={wire.source_id}"),
        "an earlier day": tried(claim, "known_on=2024-05-03"),
    } == {
        "nothing": (Status.SUPPORTED, 160, 0),
        "a link left out": (Status.LEANS_SUPPORTED, 60, 0),
        "another stance": (Status.CONFLICTING, 60, 100),
        "another grade": (Status.SUPPORTED, 100, 0),
        "not traced": (Status.SUPPORTED, 160, 0),
        "taken back": (Status.SUPPORTED, 100, 0),
        "an earlier day": (Status.LEANS_SUPPORTED, 60, 0),
    }
    assert [model.objects.count() for model in (Assessment, Event, Evidence)] == before
    claim.refresh_from_db()
    assert claim.status == "SUPPORTED"


def test_the_page_says_what_would_change_and_that_nothing_is_saved() -> None:
    found = a_reasoned_claim()
    page = words_of(visitor().get(address(found.claim, f"without={found.record.pk}")))
    assert "Nothing here is saved" in page
    assert "Leans supported now: Supported" in page
    assert "100 → becomes – Left out: Harbour Office." in page


def test_what_is_supposed_stands_in_the_form() -> None:
    found = a_reasoned_claim()
    publisher = found.wire.source.publisher_id
    query = (
        f"without={found.record.pk}&stance-{found.wire.pk}=context&grade-{publisher}=D&known_on=2024-05-03"
    )
    page = visitor().get(address(found.claim, query)).content.decode()
    assert f'name="without" value="{found.record.pk}" checked' in page
    assert '<option value="context" selected>' in page
    assert '<option value="D" selected>' in page
    assert 'value="2024-05-03"' in page


def test_an_address_that_says_too_much_leads_to_the_one_that_says_it_plainly() -> None:
    found = a_reasoned_claim()
    link = found.wire.pk
    answer = visitor().get(
        address(found.claim, f"stance-{link}=&grade-9=&without={link}&sourcing-{link}=&known_on=&x=1")
    )
    assert (answer.status_code, answer["Location"]) == (302, address(found.claim, f"without={link}"))


def test_a_change_in_the_form_answers_with_the_outcome_and_its_address() -> None:
    found = a_reasoned_claim()
    query = f"stance-{found.wire.pk}=&without={found.record.pk}&known_on="
    answer = visitor().get(address(found.claim, query), headers={"hx-request": "true"})
    assert answer["HX-Replace-Url"] == address(found.claim, f"without={found.record.pk}")
    assert [template.name for template in answer.templates][:1] == ["claims/_tried.html"]


@pytest.mark.parametrize(
    "query", ["without=987654", "stance-987654=context", "grade-987654=A", "retracted=987654"]
)
def test_what_is_no_longer_there_is_left_out_with_a_word(query: str) -> None:
    answer = visitor().get(address(a_reasoned_claim().claim, query))
    assert (answer.status_code, answer.context["is_missing"]) == (200, True)
    assert "Part of what this address supposes is no longer there." in words_of(answer)


@pytest.mark.parametrize("query", ["without=one", "stance-1=green", "grade-0=A", "without=" + "9" * 40])
def test_what_means_nothing_is_dropped(query: str) -> None:
    claim = a_reasoned_claim().claim
    assert visitor().get(address(claim, query))["Location"] == address(claim)


def test_a_day_that_is_none_is_answered() -> None:
    page = words_of(visitor().get(address(a_reasoned_claim().claim, "known_on=soon")))
    assert "Enter a valid date." in page


def test_where_evidence_does_not_decide_there_is_nothing_to_try() -> None:
    opinion = words_of(visitor().get(address(assessed(a_claim(type="opinion")))))
    assert "so there is nothing to try" in opinion


def test_of_a_claim_with_parts_the_parts_are_offered() -> None:
    whole = a_reasoned_claim().claim
    part = assessed(a_claim(part_of_id=whole.pk))
    answer = visitor().get(address(assessed(whole)))
    assert f'href="/claims/{part.pk}/try/"' in answer.content.decode()
    assert "Leave it out" not in words_of(answer)


def test_trying_costs_the_same_with_one_link_and_with_twenty() -> None:
    person = the_administrator()
    counted = []
    for number in (1, 20):
        claim = a_claim()
        for _ in range(number):
            some_evidence(claim=claim, sourcing="own")
        counted.append(statements(address(assessed(claim)), person))
    assert counted == [26, 26]
