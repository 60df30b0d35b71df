"""What a merge hands over besides statements, and what an un-merge finds that no ledger knows.

Handed over are the address, where the kept source had none, and the timetable of visits. Back with the
absorbed source goes what was done after the merge on its copies and on suggestions about it.
"""

from django.db.models import F, Q
from django.utils import timezone

from annotations.actions.moved_rows import Ledger
from annotations.domain.errors import Conflict
from annotations.domain.vocabulary import VisitState
from annotations.domain.weblinks import canonical_url
from annotations.models import (
    Derivation,
    DerivationSuggestion,
    Evidence,
    Publisher,
    Source,
    SourceMerge,
    SourceVisit,
    SourceWatch,
)
from annotations.queries.dependents import owners_of

NOT_VISITED = {
    "visited_at": None,
    "health": "",
    "healthy_at": None,
    "problem": "",
    "failures": 0,
    "moved_to": "",
    "etag": "",
    "last_modified": "",
}
"""What the watch of one address knows of another."""


def hand_over_address(ledger: Ledger, old: int, new: int) -> None:
    """A kept source without an address gets that of the absorbed one, which is written down there still."""
    absorbed, kept = Source.objects.get(pk=old), Source.objects.get(pk=new)
    if kept.url or not absorbed.canonical_url:
        return
    address = {"url": absorbed.url, "canonical_url": absorbed.canonical_url}
    ledger.note(Source, [old], {"canonical_url": absorbed.canonical_url}, {"canonical_url": ""})
    ledger.note(Source, [new], {"url": "", "canonical_url": ""}, address)


def hand_over_watch(ledger: Ledger, old: int, new: int) -> None:
    """A timetable goes on with the kept source, where that has an address and no timetable of its own."""
    watch = SourceWatch.objects.filter(source=old).exclude(every_hours=0).first()
    if watch is None or not Source.objects.exclude(url="").filter(pk=new).exists():
        return
    own = SourceWatch.objects.filter(source=new).first()
    if own is None:
        held = {name: _plain(getattr(watch, name)) for name in ("set_at", *_FOUND)}
        before, after = {"source_id": old, **held}, {"source_id": new, **held, **NOT_VISITED}
        ledger.note(SourceWatch, [old, new], before, after, by_itself=_FOUND)
    elif not own.every_hours:
        before, after = _timetable(own), _timetable(watch)
        ledger.note(SourceWatch, [new], before, after, by_itself=["next_visit_at"])


def end_open_visit(ledger: Ledger, old: int) -> None:
    """Whatever is being read of the absorbed source is not stored: its passages are those of the kept one."""
    for visit in SourceVisit.objects.filter(source=old, finished_at__isnull=True):
        before = {"state": visit.state, "finished_at": None, "problem": visit.problem, "rule": visit.rule}
        after = {
            "state": VisitState.FAILED.value,
            "finished_at": timezone.now().isoformat(),
            "problem": "The source was merged into another one before it was read.",
            "rule": "merged",
        }
        ledger.note(SourceVisit, [visit.pk], before, after)


def bring_work_back(merge: SourceMerge) -> None:
    """What was done since the merge and is the absorbed source's own: passages of its copies, and what was
    stated because of a suggestion about it. Its address, too, where nobody else has it.
    """
    absorbed = merge.absorbed_id
    own = Q(capture__source=absorbed) | Q(capture__source__merged_into=absorbed)
    Evidence.objects.filter(own, source=merge.kept_id).update(source=absorbed)
    _bring_derivations_back(merge)
    source = Source.objects.get(pk=absorbed)
    address = canonical_url(source.url) if source.url and not source.canonical_url else ""
    if address and not Source.objects.filter(canonical_url=address).exists():
        Source.objects.filter(pk=absorbed).update(canonical_url=address)


def refuse_own_owner(publisher: Publisher) -> None:
    """Refuses where somebody made an owner of the publisher what the publisher now owns again."""
    if publisher.pk in owners_of(publisher.pk):
        raise Conflict(
            f"“{publisher}” would own itself again through others. Correct the owner first.",
            rule="owner-circle",
        )


def _bring_derivations_back(merge: SourceMerge) -> None:
    about = Q(source=merge.absorbed_id) | Q(origin=merge.absorbed_id)
    since = DerivationSuggestion.objects.filter(about, derivation__noted_at__gt=merge.merged_at)
    for suggestion in since.exclude(source=F("derivation__source"), origin=F("derivation__origin")):
        pair = {"source": suggestion.source_id, "origin": suggestion.origin_id}
        if not Derivation.objects.filter(**pair).exists():
            Derivation.objects.filter(suggestions=suggestion).update(**pair)


def _timetable(watch: SourceWatch) -> dict[str, object]:
    return {name: _plain(getattr(watch, name)) for name in _SET}


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value


_SET = ("every_hours", "next_visit_at", "set_by_id", "set_at")
_FOUND = ("next_visit_at", *NOT_VISITED)
