"""What other tools said about the words of a claim, as its page shows it."""

from dataclasses import dataclass
from datetime import datetime

from annotations.domain.webannotations import read_annotation
from annotations.models import Annotation
from annotations.queries.annotation_container import sent_annotations


@dataclass(frozen=True, slots=True)
class ImportedNote:
    """One annotation that was sent in: its words and tags, who made it and when, and the address it came
    from, empty where that is none of the web.
    """

    annotation: Annotation
    texts: tuple[str, ...]
    tags: tuple[str, ...]
    author: str
    made_at: datetime
    address: str


def notes_on(claim_id: int) -> list[ImportedNote]:
    """The annotations from which a claim was made, earliest first. One statement."""
    found = sent_annotations().filter(claim=claim_id).select_related("made_by").order_by("made_at", "pk")
    return [_note(annotation) for annotation in found]


def _note(annotation: Annotation) -> ImportedNote:
    said = read_annotation(annotation.document)
    texts = (body.text or body.source for body in said.bodies if not body.is_tag)
    return ImportedNote(
        annotation=annotation,
        texts=tuple(text for text in texts if text),
        tags=said.tags,
        author=said.creator or annotation.made_by.display_name,
        made_at=said.created or annotation.made_at,
        address=annotation.iri if annotation.iri.startswith(("https://", "http://")) else "",
    )
