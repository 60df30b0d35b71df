"""ClaimReview in the shapes in which it really stands, and what is repaired in each."""

import json
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.claim_files import LinkedPassage, Record, Unreadable, read_claims
from annotations.domain.errors import Invalid

WELL_FORMED: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://checks.example/bridge",
    "claimReviewed": "The harbour bridge was closed on Monday.",
    "inLanguage": "en",
    "datePublished": "2026-05-14T09:00:00+00:00",
    "author": {"@type": "Organization", "name": "Harbour Checks", "url": "https://checks.example"},
    "reviewRating": {
        "@type": "Rating",
        "alternateName": "Refuted",
        "ratingValue": 1,
        "bestRating": 5,
        "worstRating": 1,
    },
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "Ada Lind"},
        "datePublished": "2026-05-12",
        "appearance": [{"@type": "CreativeWork", "url": "https://news.example/1"}],
    },
    "citation": [
        {
            "@type": "CreativeWork",
            "name": "Log",
            "url": "https://a.example/log",
            "publisher": {"name": "Office"},
        }
    ],
}


def read(document: Any, format: str = "claimreview") -> list[Record | Unreadable]:
    text = document if isinstance(document, str) else json.dumps(document)
    return list(read_claims(format, BytesIO(text.encode())))


def one_of(document: Any) -> Record:
    [record] = read(document)
    assert isinstance(record, Record), record
    return record


def changed(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in {**WELL_FORMED, **values}.items() if value is not None}


def item(**values: Any) -> dict[str, Any]:
    return changed(itemReviewed={**WELL_FORMED["itemReviewed"], **values})


def test_a_well_formed_review_is_read_whole_and_nothing_is_repaired() -> None:
    assert one_of(WELL_FORMED) == Record(
        number=1,
        place="$",
        named=("https://checks.example/bridge", "The harbour bridge was closed on Monday."),
        text="The harbour bridge was closed on Monday.",
        language="en",
        claimant="Ada Lind",
        claimant_kind="Person",
        said_on=date(2026, 5, 12),
        checked_by="Harbour Checks",
        check_address="https://checks.example/bridge",
        rating={"alternateName": "Refuted", "ratingValue": 1, "bestRating": 5, "worstRating": 1},
        appearances=("https://news.example/1",),
        passages=(LinkedPassage(address="https://a.example/log", title="Log", publisher="Office"),),
        rest={"datePublished": "2026-05-14T09:00:00+00:00"},
    )


REPAIRED: dict[str, tuple[Any, tuple[str, ...], dict[str, Any]]] = {
    "http context": (changed(**{"@context": "http://schema.org"}), ("context",), {}),
    "graph": (
        {"@context": "https://schema.org", "@graph": [WELL_FORMED]},
        ("graph-at-root",),
        {"place": "$.@graph[0]"},
    ),
    "list": ([WELL_FORMED], (), {"place": "$[0]"}),
    "feed": (
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [WELL_FORMED]}]},
        (),
        {"place": "$.dataFeedElement[0].item[0]"},
    ),
    "page": (
        f'<html><script type="application/ld+json">{json.dumps(WELL_FORMED)}</script></html>',
        (),
        {"place": "$"},
    ),
    "type as a full address": (changed(**{"@type": "http://schema.org/ClaimReview"}), (), {}),
    "types in a list": (changed(**{"@type": ["ClaimReview", "Review"]}), (), {}),
    "escaped words": (
        changed(claimReviewed="The &quot;harbour&quot; <b>bridge</b> was closed."),
        ("markup-in-words",),
        {"text": 'The "harbour" bridge was closed.'},
    ),
    "verdict before the claim": (
        changed(claimReviewed="False: The bridge was closed."),
        ("verdict-in-claim",),
        {"text": "The bridge was closed."},
    ),
    "author as text": (
        changed(author="Harbour Checks"),
        ("author-as-text",),
        {"checked_by": "Harbour Checks"},
    ),
    "claimant as text": (
        item(author="Ada Lind"),
        ("author-as-text",),
        {"claimant": "Ada Lind", "claimant_kind": ""},
    ),
    "claimant who is nobody": (
        item(author={"@type": "Person", "name": "Social media users"}),
        ("claimant-invented",),
        {"claimant": "", "claimant_kind": ""},
    ),
    "claimant who checks": (
        item(author={"@type": "Organization", "name": "Harbour Checks"}),
        ("claimant-is-the-reviewer",),
        {"claimant": "", "claimant_kind": ""},
    ),
    "organisation as a person": (
        item(author={"@type": "Person", "name": "Ministry of Roads"}),
        ("organisation-as-person",),
        {"claimant": "Ministry of Roads", "claimant_kind": "Organization"},
    ),
    "day in words": (
        item(datePublished="Tuesday, May 12th, 2026"),
        ("date-spelled-out",),
        {"said_on": date(2026, 5, 12)},
    ),
    "day of two meanings": (item(datePublished="05/06/2026"), ("date-unreadable",), {"said_on": None}),
    "numbers as text": (
        changed(reviewRating={"alternateName": "Half", "ratingValue": "2,5", "bestRating": "٥"}),
        ("number-as-text",),
        {"rating": {"alternateName": "Half", "ratingValue": 2.5, "bestRating": 5}},
    ),
    "sentinel": (
        changed(reviewRating={"alternateName": "Unproven", "ratingValue": -1}),
        ("rating-sentinel",),
        {"rating": {"alternateName": "Unproven"}},
    ),
    "words of the rating as its name": (
        changed(reviewRating={"name": "Wrong"}),
        ("rating-words-in-another-place",),
        {"rating": {"alternateName": "Wrong"}},
    ),
    "glued appearances": (
        item(appearance="https://news.example/1, https://news.example/2"),
        ("addresses-glued",),
        {"appearances": ("https://news.example/1", "https://news.example/2")},
    ),
    "appearance that is no address": (
        item(appearance="on the radio"),
        ("address-unreadable",),
        {"appearances": ()},
    ),
    "old form": (
        changed(
            itemReviewed={
                "@type": "CreativeWork",
                "author": {"@type": "Person", "name": "Ada Lind"},
                "datePublished": "2026-05-12",
                "url": "https://news.example/1",
            }
        ),
        ("old-form",),
        {},
    ),
    "claim in the name of the item": (
        changed(claimReviewed=None, itemReviewed={"@type": "Claim", "name": "The bridge was closed."}),
        ("claim-in-another-place",),
        {
            "text": "The bridge was closed.",
            "claimant": "",
            "claimant_kind": "",
            "said_on": None,
            "appearances": (),
        },
    ),
    "no language": (changed(inLanguage=None), (), {"language": "und"}),
    "several values": (
        changed(claimReviewed=["The bridge was closed.", "Another."]),
        ("several-values",),
        {"text": "The bridge was closed."},
    ),
}


@pytest.mark.parametrize("name", REPAIRED)
def test_what_can_be_understood_is_repaired_and_told(name: str) -> None:
    document, rules, differs = REPAIRED[name]
    record = one_of(document)
    told = dict.fromkeys(repair.rule for repair in record.repairs)
    sound = one_of(WELL_FORMED)
    assert tuple(told) == rules
    for field in ("place", "text", "language", "claimant", "claimant_kind", "said_on", "checked_by"):
        assert getattr(record, field) == differs.get(field, getattr(sound, field)), field
    for field in ("rating", "appearances", "passages"):
        assert getattr(record, field) == differs.get(field, getattr(sound, field)), field


@pytest.mark.parametrize(
    ("document", "rule"),
    [
        (changed(claimReviewed=None), "claim-missing"),
        ({"@type": "Article"}, "no-review"),
        ('{"@type": "ClaimReview", "claimReviewed": "x', "json-broken"),
        ([], "no-review"),
    ],
)
def test_what_says_no_claim_is_refused_by_row(document: Any, rule: str) -> None:
    [record] = read(document)
    assert isinstance(record, Unreadable)
    assert record.rule == rule


@pytest.mark.parametrize("format", ["claimreview", "averitec", "fever", "csv"])
@pytest.mark.parametrize("content", [b"", b"  \n "])
def test_an_empty_file_is_refused_as_a_whole(format: str, content: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        list(read_claims(format, BytesIO(content)))
    assert refusal.value.rule == "file-empty"


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["@type", "@graph", *WELL_FORMED, *WELL_FORMED["itemReviewed"], "name", "text"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_whatever_a_review_holds_it_is_read_or_refused(inner: Any) -> None:
    document = {"@type": "ClaimReview", **inner} if isinstance(inner, dict) else [inner, WELL_FORMED]
    records = read(document)
    assert records
    assert [record.number for record in records] == list(range(1, len(records) + 1))
