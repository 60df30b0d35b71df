"""Suggesting who copied whom, and deciding it."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions.evidence import edit_evidence, restore_evidence, withdraw_evidence
from annotations.actions.merges import merge_sources, unmerge_sources
from annotations.actions.protection import protect_source
from annotations.actions.sources import derive_source, drop_derivation, relate_sources
from annotations.actions.suggestions import (
    accept_suggestion,
    look_for_copies,
    reject_suggestion,
    reopen_suggestion,
    sweep_suggestions,
)
from annotations.domain.errors import Conflict, Invalid, NotAllowed
from annotations.domain.verification import fingerprint_of
from annotations.domain.vocabulary import Role
from annotations.models import (
    Capture,
    Claim,
    Derivation,
    DerivationSuggestion,
    Event,
    Evidence,
    Notice,
    Source,
    SourceMerge,
    TextPrint,
)
from annotations.queries.engine_inputs import engine_inputs
from tests.factories import (
    a_capture,
    a_claim,
    a_person,
    a_publisher,
    a_source,
    assessed,
    some_evidence,
    the_administrator,
)

pytestmark = pytest.mark.django_db

REPORT = (
    "The ferry lost power four kilometres off the island early on Monday when fire broke out below deck.\n"
    "All passengers and the crew were taken aboard two fishing boats and a tug, and nobody was badly hurt.\n"
    "The operator has suspended every crossing until its two other ships of that type have been inspected."
)
OWN_WORDS = (
    "For the people out there the week began with a column of smoke on the horizon and a lot of noise.\n"
    "Skippers who had been after herring heard the call, turned about and reached the old boat in no time.\n"
    "What set the engine ablaze is for the accident board to find out, and that may well take until spring."
)


def a_report(text: str, *, publisher: str = "", kind: str = "newspaper", **given: object) -> Source:
    """A source with one copy of this text, compared with what is there."""
    named = {"name": publisher} if publisher else {}
    source = a_source(publisher=a_publisher(kind=kind, **named), **given)
    look_for_copies(capture_id=a_capture(source=source, text=text).pk)
    return source


def wire_and_copy() -> tuple[Source, Source]:
    """An agency's report and, a day later, a paper that printed most of it."""
    wire = a_report(REPORT, publisher="Northern Press", kind="wire", published_on=date(2024, 3, 4))
    paper = a_report(f"Our town watched.\n{REPORT}\n(Northern Press)", published_on=date(2024, 3, 5))
    return wire, paper


def test_a_copy_is_suggested_to_rest_on_what_was_there_first() -> None:
    wire, paper = wire_and_copy()
    suggestion = DerivationSuggestion.objects.get()
    assert (suggestion.source, suggestion.origin, suggestion.kind) == (paper, wire, "republishes")
    assert suggestion.signals == ["agency_credit", "shared_text"]
    credit, text = suggestion.matches
    assert credit == {"signal": "agency_credit", "agency": "Northern Press"}
    capture = Capture.objects.get(pk=text["capture"])
    origin = Capture.objects.get(pk=text["origin_capture"])
    assert text["origin_share"] == 100
    for passage in text["passages"]:
        ours = capture.text[passage["start"] : passage["end"]]
        assert ours == origin.text[passage["origin_start"] : passage["origin_end"]]
    assert Derivation.objects.count() == 0


def test_what_came_earlier_is_the_origin_whichever_is_captured_first() -> None:
    later = a_report(REPORT, published_on=date(2024, 3, 9))
    earlier = a_report(REPORT + "\nMore will follow.", published_on=date(2024, 3, 8))
    suggestion = DerivationSuggestion.objects.get()
    assert (suggestion.source, suggestion.origin) == (later, earlier)


def test_the_same_event_in_other_words_suggests_nothing() -> None:
    a_report(REPORT, title="Ferry off the island burns after fire below deck")
    a_report(OWN_WORDS, title="Ferry off the island burns after fire below deck")
    assert not DerivationSuggestion.objects.exists()


def test_an_outlet_is_not_compared_with_itself() -> None:
    first = a_report(REPORT)
    second = a_source(publisher=first.publisher)
    look_for_copies(capture_id=a_capture(source=second, text=REPORT + "\nOnce more.").pk)
    assert not DerivationSuggestion.objects.exists()


def test_of_several_origins_only_the_one_beneath_the_others_is_named() -> None:
    wire, _ = wire_and_copy()
    another = a_report(REPORT + "\nSeen from here.", published_on=date(2024, 3, 6))
    found = DerivationSuggestion.objects.filter(source=another)
    assert [row.origin for row in found] == [wire]


def test_what_is_on_record_is_not_suggested() -> None:
    first, second = a_source(), a_source()
    relate_sources(
        first_id=first.pk, second_id=second.pk, kind="same_work", reason="One.", actor=the_administrator()
    )
    for source in (first, second):
        look_for_copies(capture_id=a_capture(source=source, text=REPORT).pk)
    assert not DerivationSuggestion.objects.exists()


def test_a_copy_is_compared_once_and_the_sweep_finds_what_was_not() -> None:
    capture = a_capture(text=REPORT)
    assert sweep_suggestions() == 1
    assert look_for_copies(capture_id=capture.pk) == []
    assert look_for_copies(capture_id=capture.pk) is None
    assert look_for_copies(capture_id=987_654_321) is None
    assert sweep_suggestions() == 0


def test_lines_that_stand_on_several_pages_of_a_publisher_are_no_story() -> None:
    form = "Write to our letters desk at the old mill with your full name and street, and please be brief."
    house, other = a_publisher(), a_publisher()
    for number in range(3):
        source = a_source(publisher=house)
        text = f"{form}\nStory {number} of this town is told in words of its own, as ever.\n{OWN_WORDS}"
        look_for_copies(capture_id=a_capture(source=source, text=text).pk)
    look_for_copies(capture_id=a_capture(source=a_source(publisher=other), text=f"{form}\n{REPORT}").pk)
    assert not DerivationSuggestion.objects.exists()
    last = TextPrint.objects.filter(capture__source__publisher=house).latest("capture")
    first = TextPrint.objects.filter(capture__source__publisher=house).earliest("capture")
    assert set(last.hashes) < set(first.hashes)


def test_an_open_suggestion_leaves_own_reporting_not_examined_until_somebody_decides() -> None:
    claim = a_claim()
    wire = a_report(REPORT, publisher="Northern Press", kind="wire", published_on=date(2024, 3, 4))
    third = a_source(publisher=a_publisher(kind="wire"))
    paper = a_source(publisher=a_publisher(kind="wire"), published_on=date(2024, 3, 5))
    capture = a_capture(source=paper, text=REPORT + "\nNothing else is known.")
    link = some_evidence(claim=claim, capture=capture, passage="nobody was badly hurt", sourcing="own")
    some_evidence(claim=claim, source=third, sourcing="own")
    assert assessed(claim).status == "SUPPORTED"
    look_for_copies(capture_id=capture.pk)
    suggestion = DerivationSuggestion.objects.get()
    assert suggestion.origin == wire
    assert assessed(claim).status == "LEANS_SUPPORTED"
    result = claim.current_assessment.assessment.result
    assert {"code": "COPIES_UNDECIDED", "links": [link.pk]} in result["reasons"]
    assert (
        f"Nobody has decided yet whether {paper.publisher.name} copied another source."
        in (result["reason_sentences"])
    )
    assert result["next_step"].startswith(f"Deciding whether {paper.publisher.name} copied could turn this")
    notice = Notice.objects.get(kind="copy_suggested")
    assert (notice.source, notice.person) == (paper, the_administrator())
    reject_suggestion(suggestion_id=suggestion.pk, reason="Both wrote it.", actor=a_person())
    assert assessed(claim).status == "SUPPORTED"
    reopen_suggestion(suggestion_id=suggestion.pk, actor=a_person())
    assert assessed(claim).status == "LEANS_SUPPORTED"
    link.refresh_from_db()
    assert link.sourcing == "own"


def test_an_accepted_copy_rests_on_its_origin_although_it_passed_for_own_reporting() -> None:
    wire, paper = wire_and_copy()
    claim = a_claim()
    for source in (wire, paper):
        capture = source.captures.get()
        some_evidence(claim=claim, capture=capture, passage="nobody was badly hurt", sourcing="own")
    suggestion = DerivationSuggestion.objects.get()
    accept_suggestion(suggestion_id=suggestion.pk, reason="Word for word.", actor=a_person())
    assert assessed(claim).status == "LEANS_SUPPORTED"
    result = claim.current_assessment.assessment.result
    assert [link.get("reason") for link in result["links"]] == [None, "NOT_INDEPENDENT"]


def test_accepting_notes_the_derivation_and_taking_it_back_drops_it() -> None:
    wire, paper = wire_and_copy()
    suggestion, person = DerivationSuggestion.objects.get(), a_person()
    accept_suggestion(suggestion_id=suggestion.pk, reason="Word for word.", actor=person)
    derivation = Derivation.objects.get()
    assert (derivation.source, derivation.origin, derivation.kind) == (paper, wire, "republishes")
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.decided_by, suggestion.derivation) == (
        "accepted",
        person,
        derivation,
    )
    verbs = Event.objects.filter(stream=f"source:{paper.pk}").order_by("position")
    assert list(verbs.values_list("verb", flat=True)) == [
        "source.registered",
        "capture.added",
        "derivation.suggested",
        "derivation.noted",
        "suggestion.accepted",
    ]
    with pytest.raises(Conflict) as refusal:
        accept_suggestion(suggestion_id=suggestion.pk, actor=person)
    assert refusal.value.rule == "suggestion-accept-from-accepted"
    reopen_suggestion(suggestion_id=suggestion.pk, actor=person)
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.decided_by, suggestion.derivation) == ("open", None, None)
    assert not Derivation.objects.exists()


def test_the_person_may_turn_it_round_and_name_another_kind() -> None:
    wire, paper = wire_and_copy()
    suggestion = DerivationSuggestion.objects.get()
    seen = suggestion.matches[1]
    accept_suggestion(suggestion_id=suggestion.pk, kind="quotes", is_reversed=True, actor=a_person())
    derivation = Derivation.objects.get()
    assert (derivation.source, derivation.origin, derivation.kind) == (wire, paper, "quotes")
    suggestion.refresh_from_db()
    turned = suggestion.matches[1]
    assert (suggestion.source, suggestion.origin) == (wire, paper)
    assert (turned["capture"], turned["share"]) == (seen["origin_capture"], seen["origin_share"])
    assert turned["passages"][0]["start"] == seen["passages"][0]["origin_start"]
    assert turned["passages"][0]["origin_end"] == seen["passages"][0]["end"]


def test_what_somebody_had_stated_already_stays_when_the_decision_is_taken_back() -> None:
    wire, paper = wire_and_copy()
    person, suggestion = a_person(), DerivationSuggestion.objects.get()
    derive_source(source_id=paper.pk, origin_id=wire.pk, kind="republishes", actor=person)
    accept_suggestion(suggestion_id=suggestion.pk, actor=person)
    reopen_suggestion(suggestion_id=suggestion.pk, actor=person)
    assert Derivation.objects.count() == 1


def test_rejecting_says_why_and_the_pair_is_not_suggested_again() -> None:
    _, paper = wire_and_copy()
    suggestion = DerivationSuggestion.objects.get()
    with pytest.raises(Invalid) as refusal:
        reject_suggestion(suggestion_id=suggestion.pk, reason=" ", actor=a_person())
    assert (refusal.value.field, refusal.value.rule) == ("reason", "required")
    reject_suggestion(suggestion_id=suggestion.pk, reason="Both wrote it.", actor=a_person())
    again = a_capture(source=paper, text=f"{REPORT}\nCorrected version.")
    assert look_for_copies(capture_id=again.pk) == []
    assert DerivationSuggestion.objects.get().state == "rejected"


def test_a_reader_decides_nothing() -> None:
    wire_and_copy()
    suggestion, client = DerivationSuggestion.objects.get(), a_person(role=Role.READER)
    for refused in (
        lambda: accept_suggestion(suggestion_id=suggestion.pk, actor=client),
        lambda: reject_suggestion(suggestion_id=suggestion.pk, reason="No.", actor=client),
        lambda: reopen_suggestion(suggestion_id=suggestion.pk, actor=client),
    ):
        with pytest.raises(NotAllowed):
            refused()


@pytest.mark.parametrize("copies", [1, 6])
def test_the_number_of_statements_does_not_grow_with_what_is_stored(copies: int) -> None:
    for number in range(copies):
        a_report(f"{REPORT}\nPaper {number} adds a line.", published_on=date(2024, 3, 4 + number))
    DerivationSuggestion.objects.all().delete()
    capture = a_capture(source=a_source(published_on=date(2024, 3, 20)), text=OWN_WORDS + REPORT[:80])
    with CaptureQueriesContext(connection) as statements:
        look_for_copies(capture_id=capture.pk)
    assert len(statements) == 18


def a_claim_with_two_links(first: Source, second: Source, **given: str) -> tuple[Claim, list[Evidence]]:
    """A claim with a passage that both sources carry, each judged as own reporting."""
    claim, judged = a_claim(), dict[str, Any](sourcing="own") | given
    links = [
        some_evidence(
            claim=claim,
            capture=source.captures.get(),
            passage="nobody was badly hurt",
            **judged,
        )
        for source in (first, second)
    ]
    return assessed(claim), links


def fingerprints() -> dict[int, str]:
    ids = list(Claim.objects.values_list("pk", flat=True))
    return {pk: fingerprint_of(inputs) for pk, inputs in engine_inputs(ids).items()}


def overlooked(change: Callable[[], object]) -> set[int]:
    """Claims whose inputs a change makes others without asking for them."""
    before, due = fingerprints(), dict(Claim.objects.values_list("pk", "inputs_version"))
    change()
    after, now = fingerprints(), dict(Claim.objects.values_list("pk", "inputs_version"))
    moved = {pk for pk in after if after[pk] != before[pk]}
    assert moved
    return moved - {pk for pk in now if now[pk] != due[pk]}


def test_only_who_judges_the_link_anew_speaks_after_the_decision() -> None:
    claim, links = a_claim_with_two_links(*wire_and_copy())
    accept_suggestion(
        suggestion_id=DerivationSuggestion.objects.get().pk, reason="Word for word.", actor=a_person()
    )
    copy, person = links[1], the_administrator()
    assert assessed(claim).status == "LEANS_SUPPORTED"
    decided = fingerprints()
    edit_evidence(evidence_id=copy.pk, values={"note": "Page 3."}, actor=person)
    withdraw_evidence(evidence_id=copy.pk, actor=person)
    restore_evidence(evidence_id=copy.pk, actor=person)
    edit_evidence(evidence_id=copy.pk, values={"is_out_of_scope": True}, actor=person)
    edit_evidence(evidence_id=copy.pk, values={"is_out_of_scope": False}, actor=person)
    assert fingerprints() == decided
    edit_evidence(evidence_id=copy.pk, values={"sourcing": "unexamined"}, actor=person)
    edit_evidence(evidence_id=copy.pk, values={"sourcing": "own"}, actor=person)
    assert fingerprints() != decided


@pytest.mark.parametrize("judged", [{}, {"sourcing": "unexamined", "proximity": "primary"}])
def test_stating_how_the_two_hang_together_asks_for_the_claims_of_both_ends(judged: dict[str, Any]) -> None:
    wire, paper = wire_and_copy()
    judged = {"sourcing": "own", **judged}
    some_evidence(capture=paper.captures.get(), passage="nobody was badly hurt", **judged)
    derive = partial(
        derive_source, source_id=wire.pk, origin_id=paper.pk, kind="cites", actor=the_administrator()
    )
    assert overlooked(derive) == set()
    stated = Derivation.objects.get()
    assert overlooked(partial(drop_derivation, derivation_id=stated.pk, actor=the_administrator())) == set()


def test_a_first_hand_link_is_asked_for_when_a_suggestion_is_decided() -> None:
    wire, paper = wire_and_copy()
    a_claim_with_two_links(wire, paper, sourcing="unexamined", proximity="primary")
    reject = partial(
        reject_suggestion,
        suggestion_id=DerivationSuggestion.objects.get().pk,
        reason="Both were there.",
        actor=a_person(),
    )
    assert overlooked(reject) == set()


def test_merging_the_origin_of_a_suggestion_asks_for_the_claims_of_the_other_end() -> None:
    wire, paper = wire_and_copy()
    claim = a_claim()
    some_evidence(claim=claim, capture=paper.captures.get(), passage="nobody was badly hurt", sourcing="own")
    other, person = a_source(publisher=wire.publisher), the_administrator()
    derive_source(source_id=other.pk, origin_id=paper.pk, kind="cites", actor=person)
    merge = partial(merge_sources, kept_id=other.pk, absorbed_id=wire.pk, reason="The same.", actor=person)
    assert overlooked(merge) == set()
    take_back = partial(unmerge_sources, merge_id=SourceMerge.objects.get().pk, actor=person)
    assert overlooked(take_back) == set()


def test_protecting_the_origin_of_a_suggestion_asks_for_the_claims_of_the_other_end() -> None:
    wire, paper = wire_and_copy()
    some_evidence(capture=paper.captures.get(), passage="nobody was badly hurt", sourcing="own")
    protect = partial(protect_source, source_id=wire.pk, reason="In danger.", actor=the_administrator())
    assert overlooked(protect) == set()
