"""Rules of `claimReviewed`, `itemReviewed` and the language."""

from annotations.domain.claimreview.reading import Faults, FoundReview, object_of, one, text_of, types_of
from annotations.domain.claimreview.rule import Fault
from annotations.domain.claimreview.words import CLAIM_LENGTH_LIMIT, denies, states_verdict
from annotations.domain.places_and_languages import country_meant, is_language_tag

OLD_TYPES = (
    "CreativeWork",
    "Article",
    "NewsArticle",
    "BlogPosting",
    "SocialMediaPosting",
    "WebPage",
    "Thing",
)
PLACES = ("contentLocation", "spatialCoverage", "locationCreated", "location")
UNDETERMINED = "und"


def claim_faults(found: FoundReview) -> Faults:
    """What is wrong with the claim in one review, in words and as an object."""
    claim, path = text_of(found.review.get("claimReviewed")), f"{found.path}.claimReviewed"
    if not claim:
        yield Fault("claim-missing", found.path)
    if len(claim) >= CLAIM_LENGTH_LIMIT:
        yield Fault("claim-too-long", path, len(claim))
    if states_verdict(claim):
        yield Fault("verdict-in-claim", path, claim)
    elif denies(claim, text_of(found.item.get("text")) or text_of(found.item.get("name"))):
        yield Fault("claim-negated", path, claim)
    yield from _language(found)
    yield from _item(found)


def _language(found: FoundReview) -> Faults:
    written = one(found.review.get("inLanguage"))
    # A Language object names itself in words or by its code.
    named = object_of(written)
    language = text_of(written) or text_of(named.get("alternateName")) or text_of(named.get("name"))
    if not language:
        yield Fault("language-missing", found.path)
    elif language == UNDETERMINED or (not named and not is_language_tag(language)):
        yield Fault("language-unknown", f"{found.path}.inLanguage", language)


def _item(found: FoundReview) -> Faults:
    path, written = f"{found.path}.itemReviewed", one(found.review.get("itemReviewed"))
    types = types_of(written)
    if written in (None, "", {}):
        yield Fault("item-missing", found.path)
    elif not found.item:
        yield Fault("item-of-another-type", path, written)
    elif "properties" in found.item:
        yield Fault("microdata-form", path, ", ".join(types) or "properties apart")
    elif any(kind in OLD_TYPES for kind in types):
        yield Fault("item-is-creative-work", path, types[0])
    elif "Claim" not in types:
        yield Fault("item-of-another-type", path, types[0] if types else "without a type")
    else:
        yield from _name(found)


def _name(found: FoundReview) -> Faults:
    name = text_of(found.item.get("name"))
    places = {
        text_of(place) or text_of(object_of(place).get("name"))
        for holder in (found.item, found.review)
        for place in (holder.get(kind) for kind in PLACES)
    }
    if name and (name in places or country_meant(name) != name):
        yield Fault("location-as-claim-name", f"{found.path}.itemReviewed.name", name)
