"""What a reviewer should be warned of before saving: high risk, and statements that are more than one."""

import re

from annotations.domain.proposals import words
from annotations.domain.proposals.proposal import ProposedLayer, ProposedSplit, RiskReason, SplitReason
from annotations.domain.quantities import Quantity
from annotations.domain.vocabulary import AttributionMode, ClaimType

_RISKS = {
    RiskReason.CASUALTIES: words.CASUALTIES,
    RiskReason.CRIME: words.CRIME,
    RiskReason.HEALTH: words.HEALTH,
    RiskReason.ELECTION: words.ELECTION,
}
_UNNAMED = (AttributionMode.ANONYMOUS.value, AttributionMode.HEDGED.value)


def risks_of(text: str, type_: ClaimType, layers: tuple[ProposedLayer, ...]) -> tuple[RiskReason, ...]:
    """Every reason to treat a claim as high risk; that an accused person lives, only reviewers know."""
    found = [reason for reason, pattern in _RISKS.items() if pattern.search(text)]
    if type_ is ClaimType.CAUSAL or words.CAUSE.search(text):
        found.append(RiskReason.CAUSE_OR_MOTIVE)
    if layers and layers[-1].mode in _UNNAMED:
        found.append(RiskReason.ANONYMOUS_ONLY)
    return tuple(found)


def splits_of(
    text: str, type_: ClaimType, quantities: tuple[Quantity, ...], speakers: tuple[str, ...]
) -> tuple[ProposedSplit, ...]:
    """Every reason to split; a judgement may be as loaded as it likes, it has no score to smuggle in."""
    found = []
    if len(quantities) > 1:
        found.append(ProposedSplit(SplitReason.SEVERAL_FIGURES, tuple(q.text for q in quantities)))
    predicates = _matched(words.SECOND_PREDICATE, text)
    if predicates:
        found.append(ProposedSplit(SplitReason.SEVERAL_PREDICATES, predicates))
    if speakers:
        found.append(ProposedSplit(SplitReason.SEVERAL_SPEAKERS, speakers))
    loaded = _matched(words.CHARGED, text) + _matched(words.EVALUATIVE, text)
    if loaded and type_ is not ClaimType.OPINION:
        found.append(ProposedSplit(SplitReason.LOADED_TERM, loaded))
    return tuple(found)


def _matched(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(match[0].strip(" ,;") for match in pattern.finditer(text)))
