"""Who may have copied whom: prints of texts to find likely pairs by, and suggestions that people decide."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import CopySignal, DerivationKind, SuggestionState
from annotations.models.people import User
from annotations.models.sources import Capture, Derivation, Source


class TextPrint(models.Model):
    """Some of the hashes of a captured text's shingles; texts that share many share words."""

    capture = models.OneToOneField(
        Capture, primary_key=True, on_delete=models.PROTECT, related_name="text_print"
    )
    hashes = ArrayField(models.BigIntegerField())
    image_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            GinIndex(fields=["hashes"], name="text_print_hashes"),
            models.Index(
                fields=["image_sha256"], condition=~models.Q(image_sha256=""), name="text_print_image"
            ),
        ]

    def __str__(self) -> str:
        return f"print of capture {self.capture_id}"


class DerivationSuggestion(models.Model):
    """That one source may rest on another. Nothing follows from it until a person decides.

    `score` is how strong the signals are, from 0 to 100. `matches` are what they saw: for text the places in
    both copies, in code points, with the words.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="derivation_suggestions")
    origin = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="relay_suggestions")
    kind = models.CharField(max_length=12, choices=DerivationKind.choices)
    signals = ArrayField(models.CharField(max_length=20, choices=CopySignal.choices))
    score = models.PositiveSmallIntegerField()
    matches = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=SuggestionState.choices, default=SuggestionState.OPEN)
    reason = models.TextField(blank=True)
    derivation = models.ForeignKey(
        Derivation, null=True, on_delete=models.SET_NULL, related_name="suggestions"
    )
    suggested_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "origin"], name="derivation_is_suggested_once"),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("origin")), name="derivation_suggestion_is_of_two_sources"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=DerivationKind.values),
                name="derivation_suggestion_kind_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=SuggestionState.values),
                name="derivation_suggestion_state_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(score__lte=100), name="derivation_suggestion_score_is_at_most_100"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state=SuggestionState.OPEN, decided_by__isnull=True, decided_at__isnull=True
                )
                | (
                    ~models.Q(state=SuggestionState.OPEN)
                    & models.Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="derivation_suggestion_decided_says_by_whom_and_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-score", "id"],
                condition=models.Q(state=SuggestionState.OPEN),
                name="derivation_suggestion_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_id} may rest on {self.origin_id}"
