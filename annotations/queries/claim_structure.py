"""Questions about what a claim is built of: where its words stand, what it looks to consist of, and what
could be a part of it.
"""

from dataclasses import dataclass, replace

from annotations.domain.proposals import ProposedPart, ProposedSplit, own_words, propose_parts, why_split
from annotations.domain.vocabulary import HighlightState
from annotations.models import Claim, Highlight, User
from annotations.queries.claims import claims_beside, claims_matching

OFFERED = 12


@dataclass(frozen=True, slots=True)
class SplitHelp:
    """What helps to split a claim: the words of the article it stands on, why it looks like more than one,
    and a draft of its parts, whose `words` are among those of the article. Empty where no rule finds any.
    """

    highlighted: str
    reasons: tuple[ProposedSplit, ...]
    parts: tuple[ProposedPart, ...]


def split_help(claim: Claim) -> SplitHelp:
    """What helps to split the claim; one small statement."""
    highlighted = words_of_claim(claim.pk)
    proposed = propose_parts(claim.text, claim.language)
    return SplitHelp(
        highlighted=highlighted,
        reasons=why_split(claim.text, claim.type, claim.language),
        parts=tuple(replace(part, words=own_words(part.words, highlighted)) for part in proposed),
    )


def words_of_claim(claim_id: int) -> str:
    """The words of the article where the claim first stands now; empty where it stands nowhere."""
    marks = Highlight.objects.filter(claim=claim_id, is_current=True, state=HighlightState.LIVE)
    return marks.order_by("id").values_list("exact", flat=True).first() or ""


def claims_to_add(whole: Claim, words: str, person: User) -> list[Claim]:
    """Claims that could become parts: those that match the words, or, without words, those of the same
    articles. What is a part already, and what belongs to the claim itself, is left out.
    """
    taken = {whole.pk, *(claim.pk for claim in claims_beside(whole))}
    found = claims_matching({"words": words.strip()} if words.strip() else {}, person)
    if not words.strip():
        marks = Highlight.objects.filter(is_current=True)
        articles = marks.filter(claim=whole).values("revision__article")
        found = found.filter(pk__in=marks.filter(revision__article__in=articles).values("claim"))
    free = found.filter(part_of__isnull=True).exclude(pk__in=taken)
    return list(free.order_by("-id")[:OFFERED])
