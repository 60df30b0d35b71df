"""Our own annotations are whole JSON-LD: nothing in them is lost to a program that reads by the standard."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from annotations.domain.canonical import from_plain
from annotations.domain.webannotations import (
    ANNOTATION_CONTEXT,
    CONTAINER_CONTEXT,
    OWN_CONTEXT,
    Author,
    EvidenceWriting,
    HighlightWriting,
    KeptText,
    Made,
    MarkedWords,
    VerdictWriting,
    collection,
    evidence_annotation,
    find_place,
    highlight_annotation,
    page,
    read_annotation,
    verdict_annotation,
)
from tests.domain.webannotations.linked_data import compacted, expanded, framed

TEXT = from_plain("The harbour closed in May.\n\nFive ships were lost, the port said.")
HERE = "https://checks.example"
MADE = Made(
    iri=f"{HERE}/annotations/highlight-7",
    created=datetime(2024, 5, 2, 10, 0, tzinfo=timezone(timedelta(hours=2))),
    modified=datetime(2024, 5, 3, 8, 0, 0, 120_000, tzinfo=UTC),
    author=Author("Ana B.", f"{HERE}/people/3"),
)
ARTICLE = KeptText(
    source="https://news.example/harbour",
    cached=f"{HERE}/revisions/4",
    read_at=datetime(2024, 5, 1, 6, 30, tzinfo=UTC),
    sha256=TEXT.sha256,
    language="en",
)
MARKED = MarkedWords(ARTICLE, "Five ships were lost", "closed in May.\n", ", the port said.", 27, 47)
CLAIM = f"{HERE}/claims/12"

HIGHLIGHT = HighlightWriting(MADE, (MARKED,), CLAIM, "Five ships were lost.", "en", outcome="moved")
PASSAGE = MarkedWords(
    KeptText("https://port.example/report", f"{HERE}/captures/2", datetime(2024, 5, 1, 7, 0, tzinfo=UTC)),
    "five vessels sank",
)
EVIDENCE = EvidenceWriting(MADE, CLAIM, (MARKED,), PASSAGE, "corroborates")
VERDICT = VerdictWriting(MADE, CLAIM, (MARKED,), "SUPPORTED", "Supported", "HIGH", "Two records agree.", "en")

TARGET = {
    "type": "SpecificResource",
    "source": "https://news.example/harbour",
    "selector": [
        {
            "type": "TextQuoteSelector",
            "exact": "Five ships were lost",
            "prefix": "closed in May.\n",
            "suffix": ", the port said.",
        },
        {"type": "TextPositionSelector", "start": 27, "end": 47},
    ],
    "state": {
        "type": "TimeState",
        "sourceDate": "2024-05-01T06:30:00Z",
        "cached": "https://checks.example/revisions/4",
        "workbench:sha256": TEXT.sha256,
    },
}
HEAD = {
    "@context": [ANNOTATION_CONTEXT, OWN_CONTEXT],
    "id": "https://checks.example/annotations/highlight-7",
    "type": "Annotation",
    "creator": {"id": "https://checks.example/people/3", "type": "Person", "name": "Ana B."},
    "created": "2024-05-02T08:00:00Z",
    "modified": "2024-05-03T08:00:00.120000Z",
    "generator": {"type": "Software", "name": "Workbench"},
    "target": TARGET,
    "workbench:claim": {"id": "https://checks.example/claims/12"},
}


def words(text: str, purpose: str, language: str | None = "en") -> dict[str, Any]:
    body = {"type": "TextualBody", "value": text, "format": "text/plain", "purpose": purpose}
    return body if language is None else body | {"language": language}


def test_a_highlight() -> None:
    assert highlight_annotation(HIGHLIGHT) == HEAD | {
        "motivation": "highlighting",
        "body": words("Five ships were lost.", "identifying"),
        "workbench:outcome": "moved",
    }


def test_a_highlight_with_a_remark_whose_words_changed() -> None:
    made = Made(
        MADE.iri, MADE.created, via=("urn:x:1", "urn:x:2"), canonical="urn:x:0", stale=("WORDS_CHANGED",)
    )
    written = highlight_annotation(
        HighlightWriting(
            made, (MARKED, MARKED), CLAIM, comment="Who counted?", tags=("figures",),
            outcome="changed", words_changed=("number", "name"),
        )
    )  # fmt: skip
    kept = ("@context", "id", "type", "created", "generator", "workbench:claim")

    assert written == {name: HEAD[name] for name in kept} | {
        "motivation": "commenting",
        "canonical": "urn:x:0",
        "via": ["urn:x:1", "urn:x:2"],
        "body": [words("Who counted?", "commenting", None), words("figures", "tagging", None)],
        "target": [TARGET, TARGET],
        "workbench:outcome": "changed",
        "workbench:stale": "WORDS_CHANGED",
        "workbench:wordsChanged": ["number", "name"],
    }


def test_evidence() -> None:
    assert evidence_annotation(EVIDENCE) == HEAD | {
        "motivation": "linking",
        "body": {
            "type": "SpecificResource",
            "purpose": "linking",
            "source": "https://port.example/report",
            "selector": {"type": "TextQuoteSelector", "exact": "five vessels sank"},
            "state": {
                "type": "TimeState",
                "sourceDate": "2024-05-01T07:00:00Z",
                "cached": "https://checks.example/captures/2",
            },
        },
        "workbench:stance": "corroborates",
    }


def test_context_describes_and_a_protected_source_is_not_told() -> None:
    written = evidence_annotation(
        EvidenceWriting(MADE, CLAIM, (), None, "context", is_context=True, comment="Background.")
    )
    assert written == HEAD | {
        "motivation": "describing",
        "body": words("Background.", "commenting", None),
        "target": "https://checks.example/claims/12",
        "workbench:stance": "context",
    }


def test_a_verdict() -> None:
    assert verdict_annotation(VERDICT) == HEAD | {
        "motivation": "assessing",
        "body": [words("Supported", "assessing"), words("Two records agree.", "commenting")],
        "workbench:status": "SUPPORTED",
        "workbench:certainty": "HIGH",
    }


OWN = {
    "highlight": highlight_annotation(HIGHLIGHT),
    "evidence": evidence_annotation(EVIDENCE),
    "verdict": verdict_annotation(VERDICT),
    "stale": highlight_annotation(
        HighlightWriting(
            Made(MADE.iri, MADE.created, stale=("WORDS_CHANGED", "AGE"), via=("urn:x:1",)),
            (MARKED, MARKED),
            words_changed=("number",),
        )
    ),
}


@pytest.mark.parametrize("name", OWN)
def test_nothing_is_lost_in_expansion(recommendation: Path, name: str) -> None:
    document = OWN[name]
    assert compacted(expanded(document), document["@context"]) == document


@pytest.mark.parametrize("name", OWN)
def test_the_frame_of_the_standard_finds_it(recommendation: Path, name: str) -> None:
    document = OWN[name]
    found = {name: value for name, value in framed(document, "annotation").items() if value is not None}
    assert found == compacted(expanded(document), ANNOTATION_CONTEXT)


@pytest.mark.parametrize("name", OWN)
def test_what_is_written_is_read_and_stands_where_it_stood(name: str) -> None:
    read = read_annotation(OWN[name])
    for target in read.targets:
        found = find_place(target, TEXT, None)
        assert found.anchoring and (found.anchoring.outcome, found.anchoring.start, found.anchoring.end) == (
            "unchanged",
            27,
            47,
        )


def test_a_container_and_its_pages() -> None:
    iri = f"{HERE}/annotations/"
    bare = {**highlight_annotation(HIGHLIGHT), "@context": ANNOTATION_CONTEXT}
    first = page(
        f"{iri}?page=1", [bare, "urn:x:2"], collection_iri=iri, start_index=0, next_iri=f"{iri}?page=2"
    )

    assert first == {
        "@context": ANNOTATION_CONTEXT,
        "id": "https://checks.example/annotations/?page=1",
        "type": "AnnotationPage",
        "partOf": "https://checks.example/annotations/",
        "startIndex": 0,
        "next": "https://checks.example/annotations/?page=2",
        "items": [{name: value for name, value in bare.items() if name != "@context"}, "urn:x:2"],
    }
    assert collection(
        iri, label="Annotations", total=3, modified=MADE.created, first=first, last=f"{iri}?page=2"
    ) == {
        "@context": [ANNOTATION_CONTEXT, CONTAINER_CONTEXT],
        "id": "https://checks.example/annotations/",
        "type": ["BasicContainer", "AnnotationCollection"],
        "label": "Annotations",
        "total": 3,
        "modified": "2024-05-02T08:00:00Z",
        "first": {name: value for name, value in first.items() if name != "@context"},
        "last": "https://checks.example/annotations/?page=2",
    }


def test_an_empty_container_has_no_pages() -> None:
    assert collection(f"{HERE}/annotations/", label="Annotations", total=0, first="urn:x:1") == {
        "@context": [ANNOTATION_CONTEXT, CONTAINER_CONTEXT],
        "id": "https://checks.example/annotations/",
        "type": ["BasicContainer", "AnnotationCollection"],
        "label": "Annotations",
        "total": 0,
    }


def test_a_last_page_describes_its_collection() -> None:
    iri = f"{HERE}/annotations/"
    assert page(
        f"{iri}?page=2", ["urn:x:3"], collection_iri=iri, start_index=2, total=3, previous_iri=f"{iri}?page=1"
    ) == {
        "@context": ANNOTATION_CONTEXT,
        "id": "https://checks.example/annotations/?page=2",
        "type": "AnnotationPage",
        "partOf": {"id": "https://checks.example/annotations/", "type": "AnnotationCollection", "total": 3},
        "startIndex": 2,
        "prev": "https://checks.example/annotations/?page=1",
        "items": ["urn:x:3"],
    }


def test_pages_keep_their_order_and_every_item_in_expansion(recommendation: Path) -> None:
    iri = f"{HERE}/annotations/"
    whole = collection(
        iri,
        label="Annotations",
        total=3,
        first=page(f"{iri}?page=1", [OWN["verdict"], OWN["evidence"]], collection_iri=iri, start_index=0),
    )
    items = expanded(whole)[0]["http://www.w3.org/ns/activitystreams#first"][0][
        "http://www.w3.org/ns/activitystreams#items"
    ][0]["@list"]
    assert items == [*expanded(OWN["verdict"]), *expanded(OWN["evidence"])]
