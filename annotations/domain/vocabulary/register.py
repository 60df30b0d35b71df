"""What publishers and sources are, and how they hang together."""

from django.db.models import TextChoices


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


class RegisterNoun(TextChoices):
    """What the register keeps."""

    PUBLISHERS = "publishers", "Publishers"
    SOURCES = "sources", "Sources"


class RowOutcome(TextChoices):
    """What becomes of one row of a file that is read into the register."""

    NEW = "new", "New"
    CHANGED = "changed", "Changed"
    KNOWN = "known", "Known, nothing to change"
    REFUSED = "refused", "Refused"


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
