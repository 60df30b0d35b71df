"""Pages that tell the history of one object, and the way back from each step."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations.actions.claims import edit_claim, withdraw_claim
from annotations.actions.comments import write_comment
from annotations.actions.desks import make_desk
from annotations.actions.evidence import withdraw_evidence
from annotations.domain.event_kinds import EventKind, kind_of
from annotations.domain.vocabulary import Role
from annotations.models import Claim, Event
from annotations.queries import timelines
from annotations.web.event_links import address_of
from annotations.web.event_words import WORDS
from annotations.web.forms.history import KINDS
from tests.factories import a_claim, a_person, an_article, some_evidence, the_administrator
from tests.web.visitors import toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db


def told(answer: Any) -> list[str]:
    return [line.happening.words for line in answer.context["lines"]]


def verbs(answer: Any) -> list[str]:
    return [line.event.verb for line in answer.context["lines"]]


def a_claim_with_a_past() -> Claim:
    claim = a_claim(text="The pier was open.")
    evidence = some_evidence(claim=claim)
    edit_claim(claim_id=claim.pk, values={"text": "The pier was closed."}, actor=claim.created_by)
    withdraw_evidence(evidence_id=evidence.pk, actor=evidence.attached_by)
    write_comment(claim_id=claim.pk, text="Look here.", actor=a_person(display_name="Ada Aldous"))
    return claim


def last(claim: Claim, verb: str) -> Event:
    return Event.objects.filter(stream=f"claim:{claim.pk}", verb=verb).latest("position")


def test_every_verb_is_of_a_kind_and_every_kind_has_a_word() -> None:
    assert [verb for verb in WORDS if kind_of(verb) is None] == []
    assert KINDS.keys() == set(EventKind)


def test_it_tells_what_happened_latest_first_with_where_it_leads() -> None:
    claim = a_claim_with_a_past()
    answer = visitor().get(f"/claims/{claim.pk}/history/")
    assert told(answer) == [
        "Ada Aldous commented",
        "First Administrator withdrew a passage",
        "First Administrator changed the claim",
        "First Administrator linked a passage: corroborates",
        "First Administrator made the claim",
    ]
    evidence = claim.evidence.get()
    assert answer.context["lines"][1].address == f"/claims/{claim.pk}/#evidence-{evidence.pk}"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=evidence", ["evidence.withdrawn", "evidence.attached"]),
        ("kind=talk&kind=words", ["comment.written", "claim.edited", "claim.created"]),
        ("kind=copies", []),
        ("since=2001-01-01&until=2001-12-31", []),
        ("since=2001-01-01&kind=talk", ["comment.written"]),
    ],
)
def test_it_is_narrowed_by_kind_and_days(query: str, expected: list[str]) -> None:
    claim = a_claim_with_a_past()
    assert verbs(visitor().get(f"/claims/{claim.pk}/history/?{query}")) == expected


def test_it_is_narrowed_by_person() -> None:
    claim = a_claim_with_a_past()
    author = claim.comments.get().author
    answer = visitor().get(f"/claims/{claim.pk}/history/?by={author.pk}")
    assert verbs(answer) == ["comment.written"]
    assert answer.context["people"] == [
        (author.pk, "Ada Aldous"),
        (the_administrator().pk, "First Administrator"),
    ]


@pytest.mark.parametrize(
    "query",
    [
        "kind=nothing",
        "since=x",
        "by=0",
        "before=-1",
        "after=99999999999999999999",
        "since=2026-02-01&until=2026-01-01",
    ],
)
def test_what_cannot_be_meant_is_refused(query: str) -> None:
    assert visitor().get(f"/claims/{a_claim().pk}/history/?{query}").status_code == 422


def test_pages_follow_the_positions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timelines, "PAGE", 2)
    claim, client = a_claim_with_a_past(), visitor()
    address = f"/claims/{claim.pk}/history/"
    first = client.get(address)
    assert [line.event.position for line in first.context["lines"]] == [5, 4]
    assert (first.context["pages"]["previous"], first.context["pages"]["next"]) == ("", "?before=4")
    second = client.get(f"{address}?before=4")
    assert [line.event.position for line in second.context["lines"]] == [3, 2]
    back = client.get(address + second.context["pages"]["previous"])
    assert [line.event.position for line in back.context["lines"]] == [5, 4]
    last_page = client.get(f"{address}?before=2")
    assert (
        [line.event.position for line in last_page.context["lines"]],
        last_page.context["pages"]["next"],
    ) == ([1], "")


def test_the_history_of_a_link_is_its_part_of_that_of_the_claim() -> None:
    claim = a_claim_with_a_past()
    some_evidence(claim=claim)
    evidence = claim.evidence.order_by("pk")[0]
    answer = visitor().get(f"/evidence/{evidence.pk}/history/")
    assert verbs(answer) == ["evidence.withdrawn", "evidence.attached"]


def test_what_a_person_did_is_for_administrators() -> None:
    claim = a_claim_with_a_past()
    author = claim.comments.get().author
    assert visitor(role=Role.EDITOR).get(f"/people/{author.pk}/history/").status_code == 403
    answer = visitor(the_administrator()).get(f"/people/{author.pk}/history/?kind=talk")
    assert verbs(answer) == ["comment.written"]
    assert visitor(the_administrator()).get("/people/999999/history/").status_code == 404


@pytest.mark.parametrize(
    "noun", ["articles", "claims", "evidence", "sources", "publishers", "desks", "claim-sets", "exports"]
)
def test_there_is_no_history_of_what_is_not_there(noun: str) -> None:
    assert visitor().get(f"/{noun}/999999/history/").status_code == 404


def test_every_object_has_one() -> None:
    evidence = some_evidence(claim=a_claim(words="The ferry stopped."))
    desk = make_desk(name="Harbour", actor=the_administrator())
    client = visitor(the_administrator())
    article = evidence.claim.highlights.get().revision.article
    source = evidence.source
    for address in (
        f"/articles/{article.pk}/history/",
        f"/sources/{source.pk}/history/",
        f"/publishers/{source.publisher_id}/history/",
        f"/desks/{desk.pk}/history/",
    ):
        answer = client.get(address)
        assert (address, answer.status_code, bool(told(answer))) == (address, 200, True)
        assert [line.address for line in answer.context["lines"] if not line.address] == []


def test_it_costs_the_same_for_few_and_for_many() -> None:
    claim, client = a_claim_with_a_past(), visitor()
    for _ in range(6):
        some_evidence(claim=claim)
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/claims/{claim.pk}/history/")
    assert len(asked) == 11


def undo(client: Client, event: Event) -> Any:
    return client.post(f"/events/{event.pk}/undo/", follow=True)


def test_a_step_is_taken_back_where_it_is_told() -> None:
    claim = a_claim_with_a_past()
    client = visitor(the_administrator())
    answer = client.get(f"/claims/{claim.pk}/history/")
    assert [line.event.verb for line in answer.context["lines"] if line.may_undo] == [
        "comment.written",
        "evidence.withdrawn",
        "claim.edited",
    ]
    answer = undo(client, last(claim, "claim.edited"))
    claim.refresh_from_db()
    done = last(claim, "claim.edited")
    assert claim.text == "The pier was open."
    assert toasts_of(answer) == [
        ("Taken back: First Administrator changed the claim", f"/events/{done.pk}/undo/")
    ]


def test_who_may_not_is_offered_nothing_and_refused() -> None:
    claim = a_claim_with_a_past()
    reader = visitor(role=Role.READER)
    answer = reader.get(f"/claims/{claim.pk}/history/")
    assert [line for line in answer.context["lines"] if line.may_undo] == []
    assert undo(reader, last(claim, "claim.edited")).status_code == 403


def test_what_stands_in_the_way_is_said() -> None:
    claim = a_claim_with_a_past()
    event = last(claim, "claim.edited")
    edit_claim(claim_id=claim.pk, values={"text": "The pier was shut."}, actor=claim.created_by)
    answer = undo(visitor(the_administrator()), event)
    assert answer.status_code == 422
    assert "Something newer happened to it" in words_of(answer)


def test_one_key_takes_the_last_own_step_back() -> None:
    person = a_person()
    claim = a_claim(actor=person)
    withdraw_claim(claim_id=claim.pk, actor=person)
    client = visitor(person)
    assert f'action="/undo/claim/{claim.pk}/"' in client.get(f"/claims/{claim.pk}/").content.decode()
    assert client.post(f"/undo/claim/{claim.pk}/").status_code == 302
    assert last(claim, "claim.restored").actor == person
    assert visitor().post(f"/undo/claim/{claim.pk}/").status_code == 422


def test_nobody_takes_back_what_is_out_of_sight() -> None:
    keeper = a_person(role=Role.EDITOR)
    desk = make_desk(name="Nightjar", visibility="closed", editor_ids=[keeper.pk], actor=the_administrator())
    claim = a_claim(
        words="The ferry stopped.",
        article=an_article(text="The ferry stopped.", desk_id=desk.pk),
        actor=keeper,
    )
    client = visitor(role=Role.EDITOR)
    assert client.get(f"/claims/{claim.pk}/history/").status_code == 404
    assert undo(client, last(claim, "claim.created")).status_code == 404
    assert client.post(f"/undo/claim/{claim.pk}/").status_code == 422


def test_every_event_leads_somewhere() -> None:
    claim = a_claim_with_a_past()
    assert [
        event.verb for event in Event.objects.filter(stream=f"claim:{claim.pk}") if not address_of(event)
    ] == []
