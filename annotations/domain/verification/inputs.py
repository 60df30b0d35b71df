"""What the engine takes: one node with its links, and the part of the register they touch.

Keys are numbers or strings of the caller's choosing and come back unchanged. Values are those of
`annotations.domain.vocabulary`. Names, notes and ages are absent on purpose: what is not here cannot move a
status.
"""

from dataclasses import dataclass
from datetime import date

from annotations.domain.verification.codes import PassageState
from annotations.domain.vocabulary import (
    ClaimType,
    Coverage,
    Credibility,
    DerivationKind,
    EvidenceState,
    Proximity,
    PublisherKind,
    Risk,
    SourceState,
    Sourcing,
)

Key = int | str


def order(key: Key) -> tuple[bool, Key]:
    """Sort key for a mixture of numbers and strings."""
    return isinstance(key, str), key


@dataclass(frozen=True, slots=True)
class NodeInput:
    """One claim: either an attribution layer (`type` attribution, with its `asserter`) or the content.

    `favours`, `disfavours`, `neutral_for` name blocs (2.5). `host_items` are the items in which the claim
    itself stands: they cannot corroborate it. `matured` says that a prediction has come due.
    `context_flags` are set by people and change labels only.
    """

    id: Key
    type: str = ClaimType.EVENT.value
    risk: str = Risk.NORMAL.value
    asserter: Key | None = None
    favours: tuple[Key, ...] = ()
    disfavours: tuple[Key, ...] = ()
    neutral_for: tuple[Key, ...] = ()
    host_items: tuple[Key, ...] = ()
    matured: bool = False
    must_split: bool = False
    time_unresolved: bool = False
    context_flags: tuple[str, ...] = ()

    @property
    def is_attribution(self) -> bool:
        """Whether the utterance itself is what is checked, rather than what was uttered."""
        return self.type == ClaimType.ATTRIBUTION


@dataclass(frozen=True, slots=True)
class BlocMembership:
    """A publisher speaks for a bloc from `since` to `until`, both included; None is open."""

    bloc: Key
    since: date | None = None
    until: date | None = None

    @property
    def is_standing(self) -> bool:
        """Whether it never began nor ended."""
        return self.since is None and self.until is None

    def holds_on(self, day: date | None) -> bool:
        """Whether the membership held that day; an unknown day is taken as covered."""
        if day is None:
            return True
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class PublisherInput:
    """An outlet, office or person; a platform is never a source.

    `grade` None means the default of its kind.
    """

    id: Key
    kind: str = PublisherKind.UNKNOWN.value
    grade: str | None = None
    owner_group: Key | None = None
    blocs: tuple[BlocMembership, ...] = ()
    is_platform: bool = False


@dataclass(frozen=True, slots=True)
class DerivationInput:
    """An item rests on another item."""

    to: Key
    kind: str = DerivationKind.CITES.value


@dataclass(frozen=True, slots=True)
class ItemInput:
    """One publication. An origin that is known but not captured is an item like any other.

    `publisher` None with `anonymous` is an unnamed origin ("unnamed Western diplomats"). `office` is the
    publisher it belongs to where that is known ("a ministry official"): it has the interest of that one, and
    neither its grade nor its name.
    """

    id: Key
    publisher: Key | None = None
    published_on: date | None = None
    state: str = SourceState.ACTIVE.value
    anonymous: bool = False
    derivations: tuple[DerivationInput, ...] = ()
    office: Key | None = None


@dataclass(frozen=True, slots=True)
class LinkInput:
    """One piece of evidence: this item takes this stance to the node.

    `relies_on` names items and replaces the item's own derivations for this passage when `sourcing` is
    relies_on. `captured` says that a stored copy exists, `broken` that the live page is gone;
    `copy_suspected` that it passes for own reporting, and that nobody has decided yet whether it was copied.
    """

    id: Key
    item: Key
    stance: str
    state: str = EvidenceState.ACCEPTED.value
    coverage: str = Coverage.FULL.value
    proximity: str = Proximity.SECONDARY.value
    credibility: str = Credibility.CANNOT_BE_JUDGED.value
    sourcing: str = Sourcing.UNEXAMINED.value
    relies_on: tuple[Key, ...] = ()
    scope_mismatch: bool = False
    passage: str = PassageState.STANDS.value
    captured: bool = True
    broken: bool = False
    copy_suspected: bool = False


@dataclass(frozen=True, slots=True)
class RelationInput:
    """A symmetric relation between two publishers, or between two items."""

    kind: str
    a: Key
    b: Key


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything one assessment looks at; the order within each tuple has no meaning."""

    node: NodeInput
    links: tuple[LinkInput, ...] = ()
    items: tuple[ItemInput, ...] = ()
    publishers: tuple[PublisherInput, ...] = ()
    item_relations: tuple[RelationInput, ...] = ()
    publisher_relations: tuple[RelationInput, ...] = ()
