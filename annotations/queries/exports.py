"""Questions about exports."""

from datetime import datetime

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.utils.text import slugify

from annotations.domain.errors import Conflict, NotFound
from annotations.domain.vocabulary import ClaimSetKind, ExportState, SecondLookState
from annotations.models import Claim, ClaimSetMember, Export, SecondLook, User
from annotations.queries.visibility import sealed_claims, seen_by, sees_everything


def all_exports() -> QuerySet[Export]:
    """Every export with its claim set and who asked for it, latest first."""
    return Export.objects.select_related("claim_set", "requested_by").order_by("-id")


def exports_for(person: User) -> QuerySet[Export]:
    """The exports that a person may know of: while they read a passage blind, not those that may hold a claim
    concerned. Even its size and checksum could be compared with those of a file made up to look alike.

    What they asked for since they were chosen left these claims out.
    """
    if sees_everything(person):
        return all_exports()
    began = Case(When(state=SecondLookState.OPEN, then="taken_at"), default="settling_since")
    began_later = SecondLook.objects.sealing(person.pk).annotate(began=began)
    own = Q(requested_by=person.pk) & ~Exists(began_later.filter(began__gt=OuterRef("requested_at")))
    sealed = sealed_claims(person)
    members = ClaimSetMember.objects.filter(claim_set=OuterRef("claim_set"), claim__in=sealed)
    there = Claim.objects.filter(pk__in=sealed, created_at__lte=OuterRef("requested_at"))
    kept = Q(Exists(members), claim_set__kind=ClaimSetKind.FROZEN)
    found = Q(Exists(there), claim_set__kind=ClaimSetKind.LIVE)
    return all_exports().filter(own | ~(kept | found))


def export_by_id(export_id: int, person: User | None = None) -> Export:
    """One export as `all_exports` gives them, or as far as the person may know of it. Refuses with
    `NotFound`.
    """
    exports = all_exports() if person is None else exports_for(person)
    export = exports.filter(pk=export_id).first()
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


def file_for(export_id: int, person: User) -> Export:
    """A finished export whose file the person may fetch. Refuses as `finished_export`, and with `Conflict`
    where it holds a claim that they must not see now: `contains-sealed-claims` while they read a passage
    blind, `contains-claims-of-closed-desks` for those of desks that are not theirs.

    What a frozen set holds is known. A live set may have found any claim that was there and that whoever
    asked for the export could see.
    """
    export = finished_export(export_id)
    if sees_everything(person):
        return export
    if not exports_for(person).filter(pk=export_id).exists():
        raise Conflict(
            "It holds claims of which you are reading a passage blind. Fetch it after you have answered.",
            rule="contains-sealed-claims",
        )
    held = Claim.objects.filter(created_at__lte=export.finished_at or export.requested_at)
    if export.claim_set.kind == ClaimSetKind.FROZEN:
        members = ClaimSetMember.objects.filter(claim_set=export.claim_set_id)
        held = held.filter(pk__in=members.values("claim"))
    if held.filter(seen_by(export.requested_by)).exclude(seen_by(person)).exists():
        raise Conflict(
            "It holds claims of a closed desk to which you do not belong. Export the claims yourself: yours "
            "leaves them out.",
            rule="contains-claims-of-closed-desks",
        )
    return export


def download_name(export: Export) -> str:
    """A name for the file on the disk of whoever fetches it: `claims-of-may-12.ndjson`."""
    suffix = export.file_name.rpartition("/")[2].partition(".")[2]
    return f"{slugify(export.claim_set.name) or 'claims'}-{export.pk}.{suffix}"
