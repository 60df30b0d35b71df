"""Questions about scheduled looks at the addresses of articles."""

from annotations.models import ArticleCheck


def check_of(article_id: int) -> ArticleCheck | None:
    """The schedule of an article with who set it, and what the last look found; None where there is none."""
    return ArticleCheck.objects.select_related("scheduled_by").filter(article=article_id).first()
