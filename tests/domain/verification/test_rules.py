"""Each rule of the specification by itself, where random search would hardly find it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from annotations.domain.verification import (
    BlocMembership,
    Inputs,
    LinkInput,
    LinkReason,
    NodeInput,
    NodeReason,
    PublisherInput,
    RelationInput,
    Result,
    assess,
)
from tests.domain.verification.scenes import (
    NORTH,
    amounts,
    item,
    judged,
    own_reports,
    pro,
    publisher,
    scene,
)

GLOBE = publisher("globe", "B")
REPORT = item("report", "globe", on=date(2020, 5, 1))


def reason_of(
    link: LinkInput, *parts: object, node: NodeInput | None = None, as_of: date | None = None
) -> str | None:
    """Why the given link does not count; None when it does."""
    result = assess(scene(link, *parts, node=node), as_of=as_of)
    told = next(told for told in result.links if told.link == link.id)
    return told.reason.value if told.reason else None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"stance": "context"}, "CONTEXT_ONLY"),
        ({"state": "proposed"}, "LINK_NOT_ACCEPTED"),
        ({"state": "rejected"}, "LINK_NOT_ACCEPTED"),
        ({"state": "withdrawn"}, "LINK_NOT_ACCEPTED"),
        ({"state": "disputed"}, "STANCE_DISPUTED"),
        ({"broken": True, "captured": False}, "SOURCE_UNREACHABLE"),
        ({"broken": True}, None),
        ({"captured": False}, None),
        ({"passage": "gone"}, "QUOTE_GONE"),
        ({"passage": "missing"}, "PASSAGE_MISSING"),
        ({"scope_mismatch": True}, "SCOPE_MISMATCH"),
        ({"credibility": "5"}, "IMPROBABLE_ITEM"),
        ({"credibility": "4"}, None),
        ({"credibility": "4", "coverage": "partial"}, "BELOW_FLOOR"),
    ],
)
def test_admission_of_a_link(changes: dict[str, object], reason: str | None) -> None:
    link = replace(pro("L", "report", sourcing="own"), **changes)  # type: ignore[arg-type]
    assert reason_of(link, GLOBE, REPORT) == reason


@pytest.mark.parametrize(
    ("grade", "proximity", "points"),
    [
        ("A", "primary", 100),
        ("A", "secondary", 80),
        ("A", "tertiary", 50),
        ("B", "primary", 75),
        ("B", "secondary", 60),
        ("C", "primary", 50),
        ("C", "secondary", 40),
        ("D", "primary", 0),
        ("E", "primary", 0),
        ("F", "primary", 0),
    ],
)
def test_what_one_report_is_worth(grade: str, proximity: str, points: int) -> None:
    parts = (publisher("p", grade), item("i", "p"), pro("L", "i", proximity, "own"))
    assert judged(*parts)[0] == points


@pytest.mark.parametrize(
    ("grades", "support", "status"),
    [
        (("B", "B"), 120, "SUPPORTED"),
        (("B", "C"), 100, "SUPPORTED"),
        (("C", "C"), 80, "LEANS_SUPPORTED"),
        (("C", "C", "C"), 120, "SUPPORTED"),
        (("D", "D", "E", "F", "F"), 0, "NOT_ENOUGH_EVIDENCE"),
    ],
)
def test_how_reports_add_up(grades: tuple[str, ...], support: int, status: str) -> None:
    assert judged(*own_reports(*grades)) == (support, 0, status)


@pytest.mark.parametrize(
    ("kind", "points"),
    [
        ("primary_record", 80),
        ("wire", 60),
        ("official_body", 60),
        ("fact_checker", 60),
        ("academic", 60),
        ("ngo", 40),
        ("partisan_outlet", 40),
        ("state_media", 0),
        ("aggregator", 0),
        ("unknown", 0),
    ],
)
def test_a_publisher_without_a_grade_has_that_of_its_kind(kind: str, points: int) -> None:
    assert judged(publisher("p", kind=kind), item("i", "p"), pro("L", "i", sourcing="own"))[0] == points


def test_why_a_source_is_too_weak() -> None:
    own = pro("L", "i", sourcing="own")
    assert reason_of(own, publisher("p", "F"), item("i", "p")) == "SOURCE_UNGRADED"
    assert reason_of(own, publisher("p", "E"), item("i", "p")) == "SOURCE_UNRELIABLE"
    assert reason_of(own, publisher("p", "D"), item("i", "p")) == "SOURCE_UNRELIABLE"
    weak = (publisher("p", "A"), item("i", "p", "rumour"), publisher("q", "E"), item("rumour", "q"))
    assert reason_of(pro("L", "i"), *weak) == "WEAK_CHAIN"


def test_a_platform_is_never_a_source() -> None:
    platform = PublisherInput("tube", "broadcaster", "A", is_platform=True)
    assert reason_of(pro("L", "i", "primary"), platform, item("i", "tube")) == "SOURCE_UNGRADED"


def test_a_relay_is_never_first_hand() -> None:
    parts = (publisher("p", "A"), publisher("q", "A"), item("i", "p", "j"), item("j", "q"))
    assert judged(*parts, pro("L", "i", "primary"))[0] == 80
    assert judged(*parts, pro("L", "i", "primary", "own"))[0] == 100


def test_own_reporting_rests_on_nothing_whatever_the_item_cites_elsewhere() -> None:
    parts = (publisher("p", "A"), publisher("q", "C"), item("i", "p", "j"), item("j", "q"))
    told = assess(scene(*parts, pro("L", "i", sourcing="own"))).links[0]
    assert (told.origin_class, told.reliability, told.points) == ("s:p", 100, 80)


def test_relies_on_replaces_the_derivations_of_the_item_for_this_passage() -> None:
    parts = (
        publisher("p", "A"),
        publisher("q", "A"),
        publisher("r", "B"),
        item("i", "p", "j"),
        item("j", "q"),
        item("k", "r"),
    )
    told = assess(scene(*parts, pro("L", "i", sourcing="relies_on", relies_on=("k",)))).links[0]
    assert (told.origin_class, told.reliability, told.points) == ("s:r", 75, 60)


def test_a_passage_that_relies_on_what_cites_it_is_circular() -> None:
    parts = (publisher("p", "A"), publisher("q", "A"), item("i", "p"), item("j", "q", "i"))
    result = assess(scene(*parts, pro("L", "i", sourcing="relies_on", relies_on=("j",))))
    assert result.has(NodeReason.CIRCULAR_REPORTING)


def test_an_outlet_that_cites_two_does_not_make_them_one() -> None:
    """Why origins are matched and connected components are not used."""
    two = (publisher("a", "B"), publisher("b", "B"), item("a1", "a"), item("b1", "b"))
    links = (pro("L1", "a1", sourcing="own"), pro("L2", "b1", sourcing="own"))
    third = (publisher("c", "B"), item("c1", "c", "a1", "b1"), pro("L3", "c1"))
    assert judged(*two, *links) == (120, 0, "SUPPORTED")
    assert judged(*two, *links, *third) == (120, 0, "SUPPORTED")


@pytest.mark.parametrize(("first", "second"), [("B", "C"), ("C", "B")])
def test_a_chain_is_as_good_as_its_worst_link_and_the_best_chain_counts(first: str, second: str) -> None:
    chain = (
        publisher("top", "A"),
        publisher("one", first),
        publisher("other", second),
        publisher("root", "A"),
        item("t", "top", "g", "p"),
        item("g", "one", "r"),
        item("p", "other", "r"),
        item("r", "root"),
    )
    assert assess(scene(*chain, pro("L", "t"))).links[0].reliability == 75


def test_nobody_down_the_chain_can_vouch_for_an_unnamed_origin() -> None:
    weak = (
        publisher("top", "A"),
        publisher("blog", "C"),
        item("t", "top", "b"),
        item("b", "blog", "w"),
        item("w", None),
    )
    assert reason_of(pro("L", "t"), *weak) == "WEAK_CHAIN"
    strong = (
        publisher("top", "C"),
        publisher("wire", "B"),
        item("t", "top", "b"),
        item("b", "wire", "w"),
        item("w", None),
    )
    assert assess(scene(*strong, pro("L", "t"))).links[0].points == 40
    assert reason_of(pro("L", "w", sourcing="own"), item("w", None)) == "SOURCE_UNRELIABLE"


def unnamed_pair(*relations: RelationInput) -> Inputs:
    parts = (publisher("a", "A"), publisher("b", "A"), item("a1", "a", "x"), item("b1", "b", "y"))
    inputs = scene(*parts, item("x", None), item("y", None), pro("L1", "a1"), pro("L2", "b1"))
    return replace(inputs, item_relations=relations)


def test_unnamed_origins_are_one_unless_recorded_as_distinct() -> None:
    assert assess(unnamed_pair()).support == 40
    assert assess(unnamed_pair(RelationInput("distinct", "x", "y"))).support == 80


def test_an_unnamed_official_of_a_known_office_is_both() -> None:
    parts = (
        publisher("office", "B"),
        publisher("a", "A"),
        publisher("b", "A"),
        replace(item("official", "office"), anonymous=True),
        item("statement", "office"),
        item("source", None),
        item("a1", "a", "official"),
        item("b1", "b", "statement"),
        item("c1", "b", "source"),
    )
    links = (pro("L1", "a1"), pro("L2", "b1"))
    assert judged(*parts, *links)[0] == 60
    assert judged(*parts, pro("L1", "a1"), pro("L3", "c1"))[0] == 40


def quoted_official(stance: str, **interests: Any) -> Result:
    """A wire quotes somebody unnamed of an office that speaks for the north."""
    north = BlocMembership("north")
    office, wire = PublisherInput("office", "party_official", "A", blocs=(north,)), publisher("wire", "B")
    official = replace(item("official", None), office="office")
    report = item("report", "wire", "official")
    link = replace(pro("L", "report"), stance=stance)
    return assess(scene(office, wire, official, report, link, node=replace(NodeInput(1), **interests)))


@pytest.mark.parametrize(
    ("stance", "interests", "points", "interest"),
    [
        ("corroborates", {"favours": ("north",)}, 0, "self_serving"),
        ("contradicts", {"disfavours": ("north",)}, 0, "self_serving"),
        ("corroborates", {}, 0, "unknown"),
        ("corroborates", {"neutral_for": ("north",)}, 20, "neutral"),
        ("corroborates", {"disfavours": ("north",)}, 40, "against"),
    ],
)
def test_an_unnamed_official_has_the_interest_of_the_office_and_neither_grade_nor_class(
    stance: str, interests: dict[str, tuple[str, ...]], points: int, interest: str
) -> None:
    link = quoted_official(stance, **interests).links[0]
    assert (link.points, link.interest, link.origin_class) == (points, interest, "a:official")


@pytest.mark.parametrize(
    ("first", "second", "relations", "support"),
    [
        ({}, {}, (), 120),
        ({"owner_group": 1}, {"owner_group": 1}, (), 60),
        ({"owner_group": 1}, {"owner_group": 2}, (), 120),
        ({"owner_group": 1}, {"owner_group": 1}, (("independent", "a", "b"),), 120),
        ({}, {}, (("not_independent", "a", "b"),), 60),
        ({}, {}, (("not_independent", "a", "x"), ("not_independent", "x", "b")), 60),
    ],
)
def test_outlets_that_count_as_one(
    first: dict[str, object],
    second: dict[str, object],
    relations: tuple[tuple[str, str, str], ...],
    support: int,
) -> None:
    a = replace(publisher("a", "B"), **first)  # type: ignore[arg-type]
    b = replace(publisher("b", "B"), **second)  # type: ignore[arg-type]
    links = (pro("L1", "a1", sourcing="own"), pro("L2", "b1", sourcing="own"))
    inputs = scene(a, b, item("a1", "a"), item("b1", "b"), *links)
    related = replace(inputs, publisher_relations=tuple(RelationInput(*relation) for relation in relations))
    assert assess(related).support == support


def test_one_outlet_counts_once_whatever_it_prints() -> None:
    parts = (publisher("a", "A"), item("a1", "a"), item("a2", "a"))
    assert judged(*parts, pro("L1", "a1", sourcing="own"), pro("L2", "a2", sourcing="own"))[0] == 80


@pytest.mark.parametrize("kind", ["same_work", "not_independent"])
def test_related_items_share_their_origin(kind: str) -> None:
    inputs = scene(*own_reports("B", "B"))
    related = replace(inputs, item_relations=(RelationInput(kind, "corroborates0", "corroborates1"),))
    result = assess(related)
    assert amounts(result) == (60, 0, "LEANS_SUPPORTED")
    assert not result.has(NodeReason.CIRCULAR_REPORTING)


def test_the_same_work_rests_on_the_same_origin_although_only_one_copy_is_linked() -> None:
    parts = (
        publisher("a", "B"),
        publisher("b", "B"),
        publisher("w", "B"),
        item("a1", "a"),
        item("b1", "b", "wire"),
    )
    inputs = scene(*parts, item("wire", "w", state="retracted"), pro("L", "a1"))
    related = replace(inputs, item_relations=(RelationInput("same_work", "a1", "b1"),))
    assert assess(inputs).support == 60
    assert [link.reason for link in assess(related).links] == [LinkReason.ORIGIN_RETRACTED]


def test_members_of_one_bloc_count_as_one_while_they_belong_to_it() -> None:
    def member(key: str, until: date) -> PublisherInput:
        return PublisherInput(key, "wire", "B", blocs=(BlocMembership(NORTH, until=until),))

    links = (pro("L1", "a1", sourcing="own"), pro("L2", "b1", sourcing="own"))
    items = (item("a1", "a", on=date(2020, 1, 1)), item("b1", "b", on=date(2020, 1, 1)))
    node = NodeInput(1, "event", disfavours=(NORTH,))
    during = (member("a", date(2021, 1, 1)), member("b", date(2021, 1, 1)))
    before = (member("a", date(2021, 1, 1)), member("b", date(2019, 1, 1)))
    assert judged(*during, *items, *links, node=node)[0] == 60
    assert judged(*before, *items, *links, node=node)[0] == 120


@pytest.mark.parametrize(
    ("grade", "node", "stance", "points", "interest"),
    [
        ("A", NodeInput(1, favours=(NORTH,)), "corroborates", 0, "self_serving"),
        ("A", NodeInput(1, favours=(NORTH,)), "contradicts", 100, "against"),
        ("C", NodeInput(1, disfavours=(NORTH,)), "corroborates", 75, "against"),
        ("F", NodeInput(1, disfavours=(NORTH,)), "corroborates", 0, "against"),
        ("A", NodeInput(1, neutral_for=(NORTH,)), "corroborates", 50, "neutral"),
        ("A", NodeInput(1), "corroborates", 0, "unknown"),
        ("A", NodeInput(1, favours=(NORTH,), disfavours=(NORTH,)), "corroborates", 0, "unknown"),
        ("A", NodeInput(1, "attribution", asserter="x"), "corroborates", 50, "neutral"),
        ("D", NodeInput(1, "attribution", asserter="p"), "corroborates", 100, "none"),
    ],
)
def test_interest_of_a_party(grade: str, node: NodeInput, stance: str, points: int, interest: str) -> None:
    link = LinkInput("L", "i", stance, proximity="primary")
    told = assess(scene(publisher("p", grade, bloc=NORTH), item("i", "p"), link, node=node)).links[0]
    assert (told.points, told.interest) == (points, interest)


def test_the_interest_of_a_relay_counts_as_well() -> None:
    parts = (
        publisher("organ", "B", bloc=NORTH),
        publisher("professor", "A"),
        item("o", "organ", "p"),
        item("p", "professor"),
    )
    assert reason_of(pro("L", "o"), *parts, node=NodeInput(1, favours=(NORTH,))) == "PARTY_SELF_SERVING"
    assert reason_of(pro("L", "o"), *parts) == "PARTY_INTEREST_UNKNOWN"


def test_an_untraced_link_adds_to_nothing_yet_may_lean() -> None:
    untraced = (publisher("x", "A"), item("x1", "x"), pro("X", "x1"))
    assert judged(*untraced) == (80, 0, "LEANS_SUPPORTED")
    assert judged(*untraced, *own_reports("B")) == (80, 0, "LEANS_SUPPORTED")
    assert judged(*untraced, *own_reports("B", "B")) == (120, 0, "SUPPORTED")
    result = assess(scene(*untraced, *own_reports("B", "B")))
    told = next(link for link in result.links if link.link == "X")
    assert (told.counted, told.reason) == (False, LinkReason.SOURCING_NOT_TRACED)
    assert result.has(NodeReason.UNTRACED_LINKS)


def test_a_retracted_way_does_not_close_the_others() -> None:
    parts = (
        publisher("p", "B"),
        publisher("q", "B"),
        publisher("r", "B"),
        item("i", "p", "gone", "j"),
        item("gone", "q", state="retracted"),
        item("j", "r"),
    )
    told = assess(scene(*parts, pro("L", "i"))).links[0]
    assert (told.counted, told.origin_class) == (True, "s:r")
    assert reason_of(pro("L", "gone"), *parts) == "SOURCE_RETRACTED"


def test_the_article_under_check_and_what_rests_on_it() -> None:
    node = NodeInput(1, host_items=("article",))
    parts = (publisher("p", "A"), publisher("q", "A"), item("article", "p"), item("copy", "q", "article"))
    assert reason_of(pro("L", "article", "primary"), *parts, node=node) == "CIRCULAR_SELF"
    assert reason_of(pro("L", "copy"), *parts, node=node) == "CIRCULAR_SELF"
    assert reason_of(pro("L", "copy"), *parts) is None


def test_as_of_ignores_what_is_later_and_what_has_no_date() -> None:
    link = pro("L", "report", sourcing="own")
    assert reason_of(link, GLOBE, REPORT, as_of=date(2020, 5, 1)) is None
    assert reason_of(link, GLOBE, REPORT, as_of=date(2020, 4, 30)) == "AFTER_AS_OF"
    assert reason_of(link, GLOBE, replace(REPORT, published_on=None), as_of=date(2020, 5, 1)) == "UNDATED"
