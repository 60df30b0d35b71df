"""What an annotation says is read from every shape the model allows; what it forbids is refused by name."""

import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.errors import Invalid
from annotations.domain.webannotations import BodyReading, StateReading, TargetReading, read_annotation
from annotations.domain.webannotations.bounds import MAXIMUM_DEPTH, MAXIMUM_VALUES
from annotations.domain.webannotations.selectors import Fragment, TextPosition
from tests.domain.webannotations.documents import PAGE, about, annotation, examples, position, quote
from tests.domain.webannotations.of_each_section import OF_EACH_SECTION


def test_a_plain_annotation() -> None:
    document = annotation(
        motivation=["oa:commenting", "tagging"],
        creator={"id": "https://people.example/7", "name": "Ana B."},
        created="2024-05-01T12:30:00Z",
        modified="2024-05-02T09:00:00.250+02:00",
        canonical="urn:uuid:0b1e9e34-53a5-4c8a-8e57-0c0c3f7a5a11",
        via="https://elsewhere.example/9",
        body=[
            {
                "type": "TextualBody",
                "value": "Where is the source?",
                "language": "en",
                "format": "text/plain",
            },
            {"type": "TextualBody", "value": "unsourced", "purpose": "tagging"},
        ],
    )
    read = read_annotation(document)

    assert (read.iri, read.motivations, read.creator) == (
        "https://notes.example/1",
        ("commenting", "tagging"),
        "Ana B.",
    )
    assert read.bodies == (
        BodyReading("Where is the source?", "en", "text/plain"),
        BodyReading("unsourced", purposes=("tagging",)),
    )
    assert (read.tags, read.targets) == (("unsourced",), (TargetReading(PAGE),))
    assert read.created == datetime(2024, 5, 1, 12, 30, tzinfo=UTC)
    assert read.modified == datetime(2024, 5, 2, 7, 0, 0, 250_000, tzinfo=UTC)
    assert (read.canonical, read.via) == (
        "urn:uuid:0b1e9e34-53a5-4c8a-8e57-0c0c3f7a5a11",
        ("https://elsewhere.example/9",),
    )
    assert read.document is document


BODIES: dict[str, tuple[Any, tuple[BodyReading, ...]]] = {
    "iri": ("https://a.example/1", (BodyReading(source="https://a.example/1"),)),
    "null": (None, ()),
    "resource": (
        {"id": "https://a.example/v", "type": "Video", "format": "video/mp4", "language": ["fr", "en"]},
        (BodyReading(language="fr", format="video/mp4", source="https://a.example/v"),),
    ),
    "old names": (
        {"@id": "https://a.example/v", "@type": "Video"},
        (BodyReading(source="https://a.example/v"),),
    ),
    "words in a list": ({"type": "TextualBody", "value": ["No."]}, (BodyReading("No."),)),
    "specific resource": (
        {
            "type": "SpecificResource",
            "source": "https://a.example/1",
            "purpose": ["linking", "oa:describing"],
        },
        (BodyReading(purposes=("linking", "describing"), source="https://a.example/1"),),
    ),
    "words inside a specific resource": (
        {"source": {"type": "TextualBody", "value": "Yes.", "language": "en"}, "purpose": "commenting"},
        (BodyReading("Yes.", "en", purposes=("commenting",)),),
    ),
    "choice": (
        {"type": "Choice", "items": [{"type": "TextualBody", "value": "Yes."}, "https://a.example/yes"]},
        (BodyReading("Yes.", group="Choice"), BodyReading(source="https://a.example/yes", group="Choice")),
    ),
    "unknown": ({"type": "x:Odd", "x:odd": {"deep": [1]}}, (BodyReading(),)),
}


@pytest.mark.parametrize("name", BODIES)
def test_bodies_in_every_shape(name: str) -> None:
    given_body, expected = BODIES[name]
    assert read_annotation({**annotation(), "body": given_body}).bodies == expected


def test_words_given_bare() -> None:
    assert read_annotation(annotation(bodyValue="Really?")).bodies == (
        BodyReading("Really?", format="text/plain"),
    )
    both = {**annotation(bodyValue="Really?"), "body": None}
    assert read_annotation(both).bodies == (BodyReading("Really?", format="text/plain"),)


TARGETS: dict[str, tuple[Any, tuple[TargetReading, ...]]] = {
    "iri": (PAGE, (TargetReading(PAGE),)),
    "iri with a fragment": (f"{PAGE}#part-2", (TargetReading(PAGE, fragment="part-2"),)),
    "a page chosen by its fragment": (
        "https://app.example/#!/7",
        (TargetReading("https://app.example/#!/7"),),
    ),
    "object": ({"id": PAGE, "type": "Text", "language": ["en", "hy"]}, (TargetReading(PAGE),)),
    "specific resource": (
        {"type": "SpecificResource", "source": {"id": PAGE, "type": "Text"}, "scope": "https://app.example/"},
        (TargetReading(PAGE, scope="https://app.example/"),),
    ),
    "several": (
        [PAGE, {"source": "https://b.example/"}],
        (TargetReading(PAGE), TargetReading("https://b.example/")),
    ),
    "composite": (
        {"type": "Composite", "items": [PAGE, {"type": "List", "items": ["https://b.example/"]}]},
        (TargetReading(PAGE, group="Composite"), TargetReading("https://b.example/", group="List")),
    ),
    "independents": (
        {"type": "Independents", "items": [PAGE]},
        (TargetReading(PAGE, group="Independents"),),
    ),
    "a state": (
        {
            "source": PAGE,
            "state": {
                "type": "TimeState",
                "sourceDate": "2024-05-01T00:00:00Z",
                "cached": ["https://copy.example/1", "https://copy.example/2"],
                "workbench:sha256": "ab12",
            },
        },
        (
            TargetReading(
                PAGE,
                states=(
                    StateReading(
                        datetime(2024, 5, 1, tzinfo=UTC),
                        ("https://copy.example/1", "https://copy.example/2"),
                        "ab12",
                    ),
                ),
            ),
        ),
    ),
    "a state refined by another and by a selector": (
        {
            "source": PAGE,
            "state": {
                "type": "HttpRequestState",
                "value": "Accept: text/html",
                "refinedBy": {
                    "type": "TimeState",
                    "cached": "https://copy.example/1",
                    "refinedBy": {"type": "FragmentSelector", "value": "p2"},
                },
            },
            "selector": position(1, 4),
        },
        (
            TargetReading(
                PAGE,
                selectors=(TextPosition(1, 4), Fragment("p2")),
                states=(StateReading(cached=("https://copy.example/1",)),),
            ),
        ),
    ),
}


@pytest.mark.parametrize("name", TARGETS)
def test_targets_in_every_shape(name: str) -> None:
    target, expected = TARGETS[name]
    assert read_annotation(annotation(target=target)).targets == expected


def test_a_time_without_its_zone_is_none() -> None:
    read = read_annotation(annotation(created="2024-05-01T12:30:00", modified="yesterday"))
    assert (read.created, read.modified) == (None, None)


@pytest.mark.parametrize(
    ("creator", "expected"),
    [
        (None, ""),
        ("https://people.example/7", "https://people.example/7"),
        ({"id": "https://people.example/7", "nickname": "ana"}, "ana"),
        ({"id": "https://people.example/7"}, "https://people.example/7"),
        ([{"type": "Person", "name": ["Ana B.", "A. B."]}, "x"], "Ana B."),
        (7, ""),
    ],
)
def test_the_creator_by_name(creator: Any, expected: str) -> None:
    assert read_annotation(annotation(creator=creator)).creator == expected


@pytest.mark.parametrize(
    "context",
    [
        "http://www.w3.org/ns/anno.jsonld",
        "https://www.w3.org/ns/anno.jsonld",
        ["http://www.w3.org/ns/anno.jsonld", {"x": "urn:x:"}],
        ["https://other.example/context", "http://www.w3.org/ns/anno.jsonld"],
    ],
)
def test_contexts_that_say_what_it_is(context: Any) -> None:
    assert read_annotation(annotation(**{"@context": context})).iri == "https://notes.example/1"


@pytest.mark.parametrize(
    "kind", ["Annotation", ["Annotation", "x:Remark"], "oa:Annotation", "http://www.w3.org/ns/oa#Annotation"]
)
def test_types_that_are_an_annotation(kind: Any) -> None:
    assert read_annotation(annotation(type=kind)).targets == (TargetReading(PAGE),)


@pytest.mark.parametrize(
    "iri",
    [
        "urn:uuid:0b1e9e34-53a5-4c8a-8e57-0c0c3f7a5a11",
        "http://ex.example/ünï?q=%C3%A9#a",
        "tag:a.example,2024:1",
    ],
)
def test_names_that_are_iris(iri: str) -> None:
    assert read_annotation(annotation(id=iri)).iri == iri


def deep(levels: int) -> Any:
    value: Any = "end"
    for _ in range(levels):
        value = [value]
    return value


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no target": (annotation(target=None), "annotation-target-missing"),
    "null target": ({**annotation(), "target": None}, "annotation-target-missing"),
    "empty list": (annotation(target=[]), "annotation-target-missing"),
    "empty group": (annotation(target={"type": "List", "items": []}), "annotation-target-missing"),
    "target of nothing": (annotation(target={"type": "Text"}), "target-malformed"),
    "target is a number": (annotation(target=7), "target-malformed"),
    "two sources": (annotation(target={"source": [PAGE, PAGE]}), "target-malformed"),
    "target is no iri": (annotation(target="the page"), "target-not-an-iri"),
    "source is no iri": (annotation(target={"source": "page.html"}), "target-not-an-iri"),
    "web address without host": (annotation(target="http:///page"), "target-not-an-iri"),
    "101 targets": (annotation(target=[PAGE] * 101), "too-many-targets"),
    "body and bodyValue": (annotation(body="https://a.example/1", bodyValue="No."), "body-and-body-value"),
    "two bodies and bodyValue": (
        annotation(body=["https://a.example/1", "https://a.example/2"], bodyValue="No."),
        "body-and-body-value",
    ),
    "bodyValue of two": (annotation(bodyValue=["No.", "Yes."]), "body-value-not-text"),
    "body is a number": (annotation(body=[7]), "body-malformed"),
    "101 bodies": (annotation(body=["https://a.example/1"] * 101), "too-many-bodies"),
    "id is a word": (annotation(id="note-1"), "id-not-an-iri"),
    "id is relative": (annotation(id="/annotations/1"), "id-not-an-iri"),
    "id is blank": (annotation(id="_:b0"), "id-not-an-iri"),
    "id is a number": (annotation(id=7), "id-not-an-iri"),
    "id with a space": (annotation(id="https://notes.example/a b"), "id-not-an-iri"),
    "id with a broken escape": (annotation(id="https://notes.example/%zz"), "id-not-an-iri"),
    "id too long": (annotation(id="urn:x:" + "a" * 2_000), "id-not-an-iri"),
    "id too long in bytes": (annotation(id="urn:x:" + "海" * 700), "id-not-an-iri"),
    "canonical is a word": (annotation(canonical="first"), "canonical-not-an-iri"),
    "via is a word": (annotation(via=["urn:x:1", "second"]), "via-not-an-iri"),
    "no context": (annotation(**{"@context": None}), "context-missing"),
    "foreign context": (annotation(**{"@context": "https://schema.org"}), "context-missing"),
    "context written out": (annotation(**{"@context": {"Annotation": "oa:Annotation"}}), "context-missing"),
    "no type": (annotation(type=None), "type-not-annotation"),
    "another type": (annotation(type="AnnotationPage"), "type-not-annotation"),
    "quote without words": (about({"type": "TextQuoteSelector"}), "selector-malformed"),
    "quote of white space": (about(quote(" \n")), "selector-malformed"),
    "prefix is a number": (about({**quote("a"), "prefix": 7}), "selector-malformed"),
    "position without end": (about({"type": "TextPositionSelector", "start": 1}), "selector-malformed"),
    "position backwards": (about(position(5, 4)), "selector-malformed"),
    "position below zero": (about(position(-1, 4)), "selector-malformed"),
    "position in words": (
        about({"type": "TextPositionSelector", "start": "1", "end": "4"}),
        "selector-malformed",
    ),
    "position of truth": (
        about({"type": "TextPositionSelector", "start": False, "end": True}),
        "selector-malformed",
    ),
    "bytes backwards": (about({"type": "DataPositionSelector", "start": 5, "end": 4}), "selector-malformed"),
    "css without value": (about({"type": "CssSelector"}), "selector-malformed"),
    "xpath of a number": (about({"type": "XPathSelector", "value": 4}), "selector-malformed"),
    "range without end": (
        about({"type": "RangeSelector", "startSelector": quote("a")}),
        "selector-malformed",
    ),
    "selector is a number": (about(7), "selector-malformed"),
    "broken refinement": (about(quote("a", refinedBy={"type": "CssSelector"})), "selector-malformed"),
    "empty refinement": (about(quote("a", refinedBy=[])), "selector-malformed"),
    "too deep": (annotation(extra=deep(MAXIMUM_DEPTH)), "annotation-too-deep"),
    "far too deep": (annotation(extra=deep(100_000)), "annotation-too-deep"),
    "too many values": (annotation(extra=[0] * MAXIMUM_VALUES), "annotation-too-large"),
    "too many characters": (annotation(extra="a" * 1_000_001), "annotation-too-large"),
    "a null character": (annotation(extra=["a\x00"]), "characters-not-storable"),
    "half a pair": (annotation(**{"a\ud800": 1}), "characters-not-storable"),
    "no number": (annotation(extra=float("nan")), "number-not-json"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals(name: str) -> None:
    document, rule = REFUSED[name]
    with pytest.raises(Invalid) as refused:
        read_annotation(document)
    assert refused.value.rule == rule


def test_what_is_no_object_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        read_annotation(["no"])  # type: ignore[arg-type]
    assert refused.value.rule == "not-an-object"


def test_an_iri_may_fill_its_bytes() -> None:
    iri = "urn:x:" + "海" * 664
    assert (len(iri.encode()), read_annotation(annotation(id=iri)).iri) == (1_998, iri)


@pytest.mark.parametrize(
    "moment",
    [
        "0001-01-01T00:00:00+14:00",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-14:00",
        "9999-12-31T23:59:59Z",
        "2026-05-04",
        "soon",
    ],
)
def test_a_moment_that_not_every_zone_knows_is_none(moment: str) -> None:
    read = read_annotation(annotation(created=moment, modified=[moment]))
    assert (read.created, read.modified) == (None, None)


@given(st.datetimes(timezones=st.timezones() | st.just(timezone(timedelta(hours=14)))))
def test_every_moment_that_is_read_can_be_told_in_every_zone(moment: datetime) -> None:
    read = read_annotation(annotation(created=moment.isoformat())).created
    if read is not None:
        for hours in (-23, 23):
            assert read.astimezone(timezone(timedelta(hours=hours))) == read


def chained(wrap: Callable[[Any], Any], innermost: Any, times: int) -> Any:
    for _ in range(times):
        innermost = wrap(innermost)
    return innermost


@pytest.mark.parametrize(
    ("document", "rule"),
    [
        (
            annotation(target=chained(lambda one: {"type": "List", "items": [one]}, PAGE, 9)),
            "target-malformed",
        ),
        (annotation(body=chained(lambda one: {"source": one}, "urn:x:1", 9)), "body-malformed"),
        (about(chained(lambda one: quote("a", refinedBy=one), quote("a"), 9)), "selector-malformed"),
        (
            annotation(
                target={
                    "source": PAGE,
                    "state": chained(
                        lambda one: {"type": "TimeState", "refinedBy": one}, {"type": "TimeState"}, 9
                    ),
                }
            ),
            "target-malformed",
        ),
    ],
    ids=["groups", "sources", "selectors", "states"],
)
def test_chains_have_an_end(document: dict[str, Any], rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_annotation(document)
    assert refused.value.rule == rule


@pytest.mark.parametrize("section", OF_EACH_SECTION)
def test_every_section_of_the_recommendation_is_read_and_left_alone(section: str) -> None:
    is_read_and_left_alone(OF_EACH_SECTION[section])


def test_every_example_of_the_recommendation_is_read_and_left_alone(recommendation: Path) -> None:
    for document in examples().values():
        is_read_and_left_alone(document)


def is_read_and_left_alone(document: dict[str, Any]) -> None:
    before = json.dumps(document)
    kept = copy.deepcopy(document)
    read = read_annotation(document)
    assert (read.document, json.dumps(read.document), read.iri) == (kept, before, document["id"])
    assert read.targets


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PROPERTIES = (
    "body",
    "bodyValue",
    "target",
    "motivation",
    "creator",
    "created",
    "via",
    "type",
    "@context",
    "id",
)


@given(st.dictionaries(st.sampled_from(PROPERTIES), json_values))
def test_whatever_comes_is_read_or_refused_and_never_changed(properties: dict[str, Any]) -> None:
    document = {**annotation(), **properties}
    kept = copy.deepcopy(document)
    try:
        read_annotation(document)
    except Invalid as refusal:
        assert refusal.rule != "invalid"
    assert document == kept


@given(st.lists(json_values | st.sampled_from([quote("a"), position(0, 1), "urn:x:1"]), max_size=3))
def test_whatever_selects_is_read_or_refused(selectors: list[Any]) -> None:
    try:
        (target,) = read_annotation(about(*selectors)).targets
        assert len(target.selectors) == len(selectors)
    except Invalid as refusal:
        assert refusal.rule in ("selector-malformed", "characters-not-storable")
