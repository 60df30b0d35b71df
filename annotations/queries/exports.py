"""Questions about exports."""

from datetime import datetime

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils.text import slugify

from annotations.domain.errors import Conflict, NotFound
from annotations.domain.vocabulary import ClaimSetKind, DeskVisibility, ExportState, SecondLookState
from annotations.models import (
    Claim,
    ClaimSetMember,
    DeskMember,
    Event,
    Export,
    ExportPart,
    SecondLook,
    User,
)
from annotations.queries.audiences import set_told_to
from annotations.queries.visibility import sealed_claims, seen_by, sees_everything


def all_exports() -> QuerySet[Export]:
    """Every export with its claim set and who asked for it, latest first."""
    return Export.objects.select_related("claim_set", "requested_by").order_by("-id")


def exports_for(person: User) -> QuerySet[Export]:
    """The exports that a person may know of: of the sets that are for them, and while they read a passage
    blind, not those that may hold a claim concerned. Even its size and checksum could be compared with those
    of a file made up to look alike.

    What they asked for since they were chosen left these claims out.
    """
    told = all_exports().filter(set_told_to(person, "claim_set__"))
    if sees_everything(person):
        return told
    began = Case(When(state=SecondLookState.OPEN, then="taken_at"), default="settling_since")
    began_later = SecondLook.objects.sealing(person.pk).annotate(began=began)
    own = Q(requested_by=person.pk) & ~Exists(began_later.filter(began__gt=OuterRef("requested_at")))
    sealed = sealed_claims(person)
    members = ClaimSetMember.objects.filter(claim_set=OuterRef("claim_set"), claim__in=sealed)
    there = Claim.objects.filter(pk__in=sealed, created_at__lte=OuterRef("requested_at"))
    kept = Q(Exists(members), claim_set__kind=ClaimSetKind.FROZEN)
    found = Q(Exists(there), claim_set__kind=ClaimSetKind.LIVE)
    return told.filter(own | ~(kept | found))


def export_by_id(export_id: int, person: User) -> Export:
    """One export as far as the person may know of it. Refuses with `NotFound`."""
    export = exports_for(person).filter(pk=export_id).first()
    if export is None:
        raise NotFound(f"There is no export {export_id}.", details={"id": export_id})
    return export


def due_exports(now: datetime) -> QuerySet[Export]:
    """Exports that nobody is rendering: they wait, or whoever held them let the lease lapse."""
    waiting = Q(state=ExportState.QUEUED)
    abandoned = Q(state=ExportState.RUNNING, leased_until__lte=now)
    return Export.objects.filter(waiting | abandoned)


def file_for(export_id: int, person: User) -> Export:
    """A finished export whose file the person may fetch. Refuses with `NotFound` what is not for them; with
    `Conflict` (`export-not-done`) before it is done, and (`export-expired`) when its file is gone; and where
    it holds a claim that they must not see now: `contains-sealed-claims` while they read a passage blind,
    `contains-claims-of-closed-desks` for those of desks that are not theirs.

    What a frozen set holds is known. A live set may have found any claim that was there and that whoever
    asked for the export could see.
    """
    export = _finished(export_id, person)
    if sees_everything(person):
        return export
    if not exports_for(person).filter(pk=export_id).exists():
        raise Conflict(
            "It holds claims of which you are reading a passage blind. Fetch it after you have answered.",
            rule="contains-sealed-claims",
        )
    moment = export.taken_at or export.requested_at
    held = Claim.objects.filter(created_at__lte=export.finished_at or export.requested_at)
    if export.claim_set.kind == ClaimSetKind.FROZEN:
        members = ClaimSetMember.objects.filter(claim_set=export.claim_set_id)
        held = held.filter(pk__in=members.values("claim"))
    mine = seen_by(person)
    # No condition is everything, and leaving out everything that fits none would leave out nothing.
    if mine and held.filter(_seen_then(export.requested_by, moment)).exclude(mine).exists():
        raise Conflict(
            "It holds claims of a closed desk to which you do not belong. Export the claims yourself: yours "
            "leaves them out.",
            rule="contains-claims-of-closed-desks",
        )
    return export


def _seen_then(person: User, moment: datetime) -> Q:
    """Claims that no desk may have hidden from the person at a moment: not now, not as it was when they were
    still there, and not before it was closed or the claim became its own.
    """
    now = seen_by(person)
    if not now:
        # No condition: everything. Joined with others it would be left out.
        return now
    there = DeskMember.objects.filter(person=person.pk, joined_at__lte=moment, left_at__gt=moment)
    since = Event.objects.filter(at__gt=moment)
    opened = since.filter(subject_type="desk", verb="desk.edited", before__visibility=DeskVisibility.OPEN)
    moved = since.filter(subject_type="claim", verb="claim.owned")
    was_open = Q(desk__in=opened.values("subject_id")) | Q(pk__in=moved.values("subject_id"))
    return now | Q(desk__in=there.values("desk")) | was_open


def _finished(export_id: int, person: User) -> Export:
    export = all_exports().filter(set_told_to(person, "claim_set__"), pk=export_id).first()
    if export is None:
        raise NotFound(f"There is no export {export_id}.", details={"id": export_id})
    if export.state == ExportState.EXPIRED:
        raise Conflict(
            "Its file was kept for a while and is gone now; its checksum stands. Ask again for the claims as "
            "they are today.",
            rule="export-expired",
            details={"state": export.state},
        )
    if export.state != ExportState.DONE:
        raise Conflict(
            f"This export is {export.get_state_display().lower()}; there is no file to fetch.",
            rule="export-not-done",
            details={"state": export.state},
        )
    return export


def run_out(now: datetime) -> QuerySet[Export]:
    """Finished exports whose file need not be kept any longer: their time is over, or their timetable has
    made as many later ones as it keeps.
    """
    later = Export.objects.filter(
        schedule=OuterRef("schedule"), state=ExportState.DONE, pk__gt=OuterRef("pk")
    ).order_by()
    newer = Subquery(later.values("schedule").annotate(count=Count("pk")).values("count"))
    superseded = Q(schedule__isnull=False, newer__gte=F("schedule__keep"))
    done = Export.objects.filter(state=ExportState.DONE).alias(newer=newer)
    return done.filter(Q(kept_until__lte=now) | superseded)


def under_way() -> QuerySet[Export]:
    """Exports that wait or are made."""
    return Export.objects.filter(state__in=[ExportState.QUEUED, ExportState.RUNNING])


def with_parts_left() -> QuerySet[ExportPart]:
    """Parts of exports that are neither waiting nor made any longer."""
    return ExportPart.objects.exclude(export__state__in=[ExportState.QUEUED, ExportState.RUNNING])


def download_name(export: Export) -> str:
    """A name for the file on the disk of whoever fetches it: `claims-of-may-12.ndjson`."""
    suffix = export.file_name.rpartition("/")[2].partition(".")[2]
    return f"{slugify(export.claim_set.name) or 'claims'}-{export.pk}.{suffix}"
