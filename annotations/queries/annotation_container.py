"""What the container of annotations holds, in the order in which it came to be.

Four kinds of rows are annotations: those that were sent in, and this product's own highlights, evidence and
verdicts. A highlight that was made of an annotation is that annotation, not another one. Nothing that was
taken back is held: neither with the claim, nor with its highlight.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from annotations.domain.vocabulary import (
    AnnotationState,
    ClaimState,
    EvidenceState,
    VerdictState,
)
from annotations.models import Annotation, Evidence, Highlight, User, Verdict
from annotations.models.highlights import HighlightQuerySet
from annotations.queries.visibility import visible

PAGE_SIZE: Final = 100

SENT, HIGHLIGHT, EVIDENCE, VERDICT = "annotation", "highlight", "evidence", "verdict"


@dataclass(frozen=True, slots=True)
class Entry:
    """One annotation by its kind and row; a highlight by its line, which stays the same in every revision."""

    kind: str
    pk: int


def how_many(article_id: int | None, person: User) -> int:
    """How many annotations there are, of one article or altogether."""
    return int(_all(article_id, person).count())


def entries(article_id: int | None, page: int, person: User) -> list[Entry]:
    """One page, counted from 0; empty behind the last."""
    ordered = _all(article_id, person).order_by("at", "kind", "number")
    first = page * PAGE_SIZE
    return [Entry(kind, pk) for _at, kind, pk in ordered[first : first + PAGE_SIZE]]


def sent_annotations() -> QuerySet[Annotation]:
    """Annotations that were sent in and not deleted."""
    return Annotation.objects.filter(state=AnnotationState.LIVE)


def own_highlights() -> QuerySet[Highlight]:
    """The latest places of claims, as far as no annotation that was sent in stands for them."""
    line = Coalesce(OuterRef("original"), OuterRef("pk"))
    sent = sent_annotations().filter(highlight=line)
    return standing_highlights().filter(~Exists(sent))


def standing_highlights() -> HighlightQuerySet:
    """The latest places of claims. Each has its address, also where it is not listed by itself."""
    return Highlight.objects.current().filter(_STANDING)


def own_evidence() -> QuerySet[Evidence]:
    """Links between claims and passages that were not taken back."""
    return Evidence.objects.filter(_STANDING).exclude(state=EvidenceState.WITHDRAWN)


def own_verdicts() -> QuerySet[Verdict]:
    """Signatures that stand."""
    return Verdict.objects.filter(_STANDING, state=VerdictState.LIVE)


def claims_marked_in(article_id: int) -> QuerySet[Highlight, int]:
    """The ids of the claims that stand, or are sought, in an article's latest text."""
    places = Highlight.objects.current().filter(revision__article=article_id)
    return places.values_list("claim", flat=True)


_STANDING = ~Q(claim__state=ClaimState.WITHDRAWN)


def _all(article_id: int | None, person: User) -> QuerySet[Any, tuple[datetime, str, int]]:
    in_article: Mapping[str, Q] = dict.fromkeys((SENT, HIGHLIGHT, EVIDENCE, VERDICT), Q())
    if article_id is not None:
        of_claims = Q(claim__in=claims_marked_in(article_id))
        in_article = {
            SENT: Q(article=article_id),
            HIGHLIGHT: Q(revision__article=article_id),
            EVIDENCE: of_claims,
            VERDICT: of_claims,
        }
    kinds: Iterable[tuple[str, QuerySet[Any], Any, Any]] = (
        (SENT, sent_annotations(), F("made_at"), F("pk")),
        (HIGHLIGHT, own_highlights(), Coalesce("original__made_at", "made_at"), Coalesce("original", "pk")),
        (EVIDENCE, own_evidence(), F("attached_at"), F("pk")),
        (VERDICT, own_verdicts(), F("signed_at"), F("pk")),
    )
    first, *others = (
        visible(rows.filter(in_article[kind]), person)
        .annotate(at=moment, kind=Value(kind, output_field=CharField()), number=number)
        .values_list("at", "kind", "number")
        for kind, rows, moment, number in kinds
    )
    return first.union(*others, all=True)
