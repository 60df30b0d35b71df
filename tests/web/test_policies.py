"""The rule's numbers on their pages: proposed, tried, looked at, applied or discarded."""

from typing import Any

import pytest

from annotations.actions.policies import run_trial
from annotations.actions.verdicts import sign_verdict
from annotations.domain.verification import POLICY_1_0_0, tables_of
from annotations.domain.vocabulary import Role
from annotations.models import Claim, Policy, PolicyTrial, User
from annotations.queries.policies import policy_in_force
from tests.factories import (
    a_claim,
    a_person,
    a_publisher,
    a_source,
    assessed,
    some_evidence,
    the_administrator,
)
from tests.reasoned import a_reasoned_claim
from tests.web.test_claim_page import statements
from tests.web.visitors import field_errors, toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db


def filled_in(**given: Any) -> dict[str, Any]:
    """The form as it comes, with a reason, and what is given."""
    form = visitor(the_administrator()).get("/policies/new/").context["form"]
    return (
        {field.html_name: field.value() for field in form if field.value() is not None}
        | {"reason": "Bars move."}
        | given
    )


def proposed(**given: Any) -> Any:
    return visitor(the_administrator()).post("/policies/new/", filled_in(**given))


def a_trial(**given: Any) -> PolicyTrial:
    """A trial that ran through over what there is."""
    proposed(**given)
    trial = PolicyTrial.objects.latest("pk")
    run_trial(trial_id=trial.pk)
    trial.refresh_from_db()
    return trial


def test_numbers_are_proposed_as_they_were_filled_in() -> None:
    answer = proposed(**{"bar": 150, "grade_points-B": 70, "default_grades-aggregator": "E"})
    trial = PolicyTrial.objects.get()
    in_force = tables_of(POLICY_1_0_0)
    assert (answer.status_code, answer["Location"]) == (302, f"/policies/trials/{trial.pk}/")
    assert (trial.policy_version, trial.reason) == ("1.1.0", "Bars move.")
    assert trial.tables == in_force | {
        "bar": 150,
        "grade_points": in_force["grade_points"] | {"B": 70},
        "default_grades": in_force["default_grades"] | {"aggregator": "E"},
    }


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed() -> None:
    answer = proposed(bar=20, prior_mass=20, reason="Lower it.")
    assert answer.status_code == 422
    assert field_errors(answer) == {"bar": ["The bar lies below the floor."]}
    assert answer.context["form"]["reason"].value() == "Lower it."


def test_the_same_numbers_again_are_refused() -> None:
    assert field_errors(proposed()) == {"__all__": ["These are the tables that are in force."]}


def test_what_is_no_number_is_refused() -> None:
    answer = proposed(floor="many")
    assert (answer.status_code, field_errors(answer)) == (422, {"floor": ["Enter a whole number."]})


def test_the_trial_shows_what_would_move_from_where_to_where() -> None:
    claim = a_reasoned_claim().claim
    trial = a_trial(bar=200)
    page = words_of(visitor(the_administrator()).get(f"/policies/trials/{trial.pk}/"))
    assert "Ran through: 1 of 1 claims" in page
    assert "Apply it, and move 1 status" in page
    assert f"{claim.text} Supported → becomes Leans supported" in page
    assert "Bar 100 → 200" in page


def test_while_it_runs_the_page_asks_again_and_afterwards_no_more() -> None:
    proposed(bar=200)
    trial = PolicyTrial.objects.get()
    path = f"/policies/trials/{trial.pk}/progress/"
    client = visitor(the_administrator())
    assert f'hx-get="{path}"' in client.get(path).content.decode()
    run_trial(trial_id=trial.pk)
    assert "hx-get" not in client.get(path).content.decode()


def test_it_is_applied_and_then_in_force() -> None:
    trial = a_trial(bar=120)
    answer = visitor(the_administrator()).post(f"/policies/trials/{trial.pk}/apply/", follow=True)
    assert policy_in_force().bar == 120
    assert toasts_of(answer) == [("Policy 1.1.0 is in force. Statuses follow one after the other.", "")]
    assert "Apply it" not in words_of(answer)


def test_it_is_discarded_and_nothing_of_it_holds() -> None:
    trial = a_trial(bar=120)
    answer = visitor(the_administrator()).post(f"/policies/trials/{trial.pk}/discard/", follow=True)
    assert (Policy.objects.count(), toasts_of(answer)) == (0, [("Policy 1.1.0 was discarded.", "")])


def test_what_was_compared_with_another_policy_cannot_be_applied() -> None:
    old, new = a_trial(bar=120), a_trial(bar=130, version="1.2.0")
    client = visitor(the_administrator())
    client.post(f"/policies/trials/{new.pk}/apply/")
    page = words_of(client.get(f"/policies/trials/{old.pk}/"))
    assert "compared with policy 1.0.0; policy 1.2.0 was applied since" in page
    assert client.post(f"/policies/trials/{old.pk}/apply/").status_code == 422


def signed_by_two(claim: Claim) -> None:
    """The claim has every signature that its status needs."""
    held = claim.assessments.latest("pk")
    for _ in range(held.result["sign_off"]["reviewers"]):
        sign_verdict(claim_id=claim.pk, assessment_id=held.pk, reason="Read it all.", actor=a_person())


def test_it_says_how_many_signatures_would_lapse() -> None:
    claim = a_reasoned_claim().claim
    signed_by_two(claim)
    trial = a_trial(bar=200)
    page = words_of(visitor(the_administrator()).get(f"/policies/trials/{trial.pk}/"))
    assert "1 of these claims is signed; its signatures would lapse." in page
    assert "The first number of the version changes" not in page


def test_a_new_first_number_ends_every_signature_and_says_so() -> None:
    signed_by_two(a_reasoned_claim().claim)
    trial = a_trial(**{"version": "2.0.0", "default_grades-aggregator": "E"})
    page = words_of(visitor(the_administrator()).get(f"/policies/trials/{trial.pk}/"))
    assert "0 statuses would move" in page
    assert "every signature would lapse, whether its status moves or not. 1 claim is signed." in page
    assert "of these claims" not in page


def test_of_what_was_applied_or_discarded_it_speaks_in_the_past() -> None:
    claim = a_reasoned_claim().claim
    signed_by_two(claim)
    given_up, trial = a_trial(bar=200), a_trial(bar=200, version="1.2.0")
    client = visitor(the_administrator())
    client.post(f"/policies/trials/{given_up.pk}/discard/")
    client.post(f"/policies/trials/{trial.pk}/apply/")
    assessed(claim)
    pages = [words_of(client.get(f"/policies/trials/{one.pk}/")) for one in (given_up, trial)]
    assert "1 status would have moved" in pages[0]
    assert "Claims whose status would have moved" in pages[0]
    assert "1 status moved" in pages[1]
    assert "Claims whose status moved" in pages[1]
    assert "1 of these claims was signed when this was applied" in pages[1]
    assert "would" not in pages[1]
    listed = words_of(client.get("/policies/"))
    assert ("1 status moved" in listed, "1 status would have moved" in listed) == (True, True)


def test_one_can_return_to_the_numbers_before() -> None:
    first = a_trial(bar=120)
    client = visitor(the_administrator())
    client.post(f"/policies/trials/{first.pk}/apply/")
    page = client.get(f"/policies/trials/{first.pk}/").content.decode()
    assert 'href="/policies/new/?from=1.0.0"' in page
    assert "Return to the numbers of policy 1.0.0" in page
    second = a_trial(bar=130)
    client.post(f"/policies/trials/{second.pk}/apply/")
    page = client.get(f"/policies/trials/{first.pk}/").content.decode()
    assert 'href="/policies/new/?from=1.1.0"' in page
    assert "Return to these numbers" in page
    answer = client.get("/policies/new/?from=1.1.0")
    form = answer.context["form"]
    assert (form["bar"].value(), form["version"].value()) == (120, "1.3.0")
    assert "The numbers of policy 1.1.0 are filled in." in words_of(answer)
    assert client.get("/policies/new/?from=1.0.0").context["form"]["bar"].value() == 100
    assert client.get("/policies/new/?from=9.9.9").context["form"]["bar"].value() == 130
    listed = client.get("/policies/").content.decode()
    links = [f"?from={version}" in listed for version in ("1.2.0", "1.1.0", "1.0.0")]
    assert links == [False, True, True]


def test_nobody_else_is_offered_to_return() -> None:
    trial = a_trial(bar=120)
    visitor(the_administrator()).post(f"/policies/trials/{trial.pk}/apply/")
    client = visitor(a_person(role=Role.EDITOR))
    assert "Return to" not in words_of(client.get(f"/policies/trials/{trial.pk}/"))
    assert "Return to" not in words_of(client.get("/policies/"))


@pytest.mark.parametrize("role", [Role.READER, Role.REVIEWER, Role.EDITOR])
def test_others_may_look_and_nothing_more(role: Role) -> None:
    trial = a_trial(bar=120)
    client = visitor(a_person(role=role))
    page = words_of(client.get(f"/policies/trials/{trial.pk}/"))
    assert ("Apply it" in page, "Discard it" in page) == (False, False)
    assert "Propose other numbers" not in words_of(client.get("/policies/"))
    answers = [
        client.get("/policies/new/"),
        client.post("/policies/new/", filled_in(bar=130)),
        client.post(f"/policies/trials/{trial.pk}/apply/"),
        client.post(f"/policies/trials/{trial.pk}/discard/"),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4


def test_the_pages_cost_the_same_however_much_there_is() -> None:
    person: User = the_administrator()
    few = a_trial(bar=200)
    counted = [(statements("/policies/", person), statements(f"/policies/trials/{few.pk}/", person))]
    for _ in range(3):
        a_claim_on_a_record()
    many = a_trial(bar=200, version="1.2.0")
    counted.append((statements("/policies/", person), statements(f"/policies/trials/{many.pk}/", person)))
    assert counted == [(6, 7), (6, 7)]


def a_claim_on_a_record() -> None:
    claim = a_claim()
    record = a_source(publisher=a_publisher(kind="primary_record"))
    some_evidence(claim=claim, source=record, sourcing="own", proximity="primary")
    assessed(claim)
