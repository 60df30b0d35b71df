"""English words that give a statement away, grouped by what they give away."""

import re


def _any_of(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


QUESTION = re.compile(r"\?[\"”’']*\s*$")
MEDIA = re.compile(
    r"\b(?:videos?|footage|photos?|photographs?|images?|pictures?|recordings?|clips?)\b[^.;]{0,50}"
    r"\b(?:shows?|showed|showing|depicts?|depicted|captured?|released)\b",
    re.IGNORECASE,
)
FUTURE = _any_of(
    "will", "won't", "shall", "would", "could", "may", "might", "is going to", "are going to", r"(?:is|are)
    set to", r"(?:is|are) expected to", r"(?:is|are) likely to", r"(?:is|are) about to",
    r"threaten(?:s|ing)? to", "We['’]ll", )  # fmt: skip DEMAND = _any_of( "should", "must", "ought to",
    "ha(?:s|ve) to", "needs? to", r"time has come", r"urgent necessity", "let us", r"is necessary", r"it is
    time", )  # fmt: skip CAUSE = _any_of( "because", "due to", "caused by", "causes?", "as a result of",
    "led to", "in order to", "in response to", "so that", "thanks to", "driven by", "owing to", "triggered",
    "resulted in", "to blame for", "wants? to", "intends? to", "aims? to", )  # fmt: skip LAW = _any_of(
    "treaty", "constitution", "statute", r"(?:the|a) law", "legally", r"under international law",
    "prohibits?", "outlaws?", "unlawful", r"resolution \d+", r"article \d+", )  # fmt: skip COMPARISON =
    re.compile( r"\b(?:than|largest|smallest|highest|lowest|biggest|bloodiest|deadliest|worst|best|most
    \w+|least \w+|first ever" r"|(?:more|less|fewer|greater|higher|lower) \w+ than|twice as|for the first
    time|record high|record low)\b", re.IGNORECASE, ) NOT_A_COMPARISON =
    re.compile(r"\b(?:more|less|fewer|other|rather) than\s+(?:\d|[a-z]+ (?:million|thousand))", re.I)
    OWN_FEELING =
    re.compile(r"^\W*(?:I|we)\s+(?:feel|felt|love|hate|fear|believe|hope|am|was|saw|remember)\b", re.I)
    SLOGAN = re.compile(r"!\W*$")

EVALUATIVE = _any_of(
    "disastrous", "reactionary", "perfunctory", "heroic", "shameful", "shameless", "brutal", "barbaric",
    "evil", "outrageous", "despicable", "cowardly", "glorious", "tragic", "imperialist", "nationalist",
    "fascist", "wonderful", "terrible", "horrific", "absurd", "ridiculous", "cynical", "hypocritical",
    "disgraceful", "inhumane", "courageous", "catastrophic", "puppet", "so-called", )  # fmt: skip CHARGED =
    _any_of( "murder(?:ed|s)?", "illegal(?:ly)?", "coup", "genocide", "terrorists?", "terrorism",
    "massacred?", "regime", "atrocit(?:y|ies)", "war crimes?", "dictator(?:ship)?", "ethnic cleansing",
    "apartheid", "propaganda", "aggression", "traitors?", "treason", "plot(?:s|ted|ting)?", "conspiracy",
    "stolen", "thugs?", )  # fmt: skip JUDGEMENT = re.compile(
    rf"\b(?:is|are|was|were|remains?|exposed?|exposes|constitutes?)\s+(?:\S+\s+){{0,3}}{EVALUATIVE.pattern}",
    re.IGNORECASE, )

CASUALTIES = _any_of(
    "killed", "killing", "kills", "dead", "died", "deaths?", "wounded", "injured", "injur(?:y|ies)",
    "casualt(?:y|ies)", "victims?", "massacred?", "fatalit(?:y|ies)", "executed", "death toll", r"lost \S+
    (?:soldiers|men|troops)", )  # fmt: skip CRIME = _any_of( "murder(?:ed|s)?", "crimes?", "criminal",
    "corrupt(?:ion)?", "fraud", "raped?", "theft", "stole", "bribe\\w*", "terror\\w*", "coup",
    "illegal(?:ly)?", "smuggl\\w+", "abus\\w+", "assault\\w*", "launder\\w+", "misconduct", "embezzl\\w+",
    "harass\\w+", "genocide", "treason", )  # fmt: skip HEALTH = _any_of( "vaccin\\w+", "virus(?:es)?",
    "diseases?", "cancers?", "covid(?:-19)?", "infect\\w+", "pandemic", "epidemic", "medicines?",
    "medication", "cures?", "cured", "overdos\\w+", "hospitali[sz]\\w+", "side effects?", )  # fmt: skip
    ELECTION = _any_of("elections?", "electoral", "ballots?", "votes?", "voters?", "voting", "polling",
    "referendum")

# A second finite verb behind a conjunction, or a clause that adds a result.
SECOND_PREDICATE = re.compile(
    r"(?:\b(?:and|but|while|whereas)\s+(?:(?:also|then|later|already|\w+ly)\s+)?"
    r"(?:(?!(?:armou?red|limited|united|hundred|sacred|unarmed|so-called)\b)\w{3,}ed|was|were|is|are|has|have|had|will|would|could|may|lost|took|won|fell|rose|said|made|gave|left|sent"
    r"|began|led|broke|shot|struck|fled|held|met|told|put|brought|bought|sold|caught|built|fought)\b"
    r"|\bwhile\s+\w+\s+(?:was|were|is|are|has|have|had|\w{3,}ed)\b"
    r"|,\s+(?:bringing|leaving|raising|making|causing)\b|;\s+\w)", re.IGNORECASE, )
