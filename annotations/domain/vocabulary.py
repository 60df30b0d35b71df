"""The words of the product: every closed list of values, with the label people read.

These values stand in the database, the API and the exports; they are added to, never renamed.
"""

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person is in this newsroom."""

    READER = "reader", "Read-only"
    REVIEWER = "reviewer", "Reviewer"
    EDITOR = "editor", "Editor"
    ADMINISTRATOR = "administrator", "Administrator"


class Scope(TextChoices):
    """What an API token may be used for."""

    READ = "read", "Read"
    WRITE = "write", "Write"
    EXPORT = "export", "Export"


class Origin(TextChoices):
    """How a document came in."""

    PASTE = "paste", "Pasted text"
    UPLOAD = "upload", "Uploaded file"
    FETCH = "fetch", "Fetched from its address"
    API = "api", "Sent through the API"


class ClaimType(TextChoices):
    """What kind of statement a claim is (specification 1.1)."""

    EVENT = "event", "Event"
    QUANTITY = "quantity", "Quantity"
    COMPARISON = "comparison", "Comparison"
    ATTRIBUTION = "attribution", "Attribution"
    CAUSAL = "causal", "Cause or motive"
    LAW = "law", "Law or rule"
    HISTORICAL = "historical", "Settled history"
    MEDIA = "media", "Image or video"
    PREDICTION = "prediction", "Prediction"
    OPINION = "opinion", "Opinion"
    NORMATIVE = "normative", "Demand or norm"
    RHETORIC = "rhetoric", "Rhetoric"
    PERSONAL_EXPERIENCE = "personal_experience", "Personal experience"
    QUESTION = "question", "Question"
    VAGUE = "vague", "Too vague to check"


class ClaimState(TextChoices):
    """Where a claim stands in the work, apart from what is known about it."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    AGREED = "agreed", "Agreed"
    DISPUTED = "disputed", "Disputed"
    SIGNED = "signed", "Signed"
    PUBLISHED = "published", "Published"
    CORRECTED = "corrected", "Corrected"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Risk(TextChoices):
    """High risk asks for a second independent origin and four eyes."""

    NORMAL = "normal", "Normal"
    HIGH = "high", "High"


class AttributionVerb(TextChoices):
    """What the asserter did with the words (specification 1.2)."""

    SAID = "said", "said"
    CLAIMED = "claimed", "claimed"
    WARNED = "warned", "warned"
    REPORTED = "reported", "reported"
    CITED = "cited", "cited"
    DENIED = "denied", "denied"
    SPECULATED = "speculated", "speculated"


class AttributionMode(TextChoices):
    """How the article carries the words of an asserter."""

    DIRECT_QUOTE = "direct_quote", "Direct quotation"
    INDIRECT = "indirect", "Indirect speech"
    ANONYMOUS = "anonymous", "Anonymous"
    HEDGED = "hedged", "Hedged (reportedly)"


class TimeAnchor(TextChoices):
    """What a relative date is counted from (specification 1.6)."""

    PUBLICATION = "publication", "Publication of the article"
    UTTERANCE = "utterance", "The utterance"


class Granularity(TextChoices):
    """How exact a claimed date is."""

    DAY = "day", "Day"
    WEEK = "week", "Week"
    MONTH = "month", "Month"
    YEAR = "year", "Year"
    RANGE = "range", "Range"
    UNRESOLVED = "unresolved", "Not resolved"


class Comparator(TextChoices):
    """How a figure bounds its quantity (specification 1.7)."""

    EXACT = "exact", "exactly"
    ABOUT = "about", "about"
    OVER = "over", "over"
    AT_LEAST = "at_least", "at least"
    UP_TO = "up_to", "up to"
    RANGE = "range", "between"
    ORDER = "order", "in the order of"


class HighlightOutcome(TextChoices):
    """How a highlight came to stand where it stands (anchoring, step 3)."""

    MADE = "made", "Made by a person"
    UNCHANGED = "unchanged", "Unchanged"
    MOVED = "moved", "Moved"
    CHANGED = "changed", "Words changed"
    AMBIGUOUS = "ambiguous", "Several places fit"
    ORPHANED = "orphaned", "Words are gone"


class HighlightState(TextChoices):
    """Whether a highlight is painted, waits for a person, or is kept only as history."""

    LIVE = "live", "Live"
    QUEUED = "queued", "Waits for a decision"
    RETIRED = "retired", "Retired"


class PublisherKind(TextChoices):
    """What publishes (specification 1.3)."""

    PRIMARY_RECORD = "primary_record", "Primary record"
    OFFICIAL_BODY = "official_body", "Official body"
    PARTY_OFFICIAL = "party_official", "Party to a dispute"
    STATE_MEDIA = "state_media", "State media"
    WIRE = "wire", "Wire agency"
    BROADCASTER = "broadcaster", "Broadcaster"
    NEWSPAPER = "newspaper", "Newspaper"
    SPECIALIST = "specialist", "Specialist outlet"
    FACT_CHECKER = "fact_checker", "Fact-checker"
    NGO = "ngo", "NGO"
    ACADEMIC = "academic", "Academic"
    PARTISAN_OUTLET = "partisan_outlet", "Partisan outlet"
    AGGREGATOR = "aggregator", "Aggregator"
    ENCYCLOPEDIA = "encyclopedia", "Encyclopedia"
    SOCIAL_ACCOUNT = "social_account", "Social account"
    EYEWITNESS = "eyewitness", "Eyewitness"
    ANONYMOUS = "anonymous", "Anonymous"
    UNKNOWN = "unknown", "Unknown"


class Grade(TextChoices):
    """Reliability of a publisher (specification 1.4). F is ignorance, not mediocrity: shown as "not
    graded".
    """

    A = "A", "A: history of complete reliability"
    B = "B", "B: valid most of the time"
    C = "C", "C: has been valid in the past"
    D = "D", "D: significant doubt"
    E = "E", "E: history of invalid information"
    F = "F", "F: not graded"


class PublisherRelationKind(TextChoices):
    """Standing relations between two publishers that bear on independence (specification 2.1)."""

    INDEPENDENT = "independent", "Independent although connected"
    NOT_INDEPENDENT = "not_independent", "Not independent"


class SourceKind(TextChoices):
    """What one publication is."""

    REPORT = "report", "Report"
    RECORD = "record", "Record"
    DATASET = "dataset", "Dataset"
    STATEMENT = "statement", "Statement"
    INTERVIEW = "interview", "Interview"
    MEDIA = "media", "Image or video"
    PAGE = "page", "Page"


class SourceState(TextChoices):
    """Whether a publication still stands by itself."""

    ACTIVE = "active", "Active"
    CORRECTED = "corrected", "Corrected"
    RETRACTED = "retracted", "Retracted"


class DerivationKind(TextChoices):
    """How one source rests on another (specification 2.1)."""

    REPUBLISHES = "republishes", "republishes"
    TRANSLATES = "translates", "translates"
    QUOTES = "quotes", "quotes"
    CITES = "cites", "cites"
    EMBEDS = "embeds", "embeds"


class SourceRelationKind(TextChoices):
    """Symmetric relations between two sources (specification 2.1)."""

    SAME_WORK = "same_work", "The same work"
    NOT_INDEPENDENT = "not_independent", "Not independent"
    DISTINCT = "distinct", "Distinct anonymous origins"


class Stance(TextChoices):
    """What a passage does to a claim."""

    CORROBORATES = "corroborates", "Corroborates"
    CONTRADICTS = "contradicts", "Contradicts"
    CONTEXT = "context", "Context"


class Coverage(TextChoices):
    """Whether the passage bears on the whole claim."""

    FULL = "full", "All of the claim"
    PARTIAL = "partial", "Part of the claim"


class Proximity(TextChoices):
    """How near the source is to what happened."""

    PRIMARY = "primary", "First hand"
    SECONDARY = "secondary", "Second hand"
    TERTIARY = "tertiary", "Third hand"


class Credibility(TextChoices):
    """How credible this item is in itself, before the publisher's grade is shown (specification 1.4)."""

    CONFIRMED = "1", "1: confirmed by other sources"
    PROBABLY_TRUE = "2", "2: probably true"
    POSSIBLY_TRUE = "3", "3: possibly true"
    DOUBTFUL = "4", "4: doubtful"
    IMPROBABLE = "5", "5: improbable"
    CANNOT_BE_JUDGED = "6", "6: cannot be judged"


class Sourcing(TextChoices):
    """What the passage itself rests on."""

    OWN = "own", "Own reporting or witness"
    RELIES_ON = "relies_on", "Relies on other sources"
    UNEXAMINED = "unexamined", "Not examined yet"


class EvidenceState(TextChoices):
    """Where a link stands in the work."""

    PROPOSED = "proposed", "Proposed"
    ACCEPTED = "accepted", "Accepted"
    DISPUTED = "disputed", "Disputed"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


class PassageCheck(TextChoices):
    """Whether the quoted passage stands in the capture."""

    EXACT = "exact", "Word for word"
    NORMALISED = "normalised", "Same words, other typography"
    NOT_FOUND = "not_found", "Not in the capture"


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


class ClaimSetKind(TextChoices):
    """A live set is a saved filter; a frozen set is an exact list at a moment."""

    LIVE = "live", "Live"
    FROZEN = "frozen", "Frozen"


class ExportFormat(TextChoices):
    """What an export can be rendered as."""

    CLAIMREVIEW = "claimreview", "ClaimReview JSON-LD"
    NDJSON = "ndjson", "NDJSON"
    CSV = "csv", "CSV"


class ExportState(TextChoices):
    """Where an export stands."""

    QUEUED = "queued", "Queued"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"
