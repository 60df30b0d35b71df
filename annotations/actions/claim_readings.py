"""What the words of a claim call for where nobody said: whether it says more than one thing, and of when.

The form of a claim shows the same to whoever fills it in; claims that come another way are read here.
"""

from datetime import date
from typing import Final

from annotations.actions.claim_parts import TimeScopeInput
from annotations.domain.proposals import propose, why_split
from annotations.domain.times import TimeScope, find_time_expressions
from annotations.domain.vocabulary import ClaimType, Granularity
from annotations.models import Claim, Highlight

UNKNOWN_LANGUAGE: Final = "und"
TEXT_LENGTH: Final = 200


def looks_several(text: str, type: str, language: str) -> bool:
    """Whether the words look like more than one claim. That somebody says something is one thing."""
    if type not in ClaimType or type == ClaimType.ATTRIBUTION:
        return False
    return bool(why_split(text, type, _readable(language)))


def time_told(claim: Claim, text: str, language: str) -> TimeScopeInput | None:
    """The time that these words of a claim tell, for somebody to confirm; without a day where they tell
    several. Relative ones count from the day on which the article was published in which the claim stands.
    """
    readable = _readable(language)
    if claim.type == ClaimType.ATTRIBUTION or not find_time_expressions(text, readable):
        return None
    told = propose(text, text, _published_on(claim), language=readable).times
    if len(told) == 1:
        return _proposed(told[0])
    several = ", ".join(scope.text for scope in told)
    return TimeScopeInput(several[:TEXT_LENGTH], granularity=Granularity.UNRESOLVED) if told else None


def _proposed(scope: TimeScope) -> TimeScopeInput:
    return TimeScopeInput(
        text=scope.text[:TEXT_LENGTH],
        starts_on=scope.start,
        ends_on=scope.end,
        granularity=scope.granularity,
        rule=scope.rule,
        anchored_on=scope.anchor,
        anchor_kind=scope.anchor_kind if scope.anchor else "",
    )


def _published_on(claim: Claim) -> date | None:
    marks = Highlight.objects.filter(claim=claim).order_by("pk")
    return marks.values_list("revision__article__published_on", flat=True).first()


def _readable(language: str) -> str:
    """Words of which nobody said what they are written in are read by the rules there are."""
    return "en" if language in ("", UNKNOWN_LANGUAGE) else language
