"""Claims of ClaimReview markup, in the shapes in which it really stands on pages and in feeds.

A review is understood wherever its parts say enough: in old forms, with one thing where another belongs, with
lists for single values. Sources for the shapes: schema.org/ClaimReview and what its consumers say they
accept.
"""

from collections.abc import Iterator
from typing import Any, Final

from annotations.domain.claim_files.records import LinkedPassage, Record, Repair, Unreadable
from annotations.domain.claim_files.repairing import Repairs
from annotations.domain.claimreview import CarryingPage, states_verdict
from annotations.domain.claimreview.parties import WHO, is_nobody, is_organisation
from annotations.domain.claimreview.pasted import pasted
from annotations.domain.claimreview.reading import (
    FoundReview,
    Object,
    many,
    object_of,
    one,
    reviews_in,
    text_of,
    types_of,
)

CONTEXTS: Final = ("https://schema.org", "https://schema.org/")
_VERDICT_BEFORE: Final = (":", "-", "–", "—", "!")
_KEPT: Final = ("reviewBody", "description", "headline", "keywords", "expires", "sdLicense", "correction")
_NUMBERS: Final = ("ratingValue", "bestRating", "worstRating")


def read_claim_reviews(text: str) -> Iterator[Record | Unreadable]:
    """Every review of a document: JSON in any arrangement, or a page with blocks of it. The place of each is
    its path.
    """
    found = pasted(text, CarryingPage())
    document = found.document
    reviews = reviews_in(document) if document is not None else []
    if not reviews:
        broken = next((fault for fault in found.faults if fault.code == "json-broken"), None)
        yield _without_review(f"It cannot be read: {broken.value}." if broken else "")
        return
    around = _around(document)
    for number, review in enumerate(reviews, start=1):
        yield _record(number, review, around)


def _without_review(why: str) -> Unreadable:
    message = why or "There is no ClaimReview in it. Its @type has to say so."
    return Unreadable(1, "$", "no-review" if not why else "json-broken", message)


def _around(document: Any) -> tuple[Repair, ...]:
    """Repairs of the arrangement that all reviews stand in."""
    repairs = Repairs()
    head = object_of(document)
    context = one(head.get("@context")) if head else None
    if isinstance(context, str) and context not in CONTEXTS:
        repairs.add("context", f"The context “{context[:60]}” was read as schema.org.")
    if "@graph" in head:
        repairs.add("graph-at-root", "The reviews were taken out of an @graph.")
    return tuple(repairs.done)


def _record(number: int, found: FoundReview, around: tuple[Repair, ...]) -> Record | Unreadable:
    repairs = Repairs(list(around))
    review, item = _properties(found.review, repairs), _properties(found.item, repairs)
    text = _claim_text(review, item, repairs)
    if not text:
        held = {"url": found.url} if found.url else {}
        return Unreadable(number, found.path, "claim-missing", "It does not say what is claimed.", "", held)
    checker, checker_address = _party(review.get("author"), repairs)
    claimant, kind = _claimant(review, item, checker, repairs)
    addresses = repairs.addresses(review.get("url"), "the check")
    return Record(
        number=number,
        place=found.path,
        named=(addresses[0] if addresses else checker, text),
        text=text,
        language=repairs.words(review.get("inLanguage") or item.get("inLanguage"), "the language") or "und",
        claimant=claimant,
        claimant_kind=kind,
        said_on=repairs.day(item.get("datePublished") or item.get("dateCreated"), "the claim"),
        checked_by=checker or checker_address,
        check_address=addresses[0] if addresses else "",
        rating=_rating(object_of(review.get("reviewRating")), repairs),
        appearances=_appearances(item, repairs),
        passages=tuple(_citations(review, repairs)),
        rest={name: review[name] for name in _KEPT if review.get(name)}
        | {name: text_of(review.get(name)) for name in ("datePublished", "dateModified") if review.get(name)},
        repairs=tuple(repairs.done),
    )


def _properties(value: Object, repairs: Repairs) -> Object:
    """Those of an object, or what microdata turned into JSON holds them in."""
    inner = value.get("properties")
    if isinstance(inner, dict) and "claimReviewed" not in value:
        repairs.add("microdata-form", "Microdata was read as JSON-LD.")
        return inner
    return value


def _claim_text(review: Object, item: Object, repairs: Repairs) -> str:
    """The claim's own whole words where the review has them, else the short ones."""
    whole = repairs.words(item.get("text") if "Claim" in types_of(item) else None, "the claim")
    short = repairs.words(review.get("claimReviewed"), "the claim")
    if not short and not whole:
        named = repairs.words(
            item.get("name") or item.get("headline") or item.get("description"), "the claim"
        )
        if named:
            repairs.add("claim-in-another-place", "The claim was taken from the name of what is reviewed.")
        short = named
    return _without_verdict(whole or short, repairs)


def _without_verdict(text: str, repairs: Repairs) -> str:
    if not states_verdict(text):
        return text
    for mark in _VERDICT_BEFORE:
        before, found, behind = text.partition(mark)
        if found and behind.strip() and states_verdict(f"{before.strip()}:"):
            repairs.add("verdict-in-claim", f"“{before.strip()}{mark}” was taken off the claim.")
            return behind.strip()
    return text


def _party(written: Any, repairs: Repairs) -> tuple[str, str]:
    """The name and the address of who checks."""
    first = one(written)
    if isinstance(first, str) and first.strip():
        repairs.add("author-as-text", "Who checks was written as a text.")
        return repairs.words(first, "who checks"), ""
    described = object_of(first)
    return repairs.words(described.get("name"), "who checks"), text_of(described.get("url"))


def _claimant(review: Object, item: Object, checker: str, repairs: Repairs) -> tuple[str, str]:
    written = item.get("author") or item.get("creator")
    if not written and item.get("publisher"):
        written = item.get("publisher")
    first = one(written)
    if isinstance(first, str) and first.strip():
        repairs.add("author-as-text", "Who claims it was written as a text.")
    described = object_of(first)
    name = repairs.words(first if isinstance(first, str) else described.get("name"), "who claims it")
    if not name:
        return "", ""
    if is_nobody(name):
        repairs.add("claimant-invented", f"“{name[:60]}” names nobody; the claim has no author.")
        return "", ""
    if name.casefold() == checker.casefold():
        repairs.add("claimant-is-the-reviewer", "Who checks was given as who claims it; that was left out.")
        return "", ""
    return name, _kind(described, name, repairs)


def _kind(described: Object, name: str, repairs: Repairs) -> str:
    kinds = [kind for kind in types_of(described) if kind in WHO]
    if kinds[:1] == ["Person"] and is_organisation(name):
        repairs.add("organisation-as-person", f"“{name[:60]}” was read as an organisation.")
        return "Organization"
    return kinds[0] if kinds else ""


def _rating(written: Object, repairs: Repairs) -> dict[str, Any]:
    words = repairs.words(written.get("alternateName"), "the rating")
    if not words and (named := repairs.words(written.get("name"), "the rating")):
        repairs.add("rating-words-in-another-place", "The words of the rating were taken from its name.")
        words = named
    numbers = {name: repairs.number(written.get(name), name) for name in _NUMBERS}
    if numbers["ratingValue"] is not None and numbers["ratingValue"] < 0:
        repairs.add("rating-sentinel", f"A rating of {numbers['ratingValue']} stands for none.")
        numbers["ratingValue"] = None
    kept: dict[str, Any] = {name: value for name, value in numbers.items() if value is not None}
    explained = repairs.words(written.get("ratingExplanation"), "the explanation")
    told = {"alternateName": words, "ratingExplanation": explained}
    return {name: value for name, value in told.items() if value} | kept


def _appearances(item: Object, repairs: Repairs) -> tuple[str, ...]:
    places = [*many(item.get("appearance")), *many(item.get("firstAppearance"))]
    if types_of(item) and "Claim" not in types_of(item):
        repairs.add(
            "old-form", f"What is reviewed is a {types_of(item)[0][:40]}: it was read as where it stands."
        )
        places += [item.get("url"), *many(item.get("sameAs"))]
    return repairs.addresses([place for place in places if place], "where it stands")


def _citations(review: Object, repairs: Repairs) -> Iterator[LinkedPassage]:
    for written in many(review.get("citation")):
        described = object_of(written)
        addresses = repairs.addresses(written, "a source")
        title = repairs.words(described.get("name") or described.get("headline"), "a source")
        if addresses or title:
            yield LinkedPassage(
                address=addresses[0] if addresses else "",
                title=title,
                publisher=repairs.words(object_of(described.get("publisher")).get("name"), "a publisher"),
                published_on=repairs.day(described.get("datePublished"), "a source"),
                archived=text_of(described.get("archivedAt")),
            )
