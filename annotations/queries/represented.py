"""Rows with everything that belongs to them, in one statement each: what programs are given.

What belongs to a row (a claim's figures, its highlights) comes as JSON made by the database, so that one row
costs one statement and fifty rows cost one statement. Days and times arrive as ISO texts, figures as texts
without trailing zeros.
"""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.functions import Cast, Coalesce, JSONObject, Length

from annotations.domain.vocabulary import ClaimState, HighlightState
from annotations.models import (
    Article,
    Assessment,
    Capture,
    Claim,
    ClaimInterest,
    CurrentAssessment,
    Derivation,
    Evidence,
    Highlight,
    Publisher,
    Quantity,
    Reliance,
    Revision,
    Source,
    TimeScope,
)


def articles_in_full() -> QuerySet[Article]:
    """Articles with `latest_revision` and `claim_count`, the standing claims highlighted in that revision."""
    latest = Revision.objects.filter(article=OuterRef("pk")).order_by("-number")
    return Article.objects.annotate(
        latest_revision=Subquery(
            latest.values(
                described=JSONObject(id="id", number="number", sha256="sha256", characters=Length("text"))
            )[:1],
            output_field=JSONField(),
        ),
        claim_count=Coalesce(
            Subquery(
                Highlight.objects.filter(
                    revision__article=OuterRef("pk"),
                    state=HighlightState.LIVE,
                )
                .exclude(claim__state=ClaimState.WITHDRAWN)
                .order_by()
                .values("revision__article")
                .annotate(count=Count("claim", distinct=True))
                .values("count")
            ),
            0,
        ),
    )


def claims_in_full() -> QuerySet[Claim]:
    """Claims with their time, figures, interests, highlights, the attributions that carry them, and their
    parts.
    """
    return Claim.objects.annotate(
        is_assessment_due=ExpressionWrapper(
            Q(assessed_version__lt=F("inputs_version")), output_field=BooleanField()
        ),
        time_parts=Subquery(_times(), output_field=JSONField()),
        quantity_parts=ArraySubquery(_quantities()),
        interest_parts=ArraySubquery(
            ClaimInterest.objects.filter(claim=OuterRef("pk"))
            .order_by("bloc_id")
            .values(described=JSONObject(bloc_id="bloc_id", kind="kind"))
        ),
        highlight_parts=ArraySubquery(_highlights()),
        asserting_ids=ArraySubquery(Claim.objects.filter(asserts=OuterRef("pk")).order_by("id").values("id")),
        part_ids=ArraySubquery(Claim.objects.filter(part_of=OuterRef("pk")).order_by("id").values("id")),
    )


def publishers_in_full() -> QuerySet[Publisher]:
    """Publishers with `grade`, and `graded` where a person gave it."""
    return Publisher.objects.with_grade()


def sources_in_full() -> QuerySet[Source]:
    """Sources with what they rest on, and the ids of their captures, latest first."""
    return Source.objects.annotate(
        derivation_parts=ArraySubquery(
            Derivation.objects.filter(source=OuterRef("pk"))
            .order_by("id")
            .values(described=JSONObject(id="id", origin_id="origin_id", kind="kind", reason="reason"))
        ),
        capture_ids=ArraySubquery(Capture.objects.filter(source=OuterRef("pk")).order_by("-id").values("id")),
    )


def evidence_in_full() -> QuerySet[Evidence]:
    """Evidence with the ids of the sources that its passage rests on."""
    return Evidence.objects.annotate(
        reliance_ids=ArraySubquery(
            Reliance.objects.filter(evidence=OuterRef("pk")).order_by("source_id").values("source_id")
        )
    )


def assessments_in_full() -> QuerySet[Assessment]:
    """Assessments, each with whether it is the one that holds now."""
    return Assessment.objects.annotate(
        is_current=Exists(
            CurrentAssessment.objects.filter(assessment=OuterRef("pk"), claim=OuterRef("claim"))
        )
    )


def _times() -> QuerySet[TimeScope, Any]:
    names = ("text", "starts_on", "ends_on", "granularity", "rule", "anchored_on", "anchor_kind")
    return TimeScope.objects.filter(claim=OuterRef("pk")).values(
        described=JSONObject(
            **{name: name for name in names},
            is_confirmed=ExpressionWrapper(Q(confirmed_by__isnull=False), output_field=BooleanField()),
        )
    )


def _quantities() -> QuerySet[Quantity, Any]:
    names = ("text", "unit", "comparator", "scope_who", "scope_where", "as_of", "is_cumulative")
    return (
        Quantity.objects.filter(claim=OuterRef("pk"))
        .order_by("id")
        .values(
            described=JSONObject(**{name: name for name in names}, low=_figure("low"), high=_figure("high"))
        )
    )


def _figure(name: str) -> Cast:
    """A figure as text: JSON's numbers would lose digits."""
    return Cast(Func(F(name), function="trim_scale", output_field=CharField()), TextField())


def _highlights() -> QuerySet[Highlight, Any]:
    names = ("id", "revision_id", "start", "end", "exact", "state", "outcome")
    return (
        Highlight.objects.filter(claim=OuterRef("pk"))
        .order_by("revision_id", "start", "id")
        .values(described=JSONObject(**{name: name for name in names}, article_id="revision__article_id"))
    )
