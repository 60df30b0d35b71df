"""The work on a claim or an article, and the conversation about it, as a part of its page."""

from typing import Any

from django.urls import reverse

from annotations.models import Article, Claim, Comment, User
from annotations.queries.comments import conversation
from annotations.queries.work import work_on
from annotations.web.forms.work import CommentForm


def work_context(subject: Claim | Article, person: User, form: CommentForm | None = None) -> dict[str, Any]:
    """Who does it, who is here, what is said. A `form` that was refused takes the place of a fresh one."""
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
