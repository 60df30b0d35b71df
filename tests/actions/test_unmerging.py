"""What happens between a merge and taking it back, and what a merge hands over."""

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone

from annotations.actions.evidence import edit_evidence
from annotations.actions.merges import merge_publishers, unmerge_publishers, unmerge_sources
from annotations.actions.protection import protect_source
from annotations.actions.publishers import add_bloc, edit_publisher, join_bloc
from annotations.actions.sources import (
    change_source_state,
    derive_source,
    drop_derivation,
    edit_source,
)
from annotations.actions.suggestions import accept_suggestion, look_for_copies
from annotations.actions.visits import ask_for_visit, visit_source, watch_source
from annotations.domain.errors import Conflict, Refusal
from annotations.models import (
    Claim,
    Derivation,
    DerivationSuggestion,
    PartyMembership,
    PublisherMerge,
    Reliance,
    Source,
    SourceMerge,
    SourceVisit,
    SourceWatch,
)
from annotations.queries.merges import may_be_undone, merge_by_id
from annotations.queries.register_changes import claims_concerned_by, publishers_merged
from annotations.queries.sources import source_with_address
from tests.actions.test_merges import everything, merge_two_publishers, merge_two_sources
from tests.actions.test_suggestions import REPORT
from tests.factories import (
    a_capture,
    a_claim,
    a_publisher,
    a_source,
    some_evidence,
    the_administrator,
)

pytestmark = pytest.mark.django_db

PASSAGE = "The pier was rebuilt in May."


def a_suggestion(source: Source, origin: Source, state: str = "open") -> DerivationSuggestion:
    decided = {} if state == "open" else {"decided_by": the_administrator(), "decided_at": timezone.now()}
    return DerivationSuggestion.objects.create(
        source=source,
        origin=origin,
        kind="republishes",
        signals=["headline"],
        score=70,
        state=state,
        **decided,
    )


def accept(suggestion: DerivationSuggestion, *, is_reversed: bool = False) -> DerivationSuggestion:
    return accept_suggestion(suggestion_id=suggestion.pk, is_reversed=is_reversed, actor=the_administrator())


def taken_back(merge: SourceMerge | PublisherMerge) -> None:
    undo = unmerge_sources if isinstance(merge, SourceMerge) else unmerge_publishers
    undo(merge_id=merge.pk, actor=the_administrator())


def derivations() -> set[tuple[int, int]]:
    return set(Derivation.objects.values_list("source_id", "origin_id"))


@pytest.mark.django_db(transaction=True)
def test_what_was_dropped_since_is_not_missed_by_what_comes_back() -> None:
    kept, absorbed, origin = (a_source() for _ in range(3))
    suggestion = a_suggestion(absorbed, origin)
    a_suggestion(kept, origin, "rejected")
    accept(suggestion)
    merge = merge_two_sources(kept, absorbed)
    drop_derivation(derivation_id=Derivation.objects.get().pk, actor=the_administrator())
    taken_back(merge)
    back = DerivationSuggestion.objects.get(pk=suggestion.pk)
    assert (back.source_id, back.derivation_id) == (absorbed.pk, None)


def test_what_cannot_move_back_stays() -> None:
    kept, absorbed, origin = (a_source() for _ in range(3))
    a_suggestion(absorbed, origin)
    merge = merge_two_sources(kept, absorbed)
    a_suggestion(absorbed, origin)
    taken_back(merge)
    pairs = DerivationSuggestion.objects.values_list("source_id", "origin_id")
    assert set(pairs) == {(kept.pk, origin.pk), (absorbed.pk, origin.pk)}


def test_passages_linked_since_go_back_with_their_copies() -> None:
    first, absorbed, kept = (a_source() for _ in range(3))
    copies = [a_capture(source=one, text=PASSAGE) for one in (first, absorbed, kept)]
    merge_two_sources(absorbed, first)
    merge = merge_two_sources(kept, absorbed)
    links = [some_evidence(capture=capture, passage=PASSAGE) for capture in copies]
    assert {link.source_id for link in links} == {kept.pk}
    taken_back(merge)
    for link in links:
        link.refresh_from_db()
    assert [link.source_id for link in links] == [absorbed.pk, absorbed.pk, kept.pk]


def test_what_a_suggestion_accepted_since_states_goes_back_with_it() -> None:
    kept, absorbed, origin = (a_source() for _ in range(3))
    suggestion = a_suggestion(absorbed, origin)
    merge = merge_two_sources(kept, absorbed)
    suggestion.refresh_from_db()
    accept(suggestion)
    assert derivations() == {(kept.pk, origin.pk)}
    taken_back(merge)
    assert derivations() == {(absorbed.pk, origin.pk)}


def test_what_an_editor_let_go_of_since_does_not_come_back() -> None:
    kept, absorbed = a_source(), a_source()
    link = some_evidence(sourcing="relies_on", relies_on=[kept.pk, absorbed.pk])
    merge = merge_two_sources(kept, absorbed)
    edit_evidence(evidence_id=link.pk, values={"sourcing": "own"}, relies_on=[], actor=the_administrator())
    taken_back(merge)
    assert list(Reliance.objects.all()) == []


def test_of_two_merges_the_later_is_taken_back_first() -> None:
    kept, first, second, origin = (a_source() for _ in range(4))
    for one in (first, second):
        derive_source(source_id=one.pk, origin_id=origin.pk, kind="cites", actor=the_administrator())
    before = everything()
    merges = [merge_two_sources(kept, one) for one in (first, second)]
    assert [may_be_undone(merge_by_id("sources", one.pk)) for one in merges] == [False, True]
    with pytest.raises(Conflict) as refusal:
        taken_back(merges[0])
    assert (refusal.value.rule, refusal.value.details) == ("unmerge-the-later-first", {"id": merges[1].pk})
    for merge in reversed(merges):
        taken_back(merge)
    assert everything() == before


def test_of_two_merges_of_publishers_too() -> None:
    kept, first, second = (a_publisher() for _ in range(3))
    actor = the_administrator()
    bloc = add_bloc(name="A side", dispute="A dispute", actor=actor)
    for one in (first, second):
        join_bloc(publisher_id=one.pk, bloc_id=bloc.pk, actor=actor)
    merges = [merge_two_publishers(kept, one) for one in (first, second)]
    with pytest.raises(Conflict) as refusal:
        taken_back(merges[0])
    assert refusal.value.rule == "unmerge-the-later-first"
    assert list(PartyMembership.objects.values_list("publisher_id", flat=True)) == [kept.pk]


@pytest.mark.parametrize("state", ["retracted", "corrected"])
def test_sources_of_different_states_are_not_merged(state: str) -> None:
    kept, absorbed = a_source(), a_source()
    change_source_state(source_id=absorbed.pk, state=state, reason="Wrong.", actor=the_administrator())
    with pytest.raises(Conflict) as refusal:
        merge_two_sources(kept, absorbed)
    assert refusal.value.rule == "merge-of-different-states"


def test_two_directions_that_meet_become_one_suggestion() -> None:
    kept, absorbed, other = (a_source() for _ in range(3))
    a_suggestion(absorbed, other)
    a_suggestion(other, kept)
    merge = merge_two_sources(kept, absorbed)
    left = DerivationSuggestion.objects.get()
    accept(left, is_reversed=left.source_id != kept.pk)
    assert derivations() == {(kept.pk, other.pk)}
    taken_back(merge)
    pairs = DerivationSuggestion.objects.values_list("source_id", "origin_id")
    assert set(pairs) == {(absorbed.pk, other.pk), (other.pk, kept.pk)}


def test_a_suggestion_is_not_turned_into_another() -> None:
    one, other = a_source(), a_source()
    suggestion = a_suggestion(one, other)
    a_suggestion(other, one)
    with pytest.raises(Conflict) as refusal:
        accept(suggestion, is_reversed=True)
    assert refusal.value.rule == "suggested-both-ways"


def test_both_directions_are_there_again_when_it_is_taken_back() -> None:
    kept, absorbed, other = (a_source() for _ in range(3))
    a_suggestion(absorbed, other)
    a_suggestion(other, kept)
    before = everything()
    taken_back(merge_two_sources(kept, absorbed))
    assert everything() == before


def a_watch(source: Source) -> SourceWatch:
    return watch_source(source_id=source.pk, every_hours=24, actor=the_administrator())


def an_address(path: str) -> Source:
    return a_source(url=f"http://harbour.example/{path}")


def unwatched(source: Source) -> None:
    """No timetable, and no row of one."""


def watched_once(source: Source) -> None:
    a_watch(source)
    watch_source(source_id=source.pk, every_hours=None, actor=the_administrator())


@pytest.mark.parametrize("kept_was", [unwatched, watched_once, a_watch])
def test_the_timetable_goes_on(kept_was: Callable[[Source], object]) -> None:
    kept, absorbed = an_address("k"), an_address("a")
    kept_was(kept)
    a_watch(absorbed)
    SourceWatch.objects.filter(source=absorbed).update(
        visited_at=timezone.now(), health="alive", healthy_at=timezone.now(), etag='"1"'
    )
    before = everything()
    merge = merge_two_sources(kept, absorbed)
    watch = SourceWatch.objects.get(source=kept)
    assert (watch.every_hours, watch.etag, watch.health) == (24, "", "")
    SourceWatch.objects.filter(source=kept).exclude(health="x").update(failures=0)
    taken_back(merge)
    assert everything() == before


def test_a_visit_of_the_handed_over_timetable_keeps_nothing_from_being_taken_back() -> None:
    kept, absorbed = an_address("k"), an_address("a")
    a_watch(absorbed)
    before = everything()
    merge = merge_two_sources(kept, absorbed)
    SourceWatch.objects.filter(source=kept).update(visited_at=timezone.now(), health="dead", failures=2)
    taken_back(merge)
    assert everything() == before


def test_an_open_visit_ends_and_stores_nothing() -> None:
    kept, absorbed = an_address("k"), an_address("a")
    asked = ask_for_visit(source_id=absorbed.pk, actor=the_administrator())
    before = everything()
    merge = merge_two_sources(kept, absorbed)
    assert visit_source(visit_id=asked.pk) is None
    ended = SourceVisit.objects.get()
    assert (ended.state, ended.rule, ended.capture) == ("failed", "merged", None)
    taken_back(merge)
    assert everything() == before


def test_no_publisher_owns_itself_after_a_merge_is_taken_back() -> None:
    owner, absorbed, beneath, kept = (a_publisher() for _ in range(4))
    actor = the_administrator()
    edit_publisher(publisher_id=absorbed.pk, values={"owner_id": owner.pk}, actor=actor)
    edit_publisher(publisher_id=beneath.pk, values={"owner_id": absorbed.pk}, actor=actor)
    merge = merge_publishers(kept_id=kept.pk, absorbed_id=absorbed.pk, reason="One.", actor=actor)
    edit_publisher(publisher_id=owner.pk, values={"owner_id": beneath.pk}, actor=actor)
    with pytest.raises(Conflict) as refusal:
        taken_back(merge)
    assert refusal.value.rule == "owner-circle"


def test_the_kept_source_takes_over_the_address_and_the_identifiers() -> None:
    absorbed = a_source(url="http://a.example/1", identifiers={"doi": "10.1000/182"})
    kept = a_source(url="http://a.example/2")
    merge = merge_two_sources(kept, absorbed)
    values = {"url": "http://a.example/1", "identifiers": {"doi": "10.1000/182"}}
    edit_source(source_id=kept.pk, values=values, actor=the_administrator())
    assert source_with_address("http://a.example/1") == kept
    edit_source(source_id=kept.pk, values={"url": "http://a.example/2"}, actor=the_administrator())
    taken_back(merge)
    assert source_with_address("http://a.example/1") == absorbed


def test_a_kept_source_without_an_address_gets_one() -> None:
    absorbed, kept = a_source(url="http://a.example/1"), a_source()
    a_watch(absorbed)
    before = everything()
    merge = merge_two_sources(kept, absorbed)
    kept.refresh_from_db()
    assert (kept.url, source_with_address("http://a.example/1")) == ("http://a.example/1", kept)
    assert SourceWatch.objects.get().source_id == kept.pk
    taken_back(merge)
    assert everything() == before


def test_copies_of_an_absorbed_source_are_compared_as_those_of_the_kept_one() -> None:
    wire = a_source(publisher=a_publisher(name="Northern Press", kind="wire"), published_on=date(2024, 3, 4))
    look_for_copies(capture_id=a_capture(source=wire, text=REPORT).pk)
    kept, absorbed = a_source(), a_source(published_on=date(2024, 3, 5))
    capture = a_capture(source=absorbed, text=f"Our town watched.\n{REPORT}\n(Northern Press)")
    merge_two_sources(kept, absorbed)
    look_for_copies(capture_id=capture.pk)
    found = DerivationSuggestion.objects.values_list("source_id", "origin_id")
    assert list(found) == [(kept.pk, wire.pk)]


def test_nothing_is_registered_under_the_mask_of_a_protected_source() -> None:
    masked, other = a_source(), a_source()
    protect_source(source_id=masked.pk, reason="Asked for it.", actor=the_administrator())
    masked.refresh_from_db()
    with pytest.raises(Conflict) as refusal:
        a_source(publisher=masked.publisher)
    assert refusal.value.rule == "protected"
    with pytest.raises(Refusal) as refused:
        edit_source(
            source_id=other.pk, values={"publisher_id": masked.publisher_id}, actor=the_administrator()
        )
    assert refused.value.rule == "protected"


def test_claims_that_only_name_the_absorbed_publisher_are_due() -> None:
    kept, absorbed = a_publisher(), a_publisher()
    claim = a_claim()
    Claim.objects.filter(pk=claim.pk).update(asserter_publisher=absorbed)
    merge = merge_two_publishers(kept, absorbed)
    merged = Claim.objects.get(pk=claim.pk)
    assert (merged.asserter_publisher_id, merged.inputs_version) == (kept.pk, claim.inputs_version + 1)
    taken_back(merge)
    assert Claim.objects.get(pk=claim.pk).inputs_version == claim.inputs_version + 2


def test_the_preview_names_claims_that_only_name_the_absorbed_publisher() -> None:
    kept, absorbed = a_publisher(), a_publisher()
    claim = a_claim()
    Claim.objects.filter(pk=claim.pk).update(asserter_publisher=absorbed)
    assert claims_concerned_by(publishers_merged(kept.pk, absorbed.pk)) == {claim.pk}
