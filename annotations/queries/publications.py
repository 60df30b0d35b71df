"""Questions about what was published."""

from annotations.models import Publication


def last_publication(claim_id: int) -> Publication | None:
    """What was last said publicly about a claim; None where nothing ever was."""
    return Publication.objects.filter(claim=claim_id).order_by("-number").first()


def publications_of(claim_id: int) -> list[Publication]:
    """Everything that was said publicly about a claim, the first first, with who published it."""
    found = Publication.objects.filter(claim=claim_id).select_related("published_by")
    return list(found.order_by("number"))
