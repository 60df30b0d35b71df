"""Which highlights have to be carried over into a later text, and from where."""

from django.db.models import Exists, OuterRef, QuerySet

from annotations.domain.vocabulary import HighlightState, ReanchoringState
from annotations.models import Highlight, Reanchoring, Revision

CARRIED = (HighlightState.LIVE, HighlightState.QUEUED)
"""A retired highlight stays where it was retired."""


def latest_revision(article_id: int) -> Revision | None:
    """The text an article has now, with its article."""
    found = Revision.objects.filter(article=article_id).defer("words")
    return found.select_related("article").order_by("-number").first()


def highlights_to_carry(revision: Revision) -> QuerySet[Highlight]:
    """The highlights whose latest place is in an earlier revision of the article than this one."""
    return Highlight.objects.filter(
        revision__article=revision.article_id,
        revision__number__lt=revision.number,
        is_current=True,
        state__in=CARRIED,
    ).order_by("id")


def articles_to_reanchor(limit: int) -> list[int]:
    """Articles with a highlight that still stands in an earlier text, or whose carrying over was never
    finished, by id.
    """
    newer = Revision.objects.filter(article=OuterRef("article"), number__gt=OuterRef("number"))
    behind = Highlight.objects.filter(revision=OuterRef("pk"), is_current=True, state__in=CARRIED)
    unfinished = Reanchoring.objects.filter(revision=OuterRef("pk")).exclude(state=ReanchoringState.DONE)
    due = Revision.objects.filter((Exists(newer) & Exists(behind)) | Exists(unfinished))
    return list(due.order_by("article").values_list("article", flat=True).distinct()[:limit])
