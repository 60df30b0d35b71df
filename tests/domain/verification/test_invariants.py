"""The invariants of the specification (3.4), by number."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from annotations.domain.verification import (
    DerivationInput,
    Inputs,
    ItemInput,
    LinkInput,
    LinkReason,
    NodeInput,
    PublisherInput,
    RelationInput,
    Result,
    assess,
    fingerprint_of,
    rank,
)
from annotations.domain.vocabulary import Status
from tests.domain.verification.scenes import item, own_reports, pro, publisher, scene
from tests.domain.verification.worlds import (
    FIRST_DAY,
    ITEMS,
    STANCES,
    days,
    links,
    mirrored,
    with_item,
    with_link,
    worlds,
)

# How long one example takes says nothing here, and much about what else the machine is doing.
tried = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

UNSCORED = ["opinion", "normative", "rhetoric", "personal_experience", "question", "vague", "prediction"]

MIRROR = {
    Status.SUPPORTED: Status.REFUTED,
    Status.REFUTED: Status.SUPPORTED,
    Status.LEANS_SUPPORTED: Status.LEANS_REFUTED,
    Status.LEANS_REFUTED: Status.LEANS_SUPPORTED,
}


def points(result: Result) -> tuple[int, int]:
    assert result.support is not None and result.opposition is not None
    return result.support, result.opposition


def rank_of(result: Result) -> int:
    found = rank(result.status)
    assert found is not None
    return found


@tried
@given(worlds(), st.randoms(use_true_random=False))
def test_1_and_2_order_means_nothing_and_the_fingerprint_says_so(inputs: Inputs, random: Random) -> None:
    shuffled = replace(
        inputs,
        links=tuple(random.sample(inputs.links, len(inputs.links))),
        items=tuple(random.sample(inputs.items, len(inputs.items))),
        publishers=tuple(random.sample(inputs.publishers, len(inputs.publishers))),
        item_relations=tuple(RelationInput(r.kind, r.b, r.a) for r in reversed(inputs.item_relations)),
        publisher_relations=tuple(
            RelationInput(r.kind, r.b, r.a) for r in reversed(inputs.publisher_relations)
        ),
    )
    result = assess(inputs)
    assert assess(shuffled) == result
    assert fingerprint_of(shuffled) == result.fingerprint


@tried
@given(worlds(), links("more", stance="corroborates"))
def test_3_another_corroborating_link_never_harms(inputs: Inputs, link: LinkInput) -> None:
    before, after = assess(inputs), assess(with_link(inputs, link))
    assert points(after)[0] >= points(before)[0]
    assert points(after)[1] == points(before)[1]
    assert rank_of(after) >= rank_of(before)


@tried
@given(worlds(), links("more", stance="contradicts"))
def test_3_mirrored(inputs: Inputs, link: LinkInput) -> None:
    before, after = assess(inputs), assess(with_link(inputs, link))
    assert points(after)[0] == points(before)[0]
    assert points(after)[1] >= points(before)[1]
    assert rank_of(after) <= rank_of(before)


@tried
@given(worlds(), st.sampled_from("ABCDEF"))
def test_4_an_independent_source_never_lowers_support(inputs: Inputs, grade: str) -> None:
    new = replace(
        inputs,
        links=(*inputs.links, pro("new", "new", sourcing="own")),
        items=(*inputs.items, item("new", "new")),
        publishers=(*inputs.publishers, publisher("new", grade)),
    )
    worth = {"A": 80, "B": 60, "C": 40}.get(grade, 0)
    before, after = points(assess(inputs)), points(assess(new))
    assert after[0] >= max(before[0], worth)
    assert after[1] == before[1]


@tried
@given(st.lists(st.sampled_from("ABC"), min_size=1, max_size=6))
def test_5_copies_of_one_wire_are_worth_the_best_of_them(copies: list[str]) -> None:
    parts: list[object] = [publisher("wire", "B"), item("wire", "wire")]
    for number, grade in enumerate(copies):
        name = f"copy{number}"
        parts += [publisher(name, grade), item(name, name, "wire"), pro(name, name)]
    result = assess(scene(*parts))
    worth = {"A": 60, "B": 60, "C": 40}
    assert (result.support, result.support_origins) == (max(worth[grade] for grade in copies), 1)


@tried
@given(worlds(), st.sampled_from(ITEMS))
def test_6_a_retracted_item_counts_for_nothing(inputs: Inputs, key: str) -> None:
    given_item = next(item for item in inputs.items if item.id == key)
    retracted = assess(with_item(inputs, replace(given_item, state="retracted")))
    absent = assess(
        replace(
            with_item(inputs, replace(given_item, state="retracted")),
            links=tuple(link for link in inputs.links if link.item != key),
        )
    )
    assert (points(retracted), retracted.status) == (points(absent), absent.status)
    assert not [link.link for link in retracted.links if link.counted and link.link in _links_to(inputs, key)]


def _links_to(inputs: Inputs, key: str) -> list[object]:
    return [link.id for link in inputs.links if link.item == key]


@tried
@given(st.lists(st.sampled_from("ABC"), min_size=2, max_size=5), st.data())
def test_7_learning_that_one_item_rests_on_another_never_raises_support(
    grades: list[str], data: st.DataObject
) -> None:
    parts: list[object] = []
    for number, grade in enumerate(grades):
        name = f"outlet{number}"
        parts += [publisher(name, grade), item(name, name, f"base{number}"), pro(name, name)]
        parts += [publisher(f"base{number}", "B"), item(f"base{number}", f"base{number}")]
    inputs = scene(*parts)
    names = st.sampled_from([part.id for part in inputs.items])
    changed, other = data.draw(names), data.draw(names)
    assume(changed != other)
    known = next(part for part in inputs.items if part.id == changed)
    more = replace(known, derivations=(DerivationInput(other),) if known.derivations else known.derivations)
    assume(more.derivations)
    assert points(assess(with_item(inputs, more)))[0] <= points(assess(inputs))[0]


@tried
@given(worlds())
def test_8_untraced_links_never_give_a_verdict_and_count_once(inputs: Inputs) -> None:
    unexamined = replace(
        inputs,
        node=replace(inputs.node, type="event"),
        links=tuple(
            replace(link, sourcing="unexamined", proximity="secondary", relies_on=()) for link in inputs.links
        ),
        items=tuple(replace(item, derivations=()) for item in inputs.items),
    )
    result = assess(unexamined)
    assert result.status not in (Status.SUPPORTED, Status.REFUTED)
    for stance in STANCES:
        assert sum(link.counted for link in result.links if link.stance == stance) <= 1


@tried
@given(worlds(), st.lists(st.tuples(st.sampled_from("DEF"), st.sampled_from(STANCES)), max_size=4))
def test_9_unreliable_sources_alone_change_nothing(inputs: Inputs, weak: list[tuple[str, str]]) -> None:
    more = inputs
    for number, (grade, stance) in enumerate(weak):
        name = f"weak{number}"
        more = replace(
            with_link(more, LinkInput(name, name, stance, proximity="primary", sourcing="own")),
            items=(*more.items, item(name, name)),
            publishers=(*more.publishers, publisher(name, grade)),
        )
    assert (points(assess(more)), assess(more).status) == (points(assess(inputs)), assess(inputs).status)


@tried
@given(worlds(), st.sampled_from("ABC"))
def test_10_a_party_speaking_for_itself_adds_nothing(inputs: Inputs, grade: str) -> None:
    content = replace(inputs, node=replace(inputs.node, type="event", favours=("north",), disfavours=()))
    more = replace(
        with_link(content, pro("own", "own", "primary")),
        items=(*content.items, item("own", "own")),
        publishers=(*content.publishers, publisher("own", grade, bloc="north")),
    )
    told = next(link for link in assess(more).links if link.link == "own")
    assert (told.points, told.reason) == (0, LinkReason.PARTY_SELF_SERVING)


@tried
@given(worlds())
def test_11_one_origin_gives_a_verdict_only_at_the_bar(inputs: Inputs) -> None:
    result = assess(inputs)
    if result.status is Status.SUPPORTED and result.support_origins == 1:
        assert result.support == 100
        assert inputs.node.risk == "normal"
    if result.status is Status.REFUTED and result.opposition_origins == 1:
        assert result.opposition == 100
        assert inputs.node.risk == "normal"


@tried
@given(worlds())
def test_12_turning_everything_round_mirrors_the_result(inputs: Inputs) -> None:
    result, turned = assess(inputs), assess(mirrored(inputs))
    assert points(turned) == points(result)[::-1]
    assert turned.status is MIRROR.get(result.status, result.status)
    assert (turned.certainty, turned.pivotal) == (result.certainty, result.pivotal)
    assert result.band is not None and turned.band is not None
    assert turned.band == (1 - result.band[1], 1 - result.band[0])


@tried
@given(worlds(), st.sampled_from(UNSCORED))
def test_13_types_without_a_score_have_none(inputs: Inputs, kind: str) -> None:
    result = assess(replace(inputs, node=NodeInput(1, kind)))
    assert (result.support, result.opposition, result.band, result.certainty) == (None, None, None, None)
    assert result.status in (Status.NOT_CHECKABLE, Status.PENDING_EVENT)
    assert not result.sign_off.required


@tried
@given(worlds())
def test_14_the_band_stands_on_the_side_of_the_verdict(inputs: Inputs) -> None:
    result = assess(inputs)
    assert result.band is not None
    lower, upper = result.band
    assert 0 <= lower <= upper <= 1
    assert result.status is not Status.SUPPORTED or 2 * lower >= 1
    assert result.status is not Status.REFUTED or 2 * upper <= 1


@tried
@given(worlds(), days, st.integers(0, 10))
def test_15_a_later_day_never_removes_evidence(inputs: Inputs, day: object, later: int) -> None:
    first = FIRST_DAY + timedelta(days=5)
    early, late = assess(inputs, as_of=first), assess(inputs, as_of=first + timedelta(days=later))
    assert points(late)[0] >= points(early)[0]
    assert points(late)[1] >= points(early)[1]


@tried
@given(worlds(), st.sampled_from(STANCES), st.sampled_from(["FD", "DC", "CB", "BA", "FA", "EB"]))
def test_16_a_better_grade_never_hurts_its_own_side(inputs: Inputs, stance: str, step: str) -> None:
    def graded(grade: str) -> tuple[int, int]:
        more = replace(
            with_link(inputs, LinkInput("x", "x", stance, sourcing="own")),
            items=(*inputs.items, item("x", "x")),
            publishers=(*inputs.publishers, publisher("x", grade)),
        )
        return points(assess(more))

    side = STANCES.index(stance)
    assert graded(step[1])[side] >= graded(step[0])[side]
    assert graded(step[1])[1 - side] == graded(step[0])[1 - side]


@tried
@given(worlds())
def test_18_the_article_under_check_never_corroborates_itself(inputs: Inputs) -> None:
    hosted = replace(inputs, node=replace(inputs.node, type="event", host_items=("i0",)))
    without = replace(hosted, links=tuple(link for link in hosted.links if link.item != "i0"))
    assert points(assess(hosted)) == points(assess(without))


@tried
@given(worlds())
def test_20_unused_entries_of_the_register_change_nothing(inputs: Inputs) -> None:
    more = replace(
        inputs,
        items=(*inputs.items, ItemInput("unused", "unused", derivations=(DerivationInput("i0"),))),
        publishers=(*inputs.publishers, PublisherInput("unused", "wire", "A", "holding")),
        item_relations=(*inputs.item_relations, RelationInput("same_work", "unused", "unused-too")),
        publisher_relations=(
            *inputs.publisher_relations,
            RelationInput("not_independent", "unused", "unused-too"),
        ),
    )
    assert assess(more) == assess(inputs)


@tried
@given(worlds(), st.integers(1, 5000))
def test_21_age_alone_changes_nothing(inputs: Inputs, older: int) -> None:
    """The engine knows no clock: the same history that many days earlier gives the same result."""

    def earlier(day: date | None) -> date | None:
        return day and day - timedelta(days=older)

    aged = replace(
        inputs,
        items=tuple(replace(item, published_on=earlier(item.published_on)) for item in inputs.items),
        publishers=tuple(
            replace(
                publisher,
                blocs=tuple(
                    replace(membership, since=earlier(membership.since), until=earlier(membership.until))
                    for membership in publisher.blocs
                ),
            )
            for publisher in inputs.publishers
        ),
    )
    assert replace(assess(aged), fingerprint="") == replace(assess(inputs), fingerprint="")


@tried
@given(st.integers(1, 6), st.lists(st.sampled_from("ABC"), min_size=1, max_size=4), st.data())
def test_6_a_retraction_reaches_every_relay_however_far(
    depth: int, grades: list[str], data: st.DataObject
) -> None:
    parts: list[object] = [publisher("wire", "A"), item("i0", "wire")]
    parts += [item(f"i{number + 1}", "wire", f"i{number}") for number in range(depth)]
    for number, grade in enumerate(grades):
        name = f"relay{number}"
        parts += [publisher(name, grade), item(name, name, f"i{depth}"), pro(name, name)]
    inputs = scene(*parts)
    retracted = data.draw(st.sampled_from([f"i{number}" for number in range(depth + 1)]))
    gone = next(one for one in inputs.items if one.id == retracted)
    result = assess(with_item(inputs, replace(gone, state="retracted")))
    assert assess(inputs).support_origins == 1
    assert {link.reason for link in result.links} == {LinkReason.ORIGIN_RETRACTED}


@tried
@given(st.lists(st.sampled_from("ABC"), min_size=1, max_size=6))
def test_17_whoever_heard_it_is_a_witness_of_the_words_and_one_origin_of_the_content(
    grades: list[str],
) -> None:
    parts: list[object] = [publisher("speaker", "A"), item("speech", "speaker")]
    for number, grade in enumerate(grades):
        name = f"outlet{number}"
        parts += [publisher(name, grade), item(name, name, "speech"), pro(name, name)]
    worth = [{"A": 80, "B": 60, "C": 40}[grade] for grade in grades]
    said = assess(scene(*parts, node=NodeInput(1, "attribution", asserter="speaker")))
    content = assess(scene(*parts, node=NodeInput(2, "event", asserter="speaker")))
    assert (points(said)[0], said.support_origins) == (sum(worth), len(grades))
    assert (points(content)[0], content.support_origins) == (max(worth), 1)


def test_17_attribution_and_content_are_different_graphs_of_the_same_links() -> None:
    parts = (
        publisher("ministry", "B"),
        item("statement", "ministry"),
        publisher("a", "A"),
        item("a1", "a", "statement"),
        publisher("b", "A"),
        item("b1", "b", "statement"),
        pro("L1", "a1"),
        pro("L2", "b1"),
    )
    said = assess(scene(*parts, node=NodeInput(1, "attribution", asserter="ministry")))
    content = assess(scene(*parts, node=NodeInput(1, "event", asserter="ministry")))
    assert (said.support, said.support_origins) == (160, 2)
    assert (content.support, content.support_origins) == (60, 1)


def test_3_holds_across_an_outlet_that_binds_two_others() -> None:
    """Adding a link of an outlet of the same owner never undoes a recorded independence."""
    parts = own_reports("B", "B", "B")
    inputs = scene(*parts)
    inputs = replace(
        inputs,
        publishers=tuple(replace(p, owner_group="holding") for p in inputs.publishers),
        publisher_relations=(RelationInput("independent", "corroborates0", "corroborates1"),),
    )
    two = replace(inputs, links=inputs.links[:2])
    assert (assess(two).support, assess(inputs).support) == (120, 120)
