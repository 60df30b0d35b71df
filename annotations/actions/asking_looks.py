"""Asking for second looks: the links that need one, a reader for each, and gold links among them.

Part of the transaction that computed the claims' statuses. However many claims, the number of statements is
the same, but for one or two for each reader who is told.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from annotations.actions.calling_off_looks import OTHER_WORDS
from annotations.actions.claim_states import Moved
from annotations.actions.notices import tell
from annotations.actions.recording import new_event
from annotations.actions.review_states import settle_review_states
from annotations.domain.second_looks import (
    UNSETTLED,
    chosen_reader,
    draw,
    gold_falls_to,
    ground_for,
    is_drawn,
)
from annotations.domain.verification import Result
from annotations.domain.vocabulary import (
    ClaimState,
    EvidenceState,
    NoticeKind,
    Role,
    SecondLookState,
    SecondLookWhy,
    Stance,
)
from annotations.models import Claim, Event, Evidence, GoldLink, Notice, ReviewRules, SecondLook, User
from annotations.queries.blind_readers import BlindReaders
from annotations.queries.second_looks import draw_key, gold_links, looks_by_link, rules_so_far

_NUMBERS: Final = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"


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
    looks = open_looks(wanted, gold_percent=versions[-1].gold_percent) if wanted else []
    claims = {one.claim.pk: one.claim for one in judged}
    moved = settle_review_states(list(claims.values()))
    Event.objects.bulk_create(asked_events(looks, claims, moved, actor=None))
    return looks


def ask_again(claim: Claim) -> None:
    """Asks anew for the readings that people asked for and that other words of the locked claim called off;
    those that the rules ask for come with its next assessment.
    """
    later = SecondLook.objects.filter(evidence=OuterRef("evidence"), pk__gt=OuterRef("pk"))
    called_off = SecondLook.objects.filter(
        ~Exists(later),
        evidence__claim=claim,
        evidence__state=EvidenceState.ACCEPTED,
        why=SecondLookWhy.ASKED,
        cancelled_because=OTHER_WORDS,
    )
    for one in called_off.select_related("asked_by").order_by("pk"):
        wanted = Wanted(one.evidence_id or 0, claim, SecondLookWhy.ASKED)
        looks = open_looks([wanted], asked_by=one.asked_by)
        Event.objects.bulk_create(asked_events(looks, {claim.pk: claim}, {}, actor=None))


def open_looks(
    wanted: Sequence[Wanted], *, asked_by: User | None = None, gold_percent: int = 0
) -> list[SecondLook]:
    """A look at each of these links, given to whoever may read it blind and has the least to read; beside
    some of them a gold link. Gives back the former.
    """
    readers = BlindReaders([one.evidence for one in wanted])
    now = timezone.now()
    looks = [_row(one, readers, now, asked_by) for one in wanted]
    gold = _gold_beside(looks, gold_percent)
    if gold:
        _number_by_lot([*looks, *gold])
    SecondLook.objects.bulk_create(looks)
    # Another job may have given the same link to the same reader this moment; then it is theirs already.
    SecondLook.objects.bulk_create(gold, ignore_conflicts=True)
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


def _gold_beside(looks: Sequence[SecondLook], percent: int) -> list[SecondLook]:
    """Beside some of these looks a gold link for the same reader, at the same moment, one they never read.

    It leaves no event and no notice of its own, for it must look like the others.
    """
    key = draw_key()
    lucky = [
        (look, look.reader_id)
        for look in looks
        if look.reader_id is not None and gold_falls_to(key, look.evidence_id or 0, percent)
    ]
    # Gold belongs to no desk: whoever reviews at desks alone would know it by that.
    everywhere = User.objects.filter(pk__in=[reader for _, reader in lucky]).exclude(role=Role.READER)
    reviewing = set(everywhere.values_list("pk", flat=True)) if lucky else set()
    lucky = [(look, reader) for look, reader in lucky if reader in reviewing]
    if not lucky:
        return []
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
    return rows


def _number_by_lot(looks: Sequence[SecondLook]) -> None:
    """Numbers stand in addresses: which of two looks came first must not tell which is at a gold link."""
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS, [SecondLook._meta.db_table, len(looks)])
        numbers = [number for (number,) in cursor.fetchall()]
    by_lot = sorted(numbers, key=lambda number: (draw(draw_key(), "number", number), number))
    for look, number in zip(looks, by_lot, strict=True):
        look.pk = number


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
