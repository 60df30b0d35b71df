"""Tables of claims, AVeriTeC and FEVER."""

import json
from datetime import date
from io import BytesIO
from typing import Any

import pytest

from annotations.domain.claim_files import LinkedPassage, Record, Unreadable, read_claims
from annotations.domain.errors import Invalid


def read(format: str, text: str) -> list[Record | Unreadable]:
    return list(read_claims(format, BytesIO(text.encode())))


def test_a_row_of_a_table_is_a_claim_with_a_piece_of_evidence() -> None:
    table = (
        "key,claim,type,said_by,said_on,rating,stance,passage,title,publisher,published_on,address,credibility\n"
        'a1,"The bridge, they say, was closed",Event,Ada,2026-05-12,True,Contradicts,It stayed open.,'
        "Log,Office,2026-05-11,https://a.example/log,2\n"
    )
    assert read("csv", table) == [
        Record(
            number=1,
            place="line 2",
            named=("key", "a1"),
            text="The bridge, they say, was closed",
            type="event",
            claimant="Ada",
            said_on=date(2026, 5, 12),
            rating={"alternateName": "True"},
            passages=(
                LinkedPassage(
                    address="https://a.example/log",
                    title="Log",
                    publisher="Office",
                    published_on=date(2026, 5, 11),
                    passage="It stayed open.",
                    stance="contradicts",
                    judged={"credibility": "2"},
                ),
            ),
        )
    ]


def test_rows_that_name_a_claim_alike_have_the_same_key() -> None:
    table = "claim,said_by,claim_id\nClosed.,Ada,\nClosed.,Ada,\nClosed.,Bo,\nClosed.,Ada,7\nOpen.,,7\n"
    keys = [record.key for record in read("csv", table) if isinstance(record, Record)]
    assert [keys.index(key) for key in keys] == [0, 0, 2, 3, 3]


@pytest.mark.parametrize(
    ("row", "rule", "column"),
    [
        (",Ada,,", "claim-missing", "claim"),
        ("Closed.,Ada,perhaps,", "unknown-value", "stance"),
        ("Closed.,Ada,,rumour", "unknown-value", "type"),
    ],
)
def test_a_row_that_cannot_be_meant_is_refused_with_what_it_held(row: str, rule: str, column: str) -> None:
    [refused] = read("csv", f"claim,said_by,stance,type\n{row}\n")
    assert isinstance(refused, Unreadable)
    assert (refused.rule, refused.column, refused.place) == (rule, column, "line 2")
    assert refused.values["said_by"] == "Ada"


def test_a_table_without_claims_is_refused_as_a_whole() -> None:
    with pytest.raises(Invalid) as refusal:
        read("csv", "said_by,stance\nAda,context\n")
    assert refusal.value.rule == "no-known-column"


AVERITEC: dict[str, Any] = {
    "claim": "The bridge was closed in May.",
    "claim_date": "5-9-2026",
    "speaker": "Ada Lind",
    "original_claim_url": "https://news.example/1",
    "fact_checking_article": "https://checks.example/1",
    "reporting_source": "Radio",
    "label": "refuted",
    "justification": "The log says otherwise.",
    "questions": [
        {
            "question": "Was it closed?",
            "answers": [
                {
                    "answer": "No.",
                    "source_url": "https://a.example/log",
                    "cached_source_url": "https://w.example",
                },
                {"answer": "", "source_url": "https://b.example"},
            ],
        }
    ],
}


def test_a_claim_of_averitec_has_its_answers_as_context() -> None:
    assert read("averitec", json.dumps([AVERITEC])) == [
        Record(
            number=1,
            place="$[0]",
            named=("The bridge was closed in May.", "5-9-2026", "Ada Lind"),
            text="The bridge was closed in May.",
            language="en",
            claimant="Ada Lind",
            said_on=date(2026, 9, 5),
            checked_by="Radio",
            check_address="https://checks.example/1",
            rating={"alternateName": "Refuted"},
            appearances=("https://news.example/1",),
            passages=(
                LinkedPassage(
                    address="https://a.example/log",
                    title="Was it closed?",
                    archived="https://w.example",
                    passage="No.",
                    stance="context",
                ),
                LinkedPassage(address="https://b.example", title="Was it closed?"),
            ),
            rest={"label": "refuted", "justification": "The log says otherwise."},
        )
    ]


def test_a_claim_of_fever_names_pages_and_takes_the_stance_of_its_label() -> None:
    line = {
        "id": 75397,
        "verifiable": "VERIFIABLE",
        "label": "REFUTES",
        "claim": "The bridge was closed.",
        "evidence": [
            [[1, 2, "Harbour_-LRB-town-RRB-", 7, "It stayed open."], [1, 2, "Harbour_-LRB-town-RRB-", 8]]
        ],
    }
    page: dict[str, Any] = {
        "address": "https://en.wikipedia.org/wiki/Harbour_(town)",
        "title": "Harbour (town)",
        "publisher": "Wikipedia",
    }
    assert read("fever", json.dumps(line) + "\n\n") == [
        Record(
            number=1,
            place="line 1",
            named=("id", "75397"),
            text="The bridge was closed.",
            language="en",
            rating={"alternateName": "REFUTES"},
            passages=(
                LinkedPassage(**page, passage="It stayed open.", stance="contradicts"),
                LinkedPassage(**page),
            ),
            rest={"verifiable": "VERIFIABLE"},
        )
    ]


@pytest.mark.parametrize("format", ["averitec", "fever"])
def test_records_without_a_claim_and_values_that_are_none_are_refused_by_row(format: str) -> None:
    records = read(format, '[{"label": "x"}, null, 7, {"claim": "A claim."}]')
    assert [type(record).__name__ for record in records] == [*["Unreadable"] * 3, "Record"]


@pytest.mark.parametrize(
    ("format", "text"), [("fever", '{"claim": "a"}\n{'), ("averitec", "[{]"), ("fever", "x")]
)
def test_what_is_no_json_is_refused_as_a_whole_with_its_place(format: str, text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read(format, text)
    assert refusal.value.rule == "json-broken"
