"""Two people edit one thing, on every form there is for that: nothing typed is lost, nothing is overwritten
unseen, and saving again succeeds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from annotations.actions.articles import edit_article
from annotations.actions.assignments import assign_work, edit_work
from annotations.actions.claim_parts import QuantityInput
from annotations.actions.claim_sets import create_claim_set, edit_claim_set
from annotations.actions.claims import edit_claim
from annotations.actions.comments import edit_comment, write_comment
from annotations.actions.desks import edit_desk, make_desk
from annotations.actions.evidence import edit_evidence
from annotations.actions.publishers import edit_publisher
from annotations.actions.sources import edit_source
from annotations.models import User
from annotations.web.meanwhile import Meanwhile, beside_present, first_seen
from tests.factories import (
    a_claim,
    a_person,
    a_publisher,
    a_source,
    an_article,
    some_evidence,
    the_administrator,
)
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Case:
    """A row with a form: a field that both change, and, where the form has one, another one. `edit` changes
    the row as somebody else would.
    """

    row: Any
    address: str
    edit: Callable[[Mapping[str, Any]], Any]
    both: str
    other: str = ""
    other_value: str = "Put there by the other one"
    stored: Callable[[Any, str], Any] = getattr


def article() -> Case:
    row = an_article(headline="The old headline")
    return Case(
        row,
        f"/articles/{row.pk}/edit/",
        lambda values: edit_article(article_id=row.pk, values=values, actor=the_administrator()),
        "headline",
        "byline",
    )


def claim() -> Case:
    row = a_claim(text="The old words.")
    return Case(
        row,
        f"/claims/{row.pk}/edit/",
        lambda values: edit_claim(claim_id=row.pk, values=values, actor=the_administrator()),
        "text",
        "topic",
    )


def evidence() -> Case:
    row = some_evidence()
    return Case(
        row,
        f"/evidence/{row.pk}/edit/",
        lambda values: edit_evidence(evidence_id=row.pk, values=values, actor=the_administrator()),
        "note",
        "proximity",
        "primary",
    )


def source() -> Case:
    row = a_source(title="The old title")
    return Case(
        row,
        f"/sources/{row.pk}/edit/",
        lambda values: edit_source(source_id=row.pk, values=values, actor=the_administrator()),
        "title",
        "authors",
    )


def publisher() -> Case:
    row = a_publisher(name="The Old Name")
    return Case(
        row,
        f"/publishers/{row.pk}/edit/",
        lambda values: edit_publisher(publisher_id=row.pk, values=values, actor=the_administrator()),
        "note",
        "country",
        "DE",
    )


def comment() -> Case:
    row = write_comment(claim_id=a_claim().pk, text="The old words.", actor=the_administrator())
    return Case(
        row,
        f"/comments/{row.pk}/",
        lambda values: edit_comment(comment_id=row.pk, text=values["text"], actor=the_administrator()),
        "text",
    )


def desk() -> Case:
    row = make_desk(name="The old desk", actor=the_administrator())
    return Case(
        row,
        f"/desks/{row.pk}/edit/",
        lambda values: edit_desk(desk_id=row.pk, values=values, actor=the_administrator()),
        "name",
        "purpose",
    )


def claim_set() -> Case:
    row = create_claim_set(name="The old set", criteria={}, actor=the_administrator())
    return Case(
        row,
        f"/claim-sets/{row.pk}/edit/",
        lambda values: edit_claim_set(claim_set_id=row.pk, values=values, actor=the_administrator()),
        "name",
        "description",
    )


def work() -> Case:
    editor = the_administrator()
    given = assign_work(claim_ids=[a_claim().pk], person_ids=[editor.pk], note="The old note.", actor=editor)
    [row] = given.assignments
    return Case(
        row,
        f"/work/{row.pk}/",
        lambda values: edit_work(assignment_id=row.pk, values=values, actor=editor),
        "note",
    )


CASES = [article, claim, evidence, source, publisher, comment, desk, claim_set, work]
every_form = pytest.mark.parametrize("make", CASES, ids=[one.__name__ for one in CASES])


def shown(answer: Any) -> dict[str, str]:
    """What a browser would send of the form that is shown."""
    forms = [answer.context["form"]]
    draft = answer.context.get("draft")
    values: dict[str, Any] = {}
    if draft is not None:
        forms += [draft.interests, *([draft.layer] if draft.layer else []), *draft.figures.forms]
        values |= {f"figures-{name}": value for name, value in _management(draft.figures).items()}
    for form in forms:
        for field in form:
            value = field.field.prepare_value(field.value())
            if value not in (None, "", False):
                values[field.html_name] = "on" if value is True else value
    named = ("source", "publisher", "evidence", "desk", "claim_set")
    row = next((answer.context.get(name) for name in named if answer.context.get(name)), None)
    values.setdefault("version", getattr(row, "version", ""))
    return {**values, "seen": answer.context["seen"]}


def _management(rows: Any) -> dict[str, Any]:
    form = rows.management_form
    return {name: form[name].value() for name in ("TOTAL_FORMS", "INITIAL_FORMS")}


def sent_by(client: Client, case: Case, values: Mapping[str, Any], **typed: Any) -> Any:
    return client.post(case.address, {**values, **typed})


def texts(meanwhile: Meanwhile) -> dict[str, tuple[str, str]]:
    return {
        one.name: ("".join(part.text for part in one.theirs), "".join(part.text for part in one.mine))
        for one in meanwhile.differences
    }


def now(case: Case) -> Any:
    case.row.refresh_from_db()
    return case.row


@every_form
def test_who_saves_second_sees_both_and_saves_again(make: Callable[[], Case]) -> None:
    case, client = make(), visitor(the_administrator())
    values = shown(client.get(case.address))
    case.edit({case.both: "What the other one wrote"})
    late = sent_by(client, case, values, **{case.both: "What I wrote"})
    assert (late.status_code, texts(late.context["meanwhile"])) == (
        409,
        {case.both: ("What the other one wrote", "What I wrote")},
    )
    assert getattr(now(case), case.both) == "What the other one wrote"
    again = shown(late)
    assert again[case.both] == "What I wrote"
    assert sent_by(client, case, again).status_code == 302
    assert getattr(now(case), case.both) == "What I wrote"


@every_form
def test_the_others_version_can_be_taken_instead(make: Callable[[], Case]) -> None:
    case, client = make(), visitor(the_administrator())
    values = shown(client.get(case.address))
    case.edit({case.both: "What the other one wrote"})
    late = sent_by(client, case, values, **{case.both: "What I wrote"})
    taken = sent_by(client, case, shown(late), take=case.both)
    assert (taken.status_code, taken.context["meanwhile"].differences) == (200, [])
    assert shown(taken)[case.both] == "What the other one wrote"
    assert sent_by(client, case, shown(taken)).status_code == 302
    assert getattr(now(case), case.both) == "What the other one wrote"


@every_form
def test_what_only_one_of_them_changed_is_kept_of_both(make: Callable[[], Case]) -> None:
    case, client = make(), visitor(the_administrator())
    if not case.other:
        assert len([name for name in shown(client.get(case.address)) if name == case.both]) == 1
        return
    values = shown(client.get(case.address))
    case.edit({case.other: case.other_value})
    late = sent_by(client, case, values, **{case.both: "What I wrote"})
    merged = late.context["meanwhile"]
    assert (late.status_code, merged.differences, len(merged.followed)) == (409, [], 1)
    assert sent_by(client, case, shown(late)).status_code == 302
    kept = now(case)
    assert (getattr(kept, case.both), getattr(kept, case.other)) == ("What I wrote", case.other_value)


def test_figures_of_a_claim_are_one_field() -> None:
    person = the_administrator()
    row = a_claim(text="The ferry made 40 crossings.")
    case, client = claim_case(row, person), visitor(person)
    values = shown(client.get(case.address))
    theirs = QuantityInput(text="41 crossings", low=Decimal(41), high=Decimal(41), unit="crossings")
    edit_claim(claim_id=row.pk, values={}, quantities=[theirs], actor=person)
    late = sent_by(client, case, values, topic="harbour")
    assert (late.status_code, late.context["meanwhile"].followed) == (409, ["Figures"])
    assert sent_by(client, case, shown(late)).status_code == 302
    assert [one.text for one in row.quantities.all()] == ["41 crossings"]


def claim_case(row: Any, person: User) -> Case:
    return Case(row, f"/claims/{row.pk}/edit/", lambda values: None, "text")


def test_what_was_sent_without_what_it_showed_is_compared_as_a_whole() -> None:
    case, client = article(), visitor(a_person())
    values = shown(client.get(case.address)) | {"seen": "{not readable"}
    case.edit({"byline": "By somebody"})
    late = sent_by(client, case, values, headline="What I wrote")
    assert set(texts(late.context["meanwhile"])) == {"headline", "byline"}


@pytest.mark.parametrize("told", ["", "[]", "null", "{", '{"headline": "x"}'])
def test_what_cannot_be_read_was_not_seen(told: str) -> None:
    sent = QueryDict(mutable=True)
    sent["seen"] = told
    assert first_seen(sent).get("byline") is None
    assert beside_present([], sent, 3).sent["version"] == "3"


def test_a_day_is_shown_as_it_is_typed() -> None:
    case, client = article(), visitor(a_person())
    values = shown(client.get(case.address))
    case.edit({"published_on": date(2026, 5, 4)})
    late = sent_by(client, case, values, published_on="2026-05-05")
    assert texts(late.context["meanwhile"]) == {"published_on": ("2026-05-04", "2026-05-05")}
