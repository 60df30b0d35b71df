"""The words of the product: every closed list of values, with the label people read.

These values stand in the database, the API and the exports; they are added to, never renamed.
"""

from annotations.domain.vocabulary.articles import (
    AnnotationFormat,
    AnnotationState,
    CheckOutcome,
    HighlightOutcome,
    HighlightState,
    ImportOutcome,
    ImportState,
    NoticeKind,
    Origin,
    ReanchoringState,
    WordChange,
)
from annotations.domain.vocabulary.claims import (
    AttributionMode,
    AttributionVerb,
    ClaimState,
    ClaimType,
    Comparator,
    Granularity,
    Risk,
    TimeAnchor,
)
from annotations.domain.vocabulary.evidence import (
    Coverage,
    Credibility,
    EvidenceState,
    PassageCheck,
    Proximity,
    Sourcing,
    Stance,
)
from annotations.domain.vocabulary.exports import ClaimSetKind, ExportFormat, ExportState
from annotations.domain.vocabulary.people import Role, Scope
from annotations.domain.vocabulary.recomputations import RecomputationState, TrialState
from annotations.domain.vocabulary.register import (
    DerivationKind,
    Grade,
    PublisherKind,
    PublisherRelationKind,
    SourceKind,
    SourceRelationKind,
    SourceState,
)
from annotations.domain.vocabulary.verdicts import (
    Certainty,
    ContextFlag,
    OverrideReason,
    StaleCause,
    Status,
    VerdictState,
)

__all__ = [
    "AnnotationFormat",
    "AnnotationState",
    "AttributionMode",
    "AttributionVerb",
    "Certainty",
    "CheckOutcome",
    "ClaimSetKind",
    "ClaimState",
    "ClaimType",
    "Comparator",
    "ContextFlag",
    "Coverage",
    "Credibility",
    "DerivationKind",
    "EvidenceState",
    "ExportFormat",
    "ExportState",
    "Grade",
    "Granularity",
    "HighlightOutcome",
    "HighlightState",
    "ImportOutcome",
    "ImportState",
    "NoticeKind",
    "Origin",
    "OverrideReason",
    "PassageCheck",
    "Proximity",
    "PublisherKind",
    "PublisherRelationKind",
    "ReanchoringState",
    "RecomputationState",
    "Risk",
    "Role",
    "Scope",
    "SourceKind",
    "SourceRelationKind",
    "SourceState",
    "Sourcing",
    "StaleCause",
    "Stance",
    "Status",
    "TimeAnchor",
    "TrialState",
    "VerdictState",
    "WordChange",
]
