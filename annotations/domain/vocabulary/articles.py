"""How articles come in and change, and what becomes of the highlights on them."""

from django.db.models import TextChoices


class Origin(TextChoices):
    """How a document came in."""

    PASTE = "paste", "Pasted text"
    UPLOAD = "upload", "Uploaded file"
    FETCH = "fetch", "Fetched from its address"
    API = "api", "Sent through the API"
    CHECK = "check", "Fetched again by the schedule"


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
    SUPERSEDED = "superseded", "Overtaken by a later text"


class WordChange(TextChoices):
    """What the change of a highlight's words touched: the changes that can turn a claim around."""

    NUMBER = "number", "Number"
    NEGATION = "negation", "Negation"
    NAME = "name", "Name"


class ReanchoringState(TextChoices):
    """Where the carrying over of an article's highlights into a new text stands."""

    QUEUED = "queued", "Queued"
    RUNNING = "running", "Running"
    DONE = "done", "Done"


class CheckOutcome(TextChoices):
    """What the last scheduled look at an article's address found."""

    NONE = "", "Not checked yet"
    UNCHANGED = "unchanged", "Unchanged"
    REVISED = "revised", "New text"
    DIFFERENT = "different", "Another text altogether"
    FAILED = "failed", "Could not be read"


class NoticeKind(TextChoices):
    """What people are told about without having asked."""

    WORDS_CHANGED = "words_changed", "Figures or negations changed under claims"
    TEXT_REPLACED = "text_replaced", "Nothing of the earlier text is left"
    CHECK_DIFFERENT = "check_different", "The address shows another text altogether"
    CHECK_FAILED = "check_failed", "The address could not be read"
    SOURCE_CHANGED = "source_changed", "The register changed under claims"
    PASSAGE_LOST = "passage_lost", "A quoted passage is no longer where it was"
    COPY_SUGGESTED = "copy_suggested", "A source may rest on another"
    ASSIGNED = "assigned", "Work was given to somebody"
    DUE_SOON = "due_soon", "Work is due soon"
    MENTIONED = "mentioned", "Somebody was named in a comment"
    COMMENTED = "commented", "Somebody commented"
    SECOND_LOOK_ASKED = "second_look_asked", "A passage waits for a second reading"
    DISPUTE_OPENED = "dispute_opened", "Two readings differ"
    DISPUTE_SETTLED = "dispute_settled", "A dispute was settled"
    SIGNATURE_LAPSED = "signature_lapsed", "A signature lapsed"
    OVERRIDE_PROPOSED = "override_proposed", "An override waits for a second person"
    PUBLISHED_IN_DOUBT = "published_in_doubt", "What was published no longer holds"
    JOINED_DESK = "joined_desk", "Somebody came to a desk"
    DISPUTE_OVER = "dispute_over", "A dispute needs nobody to settle it any more"
    READER_REPORTED = "reader_reported", "A reader says that a check is wrong"


class AnnotationState(TextChoices):
    """Whether an annotation that was sent in is there."""

    LIVE = "live", "Live"
    DELETED = "deleted", "Deleted"


class AnnotationFormat(TextChoices):
    """What a file of annotations was written by."""

    W3C = "w3c", "W3C Web Annotation"
    HYPOTHESIS = "hypothesis", "Hypothesis"


class ImportOutcome(TextChoices):
    """What became of an annotation that was sent in."""

    ANCHORED = "anchored", "Its words stand in the article"
    QUEUED = "queued", "Waits for a decision"
    KEPT = "kept", "Kept; it marks no words"


class ImportState(TextChoices):
    """Where an import stands."""

    QUEUED = "queued", "Queued"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
