"""Files of claims: tried, carried out, read again, with everything reported by row."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions import claim_imports
from annotations.actions.claim_imports import (
    carry_out_claim_import,
    request_claim_import,
    run_claim_import,
    sweep_claim_imports,
)
from annotations.actions.claims import edit_claim
from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import Role
from annotations.models import (
    Claim,
    ClaimImport,
    ClaimImportRow,
    Event,
    Evidence,
    ImportedClaim,
    Publisher,
    Source,
    User,
)
from tests.domain.claim_files.test_claimreview import WELL_FORMED
from tests.factories import a_person

pytestmark = pytest.mark.django_db

TABLE = (
    "key,claim,said_by,stance,passage,title,publisher,address\n"
    "a,The bridge was closed on Monday.,Ada,contradicts,It stayed open.,Log,Office,https://a.example/log\n"
    "a,The bridge was closed on Monday.,Ada,corroborates,Traffic stopped.,Wire,Agency,https://b.example/1\n"
    "b,Two ferries sank.,,,,,,\n"
    ",,Ada,,,,,\n"
)


def tried(format: str, content: str, person: User | None = None) -> ClaimImport:
    stream = BytesIO(content.encode())
    row = request_claim_import(
        format=format, stream=stream, file_name="checked.csv", actor=person or a_person(username="ada")
    )
    run_claim_import(import_id=row.pk)
    row.refresh_from_db()
    return row


def done(row: ClaimImport) -> ClaimImport:
    carry_out_claim_import(import_id=row.pk, actor=row.requested_by)
    run_claim_import(import_id=row.pk)
    row.refresh_from_db()
    return row


def outcomes(row: ClaimImport) -> list[tuple[str, str]]:
    return list(
        ClaimImportRow.objects.filter(claim_import=row).order_by("number").values_list("outcome", "rule")
    )


def everything() -> list[int]:
    tables: list[Any] = [Claim, Evidence, Source, Publisher, ImportedClaim]
    return [table.objects.count() for table in tables]


def test_a_dry_run_says_what_would_be_and_changes_nothing() -> None:
    before = everything()
    row = tried("csv", TABLE)
    assert (row.state, row.dry_run, row.rows_done) == ("done", True, 4)
    assert outcomes(row) == [("new", ""), ("changed", ""), ("new", ""), ("refused", "claim-missing")]
    assert row.counts == {"new": 2, "changed": 1, "refused": 1}
    assert everything() == before
    assert set(ClaimImportRow.objects.values_list("claim", flat=True)) == {None}


def test_carried_out_it_is_what_was_said_and_read_again_it_is_known() -> None:
    row = done(tried("csv", TABLE))
    assert outcomes(row) == [("new", ""), ("changed", ""), ("new", ""), ("refused", "claim-missing")]
    bridge = Claim.objects.get(text="The bridge was closed on Monday.", type="event")
    assert sorted(
        bridge.evidence.values_list("stance", "passage", "source__title", "source__publisher__name")
    ) == [
        ("contradicts", "It stayed open.", "Log", "Office"),
        ("corroborates", "Traffic stopped.", "Wire", "Agency"),
    ]
    assert [layer.asserter for layer in Claim.objects.filter(asserts=bridge)] == ["Ada"]
    held = everything()
    again = done(tried("csv", TABLE, row.requested_by))
    assert outcomes(again) == [("known", ""), ("known", ""), ("known", ""), ("refused", "claim-missing")]
    assert everything() == held


def test_what_was_worked_on_is_never_overwritten() -> None:
    row = done(tried("csv", TABLE))
    ferries = Claim.objects.get(text="Two ferries sank.")
    edit_claim(claim_id=ferries.pk, values={"text": "One ferry sank."}, actor=row.requested_by)
    again = done(tried("csv", TABLE, row.requested_by))
    told = ClaimImportRow.objects.get(claim_import=again, number=3)
    assert (told.outcome, told.message) == (
        "known",
        "The claim has other words here by now; they were left as they are.",
    )
    ferries.refresh_from_db()
    assert ferries.text == "One ferry sank."


def test_the_verdict_of_others_is_kept_and_counts_for_nothing() -> None:
    done(tried("claimreview", json.dumps(WELL_FORMED)))
    origin = ImportedClaim.objects.get()
    assert (origin.checked_by, origin.rating["alternateName"]) == ("Harbour Checks", "Refuted")
    assert origin.rest == {
        "datePublished": "2026-05-14T09:00:00+00:00",
        "appearances": ["https://news.example/1"],
        "sources": [
            {"address": "https://a.example/log", "title": "Log", "publisher": "Office", "archived": ""}
        ],
    }
    assert (origin.claim.state, origin.claim.verdicts.count()) == ("draft", 0)
    assert list(Event.objects.filter(verb="claim.imported").values_list("subject_id", flat=True)) == [
        origin.claim_id
    ]
    [told] = ClaimImportRow.objects.values_list("message", flat=True)
    assert told == "One source has no passage or no stance. The claim names it, to be linked from there."


def test_a_refusal_of_a_rule_is_that_of_its_row_alone() -> None:
    words = "x" * 2_001
    row = done(tried("csv", f"claim\n{words}\nThe bridge was closed.\n"))
    assert [outcome for outcome, _ in outcomes(row)] == ["refused", "new"]
    refused = ClaimImportRow.objects.get(number=1)
    assert "2,000" in refused.message


def test_a_source_that_is_known_by_its_address_is_used() -> None:
    tall = TABLE.replace("https://b.example/1", "https://a.example/log?utm_source=x")
    done(tried("csv", tall))
    assert list(Source.objects.values_list("title", flat=True)) == ["Log"]
    assert list(Publisher.objects.values_list("name", "kind")) == [("Office", "unknown")]


def test_an_interrupted_import_goes_on_behind_what_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_imports, "BATCH_ROWS", 1)
    row = tried("csv", TABLE)
    carry_out_claim_import(import_id=row.pk, actor=row.requested_by)
    whole, batches = claim_imports.take_in, []

    def killed_in_the_second(*given: Any, **named: Any) -> Any:
        batches.append(given)
        if len(batches) == 2:
            raise KeyboardInterrupt
        return whole(*given, **named)

    monkeypatch.setattr(claim_imports, "take_in", killed_in_the_second)
    with pytest.raises(KeyboardInterrupt):
        run_claim_import(import_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.rows_done) == ("running", 1)
    ClaimImport.objects.update(leased_until=timezone.now())
    assert sweep_claim_imports() == 1
    monkeypatch.setattr(claim_imports, "take_in", whole)
    run_claim_import(import_id=row.pk)
    assert outcomes(row) == [("new", ""), ("changed", ""), ("new", ""), ("refused", "claim-missing")]


def test_only_who_brought_it_or_an_administrator_has_it_carried_out() -> None:
    row = tried("csv", TABLE)
    with pytest.raises(NotFound):
        carry_out_claim_import(import_id=row.pk, actor=a_person())
    carried = carry_out_claim_import(import_id=row.pk, actor=a_person(role=Role.ADMINISTRATOR))
    assert carried.dry_run is False
