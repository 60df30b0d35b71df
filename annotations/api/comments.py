"""Comments: what people say to each other about claims, evidence and articles."""

from typing import Any

from django_filters import rest_framework as filters

from annotations.actions.comments import edit_comment, remove_comment, restore_comment, write_comment
from annotations.api.endpoints import Creating, EditableItem, Listing, Step
from annotations.api.filters import IdFilter
from annotations.api.shapes.base import Reading
from annotations.api.shapes.comments import CommentChange, CommentInput, CommentShape
from annotations.queries.comments import comments_in_full

COMMENTS = Reading("comment", CommentShape, comments_in_full)


class CommentFilters(filters.FilterSet):
    """Which comments."""

    claim = IdFilter("claim_id")
    article = IdFilter("article_id")
    evidence = IdFilter("evidence_id")
    author = IdFilter("author_id")
    replies_to = IdFilter("replies_to_id")


class CommentsView(Listing, Creating):
    """Comments on claims, their evidence, and articles. Who is named in one is told, and needs to see it."""

    tag = "Comments"
    summaries = {"GET": "List comments", "POST": "Write a comment"}
    access = {"GET": "workbench.read", "POST": "comment.write"}
    accepts = {"POST": CommentInput}
    reading, answers, item_route = COMMENTS, COMMENTS, "comment"
    filterset_class = CommentFilters

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return write_comment(**values, actor=self.person).pk


class CommentView(EditableItem):
    """One comment."""

    tag = "Comments"
    summaries = {"GET": "Read a comment", "PATCH": "Change a comment"}
    access = {"GET": "workbench.read", "PATCH": "comment.edit"}
    accepts = {"PATCH": CommentChange}
    reading = COMMENTS

    def change(self, pk: int, values: dict[str, Any], version: int | None) -> None:
        said = {"text": self.reading.one(pk, self.person)["text"], **values}
        edit_comment(comment_id=pk, **said, expected_version=version, actor=self.person)


class CommentRemoveView(Step):
    """Takes a comment out of sight; its place stays."""

    tag = "Comments"
    summaries = {"POST": "Remove a comment"}
    access = {"POST": "comment.remove"}
    answers = COMMENTS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return remove_comment(comment_id=ids["pk"], actor=self.person).pk


class CommentRestoreView(Step):
    """Brings back a comment that one removed oneself."""

    tag = "Comments"
    summaries = {"POST": "Restore a comment"}
    access = {"POST": "comment.remove"}
    answers = COMMENTS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return restore_comment(comment_id=ids["pk"], actor=self.person).pk
