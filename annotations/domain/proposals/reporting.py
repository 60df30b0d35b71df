"""English words that report what somebody said, and the ways in which they only seem to."""

import re

from annotations.domain.proposals import words
from annotations.domain.proposals.speakers import QUOTES
from annotations.domain.vocabulary import AttributionVerb

FORMS = {
    AttributionVerb.SAID: (
        *("said", "says", "say", "told", "tells", "stated", "states", "declared", "declares", "announced"),
        *("announces", "added", "adds", "reiterated", "noted", "notes", "replied", "insisted", "insists"),
        *("explained", "acknowledged", "confirmed", "confirms", "admitted", "admits", "denounced"),
        *("condemned", "wrote", "writes", "conceded", "concedes", "testified", "stressed"),
    ),
    AttributionVerb.CLAIMED: (
        *("claimed", "claims", "claim", "alleged", "alleges", "asserted", "asserts", "argued", "argues"),
        *("maintained", "maintains"),
    ),
    AttributionVerb.WARNED: ("warned", "warns"),
    AttributionVerb.REPORTED: ("reported", "reports"),
    AttributionVerb.CITED: ("cited", "cites", "citing", "quoted", "quotes", "quoting"),
    AttributionVerb.DENIED: ("denied", "denies", "dismissed", "dismisses", "rejected", "rejects"),
    AttributionVerb.SPECULATED: ("speculated", "speculates", "suggested", "suggests"),
}
# Participles ("saying") are absent: they continue the layer of a verb that came before them.
VERB_OF = {form: verb for verb, forms in FORMS.items() for form in forms}
ALSO_NOUNS = frozenset({"claims", "claim", "reports", "notes", "states", "quotes"})

# Without "that" these tell of something else: "maintained the bridge", "stressed its cables".
NEED_THAT = frozenset({"argued", "argues", "maintained", "maintains", "stressed", "testified", "conceded"})
MAY_STAND_BEHIND = frozenset(VERB_OF) - frozenset(FORMS[AttributionVerb.CITED])
SAYING = frozenset({"said", "says", "say"})
MAY_BE_INVERTED = SAYING | {"insisted", "insists", "admitted", "admits", "added", "adds"}
INVERTED_BEHIND_QUOTATION = MAY_STAND_BEHIND - {"told", "tells"}
NAMED_OR_DETERMINED = re.compile(r"[A-Z\u00c0-\u024f]|(?:the|an?|its|his|her|their|our)\s")
VERB = re.compile(rf"\b(?P<verb>{'|'.join(sorted(VERB_OF, key=len, reverse=True))})\b")
ISSUED = re.compile(r"\b(?P<verb>issued)\b(?=[^.;]{0,30}\b(?:statements?|warning)\b)")
ACCORDING = re.compile(
    r"\b[Aa]ccording to (?!(?:the |its |their )?(?:plans?|schedule|rules?|sizes?|ages?|custom|tradition|laws?"
    r"|needs?|taste|height|weight|rank|whether|how|what|who)\b)"
    r"(?P<asserter>[^,.;:]+?)(?=,|\.|;|:|$| on [A-Z])"
)
# What is said, and yet told of nothing; "nothing was wrong" is told again.
NOTHING_SAID = re.compile(
    r"\s+(?:nothing|something|anything|little|much|yes|goodbye|hello|farewell|sorry|thanks?|grace|mass"
    r"|prayers?|a lot|and done|what|why|how|where|when|whether|otherwise"
    r"|(?:a|his|her|the|their)\s+(?:few\s+)?(?:words?|prayers?|piece|lines?|names?|things?))\b"
    rf"(?!\s+{words.FINITE}\b)"
    r"|\s+(?:before|again|earlier|enough|it|so|as much|no|more)(?=\s*[.,;]|$)"
)
CLAIMED_THINGS = re.compile(
    r"\s+(?:[\w-]+\s+){0,3}(?:lives?|victory|credit|responsibility|asylum|benefits?|compensation|damages"
    r"|victims?|prize|title|medals?|throne|refunds?|insurance)\b"
)
PASSIVE = re.compile(r"(?P<it>\b[Ii]t\s+)?\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+|also\s+)*$")
NO_CLAUSE = re.compile(
    r"\s*(?:as|when|while|after|before|since|if|although|though|because|asked|until|once|unless)\b[^,]*,?\s*$",
    re.IGNORECASE,
)
SAID_THAT = re.compile(rf"{VERB.pattern}(?:\s[^,.;:{QUOTES}]{{1,40}}?)?\s+that\s+")
NO_SUBJECT = re.compile(rf"\b{words.FINITE}\b|\b(?:and|but|that|it)$|^(?:he|she|it|they)$")
TOLD_WHOM = re.compile(rf"\s+(?!that\b)[^,.;:{QUOTES}]{{1,40}}[.!?]*\s*$")
FINITE = re.compile(rf"\b{words.FINITE}\b")
HEDGE = re.compile(
    r"\b(?:reportedly|allegedly|purportedly|supposedly|is said to|are said to)\b", re.IGNORECASE
)
UNNAMED = re.compile(
    r"\b(?:unnamed|anonymous|unidentified|sources?|insiders?|people familiar|condition of anonymity)\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"[,;:—]|\b(?:after|while|because|when|although|that)\b")
CITED_NAME = re.compile(rf"\s+(?P<asserter>[^,:;{QUOTES}]+?)(?=\s+(?:who|that)\b|[,:;.]|\s*[{QUOTES}]|$)")
