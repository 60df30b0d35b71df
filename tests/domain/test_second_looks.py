"""Who reads a passage a second time, which links are drawn, and what the readings make of a claim."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.lifecycle import CLAIM, next_state
from annotations.domain.second_looks import (
    Candidate,
    Look,
    chosen_reader,
    draw,
    gold_falls_to,
    ground_for,
    is_drawn,
    review_verb,
)
from annotations.domain.vocabulary import ClaimState, EvidenceState, SecondLookState, Stance

KEY = b"a key"
CANDIDATES = st.lists(
    st.builds(Candidate, st.integers(1, 50), st.booleans(), st.integers(0, 9)),
    unique_by=lambda one: one.person,
    max_size=12,
)


@given(CANDIDATES, st.binary(min_size=1), st.integers(1))
def test_the_reader_is_a_reviewer_before_an_editor_and_has_the_least_to_read(
    candidates: list[Candidate], key: bytes, evidence: int
) -> None:
    chosen = chosen_reader(candidates, key, evidence)
    if not candidates:
        assert chosen is None
        return
    one = next(one for one in candidates if one.person == chosen)
    assert (one.is_editor, one.open_looks) == min((each.is_editor, each.open_looks) for each in candidates)


@given(CANDIDATES, st.binary(min_size=1), st.integers(1), st.randoms())
def test_the_order_of_the_candidates_does_not_matter(
    candidates: list[Candidate], key: bytes, evidence: int, random: object
) -> None:
    shuffled = list(candidates)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert chosen_reader(shuffled, key, evidence) == chosen_reader(candidates, key, evidence)


def test_readers_with_as_much_to_read_come_up_equally_often() -> None:
    equal = [Candidate(person, False, 0) for person in (1, 2, 3)]
    chosen = Counter(chosen_reader(equal, KEY, evidence) for evidence in range(3_000))
    assert set(chosen) == {1, 2, 3} and all(900 < count < 1_100 for count in chosen.values())


@pytest.mark.parametrize("percent", [0, 1, 20, 100])
def test_as_many_are_drawn_as_the_rules_say(percent: int) -> None:
    drawn = sum(is_drawn(KEY, evidence, percent) for evidence in range(10_000))
    assert abs(drawn - 100 * percent) <= 120
    assert drawn in (0, 10_000) if percent in (0, 100) else drawn > 0


def test_who_does_not_know_the_key_does_not_know_what_is_drawn() -> None:
    drawn = [is_drawn(KEY, evidence, 20) for evidence in range(1_000)]
    guessed = [is_drawn(b"another key", evidence, 20) for evidence in range(1_000)]
    assert drawn != guessed
    assert draw(KEY, "sample", 1) != draw(KEY, "gold", 1)


@pytest.mark.parametrize("percent", [0, 5, 50])
def test_gold_makes_up_its_share_of_all_looks(percent: int) -> None:
    looks = 20_000
    gold = sum(gold_falls_to(KEY, look, percent) for look in range(looks))
    assert abs(100 * gold / (looks + gold) - percent) < 0.6


def test_the_first_ground_is_named() -> None:
    assert ground_for(["CONFLICTING", "HIGH_RISK"], {"HIGH_RISK"}) == "HIGH_RISK"
    assert ground_for(["CONTEXT_FLAG"], {"HIGH_RISK"}) is None


LOOKS = st.builds(
    Look,
    st.sampled_from([one.value for one in SecondLookState if one != SecondLookState.CANCELLED]),
    st.sampled_from(Stance.values),
    st.sampled_from(["", *Stance.values]),
    st.sampled_from(EvidenceState.values),
    st.sampled_from(Stance.values),
)


@given(st.sampled_from(ClaimState.values), st.lists(LOOKS, max_size=4), st.booleans())
def test_review_moves_a_claim_only_as_the_table_allows_and_then_rests(
    state: str, looks: list[Look], has_dissent: bool
) -> None:
    verb = review_verb(state, looks, has_dissent=has_dissent)
    if verb is None:
        return
    after = next_state(CLAIM, state, verb, noun="claim")
    assert after != state
    assert review_verb(after, looks, has_dissent=has_dissent) is None


@pytest.mark.parametrize(
    ("state", "looks", "dissent", "verb"),
    [
        ("in_review", [], False, None),
        ("agreed", [], False, "go_on_reviewing"),
        ("in_review", ["agreed"], False, "agree"),
        ("in_review", ["agreed", "open"], False, None),
        ("agreed", ["agreed", "open"], False, "go_on_reviewing"),
        ("agreed", ["agreed", "disputed"], False, "dispute"),
        ("signed", ["open"], False, None),
        ("signed", ["disputed"], False, "dispute"),
        ("signed", [], True, "dispute"),
        ("disputed", ["settled"], False, "agree"),
        ("disputed", ["settled"], True, None),
        ("published", ["disputed"], True, None),
        ("withdrawn", ["disputed"], True, None),
    ],
)
def test_what_the_readings_make_of_a_claim(
    state: str, looks: list[str], dissent: bool, verb: str | None
) -> None:
    found = [Look(one, "context", "context", "accepted", "context") for one in looks]
    assert review_verb(state, found, has_dissent=dissent) == verb


def test_what_was_read_for_another_stance_is_not_answered() -> None:
    assert not Look("agreed", "corroborates", "", "accepted", "contradicts").is_answered
    assert not Look("settled", "corroborates", "context", "accepted", "contradicts").is_answered
    assert Look("settled", "corroborates", "context", "accepted", "context").is_answered
    assert not Look("disputed", "context", "", "withdrawn", "context").is_present
