"""Questions about exports."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.text import slugify

from annotations.domain.errors import Conflict, NotFound
from annotations.domain.vocabulary import ExportState
from annotations.models import Export


def all_exports() -> QuerySet[Export]:
    """Every export with its claim set and who asked for it, latest first."""
    return Export.objects.select_related("claim_set", "requested_by").order_by("-id")


def export_by_id(export_id: int) -> Export:
    """One export as `all_exports` gives them. Refuses with `NotFound`."""
    export = all_exports().filter(pk=export_id).first()
    if export is None:
        raise NotFound(f"There is no export {export_id}.", details={"id": export_id})
    return export


def due_exports(now: datetime) -> QuerySet[Export]:
    """Exports that nobody is rendering: they wait, or whoever held them let the lease lapse."""
    waiting = Q(state=ExportState.QUEUED)
    abandoned = Q(state=ExportState.RUNNING, leased_until__lte=now)
    return Export.objects.filter(waiting | abandoned)


def finished_export(export_id: int) -> Export:
    """An export whose file can be fetched. Refuses with `Conflict` (rule `export-not-done`) before that."""
    export = export_by_id(export_id)
    if export.state != ExportState.DONE:
        raise Conflict(
            f"This export is {export.get_state_display().lower()}; there is no file to fetch.",
            rule="export-not-done",
            details={"state": export.state},
        )
    return export


def download_name(export: Export) -> str:
    """A name for the file on the disk of whoever fetches it: `claims-of-may-12.ndjson`."""
    suffix = export.file_name.rpartition("/")[2].partition(".")[2]
    return f"{slugify(export.claim_set.name) or 'claims'}-{export.pk}.{suffix}"
