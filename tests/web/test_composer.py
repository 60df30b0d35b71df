"""Linking evidence without a script: what is offered, what a refusal keeps, where it leads."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations.actions.evidence import attach_evidence, edit_evidence
from annotations.actions.publishers import grade_publisher
from annotations.domain.vocabulary import Role
from annotations.models import Capture, Claim, Evidence
from tests.factories import (
    a_capture,
    a_claim,
    a_person,
    a_publisher,
    a_source,
    an_article,
    some_evidence,
    the_administrator,
)
from tests.web.visitors import field_errors, toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db

TEXT = "Two boats lay at the quay.\n\nIt was March."


@pytest.fixture
def claim() -> Claim:
    return a_claim()


@pytest.fixture
def log() -> Capture:
    source = a_source(title="Harbour log", publisher=a_publisher(name="Harbour Office"))
    return a_capture(source=source, text=TEXT)


def linking(client: Client, claim: Claim, log: Capture, follow: bool = False, **given: Any) -> Any:
    values = {
        "capture": log.pk,
        "passage": "Two boats lay at the quay.",
        "stance": "contradicts",
        "proximity": "primary",
        "coverage": "full",
        "credibility": "2",
        "sourcing": "own",
        **given,
    }
    return client.post(f"/claims/{claim.pk}/evidence/new/?source={log.source_id}", values, follow=follow)


def offered(answer: Any) -> list[str]:
    return [source.title for source in answer.context["sources"].found]


def test_a_passage_and_a_stance_make_evidence_that_can_be_undone(claim: Claim, log: Capture) -> None:
    person = a_person()
    answer = linking(visitor(person), claim, log, follow=True, note="Page 12.")
    made = Evidence.objects.get()
    kept = (made.claim, made.capture, made.passage, made.stance, made.proximity, made.credibility, made.note)
    assert kept == (claim, log, "Two boats lay at the quay.", "contradicts", "primary", "2", "Page 12.")
    assert (made.sourcing, made.passage_check, made.attached_by) == ("own", "exact", person)
    assert answer.redirect_chain == [(f"/claims/{claim.pk}/", 302)]
    assert toasts_of(answer) == [("Linked: contradicts.", f"/evidence/{made.pk}/withdraw/")]


def test_a_passage_over_two_blocks_stands_word_for_word(claim: Claim, log: Capture) -> None:
    linking(visitor(), claim, log, passage="the quay.\r\nIt was March.")
    made = Evidence.objects.get()
    assert (made.passage, made.passage_check) == ("the quay.\nIt was March.", "exact")


def test_one_returns_to_where_one_came_from_but_not_to_another_site(claim: Claim, log: Capture) -> None:
    answer = linking(visitor(), claim, log, next="/articles/7/#claim-3")
    assert answer["Location"] == "/articles/7/#claim-3"
    other = linking(visitor(), claim, log, passage="It was March.", next="https://elsewhere.example/")
    assert other["Location"] == f"/claims/{claim.pk}/"


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"passage": ""}, {"passage": ["Select the passage: without a passage there is no link."]}),
        (
            {"passage": "Three boats lay at the quay."},
            {
                "passage": [
                    "These words do not stand in the captured text as whole words. "
                    "Select them there, or add a capture that holds them."
                ]
            },
        ),
        ({"stance": ""}, {"stance": ["Say what the passage does to the claim: 1, 2 or 3."]}),
    ],
)
def test_what_is_refused_stands_by_its_field_and_everything_is_kept(
    claim: Claim, log: Capture, given: dict[str, Any], errors: dict[str, list[str]]
) -> None:
    answer = linking(visitor(), claim, log, note="Page 12.", next="/articles/7/", **given)
    assert (answer.status_code, field_errors(answer)) == (422, errors)
    form, page = answer.context["form"], answer.content.decode()
    assert (form["note"].value(), form["proximity"].value()) == ("Page 12.", "primary")
    assert page.count('name="next" value="/articles/7/"') == 2
    assert Evidence.objects.count() == 0


def test_the_same_passage_twice_is_refused(claim: Claim, log: Capture) -> None:
    linking(visitor(), claim, log)
    answer = linking(visitor(), claim, log)
    assert field_errors(answer) == {"__all__": ["This passage is linked to this claim already."]}


def test_what_it_relies_on_counts_only_where_it_relies_on_something(claim: Claim, log: Capture) -> None:
    origin = a_source(title="Telegram")
    linking(visitor(), claim, log, sourcing="relies_on", relies_on=[origin.pk])
    linking(visitor(), claim, log, passage="It was March.", sourcing="own", relies_on=[origin.pk])
    relied = [[source.pk for source in link.relies_on.all()] for link in Evidence.objects.order_by("id")]
    assert relied == [[origin.pk], []]


def test_relying_on_nothing_is_refused_beside_the_list_of_origins(claim: Claim, log: Capture) -> None:
    answer = linking(visitor(), claim, log, sourcing="relies_on")
    said = "Name what this passage relies on, or say that nobody has examined it yet."
    assert (answer.status_code, field_errors(answer)) == (422, {"relies_on": [said]})
    origins = answer.content.decode().split("data-relies-on", 1)[1].split("</fieldset>", 1)[0]
    assert said in origins


def test_the_grade_of_the_publisher_is_not_shown_before_the_item_is_judged(
    claim: Claim, log: Capture
) -> None:
    grade_publisher(publisher_id=log.source.publisher_id, grade="A", reason="Ten.", actor=the_administrator())
    client = visitor()
    composer = client.get(f"/claims/{claim.pk}/evidence/new/?source={log.source_id}").content.decode()
    assert "data-grade" not in composer
    linking(client, claim, log)
    assert 'data-grade="A"' in client.get(f"/claims/{claim.pk}/").content.decode()


def test_the_chosen_source_stands_first_then_recent_ones_then_those_of_the_article() -> None:
    person, article = a_person(), an_article(text="The ferry stopped.\n\nTwo boats remained.")
    claim, beside = (a_claim(article=article, words=words) for words in ("The ferry stopped", "Two boats"))
    old, recent, nearby, chosen, latest = (
        a_source(title=title) for title in ("Old", "Recent", "Nearby", "Chosen", "Latest")
    )
    some_evidence(claim=beside, source=nearby)
    for source in (old, recent):
        some_evidence(source=source, actor=person)
    answer = visitor(person).get(f"/claims/{claim.pk}/evidence/new/?source={chosen.pk}")
    assert offered(answer) == ["Chosen", "Recent", "Old", "Nearby", "Latest"]
    assert latest.title in words_of(answer)
    assert "There is no captured text of this source yet." in words_of(answer)


def test_sources_are_found_while_typing_and_an_address_offers_to_register_it(
    claim: Claim, log: Capture
) -> None:
    client, path = visitor(), f"/claims/{claim.pk}/evidence/sources/"
    found = client.get(path, {"words": "harbour log", "next": "/articles/7/"})
    assert offered(found) == ["Harbour log"]
    assert f"?source={log.source_id}&amp;next=%2Farticles%2F7%2F" in found.content.decode()
    address = client.get(path, {"words": "https://harbour.example/log?a=1&b=2", "next": "/articles/7/"})
    assert "Register and capture this address" in words_of(address)
    place = f"claim={claim.pk}&amp;next=%2Farticles%2F7%2F"
    assert f"/sources/new/?{place}&amp;url=https%3A%2F%2Fharbour.example%2Flog%3Fa%3D1%26b%3D2" in (
        address.content.decode()
    )
    assert "No source matches." in words_of(client.get(path, {"words": "nothing like it"}))


def test_readers_do_not_link(claim: Claim, log: Capture) -> None:
    client = visitor(role=Role.READER)
    assert client.get(f"/claims/{claim.pk}/evidence/new/").status_code == 403
    assert linking(client, claim, log).status_code == 403


@pytest.mark.parametrize("path", ["/claims/987654/evidence/new/", "/claims/{}/evidence/new/?source=987654"])
def test_what_is_not_there_is_said_to_be_missing(claim: Claim, path: str) -> None:
    assert visitor().get(path.format(claim.pk)).status_code == 404


def test_the_composer_costs_the_same_with_one_source_and_with_eight(claim: Claim, log: Capture) -> None:
    client = visitor()

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/claims/{claim.pk}/evidence/new/?source={log.source_id}")
        return len(asked)

    statements()
    first = statements()
    for _ in range(8):
        some_evidence(claim=claim)
    attach_evidence(
        claim_id=claim.pk, capture_id=log.pk, passage="It was March.", stance="context", actor=a_person()
    )
    assert (first, statements()) == (19, 19)


def judging(client: Client, link: Evidence, follow: bool = False, **given: Any) -> Any:
    values = {
        "stance": "context",
        "proximity": "tertiary",
        "coverage": "partial",
        "credibility": "3",
        "sourcing": "own",
        "version": link.version,
        **given,
    }
    return client.post(f"/evidence/{link.pk}/edit/", values, follow=follow)


def test_a_passage_is_judged_anew(claim: Claim) -> None:
    person = a_person()
    link = some_evidence(claim=claim, actor=person)
    answer = judging(visitor(person), link, follow=True, note="Seen again.")
    link.refresh_from_db()
    assert (link.stance, link.proximity, link.coverage, link.note) == (
        "context",
        "tertiary",
        "partial",
        "Seen again.",
    )
    assert (answer.redirect_chain, toasts_of(answer)) == (
        [(f"/claims/{claim.pk}/", 302)],
        [("The passage is judged anew.", "")],
    )


def test_who_was_slower_sees_what_it_is_now_beside_what_they_chose(claim: Claim) -> None:
    person = a_person()
    link = some_evidence(claim=claim, actor=person)
    editor = a_person(role=Role.EDITOR, display_name="Piet Sandor")
    edit_evidence(evidence_id=link.pk, values={"stance": "contradicts"}, actor=editor)
    answer = judging(visitor(person), link, note="Mine.")
    assert answer.status_code == 409
    assert "Piet Sandor changed it meanwhile" in words_of(answer)
    assert "As it is now Contradicts" in words_of(answer)
    assert answer.context["form"]["note"].value() == "Mine."
    link.refresh_from_db()
    assert judging(visitor(person), link).status_code == 302


def test_only_its_author_and_editors_judge_a_link_or_withdraw_it(claim: Claim) -> None:
    author = a_person()
    link = some_evidence(claim=claim, actor=author)
    answers = {
        name: [client.get(f"/evidence/{link.pk}/edit/").status_code for client in clients]
        for name, clients in {
            "may": [visitor(author), visitor(role=Role.EDITOR)],
            "may not": [visitor(), visitor(role=Role.READER)],
        }.items()
    }
    assert answers == {"may": [200, 200], "may not": [403, 403]}
    assert visitor().post(f"/evidence/{link.pk}/withdraw/").status_code == 403


def test_a_withdrawn_passage_comes_back(claim: Claim) -> None:
    person = a_person()
    link, client = some_evidence(claim=claim, actor=person), visitor(person)
    answer = client.post(f"/evidence/{link.pk}/withdraw/", follow=True)
    assert toasts_of(answer) == [("The passage was withdrawn.", f"/evidence/{link.pk}/restore/")]
    link.refresh_from_db()
    assert link.state == "withdrawn"
    client.post(f"/evidence/{link.pk}/restore/")
    link.refresh_from_db()
    assert link.state == "accepted"
