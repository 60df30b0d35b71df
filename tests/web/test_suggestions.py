"""The queue of suggestions and one suggestion with both texts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions.publishers import grade_publisher
from annotations.domain.vocabulary import Role
from annotations.models import Claim, Derivation, DerivationSuggestion, Publisher, Source
from tests.actions.test_suggestions import a_report, wire_and_copy
from tests.factories import (
    a_claim,
    a_publisher,
    a_source,
    assessed,
    some_evidence,
    the_administrator,
)
from tests.web.visitors import toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db


def the_suggestion() -> DerivationSuggestion:
    """A paper that may have printed an agency's report."""
    wire_and_copy()
    return DerivationSuggestion.objects.get()


def test_the_queue_shows_what_waits_and_why() -> None:
    suggestion = the_suggestion()
    page = visitor().get("/suggestions/").content.decode()
    assert f'href="/suggestions/{suggestion.pk}/"' in page
    assert "credited to Northern Press" in page
    assert "Rejecting here gives as reason: “Each wrote it by themselves.”" in page
    assert f"{suggestion.score} of 100" in page


def test_both_texts_stand_side_by_side_with_what_they_share_marked() -> None:
    suggestion = the_suggestion()
    answer = visitor().get(f"/suggestions/{suggestion.pk}/")
    page = answer.content.decode()
    passages = suggestion.matches[1]["passages"]
    for number in range(1, len(passages) + 1):
        assert page.count(f'id="a-{number}"') == page.count(f'id="b-{number}"') == 1
    assert 'name="direction" value="reversed"' in page


def test_accepting_from_the_queue_takes_it_as_suggested_and_offers_the_way_back() -> None:
    suggestion, person = the_suggestion(), visitor()
    answer = person.post(f"/suggestions/{suggestion.pk}/accept/")
    assert (answer.status_code, answer["Location"]) == (302, "/suggestions/")
    derivation = Derivation.objects.get()
    assert (derivation.source_id, derivation.kind) == (suggestion.source_id, "republishes")
    shown = person.get("/suggestions/")
    assert toasts_of(shown)[0][1] == f"/suggestions/{suggestion.pk}/reopen/"
    person.post(f"/suggestions/{suggestion.pk}/reopen/")
    assert not Derivation.objects.exists()


def test_the_direction_and_the_kind_are_the_persons() -> None:
    suggestion = the_suggestion()
    sent = {"direction": "reversed", "kind": "quotes", "reason": "They were there first."}
    visitor().post(f"/suggestions/{suggestion.pk}/accept/", sent)
    derivation = Derivation.objects.get()
    assert (derivation.source_id, derivation.origin_id, derivation.kind, derivation.reason) == (
        suggestion.origin_id,
        suggestion.source_id,
        "quotes",
        "They were there first.",
    )


def test_rejecting_without_a_reason_is_refused_and_keeps_the_page() -> None:
    suggestion, person = the_suggestion(), visitor()
    answer = person.post(f"/suggestions/{suggestion.pk}/reject/", {"rejected_because": " "})
    assert answer.status_code == 422
    assert "Say why, so that others can follow." in answer.content.decode()
    person.post(f"/suggestions/{suggestion.pk}/reject/", {"rejected_because": "Both wrote it."})
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.reason) == ("rejected", "Both wrote it.")
    assert "Both wrote it." in person.get("/suggestions/?state=rejected").content.decode()


def test_an_unknown_kind_is_refused_beside_its_field() -> None:
    suggestion = the_suggestion()
    answer = visitor().post(f"/suggestions/{suggestion.pk}/accept/", {"kind": "copies"})
    assert answer.status_code == 422
    assert not Derivation.objects.exists()


def test_a_reader_sees_and_decides_nothing() -> None:
    suggestion, reader = the_suggestion(), visitor(role=Role.READER)
    assert "Accept" not in reader.get(f"/suggestions/{suggestion.pk}/").content.decode()
    assert reader.post(f"/suggestions/{suggestion.pk}/accept/").status_code == 403


def test_what_concerns_a_protected_source_is_in_no_list() -> None:
    suggestion = the_suggestion()
    suggestion.origin.is_protected = True
    suggestion.origin.save(update_fields=["is_protected"])
    person = visitor()
    assert person.get(f"/suggestions/{suggestion.pk}/").status_code == 404
    assert suggestion.source.title not in person.get("/suggestions/").content.decode()


@pytest.mark.parametrize("more", [0, 3])
def test_the_queue_asks_the_same_number_of_times_however_long_it_is(more: int) -> None:
    wire_and_copy()
    for number in range(more):
        text = f"Line {number}.\n" + DerivationSuggestion.objects.first().origin.captures.get().text  # type: ignore[union-attr]
        a_report(text)
    person = visitor(the_administrator())
    person.get("/suggestions/")
    with CaptureQueriesContext(connection) as statements:
        assert len(person.get("/suggestions/").context["lines"]) == 1 + more
    assert len(statements) == 4


def test_the_claim_says_why_its_link_counts_as_not_examined_and_leads_to_the_decision() -> None:
    suggestion, claim = the_suggestion(), a_claim()
    capture = suggestion.source.captures.get()
    some_evidence(claim=claim, capture=capture, passage="nobody was badly hurt", sourcing="own")
    assessed(claim)
    person = visitor()
    page = person.get(f"/claims/{claim.pk}/").content.decode()
    assert "Own reporting, or a copy?" in page
    assert f'href="/suggestions/{suggestion.pk}/"' in page
    person.post(f"/suggestions/{suggestion.pk}/reject/", {"rejected_because": "Both wrote it."})
    assessed(claim)
    assert "Own reporting, or a copy?" not in person.get(f"/claims/{claim.pk}/").content.decode()


def test_the_pages_of_both_sources_lead_to_the_suggestion() -> None:
    suggestion, person = the_suggestion(), visitor()
    for pk in (suggestion.source_id, suggestion.origin_id):
        assert f'href="/suggestions/{suggestion.pk}/"' in person.get(f"/sources/{pk}/").content.decode()


def a_claim_on(report: Source) -> Claim:
    """A claim that this report and one of another outlet support together, each by itself."""
    claim, other = a_claim(), a_source(publisher=a_publisher())
    for publisher in (report.publisher_id, other.publisher_id):
        grade_publisher(publisher_id=publisher, grade="B", reason="Known.", actor=the_administrator())
    passage = "nobody was badly hurt"
    some_evidence(claim=claim, capture=report.captures.get(), passage=passage, sourcing="own")
    some_evidence(claim=claim, source=other, sourcing="own")
    assessed(claim)
    return claim


def test_a_decision_that_moves_a_status_is_made_with_that_in_sight_and_taken_back_so() -> None:
    suggestion, person = the_suggestion(), visitor()
    claim = a_claim_on(suggestion.source)
    address = f"/suggestions/{suggestion.pk}/reject/"
    sent = {"rejected_because": "Both wrote it."}
    asked = person.post(address, sent)
    suggestion.refresh_from_db()
    assert (asked.status_code, suggestion.state, asked.context["impact"]["moved"]) == (200, "open", 1)
    assert claim.text in words_of(asked)
    assert f'href="/suggestions/{suggestion.pk}/"' in asked.content.decode()
    done = person.post(address, {**sent, "seen": asked.context["impact"]["impact"].digest})
    assert (done.status_code, done["Location"]) == (302, "/suggestions/")
    assert toasts_of(person.get("/suggestions/")) == [
        ("Rejected: “Both wrote it.” The pair is not suggested again.", "")
    ]
    assessed(claim)
    reopening = f"/suggestions/{suggestion.pk}/reopen/"
    back = person.post(reopening)
    assert (back.status_code, back.context["impact"]["moved"]) == (200, 1)
    person.post(reopening, {"seen": back.context["impact"]["impact"].digest})
    suggestion.refresh_from_db()
    assert suggestion.state == "open"


def test_what_was_chosen_goes_along_with_what_was_seen() -> None:
    suggestion, person = the_suggestion(), visitor()
    a_claim_on(suggestion.origin)
    Publisher.objects.filter(pk=suggestion.source.publisher_id).update(kind="social_account")
    sent = {"direction": "reversed", "kind": "republishes", "reason": "They were there first."}
    address = f"/suggestions/{suggestion.pk}/accept/"
    asked = person.post(address, sent)
    form, impact = asked.context["form"], asked.context["impact"]["impact"]
    assert {name: form[name].value() for name in sent} == sent
    assert (form["direction"].is_hidden, form["kind"].is_hidden, impact.is_felt) == (True, True, True)
    other = person.post(address, {**sent, "kind": "cites", "seen": impact.digest})
    assert other.status_code == 409
    person.post(address, {**sent, "seen": impact.digest})
    assert Derivation.objects.get().reason == "They were there first."
