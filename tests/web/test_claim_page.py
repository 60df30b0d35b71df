"""The page of a claim: why, evidence, who says it, who may do what; and what it costs the database."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions.claims import AttributionLayer, withdraw_claim
from annotations.actions.evidence import attach_evidence
from annotations.actions.overrides import end_override
from annotations.domain.vocabulary import Role
from annotations.models import Claim, User
from tests.desks import a_desk
from tests.factories import (
    a_capture,
    a_claim,
    a_person,
    a_publisher,
    a_source,
    an_article,
    assessed,
    some_evidence,
    the_administrator,
)
from tests.overridden import an_override, override_words
from tests.web.visitors import toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db


def a_claim_with_links(number: int, actor: User | None = None) -> Claim:
    """A claim to which so many passages of different publishers are linked."""
    claim = a_claim(article=an_article(), words="The ferry stopped")
    for _ in range(number):
        some_evidence(claim=claim, actor=actor or the_administrator())
    return assessed(claim)


def statements(path: str, person: User) -> int:
    client = visitor(person)
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize(("part", "number"), [("", 16), ("panel/", 9), ("assessment/", 12)])
def test_a_claim_costs_the_same_with_one_link_and_with_twenty(part: str, number: int) -> None:
    person = a_person()
    counted = [statements(f"/claims/{a_claim_with_links(links).pk}/{part}", person) for links in (1, 20)]
    assert counted == [number, number]


@pytest.mark.parametrize(("part", "number"), [("", 16), ("panel/", 9), ("assessment/", 12)])
def test_a_claim_of_a_desk_costs_what_any_claim_costs(part: str, number: int) -> None:
    person, colleague = a_person(), a_person()
    claim = a_claim_with_links(2)
    Claim.objects.filter(pk=claim.pk).update(desk=a_desk(colleague, visibility="open"))
    counted = [statements(f"/claims/{claim.pk}/{part}", one) for one in (person, colleague)]
    assert counted == [number, number]


def test_the_reasons_are_told_in_plain_words_and_the_band_has_a_text() -> None:
    claim = a_claim()
    record = a_source(publisher=a_publisher(name="Harbour Office", kind="primary_record"))
    some_evidence(claim=claim, source=record, proximity="primary", sourcing="own", stance="contradicts")
    answer = visitor().get(f"/claims/{assessed(claim).pk}/")
    page = words_of(answer)
    assert "Why: refuted" in page
    assert answer.context["reading"].result["explanation"] in page
    assert "Harbour Office brought 100 points against it." in page
    assert "The truth lies between 0 and 50 on a scale" in answer.content.decode()
    assert "Computed by rule 1.0.0, not signed" in page


def test_an_override_says_what_it_overrides_who_decided_why_and_until_when() -> None:
    claim = a_claim_with_links(1)
    override = an_override(claim, status="REFUTED", reason_code="off_platform_evidence")
    page = words_of(visitor().get(f"/claims/{claim.pk}/"))
    assert f"Leans supported {override_words(override, 'Refuted', 'evidence kept elsewhere')}" in page
    assert "Why: leans supported" in page
    assert "Shown as refuted, overriding computed leans supported" in page
    people = [person.display_name for person in (override.proposed_by, override.approved_by) if person]
    assert len(people) == 2 and all(f"by {name}" in page for name in people)
    assert "Evidence kept elsewhere. Proposed by" in page
    assert override.text in page
    end_override(override_id=override.pk, reason="It was published.", actor=override.proposed_by)
    after = words_of(visitor().get(f"/claims/{claim.pk}/panel/"))
    assert ("Shown as" in after, "Overridden:" in after) == (False, False)


def test_what_needs_no_evidence_says_why() -> None:
    opinion = words_of(visitor().get(f"/claims/{assessed(a_claim(type='opinion')).pk}/"))
    assert "It is not a statement of fact that evidence could settle." in opinion
    assert "Claims of this type get no verdict." in opinion
    due = assessed(a_claim(type="prediction", matures_on=date(2090, 1, 31)))
    coming = words_of(visitor().get(f"/claims/{due.pk}/"))
    assert "It falls due on 31 January 2090 ." in coming
    assert "No passage is linked. This status does not need any." in coming


def test_before_the_first_assessment_the_page_says_so() -> None:
    page = words_of(visitor().get(f"/claims/{a_claim().pk}/"))
    assert "The status is being computed; it appears here by itself." in page
    assert "The status is being computed; then it can be signed." in page


def test_the_layers_of_who_says_it_lead_to_their_claims() -> None:
    layers = [
        AttributionLayer(asserter="The Gazette", verb="reported"),
        AttributionLayer(asserter="", verb="said", mode="anonymous"),
    ]
    claim = a_claim(attributions=layers)
    page = words_of(visitor().get(f"/claims/{assessed(claim).pk}/"))
    assert "The Gazette reported" in page
    assert "Unnamed said" in page


@pytest.mark.parametrize(
    ("role", "is_author", "offered"),
    [
        (Role.READER, False, set()),
        (Role.REVIEWER, False, {"edit", "evidence"}),
        (Role.REVIEWER, True, {"edit", "evidence", "withdraw"}),
        (Role.EDITOR, False, {"edit", "evidence", "withdraw"}),
        (Role.ADMINISTRATOR, False, {"edit", "evidence", "withdraw"}),
    ],
)
def test_everybody_is_offered_what_they_may_do(role: Role, is_author: bool, offered: set[str]) -> None:
    person = a_person(role=role)
    claim = assessed(a_claim(actor=person if is_author else the_administrator()))
    page = visitor(person).get(f"/claims/{claim.pk}/").content.decode()
    places = {"edit": "edit/", "evidence": "evidence/new/", "withdraw": "withdraw/"}
    assert {name for name, end in places.items() if f"/claims/{claim.pk}/{end}" in page} == offered


def test_a_withdrawn_claim_offers_to_bring_it_back_and_nothing_else() -> None:
    claim = a_claim_with_links(1)
    withdraw_claim(claim_id=claim.pk, actor=the_administrator())
    client = visitor(the_administrator())
    page = client.get(f"/claims/{claim.pk}/")
    assert "This claim was withdrawn" in words_of(page)
    assert f"/claims/{claim.pk}/evidence/new/" not in page.content.decode()
    answer = client.post(f"/claims/{claim.pk}/restore/", follow=True)
    assert (answer.redirect_chain, toasts_of(answer)) == (
        [(f"/claims/{claim.pk}/", 302)],
        [("Claim restored.", "")],
    )


def test_the_panel_leads_to_the_composer_and_back_to_the_open_card() -> None:
    claim = a_claim_with_links(0)
    here = f"http://testserver/articles/1/?status=REFUTED#claim-{claim.pk}"
    answer = visitor().get(
        f"/claims/{claim.pk}/panel/", headers={"hx-request": "true", "hx-current-url": here}
    )
    back = f"%2Farticles%2F1%2F%3Fstatus%3DREFUTED%23claim-{claim.pk}"
    assert f'href="/claims/{claim.pk}/evidence/new/?next={back}"' in answer.content.decode()


def test_words_of_people_are_escaped() -> None:
    claim = a_claim(text="<script>alert(1)</script>")
    capture = a_capture(text="<b>bold</b> words")
    attach_evidence(
        claim_id=claim.pk,
        capture_id=capture.pk,
        passage="<b>bold</b> words",
        stance="context",
        note="<img src=x>",
        actor=the_administrator(),
    )
    page = visitor().get(f"/claims/{claim.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<b>bold" not in page
    assert "<img" not in page


def test_a_claim_that_is_not_there_is_said_to_be_missing() -> None:
    assert visitor().get("/claims/987654/").status_code == 404
