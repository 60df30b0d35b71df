"""Notices: what a person is told about because they work on it."""

from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import NoticeKind
from annotations.models.articles import Article, Revision
from annotations.models.people import User
from annotations.models.publishers import Publisher
from annotations.models.sources import Source


class Notice(models.Model):
    """One thing one person is told once: about an article, a source or a publisher. `detail` holds what the
    sentence needs, as plain values.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    article = models.ForeignKey(Article, null=True, on_delete=models.PROTECT, related_name="notices")
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="notices")
    publisher = models.ForeignKey(Publisher, null=True, on_delete=models.PROTECT, related_name="notices")
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
                condition=models.Q(revision__isnull=True, read_at__isnull=True),
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
            models.CheckConstraint(
                condition=models.Q(article__isnull=False, source__isnull=True, publisher__isnull=True)
                | models.Q(article__isnull=True, source__isnull=False, publisher__isnull=True)
                | models.Q(article__isnull=True, source__isnull=True, publisher__isnull=False),
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
