"""Saying that two rows of the register are one and the same, and taking that back.

What points to the absorbed row points to the kept one afterwards; where the same would be stated twice, the
absorbed row's statement is taken out. The absorbed row itself stays, with what can never change: its copies,
its grades, its history. A merge is undone by the ledger that it wrote (`moved_rows`).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeVar

from django.db import models, transaction
from django.utils import timezone

from annotations.access import require
from annotations.actions.desk_bounds import require_together
from annotations.actions.merge_remainders import (
    bring_work_back,
    end_open_visit,
    hand_over_address,
    hand_over_watch,
    refuse_own_owner,
)
from annotations.actions.moved_rows import Ledger, move_pairs, move_row, take_back
from annotations.actions.recording import inputs_changed, locked, record_event
from annotations.actions.register import change_register
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.vocabulary import SourceState, SuggestionState
from annotations.models import (
    ArchivedCopy,
    Article,
    Claim,
    Derivation,
    DerivationSuggestion,
    Evidence,
    PartyMembership,
    Publisher,
    PublisherMerge,
    PublisherRelation,
    Reliance,
    Source,
    SourceMerge,
    SourceRelation,
    User,
)
from annotations.queries.dependents import (
    claims_asserted_by,
    claims_resting_on_publishers,
    claims_resting_on_sources,
    owners_of,
    publishers_bound_to,
    publishers_owned_by,
)
from annotations.queries.suspicions import claims_in_doubt, sources_suspected

AnyMerge = TypeVar("AnyMerge", SourceMerge, PublisherMerge)
Mover = Callable[[Ledger, int, int], None]
REASON_LENGTH: Final = 2_000


@transaction.atomic
def merge_sources(*, kept_id: int, absorbed_id: int, reason: str, actor: User) -> SourceMerge:
    """Makes two sources one: `kept_id` goes on and takes over what rests on the other. A passage of one that
    relied on the other relies on nothing known any more.

    Refuses one and the same (`merge-of-one`), one that was merged away (`merged-already`), a retracted one to
    keep (`merge-into-retracted`), two of which only one was corrected or retracted
    (`merge-of-different-states`), a protected one (`merge-of-protected`), and no reason (`required`).
    """
    require(actor, "source.merge")
    return _merge(SourceMerge, kept_id, absorbed_id, reason, actor, _source_moves, claims_resting_on_sources)


@transaction.atomic
def merge_publishers(*, kept_id: int, absorbed_id: int, reason: str, actor: User) -> PublisherMerge:
    """Makes two publishers one, as `merge_sources`. The grades, kind and owner of the kept one hold; sides
    that either spoke for are the kept one's.

    Refuses also a publisher that the other owns through a third one (`owner-circle`).
    """
    require(actor, "publisher.merge")
    return _merge(
        PublisherMerge, kept_id, absorbed_id, reason, actor, _publisher_moves, _resting_on_publishers
    )


@transaction.atomic
def unmerge_sources(*, merge_id: int, reason: str = "", actor: User) -> SourceMerge:
    """Takes a merge of sources back: everything stands as before, but for what was changed since. Work that
    was done since on the copies of the absorbed one goes back with them.

    Refuses a merge that was taken back (`unmerged-already`) and one after which the kept one took over
    another or was itself merged away (`unmerge-the-later-first`).
    """
    require(actor, "source.merge")
    return _unmerge(SourceMerge, merge_id, reason, actor, claims_resting_on_sources)


@transaction.atomic
def unmerge_publishers(*, merge_id: int, reason: str = "", actor: User) -> PublisherMerge:
    """Takes a merge of publishers back, as `unmerge_sources`. Refuses also where a publisher would own itself
    by what was said of owners since (`owner-circle`).
    """
    require(actor, "publisher.merge")
    return _unmerge(PublisherMerge, merge_id, reason, actor, _resting_on_publishers)


def _merge(
    model: type[AnyMerge],
    kept_id: int,
    absorbed_id: int,
    reason: str,
    actor: User,
    moves: Mover,
    resting: Callable[[Iterable[int]], set[int]],
) -> AnyMerge:
    reason = _explained(reason)
    change_register()
    kept, absorbed = _pair(model, kept_id, absorbed_id)
    require_together(getattr(kept, "desk_id", None), getattr(absorbed, "desk_id", None), field="absorbed")
    concerned = resting([kept_id, absorbed_id])
    suspected = _suspected(model, [kept_id, absorbed_id])
    ledger = Ledger()
    moves(ledger, absorbed_id, kept_id)
    ledger.move(type(kept), "merged_into_id", absorbed_id, kept_id)
    ledger.note(type(kept), [absorbed_id], {"merged_into_id": None}, {"merged_into_id": kept_id})
    merge = model.objects.create(
        kept=kept,
        absorbed=absorbed,
        reason=reason,
        moved=ledger.moved,
        removed=ledger.removed,
        merged_by=actor,
    )
    noun = kept._meta.model_name
    said = {"kept": kept_id, "absorbed": absorbed_id, "moved": _counted(ledger)}
    event = record_event(f"{noun}.merged", merge, stream=kept, actor=actor, after=said, note=reason)
    doubted = claims_in_doubt(suspected ^ _suspected(model, [kept_id, absorbed_id]))
    inputs_changed(concerned | doubted | resting([kept_id]), because=event)
    return merge


def _unmerge(
    model: type[AnyMerge],
    merge_id: int,
    reason: str,
    actor: User,
    resting: Callable[[Iterable[int]], set[int]],
) -> AnyMerge:
    change_register()
    merge = locked(model, merge_id, noun="merge")
    absorbed = locked(type(merge.absorbed), merge.absorbed_id)
    if merge.undone_at is not None:
        raise Conflict("This merge was taken back already.", rule="unmerged-already")
    if absorbed.merged_into_id != merge.kept_id:
        raise Conflict(
            "What these two became was itself merged since. Take that merge back first.",
            rule="unmerge-the-later-first",
            details={"id": absorbed.merged_into_id},
        )
    _require_latest(merge)
    pair = [merge.kept_id, merge.absorbed_id]
    concerned, suspected = resting([merge.kept_id]), _suspected(model, pair)
    left = take_back(merge.moved, merge.removed)
    bring_work_back(merge) if isinstance(merge, SourceMerge) else refuse_own_owner(merge.absorbed)
    merge.undone_by, merge.undone_at = actor, timezone.now()
    merge.save(update_fields=["undone_by", "undone_at"])
    noun = absorbed._meta.model_name
    said = {"kept": merge.kept_id, "absorbed": merge.absorbed_id, "stated_anew_meanwhile": left}
    event = record_event(
        f"{noun}.unmerged", merge, stream=merge.kept, actor=actor, after=said, note=reason.strip()
    )
    doubted = claims_in_doubt(suspected ^ _suspected(model, pair))
    inputs_changed(concerned | doubted | resting(pair), because=event)
    return merge


def _pair(model: type[AnyMerge], kept_id: int, absorbed_id: int) -> tuple[Any, Any]:
    """Both rows, locked in the order of their ids."""
    if kept_id == absorbed_id:
        raise Invalid("Name two different ones.", field="absorbed", rule="merge-of-one")
    noun = model._meta.get_field("kept").related_model
    rows = {pk: locked(noun, pk) for pk in sorted((kept_id, absorbed_id))}
    for row in rows.values():
        _require_unmerged(row)
        _require_unprotected(row)
    kept, absorbed = rows[kept_id], rows[absorbed_id]
    _require_sense(kept, absorbed)
    return kept, absorbed


def _require_latest(merge: SourceMerge | PublisherMerge) -> None:
    """What a later merge found stated twice may have come with this one, which would take both away."""
    later = type(merge)._default_manager.filter(kept=merge.kept_id, undone_at__isnull=True, pk__gt=merge.pk)
    latest = later.order_by("-pk").first()
    if latest is not None:
        raise Conflict(
            f"“{latest.absorbed}” was merged into the same one later. Take that merge back first.",
            rule="unmerge-the-later-first",
            details={"id": latest.pk},
        )


def _require_unmerged(row: Any) -> None:
    if row.merged_into_id is not None:
        raise Conflict(
            f"“{row}” was merged into another one already. Use that one.",
            rule="merged-already",
            details={"id": row.merged_into_id},
        )


def _require_unprotected(row: Any) -> None:
    if row.is_protected:
        raise Conflict("What is protected is not merged: it would tell who it is.", rule="merge-of-protected")


def _require_sense(kept: models.Model, absorbed: models.Model) -> None:
    if isinstance(kept, Source) and isinstance(absorbed, Source):
        _require_same_state(kept, absorbed)
    if isinstance(kept, Publisher) and absorbed.pk in owners_of(kept.pk) - {kept.owner_id}:
        raise Conflict(
            f"“{absorbed}” owns “{kept}” through others, which would then own themselves. "
            "Correct the owner first.",
            rule="owner-circle",
        )


def _require_same_state(kept: Source, absorbed: Source) -> None:
    if kept.state == SourceState.RETRACTED:
        raise Conflict(
            f"“{kept}” was retracted: everything would rest on it. Keep the other one.",
            field="kept",
            rule="merge-into-retracted",
        )
    if kept.state != absorbed.state:
        raise Conflict(
            f"“{kept}” is on record as “{kept.get_state_display()}”, “{absorbed}” as "
            f"“{absorbed.get_state_display()}”, and only the first would be known. Say the same of both.",
            rule="merge-of-different-states",
        )


def _suspected(model: type[models.Model], pair: Iterable[int]) -> set[int]:
    """Sources that may be copies by suggestions about these two: of both ends, and only sources have any."""
    return sources_suspected(pair) if model is SourceMerge else set()


def _resting_on_publishers(publisher_ids: Iterable[int]) -> set[int]:
    """Also what rests on those they own or are bound to: their group and their company are others now; and
    what they themselves said.
    """
    ids = list(publisher_ids)
    resting = claims_resting_on_publishers(publishers_bound_to(ids) | publishers_owned_by(ids))
    return resting | claims_asserted_by(ids)


def _source_moves(ledger: Ledger, old: int, new: int) -> None:
    ledger.move(Evidence, "source_id", old, new)
    _each(ledger, Reliance, {"source_id": old}, {"source_id": new})
    for reliance in Reliance.objects.filter(source=new, evidence__source=new).order_by("pk"):
        ledger.remove(reliance)
    _each(ledger, ArchivedCopy, {"source_id": old}, {"source_id": new})
    move_pairs(ledger, DerivationSuggestion, ("source_id", "origin_id"), old, new)
    _drop_mirrors(ledger, new)
    _move_derivations(ledger, old, new)
    move_pairs(ledger, SourceRelation, ("first_id", "second_id"), old, new)
    hand_over_address(ledger, old, new)
    hand_over_watch(ledger, old, new)
    end_open_visit(ledger, old)


def _drop_mirrors(ledger: Ledger, new: int) -> None:
    """Of two sources one thing is suggested: of two directions that met here, an open one that came later."""
    for outgoing in DerivationSuggestion.objects.filter(source=new).order_by("pk"):
        mirror = DerivationSuggestion.objects.filter(source=outgoing.origin_id, origin=new).first()
        pair = [one for one in (outgoing, mirror) if one and one.state == SuggestionState.OPEN]
        if mirror is not None and pair:
            ledger.remove(max(pair, key=lambda one: one.pk))


def _move_derivations(ledger: Ledger, old: int, new: int) -> None:
    """Suggestions that became one of these derivations go on to the one that says the same, or to none."""
    touched = Derivation.objects.filter(models.Q(source=old) | models.Q(origin=old))
    for derivation in touched.order_by("pk"):
        source = new if derivation.source_id == old else derivation.source_id
        origin = new if derivation.origin_id == old else derivation.origin_id
        twin = Derivation.objects.filter(source=source, origin=origin).first()
        if source == origin or twin is not None:
            ledger.move(DerivationSuggestion, "derivation_id", derivation.pk, twin.pk if twin else None)
    move_pairs(ledger, Derivation, ("source_id", "origin_id"), old, new)


def _publisher_moves(ledger: Ledger, old: int, new: int) -> None:
    ledger.move(Source, "publisher_id", old, new)
    ledger.move(Article, "publisher_id", old, new)
    ledger.move(Claim, "asserter_publisher_id", old, new)
    _each(ledger, PartyMembership, {"publisher_id": old}, {"publisher_id": new})
    move_pairs(ledger, PublisherRelation, ("first_id", "second_id"), old, new)
    above = Publisher.objects.values_list("owner_id", flat=True).get(pk=old)
    ledger.note(
        Publisher,
        Publisher.objects.filter(pk=new, owner=old).values_list("pk", flat=True),
        {"owner_id": old},
        {"owner_id": None if above == new else above},
    )
    ledger.move(Publisher, "owner_id", old, new)


def _each(
    ledger: Ledger, model: type[models.Model], before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    for row in model._default_manager.filter(**before).order_by("pk"):
        move_row(ledger, row, before, after)


def _counted(ledger: Ledger) -> dict[str, int]:
    counts: dict[str, int] = {}
    for entry in ledger.moved:
        name = entry["table"].removeprefix("annotations_")
        counts[name] = counts.get(name, 0) + len(entry["ids"])
    return counts


def _explained(reason: str) -> str:
    if not reason.strip():
        raise Invalid("Say why they are one and the same.", field="reason", rule="required")
    return reason.strip()[:REASON_LENGTH]
