"""The annotations of an article as a file for other tools."""

from django.conf import settings
from django.http import StreamingHttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from annotations.exports.webannotations import MEDIA_TYPE, article_annotations
from annotations.queries.articles import article_by_id
from annotations.web.pages import PageRequest, page


@page
@require_safe
def download(request: PageRequest, article_id: int) -> StreamingHttpResponse:
    """Everything that is marked on the article as one W3C annotation collection, written as it is read."""
    article = article_by_id(article_id)
    written = article_annotations(article_id, request.user, settings.PUBLIC_URL.rstrip("/"))
    answer = StreamingHttpResponse(written, content_type=MEDIA_TYPE)
    name = f"{slugify(article.headline)[:60] or 'article'}-{article_id}.jsonld"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
