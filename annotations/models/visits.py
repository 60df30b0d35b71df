"""Visits to the addresses of sources: when, what came of each, and when the next one is due."""

from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import LinkHealth, VisitReason, VisitState
from annotations.models.people import User
from annotations.models.sources import Capture, Source
from annotations.models.touching import touching

LONGEST_WATCH_INTERVAL = 8_760
"""In hours: a year."""


class SourceWatch(models.Model):
    """When a source's address is read again, and what the last visit found.

    `etag` and `last_modified` are what the server said then. `moved_to` is where the address led for good.
    """

    source = models.OneToOneField(Source, primary_key=True, on_delete=models.PROTECT, related_name="watch")
    every_hours = models.PositiveSmallIntegerField(help_text="0: not by itself, only when asked.")
    next_visit_at = models.DateTimeField(null=True)
    visited_at = models.DateTimeField(null=True)
    health = models.CharField(max_length=20, choices=LinkHealth.choices, blank=True)
    healthy_at = models.DateTimeField(null=True, help_text="When the address last showed the source.")
    problem = models.CharField(max_length=500, blank=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="In a row.")
    moved_to = models.CharField(max_length=2000, blank=True)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "source watches"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(every_hours__lte=LONGEST_WATCH_INTERVAL),
                name="source_watch_interval_is_at_most_a_year",
            ),
            models.CheckConstraint(
                condition=models.Q(every_hours=0) ^ models.Q(next_visit_at__isnull=False),
                name="source_watch_by_itself_has_a_next_visit",
            ),
            models.CheckConstraint(
                condition=models.Q(health__in=LinkHealth.values), name="source_watch_health_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(health="") ^ models.Q(visited_at__isnull=False),
                name="source_watch_visited_says_what_was_found",
            ),
        ]
        indexes = [
            models.Index(fields=["next_visit_at"], name="source_watch_due"),
            models.Index(fields=["health", "source"], name="source_watch_by_health"),
        ]

    def __str__(self) -> str:
        return f"source {self.source_id}: {self.health or 'not visited'}"


class SourceVisit(models.Model):
    """One reading of a source's address: the job, and afterwards the log of it.

    `capture` is the copy that shows what was read: a new one, or one that the source had already.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="visits")
    url = models.CharField(max_length=2000)
    host = models.CharField(max_length=255)
    reason = models.CharField(max_length=10, choices=VisitReason.choices)
    state = models.CharField(max_length=10, choices=VisitState.choices, default=VisitState.QUEUED)
    health = models.CharField(max_length=20, choices=LinkHealth.choices, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    rule = models.CharField(max_length=60, blank=True, help_text="The name of the refusal or failure.")
    http_status = models.PositiveSmallIntegerField(null=True)
    final_url = models.CharField(max_length=2000, blank=True)
    capture = models.ForeignKey(Capture, null=True, on_delete=models.PROTECT, related_name="visits")
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__in=VisitReason.values), name="source_visit_reason_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=VisitState.values), name="source_visit_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(health__in=LinkHealth.values), name="source_visit_health_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[VisitState.DONE, VisitState.FAILED])
                ^ models.Q(finished_at__isnull=True),
                name="source_visit_ended_says_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=VisitState.FAILED) | ~models.Q(problem=""),
                name="source_visit_given_up_says_why",
            ),
            models.UniqueConstraint(
                fields=["source"],
                condition=models.Q(finished_at__isnull=True),
                name="source_visit_is_one_at_a_time",
                violation_error_message="This address is about to be read already.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                condition=models.Q(finished_at__isnull=True),
                name="source_visit_to_do",
            ),
            models.Index(fields=["source", "-id"], name="source_visit_latest_first"),
        ]

    def __str__(self) -> str:
        return f"visit {self.pk} to source {self.source_id}"


class WebHost(models.Model):
    """One host, so that it is visited by one at a time, not too often, and as its robots.txt allows."""

    name = models.CharField(max_length=255, primary_key=True)
    not_before = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    robots = models.TextField(blank=True)
    robots_status = models.PositiveSmallIntegerField(null=True)
    robots_read_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class ArchivedCopy(models.Model):
    """A copy of a source in a public web archive."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="archived_copies")
    url = models.CharField(max_length=2000)
    archived_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "archived copies"
        constraints = [
            models.UniqueConstraint(fields=["source", "url"], name="archived_copy_is_noted_once_per_source")
        ]
        triggers = touching("archivedcopy")

    def __str__(self) -> str:
        return self.url


class ArchiveRequest(models.Model):
    """One question to the public web archive about a source's address: the job, and then what came of it.

    `saves`: to have a copy made there now; otherwise to look for one. `problem` says why no copy was noted.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="archive_requests")
    url = models.CharField(max_length=2000)
    saves = models.BooleanField()
    state = models.CharField(max_length=10, choices=VisitState.choices, default=VisitState.QUEUED)
    problem = models.CharField(max_length=500, blank=True)
    rule = models.CharField(max_length=60, blank=True, help_text="The name of the refusal or failure.")
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=VisitState.values), name="archive_request_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[VisitState.DONE, VisitState.FAILED])
                ^ models.Q(finished_at__isnull=True),
                name="archive_request_ended_says_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=VisitState.FAILED) | ~models.Q(problem=""),
                name="archive_request_given_up_says_why",
            ),
            models.UniqueConstraint(
                fields=["source"],
                condition=models.Q(finished_at__isnull=True),
                name="archive_request_is_one_at_a_time",
                violation_error_message="The web archive is being asked about this source already.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                condition=models.Q(finished_at__isnull=True),
                name="archive_request_to_do",
            ),
            models.Index(fields=["source", "-id"], name="archive_request_latest_first"),
        ]

    def __str__(self) -> str:
        return f"archive request {self.pk} for source {self.source_id}"
