"""The W3C Web Annotation data model.

`reading` reads one annotation, whatever legal shape it has; `places` finds its words in the text of a
revision; `imports` reads the files other programs export; `writing` and `containers` write our own. Documents
are never changed: what is not understood goes out as it came in.
"""

from annotations.domain.webannotations.bodies import BodyReading
from annotations.domain.webannotations.containers import collection, page
from annotations.domain.webannotations.fingerprints import fingerprint
from annotations.domain.webannotations.imports import Row, Upload, open_upload, read_rows
from annotations.domain.webannotations.iris import check_iri, is_iri
from annotations.domain.webannotations.notes import PlaceNote
from annotations.domain.webannotations.places import Found, Places, find_place
from annotations.domain.webannotations.reading import WebAnnotation, read_annotation
from annotations.domain.webannotations.targets import StateReading, TargetReading
from annotations.domain.webannotations.terms import (
    ANNOTATION_CONTEXT,
    CONTAINER_CONTEXT,
    NAMESPACE,
    OWN_CONTEXT,
)
from annotations.domain.webannotations.writing import (
    Author,
    EvidenceWriting,
    HighlightWriting,
    KeptText,
    Made,
    MarkedWords,
    OverrideWriting,
    VerdictWriting,
    evidence_annotation,
    highlight_annotation,
    verdict_annotation,
)

__all__ = [
    "ANNOTATION_CONTEXT",
    "CONTAINER_CONTEXT",
    "NAMESPACE",
    "OWN_CONTEXT",
    "Author",
    "BodyReading",
    "EvidenceWriting",
    "Found",
    "HighlightWriting",
    "KeptText",
    "Made",
    "MarkedWords",
    "OverrideWriting",
    "PlaceNote",
    "Places",
    "Row",
    "StateReading",
    "TargetReading",
    "Upload",
    "VerdictWriting",
    "WebAnnotation",
    "check_iri",
    "collection",
    "evidence_annotation",
    "find_place",
    "fingerprint",
    "highlight_annotation",
    "is_iri",
    "open_upload",
    "page",
    "read_annotation",
    "read_rows",
    "verdict_annotation",
]
