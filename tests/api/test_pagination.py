"""Pages by cursor: nothing twice, nothing lost, however deep and whatever is added meanwhile."""

import base64
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.models import Claim, Publisher, SavedFilter, User
from tests.api.calling import Program, problem_of
from tests.factories import a_person

pytestmark = pytest.mark.django_db


def some_claims(count: int, person: User | None = None) -> list[int]:
    """Ids of that many claims, in the order in which lists give them."""
    author = person or a_person()
    rows = [Claim(text=f"Crossing {n}.", type="event", created_by=author) for n in range(count)]
    return sorted((row.pk for row in Claim.objects.bulk_create(rows)), reverse=True)


def ids(answer: Any) -> list[int]:
    return [row["id"] for row in answer.json()["results"]]


def decoded(cursor: str) -> str:
    return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()


def encoded(words: str) -> str:
    return base64.urlsafe_b64encode(words.encode()).decode().rstrip("=")


def walked(program: Program, answer: Any, direction: str) -> list[list[int]]:
    """The pages from an answer to the end of a direction."""
    pages = [ids(answer)]
    while (link := answer.json()[direction]) is not None:
        answer = program.get(link.partition("/api/v1/")[2])
        pages.append(ids(answer))
    return pages


@pytest.mark.parametrize("size", [1, 3, 7, 8])
def test_pages_hold_everything_once_newest_first_and_lead_back(size: int) -> None:
    program, expected = Program(), some_claims(7)
    first = program.get("claims", page_size=size)
    forwards = walked(program, first, "next")
    assert [pk for page in forwards for pk in page] == expected
    last_link = first
    while last_link.json()["next"] is not None:
        last_link = program.get(last_link.json()["next"].partition("/api/v1/")[2])
    assert walked(program, last_link, "previous")[::-1] == forwards


def test_rows_added_while_reading_neither_repeat_nor_hide_others() -> None:
    program, expected, author = Program(), some_claims(9), a_person()
    seen: list[int] = []
    answer = program.get("claims", page_size=3)
    while True:
        seen += ids(answer)
        newer = some_claims(2, author)
        link = answer.json()["next"]
        if link is None:
            break
        answer = program.get(link.partition("/api/v1/")[2])
    assert seen == expected
    assert not set(newer) & set(seen)
    back = program.get(answer.json()["previous"].partition("/api/v1/")[2])
    assert ids(back) == expected[3:6]


@given(
    before=st.integers(0, 8),
    size=st.integers(1, 4),
    steps=st.lists(st.tuples(st.sampled_from(["come", "change", "go"]), st.integers(0, 20)), max_size=24),
)
@settings(max_examples=25, deadline=None)
def test_whatever_stood_all_the_time_is_read_once(
    before: int, size: int, steps: list[tuple[str, int]]
) -> None:
    """Between any two pages rows come, are edited and go; what stood from the first to the last is there
    exactly once, and in order.
    """
    SavedFilter.objects.all().delete()
    program = Program()
    made = [_kept(program.person, f"First {n}") for n in range(before)]
    stood, remaining, seen = set(made), list(steps), list[int]()
    answer = program.get("saved-filters", page_size=size)
    while True:
        seen += ids(answer)
        for verb, number in remaining[:2]:
            stood -= _happened(program.person, verb, number, made)
        del remaining[:2]
        if (link := answer.json()["next"]) is None:
            break
        answer = program.get(link.partition("/api/v1/")[2])
    assert [pk for pk in seen if pk in stood] == sorted(stood, reverse=True)
    assert len(seen) == len(set(seen)) and seen == sorted(seen, reverse=True)


def _kept(person: User, name: str) -> int:
    kept = SavedFilter.objects.create(person=person, noun="sources", name=name, criteria={"tag": ["x"]})
    return kept.pk


def _happened(person: User, verb: str, number: int, made: list[int]) -> set[int]:
    """One thing that happens to the rows; gives back those that do not stand any more."""
    if verb == "come":
        made.append(_kept(person, f"Later {len(made)} {max(made, default=0)}"))
    elif made and verb == "change":
        pk = made[number % len(made)]
        SavedFilter.objects.filter(pk=pk).update(name=f"Changed {pk} {number}")
    elif made:
        gone = made.pop(number % len(made))
        SavedFilter.objects.filter(pk=gone).delete()
        return {gone}
    return set()


def test_a_page_deep_down_costs_what_the_first_costs() -> None:
    program, all_ids = Program(), some_claims(600)
    link = program.get("claims", page_size=50).json()["next"]
    beyond, of_this_list = decoded(parse_qs(urlsplit(link).query)["cursor"][0]).rsplit(":", 1)
    assert beyond == f"before:{all_ids[49]}"
    cursor = encoded(f"before:{all_ids[500]}:{of_this_list}")
    with CaptureQueriesContext(
        connection,
    ) as first:
        program.get("claims", page_size=50)
    with CaptureQueriesContext(connection) as deep:
        page = program.get("claims", page_size=50, cursor=cursor)
    assert ids(page) == all_ids[501:551]
    assert (len(first), len(deep)) == (2, 2)
    assert "OFFSET" not in deep[1]["sql"] and f'"id" < {all_ids[500]}' in deep[1]["sql"]


def test_filters_stay_in_the_links() -> None:
    program = Program()
    some_claims(3)
    answer = program.get("claims", page_size=1, type="event")
    assert "type=event" in answer.json()["next"] and "page_size=1" in answer.json()["next"]


def test_an_empty_list_is_a_page() -> None:
    assert Program().get("claims").json() == {"next": None, "previous": None, "results": []}


@pytest.mark.parametrize(
    "cursor",
    ["x", "é", "YmVmb3JlOjA", "YmVmb3JlOng", "YmVmb3JlOjE", "bz0x", "", "%00", "\x00", "x" * 10_000, "٣"],
)
def test_a_cursor_that_is_none_of_ours_is_refused(cursor: str) -> None:
    assert problem_of(Program().get("claims", cursor=cursor)) == (400, "cursor-invalid", "cursor")


def cursor_of(answer: Any) -> str:
    return parse_qs(urlsplit(answer.json()["next"]).query)["cursor"][0]


def test_a_cursor_goes_with_its_list_and_its_filters_alone() -> None:
    program = Program()
    some_claims(4)
    program.post("publishers", {"name": "Bay Wire", "kind": "wire"})
    query = {"type": ["event", "quantity"], "page_size": 2}
    cursor = cursor_of(program.get("claims", None, **query))
    same = program.get("claims", None, type=["quantity", "event"], page_size=1, fields="id", cursor=cursor)
    assert len(same.json()["results"]) == 1
    other_filter = program.get("claims", None, type="event", cursor=cursor)
    other_list = program.get("highlights", None, cursor=cursor)
    none = program.get("claims", None, cursor=cursor)
    for answer in (other_filter, other_list, none):
        assert problem_of(answer) == (400, "cursor-of-another-filter", "cursor")


@pytest.mark.parametrize("size", ["0", "501", "-1", "x", "", "1.5", "²", "٣", "9" * 10_000, "1\x00", "1e2"])
def test_a_page_has_bounds(size: str) -> None:
    assert problem_of(Program().get("claims", page_size=size)) == (400, "page-size-invalid", "page_size")


LISTS = (
    "articles",
    "revisions",
    "claims",
    "highlights",
    "publishers",
    "sources",
    "captures",
    "evidence",
    "assessments",
    "verdicts",
    "claim-sets",
    "exports",
    "history",
    "parties",
)


@pytest.mark.parametrize("noun", LISTS)
def test_every_list_refuses_a_filter_it_does_not_have(noun: str) -> None:
    assert problem_of(Program().get(noun, colour="blue")) == (400, "unknown-filter", "colour")


@pytest.mark.parametrize(
    ("noun", "name", "value"),
    [
        ("articles", "published_since", "yesterday"),
        ("articles", "publisher", "x"),
        ("articles", "url", "no address"),
        ("articles", "words", "\x00"),
        ("claims", "status", "TRUE"),
        ("claims", "article", "99999999999999999999"),
        ("claims", "since", "2026-13-01"),
        ("claims", "signed", "maybe"),
        ("publishers", "grade", "Z"),
        ("sources", "state", "gone"),
        ("evidence", "stance", "against"),
        ("exports", "state", "lost"),
        ("history", "stream", "person:1"),
        ("history", "stream", "claim:0"),
        ("history", "stream", "claim:1:2"),
    ],
)
def test_a_filter_with_a_value_that_cannot_be_meant_is_refused(noun: str, name: str, value: str) -> None:
    status, _, field = problem_of(Program().get(noun, None, **{name: value}))
    assert (status, field) == (400, name)


def test_filters_of_publishers() -> None:
    program = Program()
    for name, kind, country in (("Bay Wire", "wire", "SE"), ("Bay Gazette", "newspaper", "NO")):
        program.post("publishers", {"name": name, "kind": kind, "country": country})

    def names(**query: str) -> list[str]:
        return [row["name"] for row in program.get("publishers", None, **query).json()["results"]]

    assert names(words="bay") == ["Bay Gazette", "Bay Wire"]
    assert names(words="bay wire") == names(kind="wire") == names(country="se") == ["Bay Wire"]
    assert (names(grade="B"), names(grade="A")) == (["Bay Gazette", "Bay Wire"], [])
    assert Publisher.objects.count() == 2
