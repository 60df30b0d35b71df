"""Who works on an article."""

from annotations.models import Article, Claim, Evidence, Highlight, User, Verdict


def people_working_on(article_id: int) -> list[int]:
    """The active people who imported the article, or made, linked evidence to or signed a claim in it, by
    id.
    """
    claims = Highlight.objects.filter(revision__article=article_id, is_current=True).values("claim")
    people = (
        Article.objects.filter(pk=article_id)
        .order_by()
        .values_list("imported_by")
        .union(
            Claim.objects.filter(pk__in=claims).values_list("created_by"),
            Evidence.objects.filter(claim__in=claims).values_list("attached_by"),
            Verdict.objects.filter(claim__in=claims).values_list("reviewer"),
        )
    )
    ids = [pk for (pk,) in people]
    return list(User.objects.filter(pk__in=ids, is_active=True).order_by("pk").values_list("pk", flat=True))
