"""What has changed about claims, in the order in which it became known: what the feed of changes reads.

Whatever changes what is told of a claim leaves a `ClaimTouch` in the same transaction, by triggers, so that
bulk statements are not missed. One job at a time turns touches into positions: a position is only given out
when everything before it can be seen, so whoever has read up to a position has missed nothing.
"""

from django.db import models
from django.utils import timezone


class ClaimTouch(models.Model):
    """Something about a claim may have changed; waits for its position. No key: a touch outlives nothing."""

    claim_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"claim {self.claim_id}"


class ClaimChange(models.Model):
    """The latest change of one claim. `position` moves with each; what the claim says is read where it
    stands.
    """

    claim_id = models.BigIntegerField(unique=True)
    position = models.PositiveBigIntegerField(unique=True)
    document_sha256 = models.CharField(max_length=64, blank=True)
    desk_id = models.BigIntegerField(null=True)
    left_desk_id = models.BigIntegerField(null=True, help_text="The desk that could see it before.")
    left_at_position = models.PositiveBigIntegerField(null=True)
    was_verified = models.BooleanField(default=False, help_text="Whether it ever was among the verified.")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(
                fields=["left_at_position"],
                condition=models.Q(left_at_position__isnull=False),
                name="claim_change_by_leaving",
            )
        ]

    def __str__(self) -> str:
        return f"claim {self.claim_id} at {self.position}"
