"""What the pages of second looks and disputes show: of a blind reading nothing but claim and passage.

A link and a gold link give the same fields with the same surroundings, so that nothing tells them apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from annotations.access import may
from annotations.domain.errors import NotFound
from annotations.domain.second_looks import draw
from annotations.domain.vocabulary import EvidenceState, SecondLookState
from annotations.models import Claim, Evidence, Highlight, SecondLook, StanceVote, User
from annotations.queries.blind_readers import BlindReaders
from annotations.queries.disputes import may_settle
from annotations.queries.people import all_people
from annotations.queries.second_looks import (
    disputes_open_to,
    draw_key,
    given_to,
    look_by_id,
    looks_left_lying,
    looks_of,
    looks_without_reader,
)
from annotations.queries.visibility import visible_evidence

AROUND: Final = 3_000
"""So many characters of the captured text stand on each side of the passage, cut where a line ends."""
LISTED: Final = 50
SETTLED_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Passage:
    """A claim in its words, with the paragraph of an article in which it stands, and a passage with what
    stands around it in its source.
    """

    claim_text: str
    claim_language: str
    context: str
    source_title: str
    language: str
    before: list[str]
    words: str
    after: list[str]
    opens_line: str = ""
    closes_line: str = ""


@dataclass(frozen=True, slots=True)
class BlindReading:
    """A look as its reader sees it. `left` counts what waits for them, this one included."""

    look_id: int
    passage: Passage
    is_open: bool
    stance: str
    reason: str
    left: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How one of two people read a passage; nothing says who."""

    stance: str
    reason: str


@dataclass(frozen=True, slots=True)
class DisputeReading:
    """A dispute as somebody sees it: the two readings only for whoever settles it, and once it is settled."""

    look: SecondLook
    evidence: Evidence
    passage: Passage
    readings: list[Reading]
    may_take: bool
    is_mine: bool
    is_settled: bool


@dataclass(frozen=True, slots=True)
class Unread:
    """A look that nobody was found for, with those whom an editor may give it to."""

    look: SecondLook
    claim_text: str
    claim_language: str
    source_title: str
    may_take: bool
    candidates: list[User]


@dataclass(frozen=True, slots=True)
class LooksPage:
    """What waits for a person's reading, what waits for a reader, and what somebody has had for long."""

    mine: int
    since: datetime | None
    unread: list[Unread]
    unread_total: int
    lying: list[SecondLook]


@dataclass(frozen=True, slots=True)
class DisputesPage:
    """Disputes that a person may settle, longest first, and the last ones settled."""

    open: list[SecondLook]
    settled: list[SecondLook]


def read_blind(look_id: int, person: User) -> BlindReading:
    """The look for its reader; refuses everybody else with `NotFound`, as if there were none."""
    look = look_by_id(look_id)
    if not given_to(person).filter(pk=look_id).exists():
        raise NotFound(f"There is no second look {look_id}.", details={"id": look_id})
    return BlindReading(
        look_id=look.pk,
        passage=passage_of(look),
        is_open=look.state == SecondLookState.OPEN,
        stance=look.stance,
        reason=look.reason,
        left=looks_of(person).count(),
    )


def next_look(person: User, after: int | None = None) -> int | None:
    """The look that waits longest; after one that was put off, the one behind it."""
    waiting = list(looks_of(person).values_list("pk", "asked_at"))
    # Gold links are given out in the same moment as others, so the order within a moment is by lot.
    ordered = sorted(waiting, key=lambda row: (row[1], draw(draw_key(), "order", row[0])))
    ids = [pk for pk, _ in ordered]
    if after in ids:
        ids = ids[ids.index(after) + 1 :] + ids[: ids.index(after)]
    return ids[0] if ids else None


def looks_page(person: User) -> LooksPage:
    """The page of second readings for a person."""
    mine = looks_of(person)
    without = looks_without_reader(person)
    shown = list(without.select_related("evidence__claim", "evidence__source")[:LISTED])
    return LooksPage(
        mine=mine.count(),
        since=mine.values_list("asked_at", flat=True).first(),
        unread=_unread(shown, person),
        unread_total=len(shown) if len(shown) < LISTED else without.count(),
        lying=list(looks_left_lying(person).select_related("evidence__claim", "evidence__source")[:LISTED]),
    )


def read_dispute(look_id: int, person: User) -> DisputeReading:
    """A dispute for somebody who may settle it, or, once settled, for whoever sees the claim. Refuses others
    with `NotFound`.
    """
    look = look_by_id(look_id)
    evidence = look.evidence
    if evidence is None or not _may_see(look, evidence, person):
        raise NotFound(f"There is no dispute {look_id}.", details={"id": look_id})
    is_settled = look.state == SecondLookState.SETTLED
    is_mine = not is_settled and look.settler_id == person.pk
    return DisputeReading(
        look=look,
        evidence=evidence,
        passage=passage_of(look),
        readings=readings_of(look) if is_mine or is_settled else [],
        may_take=not is_settled and look.settler_id is None,
        is_mine=is_mine,
        is_settled=is_settled,
    )


def disputes_page(person: User) -> DisputesPage:
    """The page of disputes for a person."""
    related = ("evidence__claim", "evidence__source")
    open_ones = disputes_open_to(person).select_related(*related)[:LISTED]
    return DisputesPage(open=list(open_ones), settled=list(_settled(person)[:SETTLED_SHOWN]))


def readings_of(look: SecondLook) -> list[Reading]:
    """Both readings in an order that says nothing, with the reasons that were given."""
    first = StanceVote.objects.filter(evidence=look.evidence_id, reviewer=look.first_reviewer_id)
    given = first.values_list("reason", flat=True).first() or ""
    note = look.evidence.note if look.evidence is not None else ""
    both = [Reading(look.first_stance, given or note), Reading(look.stance, look.reason)]
    return both[::-1] if draw(draw_key(), "readings", look.pk) % 2 else both


def passage_of(look: SecondLook) -> Passage:
    """The claim and the passage of a look at a link or at a gold link."""
    if look.gold is not None:
        gold = look.gold
        told = (gold.claim_text, gold.claim_language, gold.context, gold.source_title, gold.passage_language)
        return _passage(told, _cut_before(gold.before), gold.passage, _cut_after(gold.after))
    evidence = look.evidence
    assert evidence is not None, "the database keeps a look at one or the other"
    text, claim, source = evidence.capture.text, evidence.claim, evidence.source
    before = _cut_before(text[max(evidence.start - AROUND * 2, 0) : evidence.start])
    after = _cut_after(text[evidence.end : evidence.end + AROUND * 2])
    told = (claim.text, claim.language, _paragraph(claim), source.title, source.language)
    return _passage(told, before, evidence.passage, after)


def _paragraph(claim: Claim) -> str:
    """The paragraph around the place where the claim stood first."""
    places = Highlight.objects.current().filter(claim=claim, start__isnull=False, end__isnull=False)
    place = places.select_related("revision").order_by("pk").first()
    if place is None or place.start is None or place.end is None:
        return ""
    text = place.revision.text
    begins = text.rfind("\n", 0, place.start) + 1
    ends = text.find("\n", place.end)
    return text[begins : ends if ends >= 0 else len(text)].strip()


def _passage(told: tuple[str, str, str, str, str], before: str, words: str, after: str) -> Passage:
    *lines, opens = before.split("\n")
    closes, *more = after.split("\n")
    claim, claim_language, context, title, language = told
    return Passage(
        claim_text=claim,
        claim_language=claim_language,
        context=context,
        source_title=title,
        language=language,
        before=[line for line in lines if line.strip()],
        words=words,
        after=[line for line in more if line.strip()],
        opens_line=opens,
        closes_line=closes,
    )


def _cut_before(text: str) -> str:
    """The end of it, from the beginning of a line on where one begins near enough."""
    if len(text) <= AROUND:
        return text
    cut = text[-AROUND:]
    return cut.partition("\n")[2] or cut


def _cut_after(text: str) -> str:
    if len(text) <= AROUND:
        return text
    cut = text[:AROUND]
    return cut.rpartition("\n")[0] or cut


def _unread(looks: Sequence[SecondLook], person: User) -> list[Unread]:
    if not looks:
        return []
    readers = BlindReaders([look.evidence_id for look in looks if look.evidence_id is not None])
    people = {one.pk: one for one in all_people()}
    return [
        Unread(
            look=look,
            claim_text=evidence.claim.text,
            claim_language=evidence.claim.language,
            source_title=evidence.source.title,
            may_take=may(person, "second_look.take", look) and readers.may_take(evidence.pk, person.pk),
            candidates=[people[one.person] for one in readers.candidates(evidence.pk)]
            if may(person, "second_look.assign", look)
            else [],
        )
        for look in looks
        if (evidence := look.evidence) is not None
    ]


def _may_see(look: SecondLook, evidence: Evidence, person: User) -> bool:
    if look.state == SecondLookState.SETTLED:
        return visible_evidence(person).filter(pk=evidence.pk).exists()
    if look.state != SecondLookState.DISPUTED or evidence.state != EvidenceState.DISPUTED:
        return False
    return look.settler_id in (None, person.pk) and may_settle(person, look, evidence)


def _settled(person: User) -> QuerySet[SecondLook]:
    seen = visible_evidence(person).values("pk")
    settled = SecondLook.objects.filter(state=SecondLookState.SETTLED, evidence__in=seen)
    return settled.select_related("evidence__claim", "evidence__source").order_by("-settled_at", "-id")
