"""Questions about imports of annotations: single ones, those of an article, and what became of each row."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet

from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import ImportState
from annotations.models import AnnotationImport

OUTCOMES: Final = ("anchored", "queued", "kept", "known", "refused")
"""What a row of the report says of its annotation, from what needs nobody to what came to nothing."""

ROWS_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One page of an import's report. `counts` are of all rows, by outcome in the order of `OUTCOMES`."""

    counts: Mapping[str, int]
    rows: Sequence[Mapping[str, Any]]
    number: int
    has_more: bool


def imports_of(article_id: int) -> QuerySet[AnnotationImport]:
    """The imports into an article with who asked for them, latest first, without files and reports."""
    found = AnnotationImport.objects.filter(article=article_id).select_related("requested_by")
    return found.defer("content", "report").order_by("-id")


def import_by_id(import_id: int) -> AnnotationImport:
    """One import with its article. Its report, which may be long, is read when it is asked for. Refuses with
    `NotFound`.
    """
    rows = AnnotationImport.objects.select_related("article", "requested_by").defer("content", "report")
    found = rows.filter(pk=import_id).first()
    if found is None:
        raise NotFound(f"There is no import of annotations {import_id}.", details={"id": import_id})
    return found


def due_imports(now: datetime) -> QuerySet[AnnotationImport]:
    """Imports that nobody works on: they wait, or whoever had them has been silent for too long."""
    abandoned = Q(state=ImportState.RUNNING, leased_until__lte=now)
    return AnnotationImport.objects.filter(Q(state=ImportState.QUEUED) | abandoned)


def report_page(found: AnnotationImport, *, outcome: str = "", number: int = 1) -> ReportPage:
    """The rows with this outcome (all for none), one page of at most `ROWS_SHOWN`. Refuses an unknown one."""
    if outcome and outcome not in OUTCOMES:
        raise NotFound(f"No annotation has the outcome “{outcome}”.", details={"outcome": outcome})
    counted = Counter(row["outcome"] for row in found.report)
    rows = [row for row in found.report if not outcome or row["outcome"] == outcome]
    first = ROWS_SHOWN * (number - 1)
    return ReportPage(
        counts={name: counted[name] for name in OUTCOMES if counted[name]},
        rows=rows[first : first + ROWS_SHOWN],
        number=number,
        has_more=len(rows) > first + ROWS_SHOWN,
    )
