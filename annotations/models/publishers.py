"""Publishers: outlets, offices, parties and persons that publish; their grades, owners, interests and
relations.
"""

from datetime import date

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Lower, Upper
from django.utils import timezone

from annotations.domain.vocabulary import Grade, PublisherKind, PublisherRelationKind
from annotations.models.people import User
from annotations.models.touching import touching


def today() -> date:
    """The day in UTC."""
    return timezone.now().date()


class PartyBloc(models.Model):
    """A side in a named dispute ("the harbour company" in "the harbour dispute")."""

    name = models.CharField(max_length=200)
    dispute = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"), Lower("dispute"), name="party_bloc_is_unique_in_its_dispute"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.dispute})"


class PublisherQuerySet(models.QuerySet["Publisher"]):
    """Questions about publishers that compose."""

    def with_grade(self, default_grades: models.expressions.Combinable) -> "PublisherQuerySet":
        """Adds `graded`, the latest overall grade by a person, or null; and `grade`, which falls back to
        the kind's. `default_grades` is a JSON object of grades by kind; a kind that it leaves out has F.
        """
        latest = GradeChange.objects.filter(publisher=models.OuterRef("pk"), topic="").order_by("-id")
        of_kind = models.Func(
            default_grades,
            models.F("kind"),
            function="jsonb_extract_path_text",
            output_field=models.CharField(),
        )
        return self.annotate(
            graded=models.Subquery(latest.values("grade")[:1]),
            grade=models.functions.Coalesce("graded", of_kind, models.Value(Grade.F.value)),
        )


class Publisher(models.Model):
    """One outlet, office, party or person that publishes."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=PublisherKind.choices, default=PublisherKind.UNKNOWN)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2, for example DE.")
    languages = models.JSONField(default=list, blank=True, help_text="BCP 47 codes.")
    homepage = models.URLField(max_length=500, blank=True)
    wikidata_id = models.CharField(max_length=20, blank=True, help_text="For example Q1860.")
    owner = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="owned_publishers"
    )
    is_fictional = models.BooleanField(default=False, help_text="Made up for training; shown as such.")
    tags = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    is_protected = models.BooleanField(
        default=False,
        help_text="Stands for whoever is behind a protected source.",
    )
    note = models.TextField(blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged", editable=False
    )
    version = models.PositiveIntegerField(default=1)
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(default=timezone.now)

    objects = PublisherQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                "country",
                name="publisher_name_is_unique_in_its_country",
                violation_error_message="This publisher is registered already.",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="publisher_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(kind__in=PublisherKind.values), name="publisher_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(owner=models.F("id")), name="publisher_does_not_own_itself"
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="publisher_is_not_merged_into_itself"
            ),
        ]
        indexes = [
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="publisher_name_trigrams"),
            GinIndex(fields=["tags"], name="publisher_tags"),
        ]
        triggers = touching("publisher")

    def __str__(self) -> str:
        return self.name


class GradeChange(models.Model):
    """One entry of a publisher's grade history. The latest entry of a topic is its grade; "" is overall."""

    publisher = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="grade_changes")
    topic = models.CharField(max_length=100, blank=True)
    grade = models.CharField(max_length=1, choices=Grade.choices)
    reason = models.TextField()
    holds_from = models.DateField(default=today, help_text="Since when the publisher deserves it.")
    graded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    graded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(grade__in=Grade.values), name="grade_is_known"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="grade_has_a_reason"),
        ]
        indexes = [models.Index(fields=["publisher", "topic", "-id"], name="grade_latest_first")]
        triggers = [
            pgtrigger.Protect(name="grade_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            *touching("gradechange"),
        ]

    def __str__(self) -> str:
        return f"{self.publisher_id}: {self.grade}"


class PartyMembership(models.Model):
    """From when to when a publisher speaks for a party bloc."""

    publisher = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="party_memberships")
    bloc = models.ForeignKey(PartyBloc, on_delete=models.PROTECT, related_name="memberships")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publisher", "bloc", "starts_on"],
                name="party_membership_starts_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="party_membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publisher_id} in {self.bloc_id}"


class PublisherRelation(models.Model):
    """A reviewed relation between two publishers, stored once with the smaller id first."""

    first = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=PublisherRelationKind.choices)
    reason = models.TextField()
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="publisher_relation_is_stated_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="publisher_relation_smaller_id_first"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=PublisherRelationKind.values),
                name="publisher_relation_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.kind} {self.second_id}"
