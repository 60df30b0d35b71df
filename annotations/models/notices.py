"""Notices: what a person is told about because they work on it."""

from django.db import models
from django.db.models.lookups import Exact
from django.utils import timezone

from annotations.domain.vocabulary import NoticeKind
from annotations.models.articles import Article, Revision
from annotations.models.claims import Claim
from annotations.models.desks import Desk
from annotations.models.people import User
from annotations.models.publishers import Publisher
from annotations.models.review import SecondLook
from annotations.models.sources import Source
from annotations.models.work import Comment

ABOUT = ("article", "source", "publisher", "claim", "second_look", "desk")
"""The columns of which one names what a notice is about."""


class Notice(models.Model):
    """One thing one person is told once, about one row. `detail` holds what the sentence needs, as plain
    values. A comment that it tells of stands beside the claim or article that it is on.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    article = models.ForeignKey(Article, null=True, on_delete=models.PROTECT, related_name="notices")
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="notices")
    publisher = models.ForeignKey(Publisher, null=True, on_delete=models.PROTECT, related_name="notices")
    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="notices")
    second_look = models.ForeignKey(SecondLook, null=True, on_delete=models.PROTECT, related_name="notices")
    desk = models.ForeignKey(Desk, null=True, on_delete=models.PROTECT, related_name="notices")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.PROTECT, related_name="notices")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.PROTECT, related_name="+")
    detail = models.JSONField(default=dict)
    raised_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=NoticeKind.values), name="notice_kind_is_known"
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "article", "revision"],
                name="notice_of_a_revision_is_given_once",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "article"],
                condition=models.Q(revision__isnull=True, comment__isnull=True, read_at__isnull=True),
                name="notice_of_an_article_is_given_once_until_read",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "source"],
                condition=models.Q(source__isnull=False, read_at__isnull=True),
                name="notice_of_a_source_is_given_once_until_read",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "publisher"],
                condition=models.Q(publisher__isnull=False, read_at__isnull=True),
                name="notice_of_a_publisher_is_given_once_until_read",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "claim"],
                condition=models.Q(claim__isnull=False, comment__isnull=True, read_at__isnull=True),
                name="notice_of_a_claim_is_given_once_until_read",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "second_look"],
                condition=models.Q(second_look__isnull=False),
                name="notice_of_a_second_look_is_given_once",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "desk"],
                condition=models.Q(desk__isnull=False, read_at__isnull=True),
                name="notice_of_a_desk_is_given_once_until_read",
            ),
            models.UniqueConstraint(
                fields=["person", "comment"],
                condition=models.Q(comment__isnull=False),
                name="notice_of_a_comment_is_given_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    Exact(models.Func(*ABOUT, function="num_nonnulls", output_field=models.IntegerField()), 1)
                ),
                name="notice_is_about_one_thing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "-id"], condition=models.Q(read_at__isnull=True), name="notice_unread"
            ),
            models.Index(fields=["person", "-id"], name="notice_latest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.person_id}"
