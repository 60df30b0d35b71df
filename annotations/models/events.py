"""Events: who did what to what, from which state to which, and when. Rows are added, never changed.

Every event belongs to a *stream* (`claim:12`, `publisher:3`). Within a stream the database numbers the
events and chains them: `chain_hash = sha256(previous chain_hash || content_sha256)`, both as lower-case
hexadecimal, the first one on 64 zeros. `content_sha256` is computed by the action over the canonical JSON
of what the event says, so that anyone who has the rows can verify the chain without this program.
"""

import pgtrigger
from django.db import models
from django.utils import timezone

from annotations.models.people import User

CHAIN = """
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.stream, 0));
    SELECT position, chain_hash INTO NEW.position, NEW.previous_hash
      FROM annotations_event WHERE stream = NEW.stream ORDER BY position DESC LIMIT 1;
    NEW.position := COALESCE(NEW.position, 0) + 1;
    NEW.previous_hash := COALESCE(NEW.previous_hash, repeat('0', 64));
    NEW.recorded_at := clock_timestamp();
    NEW.transaction_id := pg_current_xact_id()::text::bigint;
    NEW.chain_hash := encode(sha256(convert_to(NEW.previous_hash || NEW.content_sha256, 'UTF8')), 'hex');
    RETURN NEW;
"""


class Event(models.Model):
    """One thing that happened."""

    stream = models.CharField(max_length=80)
    position = models.PositiveIntegerField(
        default=0, help_text="Set by the database: 1, 2, 3 … within the stream."
    )
    verb = models.CharField(max_length=60, help_text="What was done: claim.created, evidence.attached …")
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text="Set by the clock of the database, whatever `at` says, so that a backdated row is noticed.",
    )
    content_sha256 = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, default="")
    chain_hash = models.CharField(max_length=64, default="")
    transaction_id = models.BigIntegerField(
        default=0,
        help_text="Set by the database. Ids are given out before transactions end; with this, who follows "
        "the events knows up to where they are complete.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "position"], name="event_position_is_unique_in_its_stream"
            )
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="event_by_subject"),
            models.Index(fields=["actor", "-id"], name="event_by_actor"),
            models.Index(fields=["transaction_id", "id"], name="event_by_transaction"),
        ]
        triggers = [
            pgtrigger.Protect(name="event_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="event_chained", operation=pgtrigger.Insert, when=pgtrigger.Before, func=CHAIN
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type}:{self.subject_id}"


class HistorySeal(models.Model):
    """How far the history had come at one moment, in one hash, so that what is missing at the end of a stream
    is noticed too.

    It covers the events after the seal before it up to `last_event_id`; how `heads_sha256` and `sha256` are
    made is told in `domain.history_check`.
    """

    number = models.PositiveIntegerField(unique=True)
    last_event_id = models.BigIntegerField()
    events = models.PositiveBigIntegerField()
    streams = models.PositiveBigIntegerField()
    heads_sha256 = models.CharField(max_length=64)
    previous_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = [
            pgtrigger.Protect(name="history_seal_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"seal {self.number}"


class Heartbeat(models.Model):
    """When a worker last showed that it runs; `/readyz` reads it."""

    name = models.CharField(max_length=60, unique=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
