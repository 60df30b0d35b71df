"""Questions about what a claim is built of: where its words stand, and what could be a part of it."""

from annotations.domain.vocabulary import HighlightState
from annotations.models import Claim, Highlight, User
from annotations.queries.claims import claims_beside, claims_matching

OFFERED = 12


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
