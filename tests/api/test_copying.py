"""Suggestions and citations over the wire."""

import pytest

from annotations.domain.vocabulary import Role
from annotations.models import Derivation, DerivationSuggestion
from tests.actions.test_suggestions import wire_and_copy
from tests.api.calling import Program, problem_of
from tests.factories import a_capture, a_source

pytestmark = pytest.mark.django_db


def the_suggestion() -> DerivationSuggestion:
    """A paper that may have printed an agency's report."""
    wire_and_copy()
    return DerivationSuggestion.objects.get()


def test_suggestions_are_listed_and_read_with_what_was_seen() -> None:
    suggestion, program = the_suggestion(), Program()
    (row,) = program.get("suggestions", state="open").json()["results"]
    assert (row["id"], row["source_id"], row["origin_id"]) == (
        suggestion.pk,
        suggestion.source_id,
        suggestion.origin_id,
    )
    assert program.get("suggestions", state="rejected").json()["results"] == []
    whole = program.get(f"suggestions/{suggestion.pk}").json()
    assert whole == {**row, "matches": suggestion.matches}


def test_a_suggestion_is_accepted_taken_back_and_rejected() -> None:
    suggestion, program = the_suggestion(), Program()
    address = f"suggestions/{suggestion.pk}"
    accepted = program.post(f"{address}/accept", {"kind": "quotes", "reason": "Read both."}).json()
    derivation = Derivation.objects.get()
    assert (accepted["state"], accepted["derivation_id"], accepted["kind"]) == (
        "accepted",
        derivation.pk,
        "quotes",
    )
    again = program.post(f"{address}/accept")
    assert problem_of(again) == (409, "suggestion-accept-from-accepted", None)
    assert program.post(f"{address}/reopen").json()["state"] == "open"
    rejected = program.post(f"{address}/reject", {"reason": "Both wrote it."}).json()
    assert (rejected["state"], rejected["reason"]) == ("rejected", "Both wrote it.")
    assert not Derivation.objects.exists()


def test_it_can_be_turned_round() -> None:
    suggestion = the_suggestion()
    turned = Program().post(f"suggestions/{suggestion.pk}/accept", {"is_reversed": True}).json()
    assert (turned["source_id"], turned["origin_id"]) == (suggestion.origin_id, suggestion.source_id)


def test_a_reader_and_a_wrong_request_are_refused() -> None:
    suggestion = the_suggestion()
    assert Program(role=Role.READER).post(f"suggestions/{suggestion.pk}/accept").status_code == 403
    assert Program().post(f"suggestions/{suggestion.pk}/reject", {}).status_code == 400
    assert Program().get("suggestions/999").status_code == 404


def test_sources_are_cited_in_every_format() -> None:
    source = a_capture(source=a_source(title="Ferry halted", url="https://example.org/ferry")).source
    a_source(title="Another")
    answer = Program().get("sources/citations", source=source.pk)
    (row,) = answer.json()["results"]
    assert (row["id"], row["csl"]["title"], row["csl"]["URL"]) == (source.pk, source.title, source.url)
    assert row["bibtex"].startswith("@article{")
    assert row["ris"].startswith("TY  - NEWS\r\n")
    assert row["reference"].startswith("“Ferry halted”. The ")
    assert answer["Workbench-Left-Out"] == "0"


def test_a_selection_is_cited_by_its_ids() -> None:
    first, second = a_source(), a_source()
    a_source()
    found = Program().get("sources/citations", ids=f"{first.pk},{second.pk}").json()["results"]
    assert {row["id"] for row in found} == {first.pk, second.pk}
    assert problem_of(Program().get("sources/citations", ids="a"))[:2] == (400, "invalid")


def test_another_format_is_no_missing_address() -> None:
    refused = Program().get("sources/citations", format="bibtex")
    assert problem_of(refused)[:2] == (400, "unknown-filter")


def test_protected_sources_are_not_cited_but_counted() -> None:
    source = a_source()
    source.is_protected = True
    source.save(update_fields=["is_protected"])
    answer = Program().get("sources/citations")
    assert (answer.json()["results"], answer["Workbench-Left-Out"]) == ([], "1")


def test_the_evidence_of_what_is_not_there_cannot_be_cited() -> None:
    assert Program().get("sources/citations", article=999).status_code == 404
