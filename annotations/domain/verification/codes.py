"""The words the engine answers in: reason codes, interests, blockers and next steps.

They stand in stored results and in exports, so they are added to and never renamed. Codes of links say why
a link adds nothing; codes of nodes say what a reader must know about the status as a whole (specification
3.2).
"""

from enum import StrEnum


class LinkReason(StrEnum):
    """Why one link adds no points; the first that applies, in the order of the admission rules."""

    CONTEXT_ONLY = "CONTEXT_ONLY"
    LINK_NOT_ACCEPTED = "LINK_NOT_ACCEPTED"
    STANCE_DISPUTED = "STANCE_DISPUTED"
    SOURCE_RETRACTED = "SOURCE_RETRACTED"
    SOURCE_UNREACHABLE = "SOURCE_UNREACHABLE"
    PASSAGE_MISSING = "PASSAGE_MISSING"
    QUOTE_GONE = "QUOTE_GONE"
    ORIGIN_RETRACTED = "ORIGIN_RETRACTED"
    AFTER_AS_OF = "AFTER_AS_OF"
    UNDATED = "UNDATED"
    SCOPE_MISMATCH = "SCOPE_MISMATCH"
    CIRCULAR_SELF = "CIRCULAR_SELF"
    PARTY_SELF_SERVING = "PARTY_SELF_SERVING"
    PARTY_INTEREST_UNKNOWN = "PARTY_INTEREST_UNKNOWN"
    SOURCE_UNGRADED = "SOURCE_UNGRADED"
    SOURCE_UNRELIABLE = "SOURCE_UNRELIABLE"
    WEAK_CHAIN = "WEAK_CHAIN"
    IMPROBABLE_ITEM = "IMPROBABLE_ITEM"
    BELOW_FLOOR = "BELOW_FLOOR"
    NOT_INDEPENDENT = "NOT_INDEPENDENT"
    OUTDONE_BY_UNTRACED = "OUTDONE_BY_UNTRACED"
    SOURCING_NOT_TRACED = "SOURCING_NOT_TRACED"
    COPY_UNDECIDED = "COPY_UNDECIDED"


class NodeReason(StrEnum):
    """What a reader must know about a status as a whole, in the order in which it is told."""

    TYPE_NOT_SCORED = "TYPE_NOT_SCORED"
    MUST_SPLIT = "MUST_SPLIT"
    TIME_UNRESOLVED = "TIME_UNRESOLVED"
    NO_EVIDENCE = "NO_EVIDENCE"
    NO_COUNTED_EVIDENCE = "NO_COUNTED_EVIDENCE"
    SINGLE_ORIGIN = "SINGLE_ORIGIN"
    HIGH_RISK_NEEDS_SECOND_ORIGIN = "HIGH_RISK_NEEDS_SECOND_ORIGIN"
    EVIDENCE_ON_BOTH_SIDES = "EVIDENCE_ON_BOTH_SIDES"
    CLASS_ON_BOTH_SIDES = "CLASS_ON_BOTH_SIDES"
    DISPUTED_BY_PARTY = "DISPUTED_BY_PARTY"
    CIRCULAR_REPORTING = "CIRCULAR_REPORTING"
    DEPENDENT_LINKS_NOT_COUNTED = "DEPENDENT_LINKS_NOT_COUNTED"
    UNTRACED_LINKS = "UNTRACED_LINKS"
    COPIES_UNDECIDED = "COPIES_UNDECIDED"
    FRAGILE = "FRAGILE"


class Interest(StrEnum):
    """What a publisher's party has to gain from the stance it takes (specification 2.5)."""

    NONE = "none"
    AGAINST = "against"
    NEUTRAL = "neutral"
    SELF_SERVING = "self_serving"
    UNKNOWN = "unknown"


class PassageState(StrEnum):
    """Whether the quoted passage of a link still stands where it was found."""

    STANDS = "stands"
    GONE = "gone"
    MISSING = "missing"


class SignOffWhy(StrEnum):
    """Why one signature is not enough (specification 3.5)."""

    HIGH_RISK = "HIGH_RISK"
    CONFLICTING = "CONFLICTING"
    SINGLE_ORIGIN_VERDICT = "SINGLE_ORIGIN_VERDICT"
    STANCE_DISPUTED = "STANCE_DISPUTED"
    DISPUTED_BY_PARTY = "DISPUTED_BY_PARTY"
    CIRCULAR_REPORTING = "CIRCULAR_REPORTING"
    CONTEXT_FLAG = "CONTEXT_FLAG"
    OVERRIDE = "OVERRIDE"


class SignOffBlocker(StrEnum):
    """Why nobody can sign yet."""

    MUST_SPLIT = "MUST_SPLIT"
    TIME_UNRESOLVED = "TIME_UNRESOLVED"
    PASSAGE_MISSING = "PASSAGE_MISSING"


class StepCode(StrEnum):
    """The single change that would bring a claim on (interface, principle 1)."""

    SPLIT_CLAIM = "SPLIT_CLAIM"
    RESOLVE_TIME = "RESOLVE_TIME"
    ADD_EVIDENCE = "ADD_EVIDENCE"
    DECIDE_COPY = "DECIDE_COPY"
    TRACE_SOURCING = "TRACE_SOURCING"
    ADD_PASSAGE = "ADD_PASSAGE"
    REVIEW_PASSAGE = "REVIEW_PASSAGE"
    REVIEW_LINK = "REVIEW_LINK"
    SETTLE_STANCE = "SETTLE_STANCE"
    GRADE_PUBLISHER = "GRADE_PUBLISHER"
    RECORD_INTEREST = "RECORD_INTEREST"
    ADD_INDEPENDENT_ORIGIN = "ADD_INDEPENDENT_ORIGIN"
    ADD_INDEPENDENT_RECORD = "ADD_INDEPENDENT_RECORD"
