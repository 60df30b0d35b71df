"""CSV."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.claim_tables import CLAIM_COLUMNS
from annotations.domain.rendering import LeftOut
from annotations.domain.spreadsheets import FORMULA_STARTERS
from annotations.exports.csv import render, render_evidence
from tests.exports.samples import (
    PUBLICATION,
    a_document,
    a_layer,
    a_link,
    a_place,
    a_publication,
    a_verdict,
    an_overridden_document,
)

COLUMNS = tuple(column.name for column in CLAIM_COLUMNS)


def written(*documents: dict[str, Any]) -> bytes:
    rows = [json.dumps(document).encode() for document in documents]
    return b"".join(render(rows, PUBLICATION, LeftOut()))


def read(content: bytes) -> list[dict[str, str]]:
    """As a strict reader of RFC 4180 takes it."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def test_computed_signed_and_overridden_stand_in_columns_of_their_own() -> None:
    [row] = read(written(an_overridden_document()))
    told = [row[name] for name in row if name.startswith(("status_", "override_"))]
    assert told == [
        "SUPPORTED",
        "SUPPORTED",
        "REFUTED",
        "legal",
        "A court has established the opposite, see the file of the case.",
        "2021-04-03T08:00:00.000000Z",
    ]


def test_a_row_says_what_the_columns_promise() -> None:
    document = a_document(
        attribution=[a_layer(claim=9, asserts=8, asserter="", mode="anonymous"), a_layer()],
        evidence=[a_link(), a_link(id=6, stance="contradicts", protected=True)],
        verdicts=[a_verdict(), a_verdict(reviewer="Grace H.", reason="So does the harbour.")],
        highlights=[a_place(), a_place(id=7)],
        stale=["AGE", "LINK_BROKEN"],
    )
    assert read(written(document)) == [
        {
            "id": "7",
            "address": "https://checks.example/claims/7/",
            "claim": "Two boats remained.",
            "type": "quantity",
            "language": "en",
            "state": "signed",
            "risk": "normal",
            "said_by": "The Port",
            "attribution": "anonymous said | The Port said",
            "time": "on Monday",
            "starts_on": "2020-09-28",
            "ends_on": "2020-09-28",
            "figures": "two boats",
            "status_computed": "SUPPORTED",
            "status_signed": "SUPPORTED",
            "status_overridden": "",
            "override_reason": "",
            "override_text": "",
            "override_expires_at": "",
            "certainty": "MODERATE",
            "support": "100",
            "opposition": "0",
            "corroborating": "1",
            "contradicting": "1",
            "context": "0",
            "sources": "corroborates: The Port Authority, The log (https://port.example/log)"
            " | contradicts: protected source",
            "articles": "Boats",
            "signed": "yes",
            "stale": "AGE | LINK_BROKEN",
            "reviewers": "Ada Byron | Grace H.",
            "reason": "The log says so. | So does the harbour.",
            "signed_at": "2020-10-02T08:00:00.000000Z",
            "publication": "",
            "published_at": "",
            "public_note": "",
            "policy_version": "1.0.0",
            "fingerprint": "f" * 64,
        }
    ]


def test_what_was_published_stands_with_its_number_and_the_last_public_note() -> None:
    (row,) = read(written(a_document(publication=a_publication("It was nineteen.", "It was twenty."))))
    assert (row["publication"], row["published_at"], row["public_note"]) == (
        "3",
        "2020-10-05T08:00:00.000000Z",
        "It was twenty.",
    )


def test_a_claim_without_anything_has_empty_cells() -> None:
    bare = a_document(
        signed=False,
        attribution=[],
        time=None,
        quantities=[],
        highlights=[],
        evidence=[],
        assessment=None,
        verdicts=[],
    )
    (row,) = read(written(bare))
    assert (row["signed"], row["said_by"], row["support"], row["signed_at"]) == ("no", "", "", "")


def test_the_file_begins_with_a_byte_order_mark_and_ends_its_lines_as_the_standard_says() -> None:
    content = written(a_document(), a_document(id=8))
    assert content.startswith(b"\xef\xbb\xbfid,address,claim,")
    assert (content.count(b"\r\n"), content.count(b"\n")) == (3, 3)


def test_without_claims_there_is_a_header() -> None:
    assert written().decode("utf-8-sig") == ",".join(COLUMNS) + "\r\n"


@pytest.mark.parametrize("start", FORMULA_STARTERS)
def test_no_cell_that_people_wrote_is_run_as_a_formula(start: str) -> None:
    attack = f'{start}HYPERLINK("https://evil.example")'
    document = a_document(
        text=attack,
        attribution=[a_layer(asserter=attack)],
        time={"text": attack},
        quantities=[{"text": attack, "unit": ""}],
        highlights=[a_place(headline=attack)],
        verdicts=[a_verdict(reviewer=attack, reason=attack)],
    )
    (row,) = read(written(document))
    assert [name for name, cell in row.items() if cell.startswith(FORMULA_STARTERS)] == []
    assert row["claim"] == f"'{attack}"


text_of_people = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


@given(text_of_people, text_of_people, text_of_people)
def test_whatever_is_written_comes_back_in_one_row(text: str, asserter: str, reason: str) -> None:
    document = a_document(
        text=text, attribution=[a_layer(asserter=asserter)], verdicts=[a_verdict(reason=reason)]
    )
    (row,) = read(written(document))
    assert list(row) == list(COLUMNS)
    assert (row["claim"].removeprefix("'"), row["reason"].removeprefix("'")) == (
        text.removeprefix("'"),
        reason.removeprefix("'"),
    )
    assert not any(cell.startswith(FORMULA_STARTERS) for cell in row.values())


def test_evidence_has_a_row_for_each_piece_that_can_be_read_alone() -> None:
    protected = {name: a_link()[name] for name in ("stance", "state", "attached_at", "counted", "reason")}
    document = a_document(
        evidence=[a_link(), {**protected, "id": 6, "protected": True, "points": 50}], stale=["AGE"]
    )
    content = b"".join(render_evidence([json.dumps(document).encode()], PUBLICATION, LeftOut()))
    open_one, protected_one = read(content)
    assert open_one == {
        "id": "5",
        "claim_id": "7",
        "claim": "Two boats remained.",
        "claim_signed": "yes",
        "claim_stale": "AGE",
        "stance": "corroborates",
        "state": "accepted",
        "protected": "no",
        "passage": "Two boats remained.",
        "passage_check": "exact",
        "source_id": "4",
        "title": "The log",
        "authors": "",
        "publisher": "The Port Authority",
        "grade": "A",
        "published_on": "2020-09-30",
        "address": "https://port.example/log",
        "archived": "",
        "capture_id": "9",
        "captured_at": "2020-10-01T08:30:00.000000Z",
        "capture_sha256": "c" * 64,
        "proximity": "",
        "coverage": "",
        "credibility": "",
        "sourcing": "",
        "points": "100",
        "counted": "yes",
        "reason": "",
        "attached_at": "2020-10-01T09:00:00.000000Z",
    }
    assert {name: cell for name, cell in protected_one.items() if cell} == {
        "id": "6",
        "claim_id": "7",
        "claim": "Two boats remained.",
        "claim_signed": "yes",
        "claim_stale": "AGE",
        "stance": "corroborates",
        "state": "accepted",
        "protected": "yes",
        "points": "50",
        "counted": "yes",
        "attached_at": "2020-10-01T09:00:00.000000Z",
    }
