"""What one link is worth by itself, before anything is counted together (specification 2.4 to 2.6, 3.1).

    points = floor(reliability x proximity x credibility x coverage x interest / 100^4)

Reliability is in points, the rest in percent. A link with several origins has one weight for each of them.
"""

from dataclasses import dataclass
from datetime import date

from annotations.domain.verification.chains import Derivations, Root, Trace
from annotations.domain.verification.classes import Classes
from annotations.domain.verification.codes import Interest, LinkReason, PassageState
from annotations.domain.verification.ends import Labels
from annotations.domain.verification.inputs import ItemInput, Key, LinkInput
from annotations.domain.verification.interest import interest_of, worst
from annotations.domain.verification.policy import Policy
from annotations.domain.verification.register import Register
from annotations.domain.verification.widths import Widths
from annotations.domain.vocabulary import EvidenceState, Grade, Proximity, Sourcing, Stance


@dataclass(frozen=True, slots=True)
class Weight:
    """A link seen from one of its origins; `origin` holds every class that the origin uses up."""

    points: int
    reliability: int
    interest: Interest
    origin: Labels


@dataclass(frozen=True, slots=True)
class WeighedLink:
    """A link with its weights, best first; `reason` says why it cannot count whatever else there is."""

    link: LinkInput
    outlet: Key | None
    outlet_class: Labels
    weights: tuple[Weight, ...] = ()
    proximity: str = ""
    traced: bool = False
    circular: bool = False
    anonymous: bool = False
    reason: LinkReason | None = None

    @property
    def best(self) -> Weight | None:
        """The weight that is reported for the link by itself."""
        return self.weights[0] if self.weights else None


def weighed_links(register: Register, policy: Policy, as_of: date | None) -> tuple[WeighedLink, ...]:
    """Every link of a register by itself, in the register's order."""
    weighing = Weighing(register, policy, as_of)
    return tuple(weighing.weigh(link) for link in register.links)


class Weighing:
    """Weighs the links of one register under one policy, as known on `as_of` when that is given."""

    def __init__(self, register: Register, policy: Policy, as_of: date | None) -> None:
        self._register = register
        self._policy = policy
        self._as_of = as_of
        self._classes = Classes(register)
        self._derivations = Derivations(register)
        self._widths = Widths(self._derivations)
        self._origins: dict[tuple[Root, str], tuple[Labels, Interest]] = {}

    def weigh(self, link: LinkInput) -> WeighedLink:
        """Admit, trace and weigh one link."""
        item = self._register.items[link.item]
        outlet_class = self._classes.of_outlet(item)
        refusal = self._refusal(link, item)
        if refusal is not None:
            return WeighedLink(link, item.publisher, outlet_class, reason=refusal)
        if self._register.is_asserters_own(item):
            return self._own_words(link, item, outlet_class)
        return self._traced(link, item, outlet_class)

    def _refusal(self, link: LinkInput, item: ItemInput) -> LinkReason | None:
        if link.stance == Stance.CONTEXT:
            return LinkReason.CONTEXT_ONLY
        if link.state == EvidenceState.DISPUTED:
            return LinkReason.STANCE_DISPUTED
        if link.state != EvidenceState.ACCEPTED:
            return LinkReason.LINK_NOT_ACCEPTED
        if self._register.is_retracted(item):
            return LinkReason.SOURCE_RETRACTED
        return self._missing_ground(link) or self._outside(link, item)

    def _missing_ground(self, link: LinkInput) -> LinkReason | None:
        if link.passage == PassageState.MISSING:
            return LinkReason.PASSAGE_MISSING
        if link.passage == PassageState.GONE:
            return LinkReason.QUOTE_GONE
        return LinkReason.SOURCE_UNREACHABLE if link.broken and not link.captured else None

    def _outside(self, link: LinkInput, item: ItemInput) -> LinkReason | None:
        # An undated item cannot be shown to have been known on a given day.
        if self._as_of is not None:
            if item.published_on is None:
                return LinkReason.UNDATED
            if item.published_on > self._as_of:
                return LinkReason.AFTER_AS_OF
        if link.scope_mismatch:
            return LinkReason.SCOPE_MISMATCH
        return LinkReason.CIRCULAR_SELF if self._register.is_host(item) else None

    def _own_words(self, link: LinkInput, item: ItemInput, outlet_class: Labels) -> WeighedLink:
        """The asserter's own channel proves that the words were said, and nothing about their truth."""
        points = self._points(100, Proximity.PRIMARY.value, link, Interest.NONE)
        weight = Weight(points, 100, Interest.NONE, outlet_class)
        reason = None if points >= self._policy.floor else self._why_so_little(link, item, weight)
        primary = Proximity.PRIMARY.value
        return WeighedLink(link, item.publisher, outlet_class, (weight,), primary, traced=True, reason=reason)

    def _traced(self, link: LinkInput, item: ItemInput, outlet_class: Labels) -> WeighedLink:
        trace, relay = self._derivations.trace(link), self._derivations.is_relay(link)
        proximity = link.proximity
        if (relay or link.copy_suspected) and proximity == Proximity.PRIMARY:
            proximity = Proximity.SECONDARY.value
        weights = self._weights(link, item, trace, proximity)
        return WeighedLink(
            link=link,
            outlet=item.publisher,
            outlet_class=outlet_class,
            weights=weights,
            proximity=proximity,
            traced=relay or (not link.copy_suspected and _is_first_hand(link, proximity)),
            circular=trace.circular,
            anonymous=self._rests_on_unnamed(trace),
            reason=self._reason(link, item, trace, weights),
        )

    def _rests_on_unnamed(self, trace: Trace) -> bool:
        items = self._register.items
        return all(self._register.is_anonymous(items[key]) for root in trace.roots for key in root)

    def _weights(self, link: LinkInput, item: ItemInput, trace: Trace, proximity: str) -> tuple[Weight, ...]:
        weights = [self._weight(link, item, trace, root, proximity) for root in trace.roots]
        return tuple(sorted(weights, key=lambda weight: (-weight.points, sorted(weight.origin))))

    def _weight(self, link: LinkInput, item: ItemInput, trace: Trace, root: Root, proximity: str) -> Weight:
        labels, origins_interest = self._origin(root, link.stance)
        interest = worst([interest_of(self._register, item, link.stance), origins_interest])
        reliability = self._reliability(trace, root, link.stance)
        return Weight(self._points(reliability, proximity, link, interest), reliability, interest, labels)

    def _origin(self, root: Root, stance: str) -> tuple[Labels, Interest]:
        """The classes that an origin uses up, and the worst of its interests in a stance."""
        if (root, stance) not in self._origins:
            items = [self._register.items[key] for key in root]
            labels = frozenset[str]().union(*(self._classes.of_item(item) for item in items))
            interests = [interest_of(self._register, item, stance) for item in items]
            self._origins[root, stance] = labels, worst(interests)
        return self._origins[root, stance]

    def _points(self, reliability: int, proximity: str, link: LinkInput, interest: Interest) -> int:
        policy = self._policy
        share = policy.proximity[proximity] * policy.credibility[link.credibility]
        return reliability * share * policy.coverage[link.coverage] * policy.interest[interest] // 100**4

    def _reliability(self, trace: Trace, root: Root, stance: str) -> int:
        items = self._register.items

        def entry(before: Key, key: Key, is_origin: bool) -> int:
            if self._register.is_anonymous(items[key]):
                return self._vouched(items[before])
            return self._grade_points(items[key], stance, is_origin)

        start = items[trace.start]
        # Nobody stands between us and an unnamed origin that is linked directly, so nobody vouches for it.
        nobody = self._register.is_anonymous(start)
        start_points = 0 if nobody else self._grade_points(start, stance, trace.start in root)
        return self._widths.width(trace, root, stance, start_points, entry)

    def _vouched(self, contact: ItemInput) -> int:
        grade = self._register.grade_of(contact, self._policy)
        vouching = grade in self._policy.grades_vouching_for_anonymous
        return self._policy.grades[self._policy.anonymous_grade] if vouching else 0

    def _grade_points(self, item: ItemInput, stance: str, is_origin: bool) -> int:
        """Points of an item's grade; an origin that speaks against its own party is believed like grade B.

        Grade F stays out: whoever has not been judged cannot be known to be the party.
        """
        grade = self._register.grade_of(item, self._policy)
        points = self._policy.grades[grade]
        admits = is_origin and interest_of(self._register, item, stance) is Interest.AGAINST
        if admits and grade != Grade.F:
            points = max(points, self._policy.grades[self._policy.admission_grade])
        return points

    def _reason(
        self, link: LinkInput, item: ItemInput, trace: Trace, weights: tuple[Weight, ...]
    ) -> LinkReason | None:
        if not weights:
            return LinkReason.ORIGIN_RETRACTED if trace.lost_to_retraction else LinkReason.CIRCULAR_SELF
        if weights[0].points >= self._policy.floor:
            return None
        closest = max(weights, key=lambda w: (w.points, self._policy.interest[w.interest], w.reliability))
        return self._why_so_little(link, item, closest)

    def _why_so_little(self, link: LinkInput, item: ItemInput, weight: Weight) -> LinkReason:
        if self._policy.credibility[link.credibility] == 0:
            return LinkReason.IMPROBABLE_ITEM
        if weight.interest is Interest.SELF_SERVING:
            return LinkReason.PARTY_SELF_SERVING
        if weight.interest is Interest.UNKNOWN:
            return LinkReason.PARTY_INTEREST_UNKNOWN
        return self._too_weak(item, weight)

    def _too_weak(self, item: ItemInput, weight: Weight) -> LinkReason:
        grade = self._register.grade_of(item, self._policy)
        own = self._policy.grades[grade]
        if weight.reliability < self._policy.floor:
            if grade == Grade.F and not self._register.is_anonymous(item):
                return LinkReason.SOURCE_UNGRADED
            return LinkReason.SOURCE_UNRELIABLE if own < self._policy.floor else LinkReason.WEAK_CHAIN
        return LinkReason.WEAK_CHAIN if weight.reliability < own else LinkReason.BELOW_FLOOR


def _is_first_hand(link: LinkInput, proximity: str) -> bool:
    """Whether it reports this itself, or is the record: no link is either while it may be a copy."""
    return link.sourcing == Sourcing.OWN or proximity == Proximity.PRIMARY
