"""Finding publishers, sources, captures, people and tokens."""

import pytest
from pytest_django import DjangoAssertNumQueries

from annotations.actions.people import edit_person
from annotations.actions.publishers import add_bloc, grade_publisher, join_bloc, relate_publishers
from annotations.actions.sources import derive_source, relate_sources
from annotations.domain.errors import NotFound
from annotations.domain.verification import POLICY_1_0_0, tables_of
from annotations.domain.vocabulary import EvidenceState, PublisherKind, Role
from annotations.models import Policy
from annotations.queries.captures import capture_to_read, captures_of, latest_capture_id
from annotations.queries.people import all_people, find_people, person_by_id, reviewers
from annotations.queries.policies import policy_in_force
from annotations.queries.publishers import (
    all_blocs,
    all_publishers,
    find_publishers,
    grade_history,
    memberships_of,
    publisher_by_id,
    relations_of,
)
from annotations.queries.sources import (
    all_sources,
    derivations_of,
    find_sources,
    relays_of,
    source_by_id,
    source_relations_of,
    source_with_address,
)
from annotations.queries.tokens import tokens_of
from tests.factories import a_capture, a_person, a_publisher, a_source, a_token, the_administrator
from tests.register import a_claim_on

pytestmark = pytest.mark.django_db


def test_publishers_by_name_with_grade_and_owner(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    owner = a_publisher(name="Zeta Group", kind="unknown")
    graded = a_publisher(name="Echo", owner_id=owner.pk)
    a_publisher(name="Herald")
    grade_publisher(publisher_id=graded.pk, grade="A", reason="Record.", actor=the_administrator())
    with django_assert_num_queries(1):
        found = [
            (p.name, (vars(p)["graded"], vars(p)["grade"]), p.owner and p.owner.name)
            for p in all_publishers()
        ]
    assert found == [
        ("Echo", ("A", "A"), "Zeta Group"),
        ("Herald", (None, "B"), None),
        ("Zeta Group", (None, "F"), None),
    ]
    assert publisher_by_id(graded.pk) == graded
    with pytest.raises(NotFound):
        publisher_by_id(0)


@pytest.mark.parametrize(
    "applied",
    [
        [],
        [tables_of(POLICY_1_0_0)],
        [{"default_grades": {"wire": "C", "unknown": "E"}}],
        [{"default_grades": {"wire": "C"}}, {"default_grades": {"wire": "A", "ngo": "D"}}],
        [{"default_grades": {"wire": "C"}}, {"floor": 20}],
        [{"default_grades": {}}],
    ],
)
def test_what_nobody_graded_has_the_grade_of_the_policy_in_force(
    applied: list[dict[str, object]], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number, tables in enumerate(applied):
        Policy.objects.create(version=f"{number}.0.0", tables=tables)
    by_hand = a_publisher(name="Judged", kind="wire")
    grade_publisher(publisher_id=by_hand.pk, grade="B", reason="Record.", actor=the_administrator())
    for kind in PublisherKind.values:
        a_publisher(name=f"Some {kind}", kind=kind)
    grades = policy_in_force().grade_by_kind
    expected = {("Judged", "B"), *((f"Some {kind}", grades.get(kind, "F")) for kind in PublisherKind.values)}
    with django_assert_num_queries(1):
        assert {(publisher.name, vars(publisher)["grade"]) for publisher in all_publishers()} == expected


def test_publishers_are_found_by_every_word_beginnings_first() -> None:
    names = ["The Harbour Herald", "Harbour Office", "Herald of the Harbour", "Echo", "100% Herald"]
    for name in names:
        a_publisher(name=name)

    def found(words: str, limit: int = 10) -> list[str]:
        return [publisher.name for publisher in find_publishers(words, limit)]

    assert found(" harbour ") == ["Harbour Office", "Herald of the Harbour", "The Harbour Herald"]
    assert found("harbour her") == ["Herald of the Harbour", "The Harbour Herald"]
    assert found("100%") == ["100% Herald"]
    assert found("%") == ["100% Herald"]
    assert found("", limit=2) == ["100% Herald", "Echo"]
    assert found("nobody") == []


def test_what_belongs_to_a_publisher(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    administrator = the_administrator()
    publisher, other, third = a_publisher(), a_publisher(), a_publisher()
    for grade in "CB":
        grade_publisher(publisher_id=publisher.pk, grade=grade, reason="x", actor=administrator)
    bloc = add_bloc(name="The company", dispute="The harbour", actor=administrator)
    empty = add_bloc(name="The town", dispute="The harbour", actor=administrator)
    membership = join_bloc(publisher_id=publisher.pk, bloc_id=bloc.pk, actor=administrator)
    relations = [
        relate_publishers(
            first_id=publisher.pk, second_id=pk, kind="independent", reason="x", actor=administrator
        )
        for pk in (other.pk, third.pk)
    ]
    with django_assert_num_queries(1):
        assert [(entry.grade, entry.graded_by) for entry in grade_history(publisher.pk)] == [
            ("B", administrator),
            ("C", administrator),
        ]
    with django_assert_num_queries(1):
        assert [(row, row.bloc) for row in memberships_of(publisher.pk)] == [(membership, bloc)]
    with django_assert_num_queries(1):
        found = [(row, row.first, row.second) for row in relations_of(publisher.pk)]
        assert found == [(relations[0], publisher, other), (relations[1], publisher, third)]
    assert list(relations_of(third.pk)) == [relations[1]]
    assert [(row, vars(row)["member_count"]) for row in all_blocs()] == [(bloc, 1), (empty, 0)]


def test_sources_latest_first_with_publisher_and_captures(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first, second = a_source(), a_source()
    a_capture(source=first)
    a_capture(source=first)
    with django_assert_num_queries(1):
        found = [(row, row.publisher.name, vars(row)["capture_count"]) for row in all_sources()]
    assert found == [(second, second.publisher.name, 0), (first, first.publisher.name, 2)]
    assert source_by_id(first.pk) == first
    with pytest.raises(NotFound):
        source_by_id(0)


def test_sources_are_found_by_title_publisher_or_pasted_address(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    herald, echo = a_publisher(name="Harbour Herald"), a_publisher(name="Evening Echo")
    closed = a_source(publisher=herald, title="Port closed", url="https://herald.example/a")
    opened = a_source(publisher=herald, title="Closed port open again")
    other = a_source(publisher=echo, title="Herald of spring")

    person = the_administrator()
    with django_assert_num_queries(2):
        assert find_sources("herald", person) == [other, opened, closed]
    assert find_sources("closed herald", the_administrator()) == [opened, closed]
    assert find_sources("CLOSED", the_administrator()) == [opened, closed]
    assert find_sources("herald echo", the_administrator()) == [other]
    assert find_sources("", the_administrator(), limit=2) == [other, opened]
    assert find_sources("nothing", the_administrator()) == []
    assert find_sources("https://HERALD.example/a?utm_source=x", the_administrator()) == [closed]
    assert find_sources("https://herald.example/b", the_administrator()) == []
    assert find_sources("https://", the_administrator()) == []
    assert source_with_address("https://herald.example/a#top") == closed


def test_what_belongs_to_a_source(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    administrator = the_administrator()
    paper, wire = a_source(publisher=a_publisher()), a_source(publisher=a_publisher())
    other, publishers = a_source(), (paper.publisher, wire.publisher)
    edge = derive_source(source_id=paper.pk, origin_id=wire.pk, kind="cites", actor=administrator)
    relation = relate_sources(
        first_id=other.pk, second_id=paper.pk, kind="distinct", reason="x", actor=administrator
    )
    with django_assert_num_queries(1):
        assert [(row, row.origin.publisher) for row in derivations_of(paper.pk)] == [(edge, publishers[1])]
    with django_assert_num_queries(1):
        assert [(row, row.source.publisher) for row in relays_of(wire.pk)] == [(edge, publishers[0])]
    assert list(source_relations_of(other.pk)) == list(source_relations_of(paper.pk)) == [relation]


def test_captures_without_texts_and_one_to_read(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    publisher = a_publisher()
    source = a_source(publisher=publisher)
    first = a_capture(source=source, text="The harbour was closed.\n\nNobody was hurt.")
    second = a_capture(source=source, text="The harbour is open.")
    a_claim_on(source, state=EvidenceState.WITHDRAWN)
    claims = [a_claim_on(source), a_claim_on(source)]
    assert list(captures_of(source.pk)) == [second, first]
    assert latest_capture_id(source.pk) == second.pk
    assert latest_capture_id(a_source().pk) is None
    person = the_administrator()
    with django_assert_num_queries(2):
        readable = capture_to_read(first.pk, person)
        assert (readable.capture, readable.capture.source.publisher) == (first, publisher)
        assert readable.document is not None
        assert [readable.document.block_text(block) for block in readable.document.blocks] == [
            "The harbour was closed.",
            "Nobody was hurt.",
        ]
        assert [link.claim for link in readable.evidence] == claims
    with pytest.raises(NotFound):
        capture_to_read(0, the_administrator())


def test_people_and_who_reviews() -> None:
    administrator = the_administrator()
    ada = a_person(display_name="Ada Byron", role=Role.EDITOR)
    bo = a_person(display_name="Bo Reader", role=Role.READER)
    gone = a_person(display_name="Ada Gone")
    edit_person(person_id=gone.pk, values={"is_active": False}, actor=administrator)
    assert list(all_people()) == [ada, gone, bo, administrator]
    assert list(reviewers()) == [ada, administrator]
    assert find_people("ada") == [ada]
    assert person_by_id(bo.pk) == bo
    with pytest.raises(NotFound):
        person_by_id(0)


def test_tokens_of_a_person_latest_first(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    person = a_person()
    first, second = a_token(person=person)[0], a_token(person=person)[0]
    a_token()
    with django_assert_num_queries(1):
        assert [(token, token.issued_by) for token in tokens_of(person.pk)] == [
            (second, person),
            (first, person),
        ]
