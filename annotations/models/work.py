"""Work: who is to do what by when, what people say to each other about it, and who is looking."""

from typing import Any

from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import AssignmentEnd
from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.evidence import Evidence
from annotations.models.people import User


def _is_about_one(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(article__isnull=True) ^ models.Q(claim__isnull=True), name=name
    )


def _once(name: str, field: str, **kept: Any) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=["person", field], condition=models.Q(**{f"{field}__isnull": False}, **kept), name=name
    )


class Assignment(models.Model):
    """One person is to work on one article or claim. Taking it oneself is an assignment by oneself."""

    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    note = models.CharField(max_length=300, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    end = models.CharField(max_length=10, choices=AssignmentEnd.choices, blank=True)

    class Meta:
        constraints = [
            _is_about_one("assignment_is_of_an_article_or_a_claim"),
            _once("assignment_of_an_article_is_open_once", "article", ended_at__isnull=True),
            _once("assignment_of_a_claim_is_open_once", "claim", ended_at__isnull=True),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, end="", ended_by__isnull=True)
                | models.Q(ended_at__isnull=False, end__in=AssignmentEnd.values, ended_by__isnull=False),
                name="assignment_that_ended_says_how",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "due_at"],
                condition=models.Q(ended_at__isnull=True),
                name="assignment_to_do",
            ),
            models.Index(
                fields=["claim"], condition=models.Q(ended_at__isnull=True), name="assignment_by_claim"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.article_id or self.claim_id}"


class Comment(models.Model):
    """What somebody says about a claim, its evidence, or an article. A removed one leaves its place."""

    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="comments")
    evidence = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
    replies_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    text = models.TextField(blank=True)
    mentioned = models.ManyToManyField(User, through="Mention", related_name="mentioned_in")
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="comments")
    written_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            _is_about_one("comment_is_on_an_article_or_a_claim"),
            models.CheckConstraint(
                condition=models.Q(evidence__isnull=True) | models.Q(claim__isnull=False),
                name="comment_on_evidence_is_on_its_claim",
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, removed_by__isnull=True) & ~models.Q(text="")
                | models.Q(removed_at__isnull=False, removed_by__isnull=False),
                name="comment_says_something_or_was_removed",
            ),
        ]
        indexes = [
            models.Index(fields=["claim", "id"], name="comment_by_claim"),
            models.Index(fields=["article", "id"], name="comment_by_article"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Mention(models.Model):
    """A person who is named in a comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="mention_is_made_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in comment {self.comment_id}"


class Following(models.Model):
    """A person watches an article or a claim, or has muted it, whatever their part in it."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="followings")
    article = models.ForeignKey(Article, null=True, on_delete=models.CASCADE, related_name="followings")
    claim = models.ForeignKey(Claim, null=True, on_delete=models.CASCADE, related_name="followings")
    is_muted = models.BooleanField(default=False)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            _is_about_one("following_is_of_an_article_or_a_claim"),
            _once("following_of_an_article_is_said_once", "article"),
            _once("following_of_a_claim_is_said_once", "claim"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.article_id or self.claim_id}"


class Presence(models.Model):
    """When a person looked at an article or a claim, first and last: who is here now, and who may still
    read a passage without having seen what others made of it.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="presences")
    article = models.ForeignKey(Article, null=True, on_delete=models.CASCADE, related_name="presences")
    claim = models.ForeignKey(Claim, null=True, on_delete=models.CASCADE, related_name="presences")
    first_seen_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            _is_about_one("presence_is_at_an_article_or_a_claim"),
            _once("presence_at_an_article_is_one_row", "article"),
            _once("presence_at_a_claim_is_one_row", "claim"),
            models.CheckConstraint(
                condition=models.Q(last_seen_at__gte=models.F("first_seen_at")),
                name="presence_is_last_seen_after_the_first",
            ),
        ]
        indexes = [
            models.Index(fields=["claim", "-last_seen_at"], name="presence_by_claim"),
            models.Index(fields=["article", "-last_seen_at"], name="presence_by_article"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.article_id or self.claim_id}"
