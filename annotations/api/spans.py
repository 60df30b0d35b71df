"""Where words stand: spans as they are sent, in the units in which they are stored."""

from typing import Any

from annotations.domain.errors import NotFound
from annotations.domain.offsets import span_from_utf16
from annotations.models import Revision


def place_of(highlight: dict[str, Any]) -> dict[str, Any]:
    """The revision and the span in code points, ready for the actions. Browsers count UTF-16; this is the one
    place that converts.
    """
    revision_id = highlight.get("revision_id") or _latest_revision_id(highlight["article_id"])
    start, end = highlight["start"], highlight["end"]
    if highlight.get("unit") == "utf16":
        start, end = span_from_utf16(_text_of(revision_id), start, end)
    return {"revision_id": revision_id, "start": start, "end": end, "exact": highlight["exact"]}


def _latest_revision_id(article_id: int) -> int:
    revisions = Revision.objects.filter(article=article_id).order_by("-number")
    found = revisions.values_list("pk", flat=True).first()
    if found is None:
        raise NotFound(f"There is no article {article_id}.", details={"id": article_id})
    return found


def _text_of(revision_id: int) -> str:
    text = Revision.objects.filter(pk=revision_id).values_list("text", flat=True).first()
    if text is None:
        raise NotFound(f"There is no revision {revision_id}.", details={"id": revision_id})
    return text
