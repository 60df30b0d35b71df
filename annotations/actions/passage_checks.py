"""Whether quoted passages still stand where they were read (specification 3.7).

Pages change daily, passages do not: so not the page is compared but every passage that is linked from it.
One that is gone from the live page may have been taken back. Its link counts for nothing until a person has
looked; the stored copy still proves that it once said so, and that person may well let it count again.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from annotations.access import require
from annotations.actions.evidence import evidence_of_locked_claim
from annotations.actions.recording import change, inputs_changed, record_event
from annotations.actions.staleness import clear_flags, flag_answered_for
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.lifecycle import CLAIM, next_state
from annotations.domain.link_health import PassageSeen, is_another_state
from annotations.domain.passages import find_passage
from annotations.domain.vocabulary import EvidenceState, NoticeKind, Origin, PassageCheck, StaleCause
from annotations.models import Capture, Event, Evidence, Notice, User

READ_FROM_THE_PAGE: Final = frozenset({Origin.FETCH, Origin.CHECK})
"""Copies that show what the address says now; what people paste or upload may be any part of it, and is held
against what they brought before (`copies_followed_by`).
"""


PassagesFound = Mapping[tuple[str, int], bool]
"""Whether words stand in a text, for each passage (its words, and where it stood)."""


def look_for_passages(
    source_id: int, text: str, *, copies: Collection[int] | None = None
) -> dict[tuple[str, int], bool]:
    """Which passages that are quoted from a source, or only from these of its copies, stand in a text: ahead
    of the locks, since it may take seconds.
    """
    quoted = _standing(source_id, copies).order_by("pk").values_list("passage", "start")
    return {(passage, at): _stands(passage, at, text) for passage, at in dict.fromkeys(quoted)}


def copies_followed_by(source_id: int, text: str) -> list[int]:
    """The quoted copies that people brought of which a text that somebody brings is another state. A part of
    one, or other words, says nothing of what stood there.
    """
    brought = Capture.objects.exclude(origin__in=READ_FROM_THE_PAGE).filter(is_summary=False)
    quoted = brought.filter(pk__in=_standing(source_id).values("capture")).values_list("pk", "text")
    return [pk for pk, before in quoted if before != text and is_another_state(before, text)]


def check_passages(
    capture: Capture, seen: PassagesFound, *, because: Event, copies: Collection[int] | None = None
) -> None:
    """Draws the consequences of a new copy of a source's page; part of the action that stored it. `seen` is
    what was looked for ahead; passages that were linked since are looked for now.

    Where one is gone its link no longer counts, and its claim is computed anew; claims that somebody answers
    for are marked, also (for information) where the page changed and the passage stayed.
    """
    linked = _standing(capture.source_id, copies).exclude(capture=capture).order_by("pk")
    passages = list(linked.values_list("pk", "claim_id", "passage", "start"))
    since = {(passage, at) for *_, passage, at in passages} - set(seen)
    stands = {**seen, **{(passage, at): _stands(passage, at, capture.text) for passage, at in since}}
    gone = {pk: claim for pk, claim, passage, at in passages if not stands[passage, at]}
    _note(capture, gone, {claim for _, claim, *_ in passages}, because)


def note_passages(capture: Capture, seen: Iterable[PassageSeen], *, because: Event) -> None:
    """As `check_passages`, for passages that a visit looked for already; part of the action that noted it."""
    stands = {passage.key: passage.stands for passage in seen}
    linked = Evidence.objects.filter(pk__in=stands).exclude(capture=capture)
    claims = dict(linked.order_by("pk").values_list("pk", "claim_id"))
    gone = {pk: claim for pk, claim in claims.items() if not stands[pk]}
    _note(capture, gone, set(claims.values()), because)


def _note(capture: Capture, gone: dict[int, int], concerned: set[int], because: Event) -> None:
    """`gone` are links with their claims."""
    Evidence.objects.filter(pk__in=gone).update(passage_check=PassageCheck.NOT_FOUND)
    _tell(capture.source_id, gone)
    intact = concerned - set(gone.values())
    title = f"“{capture.source.title}”"
    _flag(StaleCause.QUOTE_GONE, gone.values(), f"A quoted passage is gone from {title}.", because)
    _flag(StaleCause.SOURCE_CHANGED, intact, f"{title} changed; the quoted passage still stands.", because)
    inputs_changed(gone.values(), because=because)


@transaction.atomic
def confirm_passage(*, evidence_id: int, reason: str, actor: User) -> Evidence:
    """Lets a passage count again that is gone from its page: its stored copy says so, and a person judged
    that it was not taken back. Who judges otherwise withdraws the link.
    """
    evidence = evidence_of_locked_claim(evidence_id)
    require(actor, "evidence.edit", evidence)
    next_state(CLAIM, evidence.claim.state, "change_evidence", noun="claim")
    if not reason.strip():
        raise Invalid("Say why it still counts.", field="reason", rule="required")
    if evidence.passage_check != PassageCheck.NOT_FOUND:
        raise Conflict("This passage was not found missing.", rule="passage-not-missing")
    found = find_passage(evidence.capture.text, evidence.passage, evidence.start)
    if found is None:
        raise Conflict("Its own copy does not hold these words.", rule="passage-not-in-capture")
    before, after = change(evidence, {"passage_check": found.check, "changed_by_id": actor.pk})
    event = record_event(
        "evidence.passage_confirmed",
        evidence,
        stream=evidence.claim,
        actor=actor,
        before=before,
        after=after,
        note=reason.strip(),
    )
    missing = Evidence.objects.filter(claim=evidence.claim_id, passage_check=PassageCheck.NOT_FOUND)
    if not missing.exclude(state=EvidenceState.WITHDRAWN).exists():
        clear_flags([evidence.claim_id], causes=[StaleCause.QUOTE_GONE], actor=actor)
    inputs_changed([evidence.claim_id], because=event)
    return evidence


def _standing(source_id: int, copies: Collection[int] | None = None) -> QuerySet[Evidence]:
    """The links that count on words of a source's page, or of these of its copies."""
    linked = Evidence.objects.filter(source=source_id).exclude(state=EvidenceState.WITHDRAWN)
    if copies is not None:
        linked = linked.filter(capture__in=copies)
    return linked.exclude(passage_check=PassageCheck.NOT_FOUND)


def _stands(passage: str, near: int, text: str) -> bool:
    return find_passage(text, passage, near) is not None


def _tell(source_id: int, gone: Collection[int]) -> None:
    """Whoever linked a passage that is gone hears of it, once for each source until they have read it."""
    people = Evidence.objects.filter(pk__in=gone, attached_by__is_active=True)
    ids = people.order_by("attached_by").values_list("attached_by", flat=True).distinct()
    Notice.objects.bulk_create(
        [Notice(person_id=pk, kind=NoticeKind.PASSAGE_LOST, source_id=source_id) for pk in ids],
        ignore_conflicts=True,
    )


def _flag(cause: StaleCause, claim_ids: Collection[int], detail: str, because: Event) -> None:
    if claim_ids:
        flag_answered_for(cause, claim_ids, detail, because=because)
