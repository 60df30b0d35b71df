"""The work on a claim or an article, who is there, and the conversation about it, as parts of its page."""

from typing import Any

from django.urls import reverse

from annotations.models import Article, Claim, Comment, User
from annotations.queries.comments import conversation
from annotations.queries.presence import Onlooker
from annotations.queries.work import work_on
from annotations.web.forms.work import CommentForm


def presence_context(subject: Claim | Article, here: list[Onlooker]) -> dict[str, Any]:
    """Who else is there, and where that is asked again."""
    noun = "claim" if isinstance(subject, Claim) else "article"
    return {"here": here, "presence_address": reverse(f"{noun}-presence", args=[subject.pk])}


def work_context(subject: Claim | Article, person: User, form: CommentForm | None = None) -> dict[str, Any]:
    """Who does it, what is said. A `form` that was refused takes the place of a fresh one."""
    noun = "claim" if isinstance(subject, Claim) else "article"
    return {
        "work": work_on(subject, person),
        "work_place": reverse(noun, args=[subject.pk]),
        "said": conversation(subject, person),
        "comment_form": form or CommentForm(),
        "comments_noun": noun,
        "comments_address": reverse(f"{noun}-comments", args=[subject.pk]),
        "names_address": reverse(f"{noun}-names", args=[subject.pk]),
    }


def names_address(comment: Comment) -> str:
    """Where the people are asked for who can be named in a comment."""
    if comment.claim_id is not None:
        return reverse("claim-names", args=[comment.claim_id])
    return reverse("article-names", args=[comment.article_id])
