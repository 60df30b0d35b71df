"""Addresses of sources in the states that pages show, and several copies of one source."""

from django.utils import timezone

from annotations.actions.captures import add_capture
from annotations.domain.canonical import from_plain
from annotations.domain.vocabulary import LinkHealth, Origin, PassageCheck, VisitReason, VisitState
from annotations.models import Evidence, Source, SourceVisit, SourceWatch, User
from tests.factories import some_evidence
from tests.gateways.documents.pictures import png


def addresses_and_copies(link: Evidence, person: User) -> None:
    """An address that lost a passage, one that moved, and of the link's source another text and a picture."""
    newer = from_plain(link.capture.text.replace(link.passage, "Nothing is said of it here any more."))
    add_capture(source_id=link.source_id, canonical=newer, origin=Origin.PASTE, actor=person)
    add_capture(
        source_id=link.source_id,
        canonical=None,
        origin=Origin.UPLOAD,
        content=png(40, 30),
        media_type="image/png",
        metadata={"state": "image-without-text"},
        actor=person,
    )
    lost = some_evidence(actor=person)
    Evidence.objects.filter(pk=lost.pk).update(passage_check=PassageCheck.NOT_FOUND)
    _visited(lost.source, LinkHealth.PASSAGE_GONE, person)
    _visited(link.source, LinkHealth.MOVED, person, moved_to="https://example.org/moved")


def _visited(source: Source, health: LinkHealth, person: User, moved_to: str = "") -> None:
    found = {"health": health, "problem": "It is not as it was."}
    now = timezone.now()
    SourceWatch.objects.update_or_create(
        source=source,
        defaults={**found, "every_hours": 0, "visited_at": now, "moved_to": moved_to, "set_by": person},
    )
    SourceVisit.objects.create(
        source=source,
        url="https://example.org/log",
        host="example.org",
        reason=VisitReason.ASKED,
        state=VisitState.DONE,
        finished_at=now,
        requested_by=person,
        **found,
    )
