"""Tables, constraints and querysets. No verbs: what changes them lives in `annotations.actions`."""

from annotations.models.annotations import Annotation, AnnotationImport
from annotations.models.article_checks import ArticleCheck
from annotations.models.articles import Article, Revision, RevisionMarkup
from annotations.models.assessments import Assessment, CurrentAssessment, Policy, StaleFlag
from annotations.models.claim_sets import ClaimSet, ClaimSetMember
from annotations.models.claims import Claim, ClaimInterest, Quantity, TimeScope
from annotations.models.events import Event, Heartbeat
from annotations.models.evidence import Evidence, Reliance, StanceVote
from annotations.models.exports import Export
from annotations.models.highlights import Highlight, Reanchoring
from annotations.models.notices import Notice
from annotations.models.people import ApiToken, IdempotencyKey, User
from annotations.models.publishers import (
    GradeChange,
    PartyBloc,
    PartyMembership,
    Publisher,
    PublisherRelation,
)
from annotations.models.recomputations import AskedAgain, PolicyTrial, PolicyTrialMove, Recomputation
from annotations.models.sources import Capture, Derivation, Source, SourceRelation
from annotations.models.verdicts import Override, Verdict

__all__ = [
    "Annotation",
    "AnnotationImport",
    "ApiToken",
    "Article",
    "ArticleCheck",
    "AskedAgain",
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
    "Notice",
    "Override",
    "PartyBloc",
    "PartyMembership",
    "Policy",
    "PolicyTrial",
    "PolicyTrialMove",
    "Publisher",
    "PublisherRelation",
    "Quantity",
    "Reanchoring",
    "Recomputation",
    "Reliance",
    "Revision",
    "RevisionMarkup",
    "Source",
    "SourceRelation",
    "StaleFlag",
    "StanceVote",
    "TimeScope",
    "User",
    "Verdict",
]
