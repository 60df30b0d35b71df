"""English words that give a statement away, grouped by what they give away."""

import re


def _any_of(alternatives: str) -> re.Pattern[str]:
    """Any of the alternatives as whole words; they are separated by commas."""
    return re.compile(rf"\b(?:{'|'.join(word.strip() for word in alternatives.split(','))})\b", re.IGNORECASE)


QUESTION = re.compile(r"\?[\"”’']*\s*$")
MEDIA = re.compile(
    r"\b(?:videos?|footage|photos?|photographs?|images?|pictures?|recordings?|clips?)\b[^.;]{0,50}"
    r"\b(?:shows?|showed|showing|depicts?|depicted|captured?|released)\b",
    re.IGNORECASE,
)
FUTURE = _any_of(
    r"will, won['’]t, shall, would, could, may, might, (?:is|are) going to, (?:is|are) set to,"
    r"(?:is|are) expected to, (?:is|are) likely to, (?:is|are) about to, threaten(?:s|ing)? to, we['’]ll"
)
DEMAND = _any_of(
    r"should, must, ought to, ha(?:s|ve) to, needs? to, time has come, urgent necessity, let us,"
    r"is necessary, it is time"
)
CAUSE = _any_of(
    r"because, due to, caused by, causes?, as a result of, led to, in order to, in response to, so that,"
    r"thanks to, driven by, owing to, triggered, resulted in, to blame for, wants? to, intends? to, aims? to"
)
LAW = _any_of(
    r"treaty, constitution, statute, (?:the|a) law, legally, under international law, prohibits?, outlaws?,"
    r"unlawful, resolution \d+, article \d+"
)
COMPARISON = re.compile(
    r"\b(?:than|largest|smallest|highest|lowest|biggest|bloodiest|deadliest|worst|best|most \w+|least \w+"
    r"|first ever|twice as|for the first time|record high|record low)\b",
    re.IGNORECASE,
)
# "More than 200" is a bound of a figure, "rather than" a choice.
NOT_A_COMPARISON = re.compile(
    r"\b(?:more|less|fewer|other|rather) than\s+(?:\d|[a-z]+ (?:million|thousand))"
    r"|\bat (?:most|least|best)\b",
    re.IGNORECASE,
)
OWN_FEELING = re.compile(
    r"^\W*(?:I|we)\s+(?:feel|felt|love|hate|fear|believe|hope|am|was|saw|remember)\b", re.I
)
SLOGAN = re.compile(r"!\W*$")

EVALUATIVE = _any_of(
    "disastrous, reactionary, perfunctory, heroic, shameful, shameless, brutal, barbaric, evil, outrageous,"
    "despicable, cowardly, glorious, tragic, imperialist, nationalist, fascist, wonderful,"
    "terrible, horrific, absurd, ridiculous, cynical, hypocritical, disgraceful, inhumane, courageous,"
    "catastrophic, puppet, so-called"
)
CHARGED = _any_of(
    "murder(?:ed|s)?, illegal(?:ly)?, coup, genocide, terrorists?, terrorism, massacred?, regime,"
    "atrocit(?:y|ies), war crimes?, dictator(?:ship)?, ethnic cleansing, apartheid, propaganda, aggression,"
    "traitors?, treason, plot(?:s|ted|ting)?, conspiracy, stolen, thugs?"
)
JUDGEMENT = re.compile(
    r"\b(?:is|are|was|were|remains?|exposed?|exposes|constitutes?)\s+(?:\S+\s+){0,3}" + EVALUATIVE.pattern,
    re.IGNORECASE,
)

CASUALTIES = _any_of(
    r"killed, killing, kills, dead, died, deaths?, wounded, injured, injur(?:y|ies), casualt(?:y|ies),"
    r"victims?, massacred?, fatalit(?:y|ies), executed, lost \S+ (?:soldiers|men|troops)"
)
CRIME = _any_of(
    r"murder(?:ed|s)?, crimes?, criminal, corrupt(?:ion)?, fraud, raped?, theft, stole, bribe\w*,"
    r"terror\w*, coup, illegal(?:ly)?, smuggl\w+, abus\w+, assault\w*, launder\w+, misconduct,"
    r"embezzl\w+, harass\w+, genocide, treason"
)
HEALTH = _any_of(
    r"vaccin\w+, virus(?:es)?, diseases?, cancers?, covid(?:-19)?, infect\w+, pandemic, epidemic, medicines?,"
    r"medication, cures?, cured, overdos\w+, hospitali[sz]\w+, side effects?"
)
ELECTION = _any_of("elections?, electoral, ballots?, votes?, voters?, voting, polling, referendum")

# A second finite verb behind a conjunction, or a clause that adds a result. Participles that stand before a
# noun as adjectives ("and armoured vehicles") are no verbs.
_ADJECTIVE = r"(?:armou?red|unarmed|limited|united|hundred|sacred)"
FINITE = (
    rf"(?:(?!{_ADJECTIVE}\b)\w{{3,}}ed|was|were|is|are|has|have|had|will|would|could|may|lost|took|won|fell"
    r"|rose|said|made|gave|left|sent|began|led|broke|shot|struck|fled|held|met|told|put|brought|bought|sold"
    r"|caught|built|fought)"
)
SECOND_PREDICATE = re.compile(
    rf"\b(?:and|but|while|whereas)\s+(?:(?:also|then|later|already|\w+ly)\s+)?{FINITE}\b"
    rf"|\b(?:while|whereas)\s+\w+\s+{FINITE}\b"
    r"|,\s+(?:bringing|leaving|raising|making|causing)\b|;\s+\w+",
    re.IGNORECASE,
)
