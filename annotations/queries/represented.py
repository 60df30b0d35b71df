"""Rows with everything that belongs to them, in one statement each: what programs are given.

What belongs to a row (a claim's figures, its highlights) comes as JSON made by the database, so that one row
costs one statement and fifty rows cost one statement. Days and times arrive as ISO texts, figures as texts
without trailing zeros.
"""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
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
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, JSONObject, Length
from django.utils import timezone

from annotations.domain.verification import averitec_label
from annotations.domain.vocabulary import ClaimState, ContextFlag, Status, VerdictState
from annotations.models import (
    Article,
    Assessment,
    Capture,
    Claim,
    CurrentAssessment,
    Derivation,
    Event,
    Evidence,
    Highlight,
    Override,
    Publisher,
    Reliance,
    Revision,
    Source,
    StaleFlag,
    User,
    Verdict,
)
from annotations.queries.claims import SIGNED, claims_visible_to
from annotations.queries.overrides import in_effect, with_override
from annotations.queries.policies import default_grades
from annotations.queries.protection import with_masks, with_shown_results
from annotations.queries.sealed_readings import names_are_sealed
from annotations.queries.sealing import WORDS, with_seals
from annotations.queries.staleness import MAKING_STALE


def articles_in_full(person: User) -> QuerySet[Article]:
    """Articles with `latest_revision` and `claim_count`, the standing claims it has now."""
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
                Highlight.objects.current()
                .filter(revision__article=OuterRef("pk"))
                .exclude(claim__state=ClaimState.WITHDRAWN)
                .order_by()
                .values("revision__article")
                .annotate(count=Count("claim", distinct=True))
                .values("count")
            ),
            0,
        ),
    )


def listed_claims(person: User) -> QuerySet[Claim]:
    """The claims that a person may see, as `as_listed`."""
    return as_listed(claims_visible_to(person))


def as_listed(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Claims, each with why it should be looked at again, and what people signed and decided beside the
    computed status.
    """
    return with_stale(with_override(claims, "annotations_claim.id"), "annotations_claim.id").annotate(
        signed_status=RawSQL(SIGNED_STATUS, (list(SIGNED),), output_field=TextField(null=True))
    )


def with_stale(rows: QuerySet[Any], claim_column: str) -> QuerySet[Any]:
    """Rows that belong to claims, each with `stale_parts`: the open marks that make its claim stale, latest
    last.
    """
    marks = RawSQL(STALE_MARKS.format(claim_column), (list(MAKING_STALE),), output_field=JSONField())
    return rows.annotate(stale_parts=marks)


def highlights_in_full(person: User) -> QuerySet[Highlight]:
    """Highlights, each with why its claim should be looked at again."""
    return with_stale(Highlight.objects.all(), "annotations_highlight.claim_id")


def revisions_in_full(person: User) -> QuerySet[Revision]:
    """Revisions, each with how far the carrying over of highlights into it is; null where there is none."""
    return Revision.objects.annotate(
        reanchoring_part=RawSQL(REANCHORING, (), output_field=JSONField()),
    )


def claims_in_full(person: User) -> QuerySet[Claim]:
    """Claims with their time, figures, interests, highlights, the attributions that carry them, and their
    parts.
    """
    return listed_claims(person).annotate(
        is_assessment_due=ExpressionWrapper(
            Q(assessed_version__lt=F("inputs_version")), output_field=BooleanField()
        ),
        **{name: RawSQL(statement, (), output_field=JSONField()) for name, statement in CLAIM_PARTS.items()},
    )


SIGNED_STATUS = """
    (SELECT v.status FROM annotations_verdict v WHERE v.claim_id = annotations_claim.id AND v.state = 'live'
        AND annotations_claim.state = ANY(%s) ORDER BY v.signed_at DESC, v.id DESC LIMIT 1)"""
STALE_MARKS = """
    (SELECT COALESCE(jsonb_agg(jsonb_build_object('cause', f.cause, 'detail', f.detail,
        'raised_at', f.raised_at) ORDER BY f.id), '[]')
    FROM annotations_staleflag f
    WHERE f.claim_id = {} AND f.cleared_at IS NULL AND f.cause = ANY(%s))"""
REANCHORING = """
    (SELECT jsonb_build_object('state', n.state, 'total', n.total, 'done', n.done, 'counts', n.counts,
        'has_common_text', n.has_common_text, 'started_at', n.started_at, 'finished_at', n.finished_at)
    FROM annotations_reanchoring n WHERE n.revision_id = annotations_revision.id)"""
CLAIM_PARTS = {
    "time_parts": """
        (SELECT jsonb_build_object('text', t.text, 'starts_on', t.starts_on, 'ends_on', t.ends_on,
            'granularity', t.granularity, 'rule', t.rule, 'anchored_on', t.anchored_on,
            'anchor_kind', t.anchor_kind, 'is_confirmed', t.confirmed_by_id IS NOT NULL)
        FROM annotations_timescope t WHERE t.claim_id = annotations_claim.id)""",
    "quantity_parts": """
        (SELECT COALESCE(jsonb_agg(jsonb_build_object('text', q.text, 'low', trim_scale(q.low)::text,
            'high', trim_scale(q.high)::text, 'unit', q.unit, 'comparator', q.comparator,
            'scope_who', q.scope_who, 'scope_where', q.scope_where, 'as_of', q.as_of,
            'is_cumulative', q.is_cumulative) ORDER BY q.id), '[]')
        FROM annotations_quantity q WHERE q.claim_id = annotations_claim.id)""",
    "interest_parts": """
        (SELECT COALESCE(jsonb_agg(jsonb_build_object('bloc_id', i.bloc_id, 'kind', i.kind)
            ORDER BY i.bloc_id), '[]')
        FROM annotations_claiminterest i WHERE i.claim_id = annotations_claim.id)""",
    "highlight_parts": """
        (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', h.id, 'article_id', r.article_id,
            'revision_id', h.revision_id, 'start', h.start, 'end', h."end", 'exact', h.exact,
            'state', h.state, 'outcome', h.outcome, 'is_current', h.is_current, 'sought', h.sought,
            'changes', h.changes) ORDER BY h.revision_id, h.start, h.id), '[]')
        FROM annotations_highlight h JOIN annotations_revision r ON r.id = h.revision_id
        WHERE h.claim_id = annotations_claim.id)""",
    "asserting_ids": """
        (SELECT COALESCE(jsonb_agg(o.id ORDER BY o.id), '[]')
        FROM annotations_claim o WHERE o.asserts_id = annotations_claim.id AND o.state <> 'withdrawn')""",
    "part_ids": """
        (SELECT COALESCE(jsonb_agg(o.id ORDER BY o.id), '[]')
        FROM annotations_claim o WHERE o.part_of_id = annotations_claim.id AND o.state <> 'withdrawn')""",
}
"""Written out: putting these together from expressions costs more than the database takes to answer them."""


def publishers_in_full(person: User) -> QuerySet[Publisher]:
    """Publishers with `grade`, and `graded` where a person gave it."""
    return Publisher.objects.with_grade(default_grades())


def sources_in_full(person: User) -> QuerySet[Source]:
    """Sources with what they rest on, and the ids of their captures, latest first."""
    return Source.objects.annotate(
        derivation_parts=ArraySubquery(
            Derivation.objects.filter(source=OuterRef("pk"))
            .order_by("id")
            .values(described=JSONObject(id="id", origin_id="origin_id", kind="kind", reason="reason"))
        ),
        capture_ids=ArraySubquery(Capture.objects.filter(source=OuterRef("pk")).order_by("-id").values("id")),
    )


def evidence_in_full(person: User) -> QuerySet[Evidence]:
    """Evidence with the ids of the sources that its passage rests on, and why its claim should be looked at
    again. Whose it is stays hidden while two readings of it are in dispute.
    """
    is_told = ~names_are_sealed(person)
    return with_stale(Evidence.objects.all(), "annotations_evidence.claim_id").annotate(
        shown_attached_by=Case(When(is_told, then=F("attached_by"))),
        shown_changed_by=Case(When(is_told, then=F("changed_by"))),
        reliance_ids=ArraySubquery(
            Reliance.objects.filter(evidence=OuterRef("pk")).order_by("source_id").values("source_id")
        ),
    )


def assessments_in_full(person: User) -> QuerySet[Assessment]:
    """Assessments, each with whether it is the one that holds now, and with its result as the person may read
    it: `labelled_result`. While it holds, its AVeriTeC label follows what the signatures flag that hold for
    the claim and are not sealed for the person: flags are no input of the rule, nor part of what is stored.
    """
    rows = with_stale(Assessment.objects.all(), "annotations_assessment.claim_id")
    return with_shown_results(rows, person).annotate(
        is_current=Exists(
            CurrentAssessment.objects.filter(assessment=OuterRef("pk"), claim=OuterRef("claim"))
        ),
        labelled_result=Case(
            When(Q(is_current=True, status=Status.SUPPORTED) & _is_flagged_for(person), then=_FLAGGED_RESULT),
            default=F("shown_result"),
            output_field=JSONField(),
        ),
    )


def _is_flagged_for(person: User) -> Exists:
    signed = Verdict.objects.filter(claim=OuterRef("claim"), state=VerdictState.LIVE)
    telling = signed.filter(context_flag__in=_RELABELLING)
    return Exists(with_seals(telling, person).filter(is_sealed=False))


_PLAIN = averitec_label(Status.SUPPORTED)
_RELABELLING = [flag for flag in ContextFlag.values if averitec_label(Status.SUPPORTED, [flag]) != _PLAIN]
_FLAGGED_RESULT = Func(
    F("shown_result"),
    Value({"averitec": averitec_label(Status.SUPPORTED, _RELABELLING)}, output_field=JSONField()),
    template="(%(expressions)s)",
    arg_joiner=" || ",
    output_field=JSONField(),
)


def verdicts_in_full(person: User) -> QuerySet[Verdict]:
    """Verdicts, of which some are sealed for this person. `shown_…` are empty while `is_sealed`."""
    return with_stale(with_seals(Verdict.objects.all(), person), "annotations_verdict.claim_id").annotate(
        shown_reviewer_id=Case(When(is_sealed=False, then=F("reviewer"))),
        shown_reviewer_name=Case(When(is_sealed=False, then=F("reviewer__display_name"))),
        **{
            f"shown_{name}": Case(
                When(is_sealed=True, then=Value("")), default=F(name), output_field=TextField()
            )
            for name in ("reason", "short_claim", "context_flag")
        },
    )


def overrides_in_full(person: User) -> QuerySet[Override]:
    """Overrides and proposals of such, each with whether it is in effect, and why its claim should be looked
    at again.
    """
    return with_stale(Override.objects.all(), "annotations_override.claim_id").annotate(
        is_in_effect=ExpressionWrapper(in_effect(timezone.now()), output_field=BooleanField())
    )


def stale_flags_in_full(person: User) -> QuerySet[StaleFlag]:
    """Marks on claims, each with whether it only informs."""
    informs = ~Q(cause__in=MAKING_STALE)
    return StaleFlag.objects.annotate(informs_only=ExpressionWrapper(informs, output_field=BooleanField()))


def events_in_full(person: User) -> QuerySet[Event]:
    """What happened to what the work is about, with `shown_actor_id` and `shown_actor_name`, `shown_before`,
    `shown_after` and `shown_note`: what a signature says, and whose it is, is left out of these while the
    verdict `is_sealed`, and everything while the event
    `is_masked`, because it tells who a protected source is. People, tokens and exports have histories as
    well, which are nobody's reading.
    """
    told = Q()
    for noun in HISTORIES:
        told |= Q(stream__startswith=f"{noun}:")
    return _shown(Event.objects.filter(told), person)


def own_events(person: User) -> QuerySet[Event]:
    """What the person did themselves, in whatever history, as `events_in_full`."""
    return _shown(Event.objects.filter(actor=person.pk), person)


def _shown(events: QuerySet[Event], person: User) -> QuerySet[Event]:
    return with_masks(events, person).annotate(
        shown_actor_id=Case(When(is_sealed=False, then=F("actor"))),
        shown_actor_name=Case(When(is_sealed=False, then=F("actor__display_name"))),
        shown_before=Case(When(MASKED_VALUES, then=NOTHING), default=F("before")),
        shown_after=Case(
            When(MASKED_VALUES, then=NOTHING),
            When(is_sealed=True, then=RawSQL(WITHOUT_WORDS, (), output_field=JSONField())),
            default=F("after"),
        ),
        shown_note=Case(
            When(Q(is_sealed=True) | Q(is_masked=True), then=Value("")),
            default=F("note"),
            output_field=TextField(),
        ),
    )


HISTORIES = ("article", "claim", "claim_set", "party_bloc", "publisher", "source")
NOTHING = Value({}, output_field=JSONField())
MASKED_VALUES = Q(is_masked=True) & ~Q(verb="status.changed")
WITHOUT_WORDS = f"annotations_event.after - '{{{','.join(WORDS)}}}'::text[]"
