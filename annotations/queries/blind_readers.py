"""Who may still read a passage without knowing what others made of it.

That is whoever works where the claim is worked on, had no hand in the link, has said nothing about the claim,
and has not looked at it or at an article it stands in, nor was told how its links are judged, since somebody
judged the link. The same is asked of all claims that would give the reading away: the other layers and parts
of the statement, and claims to which the same words are linked. For many links at once the number of
statements is constant.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Q

from annotations.domain.second_looks import Candidate
from annotations.domain.vocabulary import Role, SecondLookState
from annotations.domain.work.presence import NOTED_EVERY
from annotations.models import (
    Claim,
    Comment,
    DeskMember,
    Event,
    Evidence,
    Highlight,
    Override,
    Presence,
    SecondLook,
    SourceConfidant,
    StanceVote,
    User,
    Verdict,
)

READS: Final = (Role.REVIEWER, Role.EDITOR)
"""Who is asked without having offered."""
TAKES: Final = (*READS, Role.ADMINISTRATOR)
"""Who may take a look that nobody was found for."""

MOST_LEVELS: Final = 20
"""So deep a statement is followed."""

_OF_LINKS = (
    "pk",
    "claim_id",
    "claim__desk_id",
    "source_id",
    "source__desk_id",
    "source__is_protected",
    "stance",
    "attached_by_id",
    "changed_by_id",
    "judged_at",
)

# By the source, so that the index on it serves; the same words may stand in another copy of it.
_SAME_PASSAGE = f"""
    SELECT link.id, other.id, other.claim_id
      FROM {Evidence._meta.db_table} AS link
      JOIN {Evidence._meta.db_table} AS other
        ON other.source_id = link.source_id AND other.claim_id <> link.claim_id
       AND other.state <> 'withdrawn'
       AND (other.passage = link.passage
            OR other.capture_id = link.capture_id AND other.start < link."end" AND link.start < other."end")
     WHERE link.id = ANY(%s)
"""


class BlindReaders:
    """Of some links: who may read them blind, who read them first, and which claims have to be sealed."""

    def __init__(self, evidence_ids: Collection[int]) -> None:
        rows = Evidence.objects.filter(pk__in=evidence_ids).order_by("pk")
        self.links: dict[int, Any] = {row.pk: row for row in rows.values_list(*_OF_LINKS, named=True)}
        same_words = _same_words(self.links)
        self._others = {pk: {link for link, _ in found} for pk, found in same_words.items()}
        known = {*self.links, *(link for links in self._others.values() for link in links)}
        self._votes = _votes(known)
        self.sealed = _sealed(self.links.values(), same_words)
        self._people = _people(self.links.values())
        self._involved = _involved({pk for claims in self.sealed.values() for pk in claims})
        self._seen = _seen({pk for claims in self.sealed.values() for pk in claims})
        self._refused = _refused(known)
        self._confidants = _confidants(self.links.values())
        self._open = _open_looks()

    def first_reviewer(self, evidence_id: int) -> int:
        """Whoever last judged the link as it is judged now."""
        link = self.links[evidence_id]
        said = [person for person, stance in self._votes[evidence_id] if stance == link.stance]
        return int(said[-1] if said else link.attached_by_id)

    def candidates(self, evidence_id: int, *, without: Collection[int] = ()) -> list[Candidate]:
        """Who may be asked to read it."""
        roles = self._roles(evidence_id)
        return [
            Candidate(person, role == Role.EDITOR, self._open[person])
            for person, role in roles.items()
            if role in READS and person not in without and self.is_blind(evidence_id, person)
        ]

    def may_take(self, evidence_id: int, person: int) -> bool:
        """Whether this person could read it blind, asked or not."""
        return self._roles(evidence_id).get(person) in TAKES and self.is_blind(evidence_id, person)

    def is_blind(self, evidence_id: int, person: int) -> bool:
        """Whether nothing says that the person knows how the link is judged."""
        link = self.links[evidence_id]
        had_a_hand = {link.attached_by_id, link.changed_by_id}
        for same in (evidence_id, *self._others[evidence_id]):
            had_a_hand.update(self._refused[same], (voter for voter, _ in self._votes[same]))
        if person in had_a_hand or (link.source__is_protected and not self._knows(link, person)):
            return False
        sealed = self.sealed[evidence_id]
        if any(person in self._involved[claim] for claim in sealed):
            return False
        # A look within so many seconds of an earlier one is not written down.
        since = link.judged_at - NOTED_EVERY
        looks = (self._seen[claim].get(person) for claim in sealed)
        return not any(seen is not None and seen >= since for seen in looks)

    def given(self, person: int) -> None:
        """Notes that the person has one more to read."""
        self._open[person] += 1

    def _roles(self, evidence_id: int) -> Mapping[int, str]:
        link = self.links[evidence_id]
        here = self._people[link.claim__desk_id]
        if link.source__desk_id in (None, link.claim__desk_id):
            return here
        return {person: role for person, role in here.items() if person in self._people[link.source__desk_id]}

    def _knows(self, link: Any, person: int) -> bool:
        return (link.source_id, person) in self._confidants


def _votes(links: Collection[int]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = StanceVote.objects.filter(evidence__in=links).order_by("voted_at", "pk")
    for link, reviewer, stance in rows.values_list("evidence_id", "reviewer_id", "stance"):
        found[link].append((reviewer, stance))
    return found


def _same_words(links: Collection[int]) -> dict[int, set[tuple[int, int]]]:
    """Of each link the others to the same words, under other claims, each with its claim."""
    found: dict[int, set[tuple[int, int]]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_SAME_PASSAGE, [list(links)])
        for pk, other, claim in cursor.fetchall():
            found[pk].add((other, claim))
    return {pk: found[pk] for pk in links}


def _sealed(
    links: Iterable[Any], same_words: Mapping[int, Collection[tuple[int, int]]]
) -> dict[int, set[int]]:
    of_link = {link.pk: link.claim_id for link in links}
    statements = _statements(set(of_link.values()))
    return {
        pk: {*statements[claim], *(other for _, other in same_words[pk])} for pk, claim in of_link.items()
    }


def _statements(claims: Collection[int]) -> dict[int, set[int]]:
    """Of each claim all layers and parts of its statement, itself among them. A statement a level."""
    joined: dict[int, set[int]] = {pk: {pk} for pk in claims}
    met: set[int] = set()
    latest = set(claims)
    for _ in range(MOST_LEVELS):
        if not latest:
            break
        met |= latest
        near = Q(pk__in=latest) | Q(asserts__in=latest) | Q(part_of__in=latest)
        following: set[int] = set()
        for pk, *inwards in Claim.objects.filter(near).values_list("pk", "asserts_id", "part_of_id"):
            for other in (one for one in inwards if one is not None):
                _join(joined, pk, other)
                following |= {pk, other} - met
        latest = following
    return {pk: joined[pk] for pk in claims}


def _join(joined: dict[int, set[int]], one: int, other: int) -> None:
    ours, theirs = joined.setdefault(one, {one}), joined.setdefault(other, {other})
    if ours is theirs:
        return
    small, large = sorted((ours, theirs), key=len)
    large |= small
    for pk in small:
        joined[pk] = large


def _people(links: Iterable[Any]) -> dict[int | None, dict[int, str]]:
    """Who works where, in which role: at each desk, and on the open floor under None."""
    desks = {desk for link in links for desk in (link.claim__desk_id, link.source__desk_id)}
    active = User.objects.filter(is_active=True).order_by("pk")
    everybody = dict(active.values_list("pk", "role"))
    administrators = {pk: role for pk, role in everybody.items() if role == Role.ADMINISTRATOR}
    at: dict[int | None, dict[int, str]] = defaultdict(dict, {None: everybody})
    named = sorted(desk for desk in desks if desk is not None)
    if named:
        here = DeskMember.objects.filter(desk__in=named, left_at__isnull=True)
        for desk, person, role in here.values_list("desk_id", "person_id", "role"):
            if person in everybody:
                at[desk][person] = role
    for desk in named:
        at[desk] |= administrators
    return at


def _involved(claims: Collection[int]) -> dict[int, set[int]]:
    """Who signed each claim, took part in an override of it, or commented on it."""
    signed = Verdict.objects.filter(claim__in=claims).values_list("claim_id", "reviewer_id")
    overrides = Override.objects.filter(claim__in=claims)
    pairs = signed.union(
        overrides.values_list("claim_id", "proposed_by_id"),
        overrides.filter(approved_by__isnull=False).values_list("claim_id", "approved_by_id"),
        Comment.objects.filter(claim__in=claims).values_list("claim_id", "author_id"),
    )
    found: dict[int, set[int]] = defaultdict(set)
    for claim, person in pairs:
        found[claim].add(person)
    return found


def _seen(claims: Collection[int]) -> dict[int, dict[int, datetime]]:
    """When each person was last at each claim, or at an article in which it stands."""
    at_claims = Presence.objects.filter(claim__in=claims)
    standing = Highlight.objects.current().filter(claim__in=claims)
    articles = standing.values_list("claim_id", "revision__article_id").distinct()
    by_article: dict[int, set[int]] = defaultdict(set)
    for claim, article in articles:
        by_article[article].add(claim)
    found: dict[int, dict[int, datetime]] = defaultdict(dict)

    def note(claim: int, person: int, at: datetime) -> None:
        found[claim][person] = max(at, found[claim].get(person, at))

    for claim, person, at in at_claims.values_list("claim_id", "person_id", "last_seen_at"):
        note(claim, person, at)
    at_articles = Presence.objects.filter(article__in=by_article) if by_article else Presence.objects.none()
    for article, person, at in at_articles.values_list("article_id", "person_id", "last_seen_at"):
        for claim in by_article[article]:
            note(claim, person, at)
    return found


def _refused(links: Collection[int]) -> dict[int, set[int]]:
    """Who gave a look at the link back, asked for one because of what they saw, or saw both readings."""
    found: dict[int, set[int]] = defaultdict(set)
    looks = SecondLook.objects.filter(evidence__in=links)
    rows = list(looks.values_list("pk", "evidence_id", "asked_by_id", "settler_id"))
    for _, link, *people in rows:
        found[link].update(one for one in people if one is not None)
    back = Event.objects.filter(
        verb="second_look.released", subject_type="second_look", subject_id__in=looks.values("pk")
    ).values_list("subject_id", "before__reader")
    of_look = {look: link for look, link, *_ in rows}
    for look, person in back:
        found[of_look[look]].add(person)
    return found


def _confidants(links: Iterable[Any]) -> set[tuple[int, int]]:
    protected = {link.source_id for link in links if link.source__is_protected}
    if not protected:
        return set()
    return set(SourceConfidant.objects.filter(source__in=protected).values_list("source_id", "person_id"))


def _open_looks() -> dict[int, int]:
    rows = SecondLook.objects.filter(state=SecondLookState.OPEN, reader__isnull=False)
    counted = rows.values_list("reader_id").annotate(Count("pk"))
    return defaultdict(int, counted)
