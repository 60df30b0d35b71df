"""Changes of the register, described in plain values: what an administrator is about to do.

`changed_inputs.applied` puts one on a claim's inputs as if it had been recorded, so that the same engine can
assess them: what the preview tells is what will be.

Some changes touch more rows than plain values can say: a ledger or earlier decisions tell which. These are
described here too (`RehearsedChange`); what they do to inputs is read from the register itself, while they
are tried.

The inputs must hold what the change binds the claim to (the origin of a derivation with all beneath it, the
other publication of a relation); what they hold too much the engine leaves out by itself. A change that does
not concern the claim leaves its status as it is, except for a grade: whether the one of a topic counts for
a claim is for the caller to know (`Regraded`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from annotations.domain.verification.inputs import (
    BlocMembership,
    Key,
    RelationInput,
)


@dataclass(frozen=True, slots=True)
class Regraded:
    """A publisher gets another grade, overall or on one topic.

    It may be applied only to claims for which this grade counts: those of the topic, or for the overall grade
    (the empty topic) those without a grade of their topic.
    """

    publisher: Key
    grade: str
    topic: str = ""


@dataclass(frozen=True, slots=True)
class StateChanged:
    """A source is corrected, retracted, or stands again."""

    source: Key
    state: str


@dataclass(frozen=True, slots=True)
class BlocJoined:
    """A publisher speaks for a bloc from `since` to `until`, both included; None is open."""

    publisher: Key
    bloc: Key
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class MembershipChanged:
    """The days of a membership are others; `was` is the membership as it stands on record."""

    publisher: Key
    was: BlocMembership
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class OwnerChanged:
    """A publisher gets another owner, or none. `owned` are the publisher and all that it owns, however
    indirectly; `group` is the owner at the top of them from then on.
    """

    publisher: Key
    owner: Key | None
    owned: frozenset[Key]
    group: Key


@dataclass(frozen=True, slots=True)
class PublishersRelated:
    """Two publishers are stated to be independent, or not."""

    relation: RelationInput


@dataclass(frozen=True, slots=True)
class PublishersUnrelated:
    """The statement about two publishers is dropped."""

    relation: RelationInput


@dataclass(frozen=True, slots=True)
class SourcesRelated:
    """Two sources are stated to be one work, not independent, or distinct."""

    relation: RelationInput


@dataclass(frozen=True, slots=True)
class SourcesUnrelated:
    """The statement about two sources is dropped."""

    relation: RelationInput


@dataclass(frozen=True, slots=True)
class Derived:
    """A source rests on another from then on."""

    source: Key
    origin: Key
    kind: str


@dataclass(frozen=True, slots=True)
class Underived:
    """A source rests on another no longer."""

    source: Key
    origin: Key


@dataclass(frozen=True, slots=True)
class LinkDoubted:
    """How a link is read from then on, since its source may be, or was found to be, a copy, or no longer."""

    link: Key
    sourcing: str
    copy_suspected: bool


@dataclass(frozen=True, slots=True)
class SourcesMerged:
    """Two sources are one: everything that points to the absorbed one points to the kept one. Where both
    say something about the same third, what is said of the kept one holds. `doubts` are the links that are
    read otherwise, because suggestions of who copied whom come along.
    """

    kept: Key
    absorbed: Key
    doubts: tuple[LinkDoubted, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishersMerged:
    """Two publishers are one: what the absorbed one published, owned, spoke for and said is the kept one's.
    Grade, kind and owner are those of the kept one. `groups` are the publishers whose owner at the top is
    another from then on, each with that owner.
    """

    kept: Key
    absorbed: Key
    groups: tuple[tuple[Key, Key], ...] = ()


@dataclass(frozen=True, slots=True)
class SourceProtected:
    """Who a source is leaves the register. `people` may know it from then on; that moves nothing."""

    source: Key
    people: tuple[int, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class SourceEdited:
    """What is said about a source is corrected: `values` by the names of its fields. `new_publisher` is the
    name and kind of one that is registered on the way; `version` is the one that was read, where it matters.
    """

    source: Key
    values: Mapping[str, object]
    version: int | None = None
    new_publisher: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class SourcesUnmerged:
    """A merge of two sources is taken back."""

    merge: int


@dataclass(frozen=True, slots=True)
class PublishersUnmerged:
    """A merge of two publishers is taken back."""

    merge: int


@dataclass(frozen=True, slots=True)
class SuggestionAccepted:
    """One of two sources is found to rest on the other; the other way round than suggested if `is_reversed`.
    An empty kind is the suggested one.
    """

    suggestion: int
    kind: str = ""
    is_reversed: bool = False


@dataclass(frozen=True, slots=True)
class SuggestionRejected:
    """Two sources are found not to rest on each other."""

    suggestion: int


@dataclass(frozen=True, slots=True)
class SuggestionReopened:
    """A decision about two sources is taken back."""

    suggestion: int


RehearsedChange = (
    SourceProtected
    | SourceEdited
    | SourcesUnmerged
    | PublishersUnmerged
    | SuggestionAccepted
    | SuggestionRejected
    | SuggestionReopened
)
RegisterChange = (
    Regraded
    | StateChanged
    | BlocJoined
    | MembershipChanged
    | OwnerChanged
    | PublishersRelated
    | PublishersUnrelated
    | SourcesRelated
    | SourcesUnrelated
    | Derived
    | Underived
    | SourcesMerged
    | PublishersMerged
)

AnyChange = RegisterChange | RehearsedChange
