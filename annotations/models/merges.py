"""Merges: two rows of the register that are one and the same, and how to take that back."""

from django.db import models
from django.utils import timezone

from annotations.models.people import User
from annotations.models.publishers import Publisher
from annotations.models.sources import Source


class Merge(models.Model):
    """What a merge did, exactly enough to undo it.

    `moved` lists what now points to the row that was kept: `{"table", "column", "from", "ids"}`. `removed`
    holds the rows that would have said something twice, whole: `{"table", "row"}`. Both in the order in which
    it was done.
    """

    reason = models.TextField()
    moved = models.JSONField(default=list)
    removed = models.JSONField(default=list)
    merged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class SourceMerge(Merge):
    """Of two sources."""

    kept = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="merges_kept")
    absorbed = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="merges")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kept=models.F("absorbed")), name="source_merge_is_of_two"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="source_merge_has_a_reason"),
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=models.Q(undone_at__isnull=True),
                name="source_is_merged_away_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id} into {self.kept_id}"


class PublisherMerge(Merge):
    """Of two publishers."""

    kept = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="merges_kept")
    absorbed = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="merges")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kept=models.F("absorbed")), name="publisher_merge_is_of_two"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="publisher_merge_has_a_reason"),
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=models.Q(undone_at__isnull=True),
                name="publisher_is_merged_away_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id} into {self.kept_id}"
