"""Bringing in a file of annotations, row by row, with a report of what became of each.

The rows that are done, the report of them and the lease of whoever works on the file are written in the
transaction of the rows themselves, batch by batch. So a worker that is killed loses at most the batch it was
in, the next one goes on behind it, and one that only was slow finds its lease gone and writes nothing. A file
that comes a second time changes nothing: every row of it is known.
"""

from collections import Counter
from datetime import timedelta
from itertools import islice
from typing import Any, Final

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from annotations import jobs
from annotations.access import require
from annotations.actions.annotations import ALREADY, Kept, create_annotation
from annotations.actions.lost_connections import may_go_better_later
from annotations.actions.recording import change, locked, record_event
from annotations.domain.errors import Invalid, Refusal
from annotations.domain.lifecycle import ANNOTATION_IMPORT, next_state
from annotations.domain.vocabulary import ImportOutcome, ImportState
from annotations.domain.webannotations.imports import Row, Upload, open_upload
from annotations.models import AnnotationImport, Article, Event, Highlight, User
from annotations.queries.annotated_texts import AnnotatedTexts
from annotations.queries.annotation_imports import due_imports

log = structlog.get_logger(__name__)

BATCH_ROWS: Final = 50
LEASE: Final = timedelta(seconds=60)
"""How long a worker may be silent before its import is given to another."""
SWEEP_LIMIT: Final = 100
REASON_LENGTH: Final = 500
KNOWN, REFUSED = "known", "refused"
KNOWN_BY: Final = (
    "annotation-deleted",
    "annotation-differs",
    "annotation-is-ours",
    *(name.replace("_", "-") for name in ALREADY),
)
ATTEMPTS: Final = 5
"""How often an import is begun at the same row before it is given up."""

Reported = dict[str, Any]


class LeaseLost(Exception):
    """Another worker has the import."""


@transaction.atomic
def request_import(*, article_id: int, content: str, file_name: str = "", actor: User) -> AnnotationImport:
    """Asks for the annotations of a file to be brought in as annotations of an article.

    Refuses with `Invalid` a file that as a whole is none: too large, no JSON, without annotations, with too
    many. What is wrong with single rows stands in the report.
    """
    article = locked(Article, article_id)
    require(actor, "annotation.import", article)
    upload = _opened(content, article)
    row = AnnotationImport.objects.create(
        article=article,
        content=content,
        file_name=file_name[:300],
        format=upload.format,
        rows_total=upload.total,
        requested_by=actor,
    )
    asked = {"file_name": row.file_name, "format": row.format, "rows": row.rows_total, "state": row.state}
    record_event("annotation_import.requested", row, stream=article, actor=actor, after=asked)
    jobs.import_annotations(row.pk)
    return row


def run_import(*, import_id: int) -> AnnotationImport | None:
    """Brings in the rows that are still to do. None when there was nothing to do or it was taken away.

    Safe to call at any time, by any number of workers at once. Not one transaction on purpose: progress is
    seen while it runs.
    """
    row = _begin(import_id)
    if row is None:
        return None
    if _attempts(row) > ATTEMPTS:
        problem = f"It was begun {ATTEMPTS} times and came no further than row {row.rows_done}."
        return _finish(row, "fail", problem=problem)
    try:
        rows = islice(_opened(row.content, row.article).rows, row.rows_done, None)
        texts = AnnotatedTexts((settings.PUBLIC_URL,))
        while batch := list(islice(rows, BATCH_ROWS)):
            _bring_in(row, batch, texts)
        return _finish(row, "finish", problem="")
    except LeaseLost:
        log.info("annotation_import_taken_away", import_id=import_id)
        return None
    except Refusal as refusal:
        return _finish(row, "fail", problem=refusal.message[:REASON_LENGTH])
    except Exception as failure:
        if may_go_better_later(failure):
            raise
        # What is done stays done, and is told; the rest would fail the same way again.
        log.exception("annotation_import_failed", import_id=import_id, rows_done=row.rows_done)
        problem = f"Something unforeseen happened ({type(failure).__name__}) after row {row.rows_done}."
        return _finish(row, "fail", problem=problem)


def sweep_imports() -> int:
    """Asks again for every import that nobody works on. Gives back how many."""
    due = list(due_imports(timezone.now()).order_by("id").values_list("pk", flat=True)[:SWEEP_LIMIT])
    with transaction.atomic():
        for import_id in due:
            jobs.import_annotations(import_id)
    return len(due)


@transaction.atomic
def _begin(import_id: int) -> AnnotationImport | None:
    due = due_imports(timezone.now()).select_related("article", "requested_by")
    row = due.select_for_update(skip_locked=True, of=("self",)).filter(pk=import_id).first()
    if row is None:
        return None
    state = next_state(ANNOTATION_IMPORT, row.state, "start", noun="annotation import")
    before, after = change(row, {"state": state, "leased_until": timezone.now() + LEASE})
    after["rows_done"] = row.rows_done
    record_event("annotation_import.started", row, stream=row.article, actor=None, before=before, after=after)
    return row


def _attempts(row: AnnotationImport) -> int:
    """How often it was begun behind the rows that are done, this time included."""
    begun = Event.objects.filter(
        subject_type="annotation_import", subject_id=row.pk, verb="annotation_import.started"
    )
    return begun.filter(after__rows_done=row.rows_done).count()


@transaction.atomic
def _bring_in(row: AnnotationImport, batch: list[Row], texts: AnnotatedTexts) -> None:
    report = [_brought_in(one, row, texts) for one in batch]
    until = timezone.now() + LEASE
    _hold(
        row,
        leased_until=until,
        rows_done=row.rows_done + len(report),
        report=[*row.report, *report],
    )


def _brought_in(one: Row, row: AnnotationImport, texts: AnnotatedTexts) -> Reported:
    if one.annotation is None:
        return _refused(one, one.refusal or Invalid("This row cannot be read."))
    try:
        kept = create_annotation(
            document=one.annotation.document, article_id=row.article_id, texts=texts, actor=row.requested_by
        )
    except Refusal as refusal:
        return _refused(one, refusal, outcome=KNOWN if refusal.rule in KNOWN_BY else REFUSED)
    except Exception as failure:
        if may_go_better_later(failure):
            raise
        # It was undone by itself. One row is no reason to keep the others out.
        log.exception("annotation_row_failed", import_id=row.pk, row=one.number)
        return _refused(one, Invalid(f"It cannot be kept ({type(failure).__name__}).", rule="row-failed"))
    return _told(one, kept)


def _told(one: Row, kept: Kept) -> Reported:
    annotation = kept.annotation
    reason = " ".join((*kept.remarks, *one.repairs))
    if kept.is_new and annotation.outcome == ImportOutcome.QUEUED:
        reason = f"{_why_it_waits(annotation.highlight)} {reason}"
    return _row(
        one,
        outcome=annotation.outcome if kept.is_new else KNOWN,
        reason=reason,
        annotation=annotation.name,
        claim=annotation.claim_id,
    )


def _why_it_waits(highlight: Highlight | None) -> str:
    return f"{highlight.get_outcome_display()}." if highlight is not None else ""


def _refused(one: Row, refusal: Refusal, *, outcome: str = REFUSED) -> Reported:
    return _row(
        one,
        outcome=outcome,
        reason=refusal.message,
        rule=refusal.rule,
        annotation=refusal.details.get("name"),
        claim=refusal.details.get("claim"),
    )


def _row(one: Row, *, outcome: str, reason: str, **told: Any) -> Reported:
    return {
        "row": one.number,
        "outcome": outcome,
        "reason": reason.strip()[:REASON_LENGTH],
        "rule": told.get("rule", ""),
        "annotation": told.get("annotation"),
        "claim": told.get("claim"),
    }


@transaction.atomic
def _finish(row: AnnotationImport, verb: str, *, problem: str) -> AnnotationImport:
    state = next_state(ANNOTATION_IMPORT, ImportState.RUNNING, verb, noun="annotation import")
    _hold(row, state=state, leased_until=None, finished_at=timezone.now(), content="", problem=problem)
    record_event(
        f"annotation_import.{'finished' if verb == 'finish' else 'failed'}",
        row,
        stream=row.article,
        actor=None,
        before={"state": ImportState.RUNNING},
        after={"state": state, "counts": dict(Counter(one["outcome"] for one in row.report))},
        note=problem,
    )
    return row


def _hold(row: AnnotationImport, **values: Any) -> None:
    """Writes as the holder of the lease. Raises `LeaseLost`."""
    held = AnnotationImport.objects.filter(
        pk=row.pk, state=ImportState.RUNNING, leased_until=row.leased_until
    )
    if not held.update(**values):
        raise LeaseLost
    for name, value in values.items():
        setattr(row, name, value)


def _opened(content: str, article: Article) -> Upload:
    """The file, with the article's address for targets that name none."""
    base = article.canonical_url or f"{settings.PUBLIC_URL}/articles/{article.pk}/"
    try:
        return open_upload(content, base=base)
    except Invalid as refusal:
        raise Invalid(refusal.message, field="content", rule=refusal.rule) from refusal
