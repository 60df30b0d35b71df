"""Asking for second looks: the links that need one, a reader for each, and gold links among them.

Part of the transaction that computed the claims' statuses. However many claims, the number of statements is
the same, but for one or two for each reader who is told.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils import timezone

from annotations.actions.claim_states import Moved
from annotations.actions.notices import tell
from annotations.actions.recording import new_event
from annotations.actions.review_states import settle_review_states
from annotations.domain.second_looks import (
    UNSETTLED,
    chosen_reader,
    gold_falls_to,
    ground_for,
    is_drawn,
)
from annotations.domain.verification import Result
from annotations.domain.vocabulary import (
    ClaimState,
    EvidenceState,
    NoticeKind,
    SecondLookState,
    SecondLookWhy,
    Stance,
)
from annotations.models import Claim, Event, Evidence, GoldLink, Notice, ReviewRules, SecondLook, User
from annotations.queries.blind_readers import BlindReaders
from annotations.queries.second_looks import draw_key, gold_links, looks_by_link, rules_so_far


class Judged(Protocol):
    """A locked claim and what was computed for it."""

    @property
    def claim(self) -> Claim: ...

    @property
    def result(self) -> Result: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """A link that needs a second look, and why."""

    evidence: int
    claim: Claim
    why: SecondLookWhy


def ask_for_looks(judged: Sequence[Judged]) -> list[SecondLook]:
    """Opens a second look for each link of these locked claims for which the rules want one and whose present
    stance nobody has answered yet. Without rules this is one statement.

    A reader is chosen for each at once; where nobody may read it blind it waits without one. Claims that were
    agreed go on being reviewed. One `second_look.asked` event for each.
    """
    versions = rules_so_far()
    if not versions:
        return []
    wanted = _unanswered(_wanted(judged, versions), versions)
    looks = open_looks(wanted) if wanted else []
    claims = {one.claim.pk: one.claim for one in judged}
    moved = settle_review_states(list(claims.values()))
    Event.objects.bulk_create(asked_events(looks, claims, moved, actor=None))
    _give_gold(looks, versions[-1].gold_percent)
    return looks


def open_looks(wanted: Sequence[Wanted], *, asked_by: User | None = None) -> list[SecondLook]:
    """A look at each of these links, given to whoever may read it blind and has the least to read."""
    readers = BlindReaders([one.evidence for one in wanted])
    now = timezone.now()
    rows = [_row(one, readers, now, asked_by) for one in wanted]
    looks = SecondLook.objects.bulk_create(rows)
    tell_readers(looks)
    return looks


def asked_events(
    looks: Sequence[SecondLook],
    claims: Mapping[int, Claim],
    moved: Mapping[int, Moved],
    *,
    actor: User | None,
) -> list[Event]:
    """What is recorded of looks that were asked for. Who reads stays unsaid, so that nobody talks to them."""
    left, events = dict(moved), []
    of_link = dict(Evidence.objects.filter(second_looks__in=looks).values_list("pk", "claim_id"))
    for look in looks:
        claim = claims[of_link[look.evidence_id or 0]]
        before, after = left.pop(claim.pk, ({}, {}))
        said = {"evidence": look.evidence_id, "why": look.why, **after}
        events.append(
            new_event("second_look.asked", look, stream=claim, actor=actor, before=before, after=said)
        )
    return events


def tell_readers(looks: Collection[SecondLook]) -> None:
    """Tells everybody who was given something to read, unless they know already that something waits."""
    given: dict[int, list[SecondLook]] = {}
    for look in looks:
        if look.reader_id is not None:
            given.setdefault(look.reader_id, []).append(look)
    known = Notice.objects.filter(
        person__in=given, kind=NoticeKind.SECOND_LOOK_ASKED, read_at__isnull=True
    ).values_list("person_id", flat=True)
    for person in sorted(given.keys() - set(known)):
        tell([person], NoticeKind.SECOND_LOOK_ASKED, second_look=given[person][0])


def _wanted(judged: Sequence[Judged], versions: Sequence[ReviewRules]) -> list[Wanted]:
    """By the results alone: counted links of claims with a ground, and of all others those that may have been
    drawn.
    """
    wanted: list[Wanted] = []
    key, asks_when = draw_key(), frozenset(versions[-1].asks_when)
    most = max(rules.sampled_percent for rules in versions)
    for one in judged:
        if one.claim.state == ClaimState.WITHDRAWN:
            continue
        ground = ground_for(one.result.sign_off.why, asks_when)
        for link in one.result.links:
            if ground is not None and link.counted and link.stance != Stance.CONTEXT:
                wanted.append(Wanted(int(link.link), one.claim, ground))
            elif is_drawn(key, int(link.link), most):
                wanted.append(Wanted(int(link.link), one.claim, SecondLookWhy.SAMPLED))
    return wanted


def _unanswered(wanted: Sequence[Wanted], versions: Sequence[ReviewRules]) -> list[Wanted]:
    """Without those that wait already or were answered for the stance they have."""
    if not wanted:
        return []
    ids = [one.evidence for one in wanted]
    looks = looks_by_link(ids)
    accepted = Evidence.objects.filter(pk__in=ids, state=EvidenceState.ACCEPTED)
    attached = dict(accepted.values_list("pk", "attached_at"))

    def is_open(one: Wanted) -> bool:
        found = looks.get(one.evidence, ())
        if one.evidence not in attached or any(look.state in UNSETTLED for look in found):
            return False
        if one.why == SecondLookWhy.SAMPLED:
            percent = _sampled_at(attached[one.evidence], versions)
            return not found and is_drawn(draw_key(), one.evidence, percent)
        return not any(look.is_answered for look in found)

    return [one for one in wanted if is_open(one)]


def _sampled_at(moment: datetime, versions: Sequence[ReviewRules]) -> int:
    """The share that was drawn by the rules under which a link was attached."""
    held = [rules.sampled_percent for rules in versions if rules.set_at <= moment]
    return held[-1] if held else 0


def _row(one: Wanted, readers: BlindReaders, now: datetime, asked_by: User | None) -> SecondLook:
    first = readers.first_reviewer(one.evidence)
    without = [] if asked_by is None else [asked_by.pk]
    candidates = readers.candidates(one.evidence, without=[first, *without])
    reader = chosen_reader(candidates, draw_key(), one.evidence)
    if reader is not None:
        readers.given(reader)
    return SecondLook(
        evidence_id=one.evidence,
        why=one.why,
        asked_by=asked_by,
        asked_at=now,
        first_reviewer_id=first,
        first_stance=readers.links[one.evidence].stance,
        sealed_claims=sorted(readers.sealed[one.evidence]),
        reader_id=reader,
        taken_at=now if reader is not None else None,
    )


def _give_gold(looks: Sequence[SecondLook], percent: int) -> None:
    """Beside some of these looks a gold link for the same reader, at the same moment, one they never read.

    It leaves no event and no notice of its own, for it must look like the others.
    """
    key = draw_key()
    lucky = [
        (look, look.reader_id)
        for look in looks
        if look.reader_id is not None and gold_falls_to(key, look.pk, percent)
    ]
    if not lucky:
        return
    gold = list(gold_links().order_by("id"))
    had: set[tuple[Any, Any]] = set(
        SecondLook.objects.filter(gold__in=gold).values_list("gold_id", "reader_id")
    )
    rows: list[SecondLook] = []
    for look, reader in lucky:
        link = next((one for one in gold if (one.pk, reader) not in had), None)
        if link is not None:
            had.add((link.pk, reader))
            rows.append(_gold_row(link, look))
    # Another job may have given the same link to the same reader this moment; then it is theirs already.
    SecondLook.objects.bulk_create(rows, ignore_conflicts=True)


def _gold_row(link: GoldLink, beside: SecondLook) -> SecondLook:
    return SecondLook(
        gold=link,
        why=SecondLookWhy.SAMPLED,
        state=SecondLookState.OPEN,
        asked_at=beside.asked_at,
        first_stance=link.stance,
        reader_id=beside.reader_id,
        taken_at=beside.taken_at,
    )
