"""Questions about captures, and what the capture viewer shows."""

from dataclasses import dataclass

from django.db.models import QuerySet

from annotations.domain.canonical import CanonicalText
from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import EvidenceState
from annotations.models import Capture, Evidence


@dataclass(frozen=True)
class ReadableCapture:
    """A capture to read: its text in blocks, and the passages in it that claims use, in reading order."""

    capture: Capture
    document: CanonicalText
    evidence: list[Evidence]


def captures_of(source_id: int) -> QuerySet[Capture]:
    """The copies of a source without their texts, latest first."""
    captures = Capture.objects.filter(source=source_id).select_related("captured_by")
    return captures.defer("text", "blocks").order_by("-id")


def latest_capture_id(source_id: int) -> int | None:
    """The copy of a source that was stored last; None when there is none."""
    return captures_of(source_id).values_list("pk", flat=True).first()


def capture_by_id(capture_id: int) -> Capture:
    """One capture with its text, its source and the publisher. Refuses with `NotFound`."""
    captures = Capture.objects.select_related("source__publisher", "captured_by")
    capture = captures.filter(pk=capture_id).first()
    if capture is None:
        raise NotFound(f"There is no capture {capture_id}.", details={"id": capture_id})
    return capture


def capture_to_read(capture_id: int) -> ReadableCapture:
    """A capture for the viewer. Refuses with `NotFound`."""
    capture = capture_by_id(capture_id)
    return ReadableCapture(
        capture=capture,
        document=CanonicalText.from_json(capture.text, capture.blocks),
        evidence=list(evidence_in_capture(capture_id)),
    )


def evidence_in_capture(capture_id: int) -> QuerySet[Evidence]:
    """The links that quote a capture, with their claims, in reading order; withdrawn ones left out."""
    evidence = Evidence.objects.filter(capture=capture_id).exclude(state=EvidenceState.WITHDRAWN)
    return evidence.select_related("claim", "attached_by").order_by("start", "end", "id")
