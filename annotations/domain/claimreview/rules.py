"""The rules of ClaimReview markup, as its consumers really read it: one table.

What a rule refuses cannot be published as data: consumers would drop it, or read it as something else. What
it advises is read, and worth less. Each rule says what is wrong in one sentence, with the value it was found
in, and how it is mended.
"""

from collections.abc import Mapping
from typing import Any, Final

from annotations.domain.claimreview.rule import Fault, Finding, Rule, Severity

SHOWN_LENGTH: Final = 80
"""So many characters of a value stand in a message."""

_TABLE: Final = (
    # The document
    Rule(
        "json-broken",
        "This is not JSON: {value}.",
        "Let a JSON library write it; text put together by a template breaks at the first quotation mark.",
    ),
    Rule(
        "json-closes-script",
        "“{value}” ends the script block in the middle of the markup.",
        "Write < inside JSON as \\u003c.",
    ),
    Rule(
        "json-escaped-for-html",
        "“{value}” was escaped for HTML, and JSON is read as it stands.",
        "Escape for JSON only: write the character itself.",
    ),
    Rule(
        "json-template-leftover",
        "“{value}” is a template's placeholder that nothing was put into.",
        "Fill it in, or leave the property out.",
    ),
    Rule(
        "no-review",
        "There is no ClaimReview in this.",
        'Give an object with "@type": "ClaimReview".',
    ),
    Rule(
        "context-missing",
        "There is no @context, so no property means anything.",
        'Begin with "@context": "https://schema.org".',
    ),
    Rule(
        "context-http",
        "The context “{value}” is asked for over http:.",
        'Write "@context": "https://schema.org".',
    ),
    Rule(
        "context-foreign",
        "The context {value} is not schema.org's alone; readers of ClaimReview expand none.",
        'Write "@context": "https://schema.org" and nothing else; put other vocabularies in a document of '
        "their own.",
    ),
    Rule(
        "graph-at-root",
        "The review stands in an @graph, where many readers do not look.",
        "Put the ClaimReview at the root, in a script block of its own.",
    ),
    Rule(
        "microdata-form",
        "This has the shape of microdata: {value}.",
        'Write JSON-LD: "@type", and the properties beside it.',
    ),
    # The rating
    Rule(
        "rating-missing",
        "There is no reviewRating.",
        'Add "reviewRating": {"@type": "Rating", "alternateName": "…"}.',
    ),
    Rule(
        "rating-without-words",
        "The rating has no alternateName: a verdict in numbers alone is shown nowhere.",
        "Give the verdict in words as alternateName.",
    ),
    Rule(
        "rating-value-empty",
        "ratingValue is there and empty: {value}.",
        "Leave ratingValue out, with both bounds, or give a number.",
    ),
    Rule(
        "rating-without-bounds",
        "ratingValue {value} has no worstRating or no bestRating, so nobody knows whether it is high.",
        "Give both bounds as numbers.",
    ),
    Rule(
        "worst-below-one",
        "worstRating is {value}; a scale begins at 1 or above.",
        "Shift the scale so that its worst number is 1.",
    ),
    Rule(
        "worst-not-below-best",
        "worstRating {value} is not below bestRating.",
        "Higher is truer: give the lower number as worstRating.",
    ),
    Rule(
        "rating-outside-bounds",
        "ratingValue {value} does not lie between worstRating and bestRating.",
        "Give the bounds of the whole scale, and a value between them.",
    ),
    Rule(
        "rating-sentinel",
        "{value} stands for “no rating” and is read as the worst of all.",
        "Leave ratingValue, worstRating and bestRating out; alternateName says it.",
    ),
    Rule(
        "rating-inverted",
        "“{value}” lies at the wrong end of the scale: nearer bestRating is truer.",
        "Turn the numbers round, so that the truest verdict is bestRating.",
    ),
    Rule(
        "bounds-observed",
        "The bounds are those of the ratings that occurred, not of the scale: {value}.",
        "Give the same bounds everywhere, those of the whole scale.",
    ),
    Rule(
        "number-with-comma",
        "“{value}” is a number as text, with a comma.",
        "Write a JSON number, without quotation marks, with a point.",
    ),
    Rule(
        "number-in-foreign-digits",
        "“{value}” is a number as text, in digits other than 0 to 9.",
        "Write a JSON number, without quotation marks.",
    ),
    Rule(
        "number-as-text",
        "“{value}” is a number as text.",
        "Write a JSON number, without quotation marks.",
        Severity.ADVISE,
    ),
    Rule(
        "number-unreadable",
        "{value} is no number.",
        "Write a JSON number.",
    ),
    Rule(
        "unrated-with-number",
        "“{value}” leaves the question open, and a number answers it.",
        "Leave ratingValue, worstRating and bestRating out; words alone are a rating.",
    ),
    # The claim
    Rule(
        "claim-missing",
        "There is no claimReviewed.",
        "Give the claim in one sentence, as it was made.",
    ),
    Rule(
        "claim-too-long",
        "claimReviewed has {value} characters; consumers show fewer than 75.",
        "Give a short form as claimReviewed and the whole claim as text of itemReviewed.",
    ),
    Rule(
        "verdict-in-claim",
        "claimReviewed holds the verdict: “{value}”.",
        "Give the claim alone; the verdict is alternateName.",
    ),
    Rule(
        "claim-negated",
        "claimReviewed denies the claim: “{value}”.",
        "Give the claim as it was made, not what is right instead.",
    ),
    Rule(
        "location-as-claim-name",
        "The claim is called “{value}”, which is a place.",
        "Name the claim by its words; a place is contentLocation.",
    ),
    Rule(
        "language-missing",
        "There is no inLanguage.",
        'Give the language of the check, such as "en".',
    ),
    Rule(
        "language-unknown",
        "“{value}” says no language.",
        'Give the language of the check, such as "en".',
        Severity.ADVISE,
    ),
    # The claim as an object
    Rule(
        "item-missing",
        "There is no itemReviewed, so nobody learns who said it where.",
        'Add "itemReviewed": {"@type": "Claim", …} with author, datePublished and appearance.',
        Severity.ADVISE,
    ),
    Rule(
        "item-is-creative-work",
        "itemReviewed is a {value}, the form of before there was a Claim.",
        'Make it a "Claim"; the work in which it stands is its appearance.',
    ),
    Rule(
        "item-of-another-type",
        "itemReviewed is {value}, not a Claim.",
        'Give "itemReviewed": {"@type": "Claim", …}.',
    ),
    # Who
    Rule(
        "reviewer-missing",
        "There is no author with a name or an address: nobody learns who checked.",
        'Add "author": {"@type": "Organization", "name": "…", "url": "…"}.',
        Severity.ADVISE,
    ),
    Rule(
        "claimant-is-the-reviewer",
        "“{value}” is given as both who made the claim and who checked it.",
        "The author of itemReviewed made the claim, the author of the ClaimReview checks it.",
    ),
    Rule(
        "authors-swapped",
        "“{value}” is given as who made the claim, and publishes the page of the check.",
        "Swap them: the author of the ClaimReview is who checks, that of itemReviewed who claims.",
    ),
    Rule(
        "organisation-as-person",
        "“{value}” is given as a Person, and is an organisation.",
        'Give "@type": "Organization", or none where it is not known.',
    ),
    Rule(
        "claimant-invented",
        "“{value}” is nobody: a claim without a known author has none.",
        "Leave author of itemReviewed out.",
    ),
    Rule(
        "claimant-without-name",
        "The author of the claim has no name.",
        "Give the name, or leave author out.",
    ),
    Rule(
        "claimant-of-another-type",
        "The author of the claim is a {value}.",
        "Give a Person or an Organization, as it really is.",
    ),
    # Addresses
    Rule(
        "url-missing",
        "The review has no url of its full check: {value}.",
        "Give the whole https: address of the page.",
    ),
    Rule(
        "url-on-another-host",
        "The url “{value}” is on another host than the page that carries the review.",
        "Give the address of this page; only who publishes a check marks it up.",
    ),
    Rule(
        "url-shortened",
        "The url “{value}” is a shortened one.",
        "Give the address to which it leads.",
    ),
    Rule(
        "url-redirects",
        "The url leads on to “{value}”.",
        "Give the address at the end of the way.",
    ),
    Rule(
        "url-not-canonical",
        "The url “{value}” is not the page's canonical address.",
        "Give the canonical address, without tracking parameters.",
    ),
    Rule(
        "url-with-fragment",
        "The url “{value}” has a fragment, so that several checks share a page.",
        "Give each check a page of its own.",
    ),
    Rule(
        "review-repeated",
        "The review of “{value}” occurs more than once.",
        "Give each review once.",
    ),
    Rule(
        "review-on-list-page",
        "The review of “{value}” stands on a page that lists checks.",
        "Put it on the page of the full check alone; on lists, link to that page.",
    ),
    Rule(
        "appearances-glued",
        "Several addresses are glued into one: “{value}”.",
        "Give a list of CreativeWorks, each with its url.",
    ),
    Rule(
        "appearance-is-own-page",
        "The claim appears at “{value}”, which is the fact-checker's own page.",
        "Give where the claim was made; the check is url.",
    ),
    Rule(
        "archive-as-url",
        "“{value}” is the address of an archived copy.",
        "Give the original address as url and the copy as archivedAt.",
    ),
    Rule(
        "page-private",
        "Readers cannot open the page of the check: {value}.",
        "Publish the page first; take the markup off a page that is not public.",
    ),
    # Days
    Rule(
        "date-missing",
        "The review has no datePublished.",
        "Give the moment of publishing with its zone.",
        Severity.ADVISE,
    ),
    Rule(
        "date-without-zone",
        "“{value}” is a moment without a zone.",
        "Write it as 2020-10-02T08:00:00Z.",
    ),
    Rule(
        "date-unreadable",
        "“{value}” is no date.",
        "Write dates as ISO 8601.",
    ),
    Rule(
        "claim-after-review",
        "The claim is dated {value}, after the check of it.",
        "Give the day on which the claim was made.",
    ),
    Rule(
        "modified-before-published",
        "dateModified {value} lies before datePublished.",
        "Give the moment of the last change.",
    ),
    # What became of it
    Rule(
        "differs-from-page",
        "“{value}” stands in the markup and nowhere on the page.",
        "Make both from the same text.",
    ),
    Rule(
        "changed-without-date",
        "The verdict was “{value}” and is another now, with no later dateModified.",
        "Give the moment of the change as dateModified.",
    ),
    Rule(
        "changed-without-correction",
        "The verdict was “{value}” and is another now, and no correction says so.",
        "Add a correction with what was wrong and what is right.",
    ),
    Rule(
        "withdrawn-without-tombstone",
        "The check at “{value}” is gone, and nothing says that it was withdrawn.",
        "Keep the page and say there when and why; in a feed, keep its item with dateDeleted.",
    ),
    Rule(
        "related-media-review",
        "relatedMediaReview is not defined.",
        "It is called associatedMediaReview.",
    ),
)

RULES: Final[Mapping[str, Rule]] = {rule.code: rule for rule in _TABLE}
"""Every rule by its name."""


def finding_of(fault: Fault) -> Finding:
    """The fault in words."""
    rule = RULES[fault.code]
    message = rule.wrong.replace("{value}", shown(fault.value))
    return Finding(rule.code, rule.severity, fault.path, message, rule.fix)


def shown(value: Any) -> str:
    """A value as it may stand in a sentence: short, on one line, and writable as UTF-8."""
    words = " ".join(str(value)[: SHOWN_LENGTH * 4].split()) if isinstance(value, str) else _described(value)
    words = words.encode("utf-8", "replace").decode()
    return words if len(words) <= SHOWN_LENGTH else f"{words[: SHOWN_LENGTH - 1]}…"


def _described(value: Any) -> str:
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    # A whole number may have more digits than Python is willing to write.
    return "a number" if isinstance(value, int) and abs(value) > 10**SHOWN_LENGTH else str(value)
