"""Claims: single statements somebody makes, with who says them, of when, and how much.

A claim is one *node*: "X said Y" and "Y" are two claims, the outer pointing at the one it asserts.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.utils import timezone

from annotations.domain.quantities import as_written
from annotations.domain.vocabulary import (
    AttributionMode,
    AttributionVerb,
    ClaimState,
    ClaimType,
    Comparator,
    Granularity,
    Risk,
    Status,
    TimeAnchor,
)
from annotations.models.desks import Desk
from annotations.models.people import User
from annotations.models.publishers import PartyBloc, Publisher
from annotations.models.touching import touching


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Questions about claims that compose."""

    def standing(self) -> "ClaimQuerySet":
        """Claims that were not withdrawn."""
        return self.exclude(state=ClaimState.WITHDRAWN)

    def to_assess(self) -> "ClaimQuerySet":
        """Claims whose inputs changed since they were last assessed."""
        return self.filter(assessed_version__lt=models.F("inputs_version"))


class Claim(models.Model):
    """One statement.

    `inputs_version` counts changes of anything its status is computed from; `assessed_version` is the count
    at the last assessment. While they differ, an assessment is due, whatever happened to the message that
    asked for it. `status` is the outcome of the last assessment, kept here so that lists can filter by it.
    """

    text = models.TextField(help_text="In plain words, as one statement.")
    type = models.CharField(max_length=20, choices=ClaimType.choices)
    language = models.CharField(max_length=35, default="und")
    desk = models.ForeignKey(Desk, null=True, blank=True, on_delete=models.PROTECT, related_name="claims")
    state = models.CharField(max_length=10, choices=ClaimState.choices, default=ClaimState.DRAFT)
    state_before_withdrawal = models.CharField(max_length=10, choices=ClaimState.choices, blank=True)
    risk = models.CharField(max_length=6, choices=Risk.choices, default=Risk.NORMAL)
    risk_reason = models.CharField(max_length=200, blank=True)
    topic = models.CharField(
        max_length=100, blank=True, help_text="For publishers that are graded otherwise on this topic."
    )
    must_split = models.BooleanField(
        default=False, help_text="Says more than one thing; no sign-off until split."
    )

    asserts = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="asserted_by"
    )
    part_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    asserter = models.CharField(
        max_length=200, blank=True, help_text="Who says it, as the article names them."
    )
    asserter_publisher = models.ForeignKey(
        Publisher, null=True, blank=True, on_delete=models.PROTECT, related_name="assertions"
    )
    verb = models.CharField(max_length=12, choices=AttributionVerb.choices, blank=True)
    mode = models.CharField(max_length=12, choices=AttributionMode.choices, blank=True)
    said_on = models.DateField(null=True, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    is_worth_checking = models.BooleanField(default=True)
    matures_on = models.DateField(null=True, blank=True, help_text="When a prediction falls due.")

    status = models.CharField(max_length=20, choices=Status.choices, default=Status.NOT_ENOUGH_EVIDENCE)
    status_changed_at = models.DateTimeField(null=True, blank=True)
    inputs_version = models.PositiveIntegerField(default=1)
    assessed_version = models.PositiveIntegerField(default=0)
    due_because = ArrayField(
        models.BigIntegerField(),
        default=list,
        blank=True,
        help_text="Events since the last assessment that bear on the status, latest last.",
    )

    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="claims")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    words = models.GeneratedField(
        expression=SearchVector("text", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="claim_has_text"),
            models.CheckConstraint(condition=models.Q(type__in=ClaimType.values), name="claim_type_is_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=ClaimState.values), name="claim_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values), name="claim_status_is_known"
            ),
            models.CheckConstraint(condition=models.Q(risk__in=Risk.values), name="claim_risk_is_known"),
            models.CheckConstraint(
                condition=models.Q(asserts__isnull=True) | models.Q(type=ClaimType.ATTRIBUTION),
                name="claim_that_asserts_another_is_an_attribution",
            ),
            models.CheckConstraint(
                condition=~models.Q(type=ClaimType.ATTRIBUTION) | ~models.Q(mode=""),
                name="claim_attribution_has_a_mode",
            ),
            models.CheckConstraint(
                condition=~models.Q(asserter="")
                | ~models.Q(type=ClaimType.ATTRIBUTION)
                | models.Q(mode__in=[AttributionMode.ANONYMOUS, AttributionMode.HEDGED]),
                name="claim_attribution_names_its_asserter_unless_anonymous",
            ),
            models.CheckConstraint(
                condition=~models.Q(asserts=models.F("id")) & ~models.Q(part_of=models.F("id")),
                name="claim_does_not_contain_itself",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ClaimState.WITHDRAWN) ^ ~models.Q(state_before_withdrawal=""),
                name="claim_withdrawn_remembers_its_state",
            ),
            models.CheckConstraint(
                condition=models.Q(assessed_version__lte=models.F("inputs_version")),
                name="claim_is_not_assessed_ahead_of_its_inputs",
            ),
        ]
        indexes = [
            GinIndex(fields=["words"], name="claim_words", fastupdate=False),
            models.Index(fields=["status", "-id"], name="claim_by_status"),
            models.Index(fields=["type", "-id"], name="claim_by_type"),
            models.Index(fields=["created_by", "-id"], name="claim_by_author"),
            models.Index(fields=["topic", "-id"], condition=~models.Q(topic=""), name="claim_by_topic"),
            models.Index(fields=["-changed_at", "-id"], name="claim_by_change"),
            models.Index(
                fields=["id"],
                condition=models.Q(assessed_version__lt=models.F("inputs_version")),
                name="claim_to_assess",
            ),
        ]
        triggers = touching("claim")

    def __str__(self) -> str:
        return self.text


class ClaimInterest(models.Model):
    """Whose interest a claim serves or harms (specification 2.5)."""

    FAVOURS, DISFAVOURS, NEUTRAL_FOR = "favours", "disfavours", "neutral_for"
    KINDS = [(FAVOURS, "Favours"), (DISFAVOURS, "Disfavours"), (NEUTRAL_FOR, "Neutral for")]

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="interests")
    bloc = models.ForeignKey(PartyBloc, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=KINDS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "bloc"], name="claim_interest_is_stated_once_per_bloc"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["favours", "disfavours", "neutral_for"]),
                name="claim_interest_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.kind} {self.bloc_id}"


class TimeScope(models.Model):
    """The time a claim is about (specification 1.6). A proposal until a person confirms it."""

    claim = models.OneToOneField(Claim, primary_key=True, on_delete=models.CASCADE, related_name="time_scope")
    text = models.CharField(max_length=200)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    granularity = models.CharField(max_length=10, choices=Granularity.choices)
    rule = models.CharField(max_length=60, blank=True)
    anchored_on = models.DateField(null=True, blank=True)
    anchor_kind = models.CharField(max_length=11, choices=TimeAnchor.choices, blank=True)
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(granularity__in=Granularity.values), name="time_scope_granularity_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="time_scope_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="time_scope_confirmation_is_whole",
            ),
        ]
        triggers = touching("timescope")

    def __str__(self) -> str:
        return self.text


class Quantity(models.Model):
    """A figure in a claim (specification 1.7): an interval with a unit. No `high` means no upper bound."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="quantities")
    text = models.CharField(max_length=200)
    low = models.DecimalField(max_digits=30, decimal_places=6)
    high = models.DecimalField(max_digits=30, decimal_places=6, null=True, blank=True)
    unit = models.CharField(max_length=100, blank=True)
    comparator = models.CharField(max_length=10, choices=Comparator.choices, default=Comparator.EXACT)
    scope_who = models.CharField(max_length=200, blank=True)
    scope_where = models.CharField(max_length=200, blank=True)
    as_of = models.DateField(null=True, blank=True)
    is_cumulative = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(high__isnull=True) | models.Q(high__gte=models.F("low")),
                name="quantity_high_is_not_below_low",
            ),
            models.CheckConstraint(
                condition=models.Q(comparator__in=Comparator.values), name="quantity_comparator_is_known"
            ),
        ]
        triggers = touching("quantity")

    def __str__(self) -> str:
        return self.text

    @property
    def as_written(self) -> str:
        """Its words with those of its hedge: `at least 40`."""
        return as_written(self.text, self.comparator, self.claim.language)
