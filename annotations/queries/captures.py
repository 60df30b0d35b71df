"""Questions about captures, and what the capture viewer shows."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from annotations.access import require
from annotations.domain.canonical import CanonicalText
from annotations.domain.errors import Invalid, NotFound
from annotations.domain.vocabulary import EvidenceState
from annotations.models import Capture, Evidence, Source, User
from annotations.queries.visibility import visible_evidence


@dataclass(frozen=True)
class ReadableCapture:
    """A capture to read: its text in blocks (None where it holds none), and the passages in it that claims
    use, in reading order.
    """

    capture: Capture
    document: CanonicalText | None
    evidence: list[Evidence]


def captures_of(source_id: int) -> QuerySet[Capture]:
    """The copies of a source, and of what was merged into it, without their texts; latest first."""
    own_or_merged = Q(source=source_id) | Q(source__merged_into=source_id)
    captures = Capture.objects.filter(own_or_merged).select_related("captured_by")
    return captures.defer("text", "blocks").order_by("-id")


def latest_capture_id(source_id: int) -> int | None:
    """The copy with text that was stored last; None when there is none."""
    return captures_of(source_id).exclude(text="").values_list("pk", flat=True).first()


def capture_by_id(capture_id: int) -> Capture:
    """One capture with its text, its source and the publisher. Refuses with `NotFound`."""
    captures = Capture.objects.select_related("source__publisher", "captured_by")
    capture = captures.filter(pk=capture_id).first()
    if capture is None:
        raise NotFound(f"There is no capture {capture_id}.", details={"id": capture_id})
    return capture


def capture_to_read(capture_id: int, person: User) -> ReadableCapture:
    """A capture for the viewer. Refuses with `NotFound`, and with `NotAllowed` (`source.know`) to show one of
    a protected source to somebody who is not named for it.
    """
    capture = capture_by_id(capture_id)
    require(person, "source.know", capture.source)
    return ReadableCapture(
        capture=capture,
        document=CanonicalText.from_json(capture.text, capture.blocks) if capture.text else None,
        evidence=list(evidence_in_capture(capture_id, person)),
    )


@dataclass(frozen=True)
class ComparedCaptures:
    """Two copies of one source that hold text, the earlier first."""

    source: Source
    old: Capture
    new: Capture
    old_text: CanonicalText
    new_text: CanonicalText


def captures_compared(old_id: int, new_id: int, person: User) -> ComparedCaptures:
    """Two copies to be compared. Refuses with `NotFound`, with `NotAllowed` like `capture_to_read`, and with
    `Invalid` unless both hold text and are of one source, also since sources were merged.
    """
    old, new = capture_by_id(old_id), capture_by_id(new_id)
    for one in (old, new):
        require(person, "source.know", one.source)
    kept = {one.source.merged_into_id or one.source_id for one in (old, new)}
    if len(kept) > 1 or old_id == new_id:
        raise Invalid("Choose two copies of one source.", rule="captures-of-two-sources")
    if not (old.text and new.text):
        raise Invalid("One of these copies holds no text. Open both and look.", rule="capture-without-text")
    texts = [CanonicalText.from_json(one.text, one.blocks) for one in (old, new)]
    return ComparedCaptures(new.source, old, new, *texts)


def neighbours_of(capture: Capture) -> tuple[int | None, int | None]:
    """The copies of the same source before and after this one that can be compared with it."""
    others = captures_of(capture.source.merged_into_id or capture.source_id).exclude(text="")
    earlier = others.filter(pk__lt=capture.pk).values_list("pk", flat=True).first()
    later = others.filter(pk__gt=capture.pk).order_by("id").values_list("pk", flat=True).first()
    return earlier, later


def capture_file(capture_id: int, person: User) -> Capture:
    """A copy whose file is to be served. Refuses like `capture_to_read`, and with `NotFound` where no file
    was kept.
    """
    capture = capture_by_id(capture_id)
    require(person, "source.know", capture.source)
    if not capture.file_name:
        raise NotFound("Of this copy only the text is kept.", rule="capture-without-file")
    return capture


def evidence_in_capture(capture_id: int, person: User) -> QuerySet[Evidence]:
    """The links that quote a capture, with their claims, in reading order; withdrawn ones left out."""
    evidence = visible_evidence(person).filter(capture=capture_id).exclude(state=EvidenceState.WITHDRAWN)
    return evidence.select_related("claim", "attached_by").order_by("start", "end", "id")
