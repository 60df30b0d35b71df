"""W3C Web Annotations that were sent in, kept as they came, and the imports that brought them."""

from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import AnnotationFormat, AnnotationState, ImportOutcome, ImportState
from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.highlights import Highlight
from annotations.models.people import User


class Annotation(models.Model):
    """An annotation in the words of the tool that made it, and what became of it here.

    `document` is what was sent, without its `id`, which is kept in `iri`; properties nobody here knows are
    kept with the rest. `name` is the last part of its address here. Where it marks words of an article,
    `claim` was made of them and `highlight` is the first row of its line.
    """

    name = models.CharField(max_length=100, unique=True)
    iri = models.CharField(max_length=2000, blank=True)
    document = models.JSONField()
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the document as it first came.")
    article = models.ForeignKey(Article, null=True, on_delete=models.PROTECT, related_name="annotations")
    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="annotations")
    highlight = models.OneToOneField(
        Highlight, null=True, on_delete=models.PROTECT, related_name="annotation"
    )
    outcome = models.CharField(max_length=10, choices=ImportOutcome.choices)
    state = models.CharField(max_length=10, choices=AnnotationState.choices, default=AnnotationState.LIVE)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["iri"],
                condition=~models.Q(iri=""),
                name="annotation_is_kept_once",
                violation_error_message="This annotation is here already.",
            ),
            models.UniqueConstraint(
                fields=["article", "fingerprint"],
                condition=models.Q(iri="", state=AnnotationState.LIVE),
                name="annotation_without_id_is_kept_once",
                violation_error_message="This annotation is here already.",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=AnnotationState.values), name="annotation_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=ImportOutcome.values), name="annotation_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=ImportOutcome.KEPT, highlight__isnull=True)
                | models.Q(
                    outcome__in=[ImportOutcome.ANCHORED, ImportOutcome.QUEUED],
                    highlight__isnull=False,
                    claim__isnull=False,
                    article__isnull=False,
                ),
                name="annotation_that_marks_words_has_a_highlight",
            ),
            models.CheckConstraint(
                condition=models.Q(state=AnnotationState.DELETED) ^ models.Q(deleted_at__isnull=True),
                name="annotation_deleted_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AnnotationImport(models.Model):
    """One file of annotations for one article, and what became of each of its rows.

    `report` has an entry for every row that was looked at, in the order of the file: `row` (from 1),
    `outcome` (anchored, queued, kept, known, refused), `reason`, `rule`, and the ids of the annotation and
    the claim.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="annotation_imports")
    format = models.CharField(max_length=12, choices=AnnotationFormat.choices, blank=True)
    file_name = models.CharField(max_length=300, blank=True)
    content = models.TextField(blank=True, help_text="Emptied when the import is done.")
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.QUEUED)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=list)
    problem = models.CharField(max_length=500, blank=True)
    leased_until = models.DateTimeField(null=True)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values), name="annotation_import_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(format__in=["", *AnnotationFormat.values]),
                name="annotation_import_format_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[ImportState.DONE, ImportState.FAILED])
                ^ models.Q(finished_at__isnull=True),
                name="annotation_import_ended_says_when",
            ),
            models.CheckConstraint(
                condition=models.Q(rows_done__lte=models.F("rows_total")),
                name="annotation_import_does_no_more_than_all",
            ),
        ]

    def __str__(self) -> str:
        return f"import {self.pk} into article {self.article_id}"
