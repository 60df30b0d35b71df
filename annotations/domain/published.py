"""A claim as it was published.

The document of a claim (`queries/export_rows.py`) says how it stands in the newsroom now: somebody may be
correcting its words, linking further passages, placing it in other articles. None of that was said in public
yet. `as_published` takes such a document back to what the latest publication rests on.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from annotations.domain.vocabulary import EvidenceState

Document = dict[str, Any]

SHOWN: Final = (EvidenceState.ACCEPTED.value, EvidenceState.DISPUTED.value)
"""A link in another state was accepted by nobody; readers are not told of it."""


def as_published(
    document: Mapping[str, Any],
    *,
    text: str,
    published_at: datetime,
    assessment_id: int,
    links: Collection[Mapping[str, Any]],
    layers: Collection[int],
) -> Document:
    """The document with the published words; with the evidence that the published assessment weighed, each
    link as it was weighed; with the places that were known then; and with the `layers` of those who say it
    that were there then. What was computed since is left out.
    """
    computed = document["assessment"]
    weighed = {link["link"]: link for link in links}
    return {
        **document,
        "text": text,
        "assessment": computed if computed and computed["id"] == assessment_id else None,
        "evidence": [
            {**link, **_as_weighed(weighed[link["id"]])}
            for link in document["evidence"]
            if link["id"] in weighed and link["state"] in SHOWN
        ],
        "highlights": [
            place
            for place in document["highlights"]
            if datetime.fromisoformat(place["made_at"]) <= published_at
        ],
        "attribution": [layer for layer in document["attribution"] if layer["claim"] in layers],
    }


def _as_weighed(link: Mapping[str, Any]) -> dict[str, Any]:
    names = ("stance", "points", "counted")
    return {**{name: link[name] for name in names}, "reason": link.get("reason")}
