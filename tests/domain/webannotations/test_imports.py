"""Files of other programs are read row by row, each row with its reason, and none stops another."""

import json
from typing import Any

import pytest

from annotations.domain.canonical import from_html
from annotations.domain.errors import Invalid
from annotations.domain.webannotations import (
    ANNOTATION_CONTEXT,
    PlaceNote,
    Row,
    find_place,
    open_upload,
    read_annotation,
    read_rows,
)
from annotations.domain.webannotations.files import MAXIMUM_BYTES, MAXIMUM_ROWS
from tests.domain.webannotations.documents import PAGE, annotation, position, quote

MARKUP = (
    "<body><script>count()</script><div><p>Ahoy 🚢! The ferry</p>\n<p>left at nine, they say. "
    "The ferry left.</p></div></body>"
)
TEXT = from_html(MARKUP)

HYPOTHESIS_ROW: dict[str, Any] = {
    "id": "Qx7_rT-0Ee2",
    "created": "2023-04-05T06:07:08.123456+00:00",
    "updated": "2023-04-06T01:00:00+02:00",
    "user": "acct:marta@hypothes.is",
    "user_info": {"display_name": "Marta K."},
    "uri": PAGE,
    "text": "At nine? The timetable says *ten*.",
    "tags": ["time", "ferry"],
    "group": "__world__",
    "permissions": {"read": ["group:__world__"]},
    "references": [],
    "document": {"title": ["The ferry of the bay"]},
    "links": {"html": "https://hypothes.is/a/Qx7_rT-0Ee2"},
    "target": [
        {
            "source": PAGE,
            "selector": [
                {
                    "type": "RangeSelector",
                    "startContainer": "/div[1]/p[1]",
                    "startOffset": 13,
                    "endContainer": "/div[1]/p[2]",
                    "endOffset": 12,
                },
                {"type": "TextPositionSelector", "start": 20, "end": 38},
                {
                    "type": "TextQuoteSelector",
                    "exact": "ferry\nleft at nine",
                    "prefix": "unt()Ahoy 🚢! The ",
                    "suffix": ", they say. The ferry left.",
                },
            ],
        }
    ],
}
UNIT = {"workbench:unit": "utf-16"}


def point(path: str, offset: int) -> dict[str, Any]:
    refined = position(offset, offset, **UNIT)
    return {"type": "XPathSelector", "value": path, "refinedBy": refined}


HYPOTHESIS_CONVERTED = {
    "@context": [ANNOTATION_CONTEXT, {"workbench": "urn:x-workbench:"}],
    "id": "https://hypothes.is/a/Qx7_rT-0Ee2",
    "type": "Annotation",
    "motivation": "commenting",
    "created": "2023-04-05T06:07:08.123456Z",
    "modified": "2023-04-05T23:00:00Z",
    "creator": {"id": "acct:marta@hypothes.is", "type": "Person", "nickname": "marta", "name": "Marta K."},
    "generator": {"id": "https://hypothes.is/", "type": "Software", "name": "Hypothesis"},
    "body": [
        {
            "type": "TextualBody",
            "value": "At nine? The timetable says *ten*.",
            "format": "text/markdown",
            "purpose": "commenting",
        },
        {"type": "TextualBody", "value": "time", "purpose": "tagging"},
        {"type": "TextualBody", "value": "ferry", "purpose": "tagging"},
    ],
    "target": {
        "type": "SpecificResource",
        "source": {"id": PAGE, "dc:title": "The ferry of the bay"},
        "selector": [
            {
                "type": "RangeSelector",
                "startSelector": point("/div[1]/p[1]", 13),
                "endSelector": point("/div[1]/p[2]", 12),
            },
            position(20, 38, **UNIT),
            quote("ferry\nleft at nine", "unt()Ahoy 🚢! The ", ", they say. The ferry left."),
        ],
    },
}
TEXT_ANNOTATOR_ROW: dict[str, Any] = {
    "@context": ANNOTATION_CONTEXT,
    "id": "5f0b7c3a-7c2e-4a0e-9d61-0b8f5a1e2c3d",
    "type": "Annotation",
    "creator": {"id": "u-17", "isGuest": True},
    "created": "2024-02-03T04:05:06.789Z",
    "body": [
        {
            "id": "b-1",
            "type": "TextualBody",
            "purpose": "commenting",
            "value": "Twice?",
            "creator": {"id": "u-17"},
        },
        {"id": "b-2", "type": "TextualBody", "purpose": "tagging", "value": "repetition"},
    ],
    "target": [
        {
            "id": "t-1",
            "annotation": "5f0b7c3a-7c2e-4a0e-9d61-0b8f5a1e2c3d",
            "styleClass": "a",
            "source": PAGE,
            "selector": [quote("The ferry", "Ahoy 🚢! ", "left at ni"), position(9, 18)],
        },
        {
            "id": "t-2",
            "source": PAGE,
            "selector": [quote("The ferry", "they say. ", " left."), position(43, 52)],
        },
    ],
}


def rows_of(value: Any, **more: Any) -> list[Row]:
    return list(read_rows(json.dumps(value), **more))


def summary(rows: list[Row]) -> list[Any]:
    return [row.refusal.rule if row.refusal else row.annotation and row.annotation.iri for row in rows]


def test_a_hypothesis_row_becomes_a_web_annotation() -> None:
    upload = open_upload(json.dumps({"rows": [HYPOTHESIS_ROW], "total": 1}))
    (row,) = upload.rows

    assert (upload.format, upload.total, upload.is_partial) == ("hypothesis", 1, False)
    assert (row.document, row.refusal, row.format) == (HYPOTHESIS_CONVERTED, None, "hypothesis")
    assert row.annotation and (row.annotation.creator, row.annotation.tags) == ("Marta K.", ("time", "ferry"))


def test_and_its_words_are_found() -> None:
    (target,) = read_annotation(HYPOTHESIS_CONVERTED).targets
    assert TEXT.text == "Ahoy 🚢! The ferry\nleft at nine, they say. The ferry left."
    for selectors in (target.selectors, target.selectors[:1]):
        only = type(target)(target.source, selectors=selectors)
        found = find_place(only, TEXT, MARKUP)
        assert found.anchoring and (found.anchoring.start, found.anchoring.end) == (12, 30)


def test_a_range_of_the_page_alone_is_offered() -> None:
    target = read_annotation(HYPOTHESIS_CONVERTED).targets[0]
    spans = tuple(selector for selector in target.selectors if type(selector).__name__ == "Range")
    found = find_place(type(target)(target.source, selectors=spans), TEXT, MARKUP)
    assert found.anchoring and found.anchoring.candidates == ((12, 30),)


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([HYPOTHESIS_ROW]),
        json.dumps(HYPOTHESIS_ROW),
        json.dumps({"rows": [HYPOTHESIS_ROW], "total": 1}, indent=2),
        json.dumps({"rows": [HYPOTHESIS_ROW], "total": 1}).encode("utf-8-sig"),
        json.dumps(HYPOTHESIS_ROW) + "\n",
    ],
    ids=["list", "one", "answer", "marked bytes", "one line"],
)
def test_the_ways_hypothesis_annotations_come(content: str | bytes) -> None:
    assert [row.document for row in read_rows(content)] == [HYPOTHESIS_CONVERTED]


def test_lines_are_rows_and_a_broken_line_is_one() -> None:
    second = {**HYPOTHESIS_ROW, "id": "zzz"}
    content = "\n".join([json.dumps(HYPOTHESIS_ROW), '{"id": "half', "", json.dumps(second), "[1, NaN]", "7"])
    rows = list(read_rows(content))

    assert summary(rows) == [
        "https://hypothes.is/a/Qx7_rT-0Ee2",
        "not-json",
        "https://hypothes.is/a/zzz",
        "not-json",
        "not-an-object",
    ]
    assert [row.number for row in rows] == [1, 2, 3, 4, 5]


def test_answers_a_line_are_their_rows() -> None:
    answers = [{"rows": [HYPOTHESIS_ROW], "total": 2}, {"rows": [{**HYPOTHESIS_ROW, "id": "b"}], "total": 2}]
    rows = list(read_rows("\n".join(json.dumps(answer) for answer in answers)))
    assert summary(rows) == ["https://hypothes.is/a/Qx7_rT-0Ee2", "https://hypothes.is/a/b"]


def test_a_reply_is_about_what_it_answers() -> None:
    (row,) = rows_of(
        [{**HYPOTHESIS_ROW, "id": "r2", "references": ["root", "r1"], "target": [{"source": PAGE}]}]
    )
    read = row.annotation
    assert read and (
        read.motivations,
        read.targets[0].source,
        read.targets[0].scope,
        read.targets[0].selectors,
    ) == (
        ("replying",),
        "https://hypothes.is/a/r1",
        PAGE,
        (),
    )


@pytest.mark.parametrize(
    ("changes", "motivation", "words"),
    [
        ({"text": "", "tags": ["a"]}, "tagging", ["a"]),
        ({"text": "", "tags": []}, "highlighting", []),
        ({"text": "So.", "tags": []}, "commenting", ["So."]),
    ],
)
def test_what_a_row_is_for(changes: dict[str, Any], motivation: str, words: list[str]) -> None:
    (row,) = rows_of([HYPOTHESIS_ROW | changes])
    assert row.annotation and row.annotation.motivations == (motivation,)
    assert [body.text for body in row.annotation.bodies] == words


def test_a_note_on_the_whole_page_has_no_selector() -> None:
    (row,) = rows_of([HYPOTHESIS_ROW | {"target": [{"source": PAGE}], "document": {}}])
    assert row.document and row.document["target"] == {"type": "SpecificResource", "source": {"id": PAGE}}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"id": None}, "hypothesis-row-malformed"),
        ({"id": "a b"}, "hypothesis-row-malformed"),
        ({"tags": ["a"] * 100}, "hypothesis-row-malformed"),
        ({"uri": "page.html", "target": []}, "target-not-an-iri"),
        ({"target": [{"selector": [{"type": "TextQuoteSelector", "exact": ""}]}]}, "selector-malformed"),
        (
            {"target": [{"selector": [{"type": "RangeSelector", "startContainer": "/p"}]}]},
            "hypothesis-row-malformed",
        ),
        ({"text": "a\x00b"}, "characters-not-storable"),
    ],
)
def test_a_broken_hypothesis_row_never_stops_the_others(changes: dict[str, Any], rule: str) -> None:
    rows = rows_of({"rows": [HYPOTHESIS_ROW | changes, HYPOTHESIS_ROW]})
    assert summary(rows) == [rule, "https://hypothes.is/a/Qx7_rT-0Ee2"]


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59Z"]
)
def test_a_time_out_of_the_calendar_is_left_out(moment: str) -> None:
    [row] = rows_of({**HYPOTHESIS_ROW, "created": moment, "updated": moment})
    assert row.document is not None and not {"created", "modified"} & row.document.keys()


@pytest.mark.parametrize("depth", [33, 400, 900])
def test_a_row_of_any_depth_is_refused_by_itself(depth: int) -> None:
    nested = "[" * depth + "]" * depth
    broken = f'{{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "target": {nested}}}'
    content = f"[{broken}, {json.dumps(annotation())}]"
    refusals = [row.refusal and row.refusal.rule for row in open_upload(content, base=PAGE).rows]
    assert refusals == ["annotation-too-deep", None]


def test_a_text_annotator_export() -> None:
    upload = open_upload(json.dumps([TEXT_ANNOTATOR_ROW]))
    (row,) = upload.rows

    assert (upload.format, row.repairs) == (
        "w3c",
        (
            "Its id “5f0b7c3a-7c2e-4a0e-9d61-0b8f5a1e2c3d” is no IRI;"
            " it was written as urn:uuid:5f0b7c3a-7c2e-4a0e-9d61-0b8f5a1e2c3d.",
        ),
    )
    assert row.document == TEXT_ANNOTATOR_ROW | {"id": "urn:uuid:5f0b7c3a-7c2e-4a0e-9d61-0b8f5a1e2c3d"}
    assert row.annotation and row.annotation.tags == ("repetition",)


def test_its_positions_count_as_browsers_do() -> None:
    (row,) = rows_of([TEXT_ANNOTATOR_ROW])
    assert row.annotation
    places = [find_place(target, TEXT, None) for target in row.annotation.targets]
    assert [(place.anchoring and place.anchoring.start, place.note) for place in places] == [
        (8, PlaceNote.QUOTE_AT_POSITION),
        (42, PlaceNote.QUOTE_AT_POSITION),
    ]


def test_ids_that_begin_with_a_number_sign_are_repaired_too() -> None:
    (row,) = rows_of([annotation(id="#A88B22D0-6106-4872-9435-C78B5E89FEDE")])
    assert row.annotation and row.annotation.iri == "urn:uuid:a88b22d0-6106-4872-9435-c78b5e89fede"


@pytest.mark.parametrize(
    "target",
    [
        "",
        {"source": "", "selector": quote("The ferry")},
        {"selector": quote("The ferry")},
        [{"source": None}],
    ],
)
def test_a_target_without_address_is_about_the_page_at_hand(target: Any) -> None:
    (row,) = rows_of([annotation(target=target)], base=PAGE)
    assert row.annotation and [one.source for one in row.annotation.targets] == [PAGE]
    assert row.repairs == ("A target named no page; the article's address was put in.",)
    (refused,) = rows_of([annotation(target=target)])
    assert refused.refusal


def test_a_page_gives_its_context_to_its_items() -> None:
    item = {name: value for name, value in annotation().items() if name != "@context"}
    page = {
        "@context": ANNOTATION_CONTEXT,
        "type": "AnnotationPage",
        "items": [item, "urn:x:2", item | {"id": "b"}],
    }
    upload = open_upload(json.dumps(page | {"next": "https://a.example/?page=2"}))
    rows = list(upload.rows)

    assert (upload.total, upload.is_partial, summary(rows)) == (
        3,
        True,
        ["https://notes.example/1", "not-an-object", "id-not-an-iri"],
    )
    assert rows[0].document == annotation()


def test_a_collection_gives_the_items_of_its_first_page() -> None:
    item = {name: value for name, value in annotation().items() if name != "@context"}
    collection = {
        "@context": ANNOTATION_CONTEXT,
        "id": "https://a.example/",
        "type": ["BasicContainer", "AnnotationCollection"],
        "total": 2,
        "first": {"type": "AnnotationPage", "items": [item]},
    }
    upload = open_upload(json.dumps(collection))
    assert (upload.total, upload.is_partial, [row.document for row in upload.rows]) == (
        1,
        True,
        [annotation()],
    )


def test_a_graph_is_a_list() -> None:
    item = {name: value for name, value in annotation().items() if name != "@context"}
    assert summary(rows_of({"@context": ANNOTATION_CONTEXT, "@graph": [item]})) == ["https://notes.example/1"]


def test_mixed_rows_are_each_what_they_are() -> None:
    rows = rows_of(
        [annotation(), HYPOTHESIS_ROW, annotation(target=None), 7, annotation(**{"@context": None})]
    )
    assert summary(rows) == [
        "https://notes.example/1",
        "https://hypothes.is/a/Qx7_rT-0Ee2",
        "annotation-target-missing",
        "not-an-object",
        "context-missing",
    ]
    assert [row.format for row in rows] == ["w3c", "hypothesis", "w3c", "w3c", "w3c"]


def test_the_same_annotation_twice_is_said() -> None:
    unnamed = annotation(id=None, bodyValue="No.")
    rows = rows_of([annotation(), unnamed, annotation(bodyValue="Yes."), dict(reversed(unnamed.items()))])
    assert [row.duplicate_of for row in rows] == [None, None, 1, 2]


def test_a_hint_is_believed_over_the_content() -> None:
    (row,) = rows_of([HYPOTHESIS_ROW], format="w3c")
    assert row.refusal and row.refusal.rule == "context-missing"


REFUSED: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "file-not-json"),
    "words": ("These are my notes.", "file-not-json"),
    "cut off": ('[{"id": "urn:x:1"', "file-not-json"),
    "no number": ('{"rows": [NaN]}', "file-not-json"),
    "a long number": (f"[{'9' * 10_000}]", "file-not-json"),
    "too deep": ("[" * 100_000, "file-not-json"),
    "a number": ("7", "file-without-annotations"),
    "an empty list": ("[]", "file-without-annotations"),
    "no rows": ('{"rows": [], "total": 0}', "file-without-annotations"),
    "something else": ('{"name": "package"}', "file-without-annotations"),
    "a page elsewhere": (
        json.dumps({"@context": ANNOTATION_CONTEXT, "type": "AnnotationCollection", "first": "urn:x:1"}),
        "file-without-annotations",
    ),
    "too many rows": (json.dumps([0] * (MAXIMUM_ROWS + 1)), "too-many-rows"),
    "too many lines": ('{"id": 1}\n' * (MAXIMUM_ROWS + 1), "too-many-rows"),
    "too large": (b" " * (MAXIMUM_BYTES + 1), "file-too-large"),
    "another encoding": ('[{"id": "é"}]'.encode("latin-1"), "file-not-text"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_files_that_cannot_be_read(name: str) -> None:
    content, rule = REFUSED[name]
    with pytest.raises(Invalid) as refused:
        open_upload(content)
    assert (refused.value.rule, refused.value.field) == (rule, "file")


def test_one_document_that_is_no_annotation_says_why() -> None:
    assert summary(rows_of(annotation(type="Person"))) == ["type-not-annotation"]
    assert summary(rows_of({"target": PAGE, "type": "Annotation"})) == ["context-missing"]
