"""What is known about a claim, and who answers for it."""

from django.db.models import TextChoices


class Status(TextChoices):
    """What the evidence says about a claim (specification 1.8). Computed, never typed in."""

    SUPPORTED = "SUPPORTED", "Supported"
    LEANS_SUPPORTED = "LEANS_SUPPORTED", "Leans supported"
    MIXED = "MIXED", "Mixed"
    CONFLICTING = "CONFLICTING", "Conflicting"
    LEANS_REFUTED = "LEANS_REFUTED", "Leans refuted"
    REFUTED = "REFUTED", "Refuted"
    NOT_ENOUGH_EVIDENCE = "NOT_ENOUGH_EVIDENCE", "Not enough evidence"
    PENDING_EVENT = "PENDING_EVENT", "Pending event"
    NOT_CHECKABLE = "NOT_CHECKABLE", "Not checkable"


class Certainty(TextChoices):
    """How firmly the status stands (specification 3.1)."""

    HIGH = "HIGH", "High"
    MODERATE = "MODERATE", "Moderate"
    LOW = "LOW", "Low"


class ContextFlag(TextChoices):
    """What a person adds to a verdict that arithmetic cannot see (specification 1.8)."""

    NONE = "", "None"
    MISSING_CONTEXT = "missing_context", "Missing context"
    OUTDATED = "outdated", "Outdated"
    CHERRY_PICKED = "cherry_picked", "Cherry-picked"
    MISCAPTIONED = "miscaptioned", "Miscaptioned"
    KERNEL_OF_TRUTH = "kernel_of_truth", "Kernel of truth"


class VerdictState(TextChoices):
    """Whether a signature still stands (specification 3.6)."""

    LIVE = "live", "Live"
    LAPSED = "lapsed", "Lapsed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    UPHELD = "upheld", "Upheld"
    OVERRULED = "overruled", "Overruled"


class OverrideReason(TextChoices):
    """Why people decide otherwise than the rule (specification 3.6)."""

    EXPERT_KNOWLEDGE = "expert_knowledge", "Expert knowledge"
    OFF_PLATFORM_EVIDENCE = "off_platform_evidence", "Evidence kept elsewhere"
    ENGINE_GAP = "engine_gap", "The rule cannot express this"
    LEGAL = "legal", "Legal"
    SCOPE_JUDGEMENT = "scope_judgement", "Judgement of scope"


class StaleCause(TextChoices):
    """Why a status should be looked at again (specification 3.7)."""

    SOURCE_RETRACTED = "SOURCE_RETRACTED", "A source was retracted"
    QUOTE_GONE = "QUOTE_GONE", "A passage is gone"
    SOURCE_CHANGED = "SOURCE_CHANGED", "A source changed elsewhere"
    LINK_BROKEN = "LINK_BROKEN", "A link is broken"
    GRADE_CHANGED = "GRADE_CHANGED", "A grade changed"
    RELATION_CHANGED = "RELATION_CHANGED", "A relation changed"
    POLICY_CHANGED = "POLICY_CHANGED", "The policy changed"
    COUNTER_EVIDENCE_PROPOSED = "COUNTER_EVIDENCE_PROPOSED", "Counter-evidence was proposed"
    PREDICTION_DUE = "PREDICTION_DUE", "A prediction is due"
    WORDS_CHANGED = "WORDS_CHANGED", "The words of the article changed"
    AGE = "AGE", "Old"
