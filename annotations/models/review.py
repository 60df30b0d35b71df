"""Review: which passages a second person reads blind, what came of it, and who settled it."""

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import SecondLookState, SecondLookWhy, Stance
from annotations.models.evidence import Evidence
from annotations.models.people import User


class ReviewRules(models.Model):
    """Which links need a second look; the row with the highest number is in force. Without one, none do."""

    number = models.PositiveIntegerField(unique=True)
    asks_when = ArrayField(
        models.CharField(max_length=25, choices=SecondLookWhy.choices),
        default=list,
        blank=True,
        help_text="Counted links of claims to which one of these applies.",
    )
    sampled_percent = models.PositiveSmallIntegerField(default=0, help_text="Of all other links.")
    gold_percent = models.PositiveSmallIntegerField(
        default=0, help_text="So many of all second looks are at passages whose stance is known."
    )
    reason = models.TextField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "review rules"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sampled_percent__lte=100, gold_percent__lte=50),
                name="review_rules_shares_are_percentages",
            ),
            models.CheckConstraint(
                condition=models.Q(asks_when__contained_by=SecondLookWhy.values),
                name="review_rules_reasons_are_known",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="review_rules_have_a_reason"),
        ]
        triggers = [
            pgtrigger.Protect(name="review_rules_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"review rules {self.number}"


class GoldLink(models.Model):
    """A claim and a passage whose stance is known for certain, given to people among their second looks."""

    claim_text = models.TextField()
    context = models.TextField(blank=True, help_text="The paragraph of an article in which the claim stands.")
    claim_language = models.CharField(max_length=35, default="und")
    passage = models.TextField()
    before = models.TextField(blank=True, help_text="What stands before the passage.")
    after = models.TextField(blank=True, help_text="What stands after it.")
    passage_language = models.CharField(max_length=35, default="und")
    source_title = models.CharField(max_length=500)
    stance = models.CharField(max_length=12, choices=Stance.choices)
    reason = models.TextField()
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(claim_text="")
                & ~models.Q(passage="")
                & ~models.Q(reason="")
                & ~models.Q(source_title=""),
                name="gold_link_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(stance__in=Stance.values), name="gold_link_stance_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.claim_text[:60]


class SecondLookQuerySet(models.QuerySet["SecondLook"]):
    """Second looks, by what they put out of sight."""

    def sealing(self, person: Any) -> "SecondLookQuerySet":
        """Those that the person is reading or settling. The person is an id, or an expression for one."""
        reading = models.Q(state=SecondLookState.OPEN, reader=person)
        return self.filter(reading | models.Q(state=SecondLookState.DISPUTED, settler=person))

    def sealed_ids(self) -> "models.QuerySet[SecondLook, Any]":
        """The ids of the claims that they put out of sight."""
        each = models.Func(
            models.F("sealed_claims"), function="unnest", output_field=models.BigIntegerField()
        )
        return self.annotate(sealed=each).values("sealed")


class SecondLook(models.Model):
    """One blind second reading of one link, or of a gold link.

    `first_stance` is what it is compared with, `stance` what the second person read, `settled_stance` what a
    third person decided (empty: the passage does not bear on the claim). While it is open or being settled,
    the claims in `sealed_claims` are out of sight for whoever is reading or settling.
    """

    evidence = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="second_looks"
    )
    gold = models.ForeignKey(
        GoldLink, null=True, blank=True, on_delete=models.PROTECT, related_name="second_looks"
    )
    why = models.CharField(max_length=25, choices=SecondLookWhy.choices)
    state = models.CharField(max_length=10, choices=SecondLookState.choices, default=SecondLookState.OPEN)
    asked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    first_reviewer = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    first_stance = models.CharField(max_length=12, choices=Stance.choices)
    sealed_claims = ArrayField(models.BigIntegerField(), default=list, blank=True)

    reader = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="second_looks"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    stance = models.CharField(max_length=12, choices=Stance.choices, blank=True)
    reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    settler = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="disputes"
    )
    settling_since = models.DateTimeField(null=True, blank=True)
    settled_stance = models.CharField(max_length=12, choices=Stance.choices, blank=True)
    settled_reason = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=300, blank=True)

    objects = SecondLookQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(evidence__isnull=True) ^ models.Q(gold__isnull=True),
                name="second_look_is_at_a_link_or_a_gold_link",
            ),
            models.UniqueConstraint(
                fields=["evidence"],
                condition=models.Q(state__in=[SecondLookState.OPEN, SecondLookState.DISPUTED]),
                name="second_look_is_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["gold", "reader"],
                condition=models.Q(gold__isnull=False) & ~models.Q(state=SecondLookState.CANCELLED),
                name="second_look_at_gold_is_given_once_to_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=SecondLookState.values)
                & models.Q(why__in=SecondLookWhy.values)
                & models.Q(first_stance__in=Stance.values)
                & models.Q(stance__in=["", *Stance.values])
                & models.Q(settled_stance__in=["", *Stance.values]),
                name="second_look_words_are_known",
            ),
            models.CheckConstraint(
                condition=models.Q(reader__isnull=True, taken_at__isnull=True)
                | models.Q(reader__isnull=False, taken_at__isnull=False),
                name="second_look_is_taken_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=models.Q(first_reviewer__isnull=True)
                | ~models.Q(first_reviewer=models.F("reader")),
                name="second_look_is_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=models.Q(settler__isnull=True)
                | (
                    ~models.Q(settler=models.F("reader"))
                    & (models.Q(first_reviewer__isnull=True) | ~models.Q(settler=models.F("first_reviewer")))
                ),
                name="second_look_is_settled_by_a_third_person",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[SecondLookState.OPEN, SecondLookState.CANCELLED],
                    stance="",
                    answered_at__isnull=True,
                )
                | models.Q(state=SecondLookState.AGREED, stance=models.F("first_stance"))
                | (
                    models.Q(
                        state__in=[
                            SecondLookState.DISPUTED,
                            SecondLookState.SETTLED,
                            SecondLookState.CANCELLED,
                        ]
                    )
                    & ~models.Q(stance="")
                    & ~models.Q(stance=models.F("first_stance"))
                ),
                name="second_look_state_is_what_the_two_read",
            ),
            models.CheckConstraint(
                condition=models.Q(stance="", answered_at__isnull=True)
                | (~models.Q(stance="") & models.Q(answered_at__isnull=False, reader__isnull=False)),
                name="second_look_answered_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(state=SecondLookState.SETTLED, settled_at__isnull=False, settler__isnull=False)
                    & ~models.Q(settled_reason="")
                )
                | (
                    ~models.Q(state=SecondLookState.SETTLED)
                    & models.Q(settled_at__isnull=True, settled_reason="", settled_stance="")
                ),
                name="second_look_settled_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(state=SecondLookState.CANCELLED) ^ models.Q(cancelled_because=""),
                name="second_look_cancelled_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["reader", "asked_at"],
                condition=models.Q(state=SecondLookState.OPEN),
                name="second_look_to_do",
            ),
            models.Index(
                fields=["settler", "answered_at"],
                condition=models.Q(state=SecondLookState.DISPUTED),
                name="second_look_to_settle",
            ),
            models.Index(fields=["answered_at", "id"], name="second_look_by_answer"),
        ]

    def __str__(self) -> str:
        return f"second look {self.pk}"
