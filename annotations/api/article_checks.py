"""Looks at the addresses of articles: how often, and at once."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.article_checks import check_now, schedule_checks
from annotations.api.endpoints import Doing, DroppableItem, Step
from annotations.api.shapes.articles import ArticleCheckInput, ArticleCheckShape
from annotations.api.shapes.base import Reading, every
from annotations.models import ArticleCheck

CHECKS = Reading("schedule for article", ArticleCheckShape, every(ArticleCheck))


class ArticleChecksView(DroppableItem, Doing):
    """How often an article's address is read again. Sent again it changes how often; deleted it ends."""

    tag = "Articles"
    summaries = {
        "GET": "Read how often an article is checked",
        "POST": "Have an article checked regularly",
        "DELETE": "End the checks of an article",
    }
    access = {
        "GET": "workbench.read",
        "POST": "article.schedule_checks",
        "DELETE": "article.schedule_checks",
    }
    accepts = {"POST": ArticleCheckInput}
    reading = answers = CHECKS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        schedule_checks(article_id=ids["pk"], **values, actor=self.person)
        return ids["pk"]

    def delete(self, request: Request, pk: int) -> Response:
        schedule_checks(article_id=pk, every_hours=None, actor=self.person)
        return Response(status=204)


class ArticleCheckNowView(Step):
    """Has the address read at once; what was found shows under the article's checks."""

    tag = "Articles"
    summaries = {"POST": "Check an article now"}
    access = {"POST": "article.schedule_checks"}
    answers = CHECKS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return check_now(article_id=ids["pk"], actor=self.person).article_id
