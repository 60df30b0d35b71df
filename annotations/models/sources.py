"""Sources: single publications, what they rest on, and the stored copies of them."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone

from annotations.domain.vocabulary import (
    DerivationKind,
    Origin,
    SourceKind,
    SourceRelationKind,
    SourceState,
)
from annotations.models.desks import Desk
from annotations.models.people import User
from annotations.models.publishers import Publisher
from annotations.models.touching import touching


class Source(models.Model):
    """One publication of a publisher. Without a capture it may still be named as an origin."""

    publisher = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=10, choices=SourceKind.choices, default=SourceKind.REPORT)
    title = models.CharField(max_length=500)
    authors = models.CharField(max_length=500, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    canonical_url = models.CharField(max_length=2000, blank=True)
    identifiers = models.JSONField(default=dict, blank=True, help_text="For example {'doi': '10.1000/182'}.")
    language = models.CharField(max_length=35, default="und", help_text="BCP 47, for example en.")
    published_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=SourceState.choices, default=SourceState.ACTIVE)
    state_reason = models.TextField(blank=True)
    state_changed_at = models.DateTimeField(null=True, blank=True)
    is_anonymous = models.BooleanField(default=False, help_text="An origin whose identity nobody published.")
    is_protected = models.BooleanField(default=False, help_text="Identity known to named people only.")
    is_unreachable = models.BooleanField(default=False, help_text="Its address no longer answers.")
    tags = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    note = models.TextField(blank=True)
    desk = models.ForeignKey(
        Desk,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sources",
        help_text="A source of a closed desk is seen by its members only.",
    )
    version = models.PositiveIntegerField(default=1)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged", editable=False
    )
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="source_is_not_merged_into_itself"
            ),
            models.UniqueConstraint(
                fields=["canonical_url"],
                condition=~models.Q(canonical_url=""),
                name="source_address_is_registered_once",
                violation_error_message="A source with this address is registered already.",
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="source_has_a_title"),
            models.CheckConstraint(
                condition=models.Q(kind__in=SourceKind.values), name="source_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=SourceState.values), name="source_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=SourceState.ACTIVE)
                | (~models.Q(state_reason="") & models.Q(state_changed_at__isnull=False)),
                name="source_state_other_than_active_has_reason_and_time",
            ),
        ]
        indexes = [
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="source_title_trigrams"),
            GinIndex(fields=["tags"], name="source_tags"),
            GinIndex(fields=["identifiers"], name="source_identifiers"),
            models.Index(fields=["publisher", "-id"], name="source_by_publisher"),
            models.Index(fields=["published_on", "-id"], name="source_by_date"),
            models.Index(
                fields=["kind", "state", "language"],
                condition=models.Q(merged_into__isnull=True),
                name="source_by_facets",
            ),
            # What a page of the register is found by, in the orders it can be read in.
            models.Index(
                fields=["-id"],
                include=["kind", "state", "language"],
                condition=models.Q(merged_into__isnull=True),
                name="source_listed",
            ),
            models.Index(
                fields=["title", "-id"],
                condition=models.Q(merged_into__isnull=True),
                name="source_by_title",
            ),
            models.Index(
                models.F("published_on").desc(nulls_last=True),
                models.F("id").desc(),
                name="source_by_latest",
            ),
        ]
        triggers = touching("source")

    def __str__(self) -> str:
        return self.title


class Derivation(models.Model):
    """A source rests on another: an edge of the derivation graph, for every passage of the first."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="derivations")
    origin = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="relays")
    kind = models.CharField(max_length=12, choices=DerivationKind.choices)
    reason = models.TextField(blank=True)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "origin"], name="derivation_is_stated_once"),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("origin")), name="derivation_is_not_of_itself"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=DerivationKind.values), name="derivation_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.origin_id}"


class SourceRelation(models.Model):
    """A reviewed symmetric relation between two sources, stored once with the smaller id first."""

    first = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=SourceRelationKind.choices)
    reason = models.TextField()
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="source_relation_is_stated_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="source_relation_smaller_id_first"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=SourceRelationKind.values), name="source_relation_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.kind} {self.second_id}"


class Capture(models.Model):
    """An immutable stored copy of a source: its canonical text, and the bytes it was read from when there
    were any.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="captures")
    text = models.TextField(blank=True)
    blocks = models.JSONField()
    text_sha256 = models.CharField(max_length=64)
    bytes_sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=300, blank=True, help_text="In the file storage.")
    media_type = models.CharField(max_length=100, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    origin_name = models.CharField(
        max_length=2000, blank=True, help_text="The file name, the address, or by whom."
    )
    final_url = models.CharField(max_length=2000, blank=True, help_text="Where redirects led.")
    tool = models.CharField(max_length=60, blank=True, help_text="What read it.")
    tool_version = models.CharField(max_length=40, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    http_headers = models.JSONField(default=dict, blank=True)
    metadata = models.JSONField(
        default=dict,
        blank=True,
        help_text="What the document says of itself: title, authors, published, canonical, image, site.",
    )
    is_summary = models.BooleanField(
        default=False, help_text="A reviewer's summary in their own words, not the source's text."
    )
    captured_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    captured_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "text_sha256"],
                condition=~models.Q(text=""),
                name="capture_text_is_kept_once_per_source",
            ),
            models.UniqueConstraint(
                fields=["source", "bytes_sha256"],
                condition=models.Q(text=""),
                name="capture_file_without_text_is_kept_once_per_source",
            ),
            models.CheckConstraint(
                condition=~models.Q(text="") | ~models.Q(file_name=""), name="capture_has_text_or_file"
            ),
            models.CheckConstraint(
                condition=models.Q(origin__in=Origin.values), name="capture_origin_is_known"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="capture_immutable", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"capture {self.pk} of source {self.source_id}"
