"""ClaimReview."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.actions.publications import unpublish_claim
from annotations.domain.claimreview import CONTEXT, CarryingPage, claim_review_of, lint
from annotations.domain.rendering import LeftOut
from annotations.domain.verification.labels import rank
from annotations.domain.vocabulary import ContextFlag, ExportFormat, PublisherKind, Status
from annotations.exports.claimreview import render
from tests.exports.samples import (
    PUBLICATION,
    a_document,
    a_layer,
    a_link,
    a_place,
    a_publication,
    a_publisher,
    a_verdict,
    an_overridden_document,
)
from tests.exports.signed_claims import a_signed_claim, content, exported
from tests.factories import the_administrator
from tests.published import published


def review(**given: Any) -> dict[str, Any]:
    """The review of a claim, which is without fault."""
    written = claim_review_of(a_document(**given), PUBLICATION)
    assert written.review is not None
    return written.review


def feed(*documents: dict[str, Any]) -> tuple[dict[str, Any], LeftOut]:
    left_out = LeftOut()
    rows = [json.dumps(document).encode() for document in documents]
    return json.loads(b"".join(render(rows, PUBLICATION, left_out))), left_out


def test_a_review_says_who_checked_what_and_found_what() -> None:
    layer = a_layer(publisher=a_publisher(wikidata_id="Q42"), said_on="2020-09-28")
    assert review(attribution=[layer]) == {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "@id": "https://checks.example/checks/claims/7/#review",
        "url": "https://checks.example/checks/claims/7/",
        "claimReviewed": "Two boats remained.",
        "inLanguage": "en",
        "datePublished": "2020-10-02T08:00:00.000000Z",
        "dateModified": "2020-10-02T08:00:00.000000Z",
        "author": {"@type": "Organization", "name": "The Checkers", "url": "https://checks.example"},
        "reviewRating": {
            "@type": "Rating",
            "alternateName": "Supported",
            "ratingValue": 5,
            "bestRating": 5,
            "worstRating": 1,
            "ratingExplanation": "The log says so.",
        },
        "itemReviewed": {
            "@type": "Claim",
            "text": "Two boats remained.",
            "author": {
                "@type": "Organization",
                "name": "The Port Authority",
                "sameAs": "https://www.wikidata.org/wiki/Q42",
            },
            "datePublished": "2020-09-28",
            "appearance": [
                {
                    "@type": "CreativeWork",
                    "url": "https://news.example/boats",
                    "headline": "Boats",
                    "datePublished": "2020-10-01",
                }
            ],
        },
        "citation": [
            {
                "@type": "CreativeWork",
                "name": "The log",
                "url": "https://port.example/log",
                "datePublished": "2020-09-30",
                "publisher": {"name": "The Port Authority"},
            }
        ],
        "subjectOf": {
            "@type": "CreativeWork",
            "@id": "https://checks.example/checks/claims/7/evidence.jsonld",
            "url": "https://checks.example/checks/claims/7/evidence.jsonld",
            "encodingFormat": "application/ld+json",
        },
    }


RATINGS = [
    ("SUPPORTED", "", 5, "Supported"),
    ("SUPPORTED", "missing_context", 4, "Mostly supported, missing context"),
    ("SUPPORTED", "outdated", 4, "Mostly supported, missing context"),
    ("SUPPORTED", "cherry_picked", 3, "Misleading"),
    ("SUPPORTED", "miscaptioned", 3, "Misleading"),
    ("SUPPORTED", "kernel_of_truth", 5, "Supported"),
    ("MIXED", "", 3, "Partly supported"),
    ("REFUTED", "kernel_of_truth", 2, "Mostly refuted"),
    ("REFUTED", "", 1, "Refuted"),
    ("LEANS_SUPPORTED", "", None, "Unconfirmed, leans supported"),
    ("LEANS_REFUTED", "", None, "Unconfirmed, leans refuted"),
    ("CONFLICTING", "", None, "Disputed"),
    ("NOT_ENOUGH_EVIDENCE", "", None, "Unproven"),
]


@pytest.mark.parametrize(("status", "flag", "value", "words"), RATINGS)
def test_each_status_has_its_rating(status: str, flag: str, value: int | None, words: str) -> None:
    rating = review(status=status, verdicts=[a_verdict(status=status, context_flag=flag)])["reviewRating"]
    numbers = {} if value is None else {"ratingValue": value, "bestRating": 5, "worstRating": 1}
    assert rating == {
        "@type": "Rating",
        "alternateName": words,
        **numbers,
        "ratingExplanation": "The log says so.",
    }


@pytest.mark.parametrize("status", ["NOT_CHECKABLE", "PENDING_EVENT"])
def test_what_has_no_rating_is_left_out_and_named(status: str) -> None:
    found, left_out = feed(a_document(status=status), a_document(id=8))
    assert [item["item"][0]["url"] for item in found["dataFeedElement"]] == [
        "https://checks.example/checks/claims/8/"
    ]
    assert left_out.described() == {"not-rated": {"count": 1, "claims": [7]}}


def test_what_nobody_has_signed_is_left_out_and_named() -> None:
    nothing = {"computed": "SUPPORTED", "signed": None, "overridden": None}
    unsigned = {**a_document(verdicts=[]), "status": nothing}
    found, left_out = feed(unsigned)
    assert (found["dataFeedElement"], left_out.counts) == ([], {"not-signed": 1})


def test_a_claim_that_cannot_be_shortened_is_left_out_until_somebody_words_it() -> None:
    long = (
        "The council of the harbour town has decided to close the old bridge for good unless it is repaired."
    )
    _, left_out = feed(a_document(text=long))
    assert left_out.described() == {"needs-short-claim": {"count": 1, "claims": [7]}}
    worded = review(text=long, verdicts=[a_verdict(short_claim="The bridge closes unless repaired.")])
    assert worded["claimReviewed"] == "The bridge closes unless repaired."
    assert worded["itemReviewed"]["text"] == long


def test_an_override_is_the_rating_with_its_own_words_its_day_and_its_end() -> None:
    found = claim_review_of(an_overridden_document(), PUBLICATION).review
    assert found is not None
    assert found["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Refuted",
        "ratingValue": 1,
        "bestRating": 5,
        "worstRating": 1,
        "ratingExplanation": "A court has established the opposite, see the file of the case.",
    }
    assert (found["datePublished"], found["dateModified"], found["expires"]) == (
        "2020-10-02T08:00:00.000000Z",
        "2020-10-05T08:00:00.000000Z",
        "2021-04-03T08:00:00.000000Z",
    )


def test_an_override_older_than_the_last_signature_changes_no_date() -> None:
    older = an_overridden_document(approved_at="2020-10-01T08:00:00.000000Z")
    found = claim_review_of(older, PUBLICATION).review
    assert found is not None and found["dateModified"] == "2020-10-02T08:00:00.000000Z"


def test_what_is_overridden_and_not_signed_is_left_out_and_named() -> None:
    unsigned = {**an_overridden_document(), "verdicts": []}
    unsigned["status"] = {**unsigned["status"], "signed": None}
    found, left_out = feed(unsigned)
    assert (found["dataFeedElement"], left_out.counts) == ([], {"not-signed": 1})


def test_what_was_published_carries_its_number_its_days_and_its_corrections() -> None:
    found = review(publication=a_publication("It was nineteen, not ninety."))
    assert {name: found[name] for name in ("datePublished", "dateModified", "version", "correction")} == {
        "datePublished": "2020-10-03T08:00:00.000000Z",
        "dateModified": "2020-10-04T08:00:00.000000Z",
        "version": 2,
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": "It was nineteen, not ninety.",
                "datePublished": "2020-10-04T08:00:00.000000Z",
            }
        ],
    }


def test_what_was_published_once_has_no_correction() -> None:
    found = review(publication=a_publication())
    assert (found["version"], "correction" in found) == (1, False)


def test_what_readers_were_told_is_withdrawn_is_no_review() -> None:
    withdrawn = {**a_publication("We were wrong about all of it."), "kind": "withdrawn"}
    told, left_out = feed(a_document(publication=withdrawn))
    assert left_out.counts == {"withdrawn": 1}
    assert told["dataFeedElement"] == [
        {
            "@type": "DataFeedItem",
            "dateDeleted": "2020-10-04T08:00:00.000000Z",
            "item": [{"@type": "CreativeWork", "url": "https://checks.example/checks/claims/7/"}],
        }
    ]


def test_without_an_override_nothing_expires() -> None:
    assert "expires" not in review()


def test_ratings_rise_with_the_rank_of_what_was_signed() -> None:
    values = {
        status: review(status=status)["reviewRating"].get("ratingValue")
        for status in Status.values
        if rank(Status(status)) is not None
    }
    rated = sorted((rank(Status(status)), value) for status, value in values.items() if value is not None)
    assert [value for _, value in rated] == sorted({value for _, value in rated})


@pytest.mark.parametrize(
    ("layer", "claimant"),
    [
        (a_layer(), {"name": "The Port"}),
        (
            a_layer(publisher=a_publisher(kind="wire")),
            {"@type": "Organization", "name": "The Port Authority"},
        ),
        (
            a_layer(publisher=a_publisher(kind="eyewitness", name="Ida Lind")),
            {"@type": "Person", "name": "Ida Lind"},
        ),
        (a_layer(publisher=a_publisher(kind="eyewitness")), {"name": "The Port Authority"}),
        (a_layer(asserter="Social media users"), None),
        (a_layer(publisher=a_publisher(kind="party_official")), {"name": "The Port Authority"}),
        (a_layer(publisher=a_publisher(kind="unknown")), {"name": "The Port Authority"}),
        (a_layer(mode="anonymous", asserter="a diplomat"), None),
        (a_layer(mode="hedged", asserter=""), None),
        (a_layer(asserter="The Checkers"), None),
        (a_layer(asserts=99), None),
    ],
)
def test_the_claimant_is_who_asserts_it_or_nobody(
    layer: dict[str, Any], claimant: dict[str, Any] | None
) -> None:
    assert review(attribution=[layer])["itemReviewed"].get("author") == claimant


def test_of_several_layers_the_innermost_is_the_claimant() -> None:
    layers = [a_layer(claim=9, asserts=8, asserter="The Wire"), a_layer(asserter="The Port")]
    assert review(attribution=layers)["itemReviewed"]["author"] == {"name": "The Port"}
    assert review(id=8, attribution=layers)["itemReviewed"]["author"] == {"name": "The Wire"}


def test_every_kind_of_publisher_is_typed_or_left_untyped() -> None:
    types = {
        kind: review(attribution=[a_layer(publisher=a_publisher(kind=kind, name="Ida Lind"))])[
            "itemReviewed"
        ]["author"].get("@type")
        for kind in PublisherKind.values
    }
    untyped = {"party_official", "social_account", "anonymous", "unknown"}
    assert {kind for kind, found in types.items() if found is None} == untyped
    assert {kind for kind, found in types.items() if found == "Person"} == {"eyewitness"}


def test_an_article_counts_once_and_own_pages_and_articles_without_address_are_no_appearance() -> None:
    places = [
        a_place(),
        a_place(id=7),
        a_place(id=8, url=""),
        a_place(id=9, url="https://checks.example/articles/1/"),
        a_place(id=10, url="https://other.example/boats", published_on=None),
    ]
    found = review(highlights=places)["itemReviewed"]["appearance"]
    assert [place["url"] for place in found] == ["https://news.example/boats", "https://other.example/boats"]


def test_protected_sources_and_sources_without_address_are_not_cited() -> None:
    evidence = [
        a_link(protected=True),
        a_link(id=6, source={**a_link()["source"], "id": 5, "url": ""}),
    ]
    assert "citation" not in review(evidence=evidence)


@pytest.mark.parametrize(
    ("claim", "article", "language"), [("de", "en", "de"), ("und", "fr", "fr"), ("und", "und", "und")]
)
def test_the_language_is_the_claims_or_its_articles(claim: str, article: str, language: str) -> None:
    assert review(language=claim, highlights=[a_place(language=article)])["inLanguage"] == language


def test_a_feed_is_one_valid_document_with_the_standard_context() -> None:
    found, _ = feed(a_document(), a_document(id=8, path="/claims/8/"))
    assert list(found) == ["@context", "@type", "name", "dataFeedElement"]
    assert (found["@context"], found["@type"], found["name"]) == (
        "https://schema.org",
        "DataFeed",
        "Fact-checks of The Checkers",
    )
    assert [set(item) for item in found["dataFeedElement"]] == [
        {"@type", "dateCreated", "dateModified", "item"}
    ] * 2


def test_a_feed_of_nothing_is_valid_too() -> None:
    assert feed()[0]["dataFeedElement"] == []


def test_markup_may_stand_in_a_page_whatever_people_wrote() -> None:
    attack = "</script><script>alert(1)</script>"
    rows = [json.dumps(a_document(text=attack, verdicts=[a_verdict(reason=attack)])).encode()]
    content = b"".join(render(rows, PUBLICATION, LeftOut()))
    assert b"<" not in content
    assert json.loads(content)["dataFeedElement"][0]["item"][0]["claimReviewed"] == attack


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1)


@given(
    text=words,
    reason=words,
    asserter=words,
    status=st.sampled_from(Status.values),
    flag=st.sampled_from(ContextFlag.values),
)
def test_whatever_is_emitted_lints_clean(
    text: str, reason: str, asserter: str, status: str, flag: str
) -> None:
    document = a_document(
        text=text,
        status=status,
        attribution=[a_layer(asserter=asserter)],
        verdicts=[a_verdict(reason=reason, context_flag=flag, status=status)],
    )
    found, left_out = feed(document)
    reviews = [item["item"][0] for item in found["dataFeedElement"]]
    assert len(reviews) + sum(left_out.counts.values()) == 1
    assert [lint({"@context": CONTEXT, **each}).refusals for each in reviews] == [()] * len(reviews)


@pytest.mark.django_db(transaction=True)
def test_real_signed_claims_make_a_feed_that_lints_clean(settings: Any) -> None:
    settings.ORGANISATION_NAME, settings.PUBLIC_URL = "The Checkers", "https://checks.example"
    supported, refuted = a_signed_claim(), a_signed_claim(stance="contradicts")
    a_signed_claim(text="x" * 100)
    export = exported(ExportFormat.CLAIMREVIEW)
    found = json.loads(content(export))
    reviews = [item["item"][0] for item in found["dataFeedElement"]]
    assert [(review["url"], review["reviewRating"]["ratingValue"]) for review in reviews] == [
        (f"https://checks.example/checks/claims/{supported.pk}/", 5),
        (f"https://checks.example/checks/claims/{refuted.pk}/", 1),
    ]
    assert [lint({"@context": CONTEXT, **each}).refusals for each in reviews] == [(), ()]
    assert lint(found, CarryingPage(address="https://checks.example/feed")).refusals == ()
    assert (
        export.manifest["counts"]["exported"],
        export.manifest["left_out"]["needs-short-claim"]["count"],
    ) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_a_check_withdrawn_from_readers_keeps_its_place_in_the_exported_feed() -> None:
    stands, gone = published(), published()
    note = "The log was of another harbour, so none of this stands."
    tombstone = unpublish_claim(claim_id=gone.claim_id, public_note=note, actor=the_administrator())
    export = exported(ExportFormat.CLAIMREVIEW)
    elements = json.loads(content(export))["dataFeedElement"]
    told = {one["item"][0]["url"].rpartition("/checks")[2]: one.get("dateDeleted") for one in elements}
    at = tombstone.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert told == {f"/claims/{stands.claim_id}/": None, f"/claims/{gone.claim_id}/": at}
    assert export.manifest["counts"] == {
        "matching": 2,
        "chosen": 2,
        "exported": 1,
        "signed": 1,
        "withdrawn": 1,
        "unsigned": 0,
        "stale": 0,
        "not_signed_or_stale": 0,
    }
    assert content(exported(ExportFormat.NDJSON)).count(b"\n") == 1
