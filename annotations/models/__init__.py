"""Tables, constraints and querysets. No verbs: what changes them lives in `annotations.actions`."""

from annotations.models.annotations import Annotation, AnnotationImport
from annotations.models.article_checks import ArticleCheck
from annotations.models.articles import Article, Revision, RevisionMarkup
from annotations.models.assessments import Assessment, CurrentAssessment, Policy, StaleFlag
from annotations.models.changes import ClaimChange, ClaimTouch
from annotations.models.claim_imports import ClaimImport, ClaimImportRow, ImportedClaim
from annotations.models.claim_sets import ClaimSet, ClaimSetMember
from annotations.models.claims import Claim, ClaimInterest, Quantity, TimeScope
from annotations.models.copying import DerivationSuggestion, TextPrint
from annotations.models.desks import Desk, DeskMember, Invitation
from annotations.models.events import Event, Heartbeat, HistorySeal
from annotations.models.evidence import Evidence, Reliance, StanceVote
from annotations.models.exports import Export, ExportPart, ExportSchedule
from annotations.models.highlights import Highlight, Reanchoring
from annotations.models.merges import PublisherMerge, SourceMerge
from annotations.models.notices import Notice
from annotations.models.organisation import ErrorReport, OrganisationProfile
from annotations.models.people import ApiToken, IdempotencyKey, User
from annotations.models.protection import SourceConfidant, SourceIdentity
from annotations.models.publications import CorrectionRequest, Publication, ReplyRequest
from annotations.models.publishers import (
    GradeChange,
    PartyBloc,
    PartyMembership,
    Publisher,
    PublisherRelation,
)
from annotations.models.quality import QualityFigures
from annotations.models.recomputations import AskedAgain, PolicyTrial, PolicyTrialMove, Recomputation
from annotations.models.register_imports import RegisterImport, RegisterImportRow, SavedFilter
from annotations.models.review import GoldLink, ReviewRules, SecondLook
from annotations.models.sources import Capture, Derivation, Source, SourceRelation
from annotations.models.verdicts import Override, Verdict
from annotations.models.visits import ArchivedCopy, ArchiveRequest, SourceVisit, SourceWatch, WebHost
from annotations.models.webhooks import Webhook, WebhookDelivery
from annotations.models.work import Assignment, Comment, Following, Mention, Presence

__all__ = [
    "Annotation",
    "AnnotationImport",
    "ApiToken",
    "ArchiveRequest",
    "ArchivedCopy",
    "Article",
    "ArticleCheck",
    "AskedAgain",
    "Assessment",
    "Assignment",
    "Capture",
    "Claim",
    "ClaimChange",
    "ClaimImport",
    "ClaimImportRow",
    "ClaimInterest",
    "ClaimSet",
    "ClaimSetMember",
    "ClaimTouch",
    "Comment",
    "CorrectionRequest",
    "CurrentAssessment",
    "Derivation",
    "DerivationSuggestion",
    "Desk",
    "DeskMember",
    "ErrorReport",
    "Event",
    "Evidence",
    "Export",
    "ExportPart",
    "ExportSchedule",
    "Following",
    "GoldLink",
    "GradeChange",
    "Heartbeat",
    "Highlight",
    "HistorySeal",
    "IdempotencyKey",
    "ImportedClaim",
    "Invitation",
    "Mention",
    "Notice",
    "OrganisationProfile",
    "Override",
    "PartyBloc",
    "PartyMembership",
    "Policy",
    "PolicyTrial",
    "PolicyTrialMove",
    "Presence",
    "Publication",
    "Publisher",
    "PublisherMerge",
    "PublisherRelation",
    "QualityFigures",
    "Quantity",
    "Reanchoring",
    "Recomputation",
    "RegisterImport",
    "RegisterImportRow",
    "Reliance",
    "ReplyRequest",
    "ReviewRules",
    "Revision",
    "RevisionMarkup",
    "SavedFilter",
    "SecondLook",
    "Source",
    "SourceConfidant",
    "SourceIdentity",
    "SourceMerge",
    "SourceRelation",
    "SourceVisit",
    "SourceWatch",
    "StaleFlag",
    "StanceVote",
    "TextPrint",
    "TimeScope",
    "User",
    "Verdict",
    "WebHost",
    "Webhook",
    "WebhookDelivery",
]
