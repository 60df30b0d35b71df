"""Whoever reads a passage blind, or settles between two readings, can obtain nothing of the first reading.

The same newsroom is made twice; only the first reader's stance differs. Everything that the second reader,
and then the third, can ask for is collected in both and compared whole: bodies, headers, counts, order.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pgtrigger
import pytest
from django.db import connection
from django.test import Client

from annotations.actions.assessments import assess_claims
from annotations.actions.claim_sets import create_claim_set, freeze_claim_set
from annotations.actions.comments import write_comment
from annotations.actions.disputes import take_dispute
from annotations.actions.export_runs import run_export
from annotations.actions.exports import request_export
from annotations.actions.second_looks import answer_look
from annotations.domain.vocabulary import ExportFormat, Role, SecondLookState
from annotations.exports import FORMATS
from annotations.models import Following, SecondLook, User
from tests import factories
from tests.api.calling import Program
from tests.exports.signed_claims import backed
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
from tests.reviewed import review_rules
from tests.services.emptying import empty_the_tables
from tests.web.every_address import addresses, answer_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db(transaction=True)

FIRST, NOTE, REASON, SAID = "Zebedee Firsthand", "notequagga", "reasonocelot", "commentibis"
PASSAGE = "The pier was shut at ten."
TEXT = "The pier was shut. The bridge was open.\n\nThe mayor said the gate was green."
BEGAN = datetime(2026, 5, 4, 12, tzinfo=UTC)


SCHEMA = "/api/v1/schema/"
"""Takes as long as a hundred pages, and reads nothing of anybody."""


class Clock(datetime):
    """Stands still unless it is set, so that two newsrooms live through the same moments."""

    stands_at = BEGAN

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        return cls.stands_at


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.datetime", Clock)
    Clock.stands_at = BEGAN


def later(hours: int = 1) -> None:
    """So many hours later."""
    Clock.stands_at += timedelta(hours=hours)


def begin_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty newsroom in which everything gets the ids and names it got before."""
    empty_the_tables()
    with connection.cursor() as cursor:
        for sequence in connection.introspection.sequence_list():
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), 1, false)",
                [f'"{sequence["table"]}"', sequence["column"]],
            )
    monkeypatch.setattr(factories, "_numbers", count(1))
    Clock.stands_at = BEGAN


class World:
    """A claim of high risk with one link by the first reader, and work beside it."""

    def __init__(self, stance: str) -> None:
        review_rules()
        self.first = a_person(display_name=FIRST)
        self.reader = a_person(display_name="Rosa Reader")
        # Whoever has no part in it must not be chosen: administrators and readers never are.
        self.watcher = a_person(display_name="Wim Watcher", role=Role.READER)
        self.article = an_article(text=TEXT)
        self.record = a_source(publisher=a_publisher(kind="primary_record"), title="Log of the harbour")
        self.beside = backed(a_claim(words="The bridge was open.", article=self.article))
        self.claim = a_claim(
            words="The pier was shut.", article=self.article, risk="high", risk_reason="It names a person.",
            actor=self.first,
        )  # fmt: skip
        Following.objects.create(person=self.reader, article=self.article)
        later()
        self.capture = a_capture(source=self.record, text=f"{PASSAGE} It was raining.")
        self.link = some_evidence(
            claim=self.claim, capture=self.capture, passage=PASSAGE, stance=stance, proximity="primary",
            sourcing="own", note=NOTE, actor=self.first,
        )  # fmt: skip
        assessed(self.claim)
        later()
        write_comment(claim_id=self.claim.pk, text=SAID, actor=self.first)
        _same_moments()
        self.live = create_claim_set(name="All", criteria={}, actor=the_administrator())
        self.frozen = freeze_claim_set(claim_set_id=self.live.pk, name="Kept", actor=the_administrator())
        for chosen in (self.live, self.frozen):
            for actor in (the_administrator(), self.reader):
                asked = request_export(
                    claim_set_id=chosen.pk, format=ExportFormat.NDJSON, include_unsigned=True, actor=actor
                )
                run_export(export_id=asked.pk, formats=FORMATS)
        later()
        _same_moments()
        self.look = SecondLook.objects.get(evidence=self.link)
        assert (self.look.reader, self.look.state) == (self.reader, SecondLookState.OPEN)


def questions(world: World) -> Iterator[str]:
    """Everything one can ask for."""
    yield from (address for address in addresses() if not address.startswith(("/admin/", SCHEMA)))
    yield from (
        "/claims/?status=SUPPORTED",
        "/claims/?status=REFUTED",
        "/claims/?sort=status",
        "/claims/?words=pier",
        f"/claims/?article={world.article.pk}",
        f"/claims/?publisher={world.record.publisher_id}",
        f"/claims/?reviewer={world.first.pk}",
        "/articles/?work=done",
        "/articles/?work=open",
        "/search/?words=pier",
        f"/live/claims?ids={world.claim.pk},{world.beside.pk}",
        f"/live/claims?article={world.article.pk}",
        "/api/v1/claims?sort=status",
        "/api/v1/claims?status=SUPPORTED",
        f"/api/v1/evidence?source={world.record.pk}",
        f"/api/v1/evidence?claim={world.claim.pk}",
        f"/api/v1/history?stream=claim:{world.claim.pk}",
        f"/api/v1/history?stream=article:{world.article.pk}",
        f"/api/v1/history?stream=source:{world.record.pk}",
        "/api/v1/history",
        "/api/v1/notices",
        f"/sources/{world.record.pk}/rests/?format=csv",
        f"/sources/{world.record.pk}/rests/?way=direct&status=SUPPORTED",
        f"/api/v1/sources/{world.record.pk}/rests",
        f"/annotations/?article={world.article.pk}",
        f"/annotations/evidence-{world.link.pk}",
        f"/articles/{world.article.pk}/annotations/",
    )


SIGNED = r"(?::|%3A)\w{6}(?::|%3A)[\w-]{43}"
CHANGING = (
    (re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"'), ""),
    (re.compile(r'"X-CSRFToken": ?"[^"]+"|X-CSRFToken[^,}]*'), ""),
    (re.compile(r"csrftoken=[^;]+|sessionid=[^;]+"), ""),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), ""),
    # The mark of an answer that holds the beginning of a token is other each time, as the token is.
    (re.compile(r"(wb_[\w-]+.*)'ETag': '[^']+'", re.DOTALL), r"\1"),
    (re.compile(r"wb_[\w-]+"), ""),
    # A cursor is signed with the moment, and the mark of the answer is made of it; where it leads to stays.
    (re.compile(rf"({SIGNED}.*)'ETag': '[^']+'", re.DOTALL), r"\1"),
    (re.compile(SIGNED), ""),
    # How many requests are left to them.
    (re.compile(r"'RateLimit': '[^']+'"), ""),
    # When an answer that is not to be kept was given.
    (re.compile(r"'Expires': '[^']+'"), ""),
)


PREVIEWED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("sources/1", {"state": "retracted"}),
    ("sources/2", {"state": "retracted"}),
    ("sources/2", {"edit": {"publisher_id": 1}}),
    ("sources/2", {"absorbed_id": 1}),
    ("publishers/1", {"grade": "E"}),
    ("publishers/2", {"grade": "E"}),
    ("publishers/2", {"absorbed_id": 1}),
)
"""What would move if: asked by POST, of every source and publisher that there is."""


def answers(person: User, world: World, *, without: tuple[str, ...] = ()) -> dict[str, tuple[int, str]]:
    """All that the person is told, without what is drawn anew for each request."""
    page, program = visitor(person), Program(person).client
    told = {}
    for address in dict.fromkeys(questions(world)):
        if address.startswith(without):
            continue
        is_program = address.startswith(("/api/", "/annotations/"))
        told[address] = without_chance(answer_of(program if is_program else page, address))
    for address, body in PREVIEWED:
        answer = program.post(f"/api/v1/{address}/preview", body, "application/json")
        told[f"{address} {body}"] = without_chance((answer.status_code, answer.content.decode()))
    return told


def without_chance(told: tuple[int, str]) -> tuple[int, str]:
    """An answer without what is drawn anew for each request."""
    status, text = told
    for pattern, instead in CHANGING:
        text = pattern.sub(instead, text)
    return status, text


def in_two_worlds(
    monkeypatch: pytest.MonkeyPatch, told_in: Callable[[World], dict[str, tuple[int, str]]]
) -> list[dict[str, tuple[int, str]]]:
    """What is told where the first reader found the passage to support, and where to contradict."""
    found = []
    for stance in ("corroborates", "contradicts"):
        begin_anew(monkeypatch)
        found.append(told_in(World(stance)))
    return found


def _same_moments() -> None:
    """What the database dated itself, in the order in which it came to be."""
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE annotations_assessment SET computed_at = %s + id * interval '1 second'", [BEGAN]
        )
        as_of = f'"{BEGAN.isoformat()}"'
        cursor.execute(
            "UPDATE annotations_export SET taken_at = %s, "
            "manifest = jsonb_set(manifest, '{as_of}', %s::jsonb)",
            [BEGAN, as_of],
        )


def differing(one: dict[str, tuple[int, str]], other: dict[str, tuple[int, str]]) -> dict[str, Any]:
    """The addresses that answer differently, with the first place where they do."""
    found = {}
    for address in one.keys() | other.keys():
        mine, theirs = one.get(address, (0, "")), other.get(address, (0, ""))
        if mine != theirs:
            at = next((at for at, (a, b) in enumerate(zip(mine[1], theirs[1], strict=False)) if a != b), 0)
            found[address] = (mine[0], theirs[0], mine[1][at - 60 : at + 60], theirs[1][at - 60 : at + 60])
    return found


def traces(told: dict[str, tuple[int, str]]) -> dict[str, list[str]]:
    """Where words of the first reader stand."""
    words = (NOTE, REASON, SAID)
    found = {address: [one for one in words if one in text] for address, (_, text) in told.items()}
    return {address: met for address, met in found.items() if met}


def test_the_second_reader_finds_nothing_of_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = in_two_worlds(monkeypatch, lambda world: answers(world.reader, world))
    assert differing(one, other) == {}
    assert traces(one) == {}
    assert 500 not in {status for status, _ in one.values()}
    assert {one[f"{address} {body}"][0] for address, body in PREVIEWED} == {200}
    assert "Rosa Reader" in one["/profile/"][1]


def test_the_description_of_the_api_reads_no_row(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert Client().get(SCHEMA).status_code == 200


def test_nor_does_the_third_who_settles(monkeypatch: pytest.MonkeyPatch) -> None:
    def told_in(world: World) -> dict[str, tuple[int, str]]:
        third = a_person(display_name="Theo Third", role=Role.EDITOR)
        answer_look(look_id=world.look.pk, stance="context", reason="secondyak", actor=world.reader)
        assess_claims(claim_ids=[world.claim.pk])
        later()
        take_dispute(look_id=world.look.pk, actor=third)
        page = visitor(third).get(f"/disputes/{world.look.pk}/").content.decode()
        assert FIRST not in page and "Rosa Reader" not in page
        own = (f"/disputes/{world.look.pk}/", "/api/v1/disputes")
        _same_moments()
        return answers(third, world, without=own)

    one, other = in_two_worlds(monkeypatch, told_in)
    assert differing(one, other) == {}
    assert traces(one) == {}


def test_what_is_written_on_it_is_refused_as_if_it_were_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    program_answers = []
    for stance in ("corroborates", "contradicts"):
        begin_anew(monkeypatch)
        world = World(stance)
        program = Program(world.reader)
        given = []
        for address, body in (
            (f"claims/{world.claim.pk}/withdraw", {}),
            (f"claims/{world.claim.pk}/highlights", {}),
            (f"evidence/{world.link.pk}/withdraw", {}),
            ("verdicts", {"claim_id": world.claim.pk, "assessment_id": 1, "reason": "Read."}),
            (
                "evidence",
                {
                    "claim_id": world.claim.pk, "capture_id": world.capture.pk, "passage": PASSAGE,
                    "stance": "context",
                },
            ),
        ):  # fmt: skip
            given.append((address, program.post(address, body).status_code))
        program_answers.append(given)
    assert program_answers[0] == program_answers[1]
    assert {status for _, status in program_answers[0]} == {404}


def test_what_they_were_told_comes_back_once_they_have_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    begin_anew(monkeypatch)
    world = World("corroborates")
    client: Client = visitor(world.reader)
    about = f'href="/claims/{world.claim.pk}/'
    assert client.get(f"/claims/{world.claim.pk}/").status_code == 404
    assert about not in client.get("/notices/").content.decode()
    answer_look(look_id=world.look.pk, stance="corroborates", actor=world.reader)
    assert NOTE in client.get(f"/claims/{world.claim.pk}/").content.decode()
    # Somebody commented on what they watch while they were reading.
    assert about in client.get("/notices/").content.decode()
