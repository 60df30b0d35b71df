"""Tables, constraints and querysets. No verbs: what changes them lives in `annotations.actions`."""

from annotations.models.articles import Article, Revision
from annotations.models.assessments import Assessment, CurrentAssessment, Policy, StaleFlag
from annotations.models.claim_sets import ClaimSet, ClaimSetMember
from annotations.models.claims import Claim, ClaimInterest, Quantity, TimeScope
from annotations.models.events import Event, Heartbeat
from annotations.models.evidence import Evidence, Reliance, StanceVote
from annotations.models.exports import Export
from annotations.models.highlights import Highlight
from annotations.models.people import ApiToken, IdempotencyKey, User
from annotations.models.publishers import (
    GradeChange,
    PartyBloc,
    PartyMembership,
    Publisher,
    PublisherRelation,
)
from annotations.models.sources import Capture, Derivation, Source, SourceRelation
from annotations.models.verdicts import Override, Verdict

__all__ = [
    "ApiToken",
    "Article",
    "Assessment",
    "Capture",
    "Claim",
    "ClaimInterest",
    "ClaimSet",
    "ClaimSetMember",
    "CurrentAssessment",
    "Derivation",
    "Event",
    "Evidence",
    "Export",
    "GradeChange",
    "Heartbeat",
    "Highlight",
    "IdempotencyKey",
    "Override",
    "PartyBloc",
    "PartyMembership",
    "Policy",
    "Publisher",
    "PublisherRelation",
    "Quantity",
    "Reliance",
    "Revision",
    "Source",
    "SourceRelation",
    "StaleFlag",
    "StanceVote",
    "TimeScope",
    "User",
    "Verdict",
]
