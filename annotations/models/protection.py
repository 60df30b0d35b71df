"""Protected sources: who they are stands apart from the register.

The row of a protected source says nothing about its identity, neither do its publisher's row or its events:
what everybody can query, export, log or search holds only "Protected source". Title, address, people and all
else stand here, and only the people named here may read them and the copies.
"""

from django.db import models
from django.utils import timezone

from annotations.models.people import User
from annotations.models.sources import Source


class SourceIdentity(models.Model):
    """Who or what a protected source is."""

    source = models.OneToOneField(Source, primary_key=True, on_delete=models.PROTECT, related_name="identity")
    title = models.CharField(max_length=500)
    publisher_name = models.CharField(max_length=200, blank=True)
    authors = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    identifiers = models.JSONField(default=dict, blank=True)
    published_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, help_text="How to reach them, what was promised.")
    protected_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    protected_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "source identities"
        constraints = [models.CheckConstraint(condition=~models.Q(title=""), name="identity_has_a_title")]

    def __str__(self) -> str:
        return f"identity of source {self.source_id}"


class SourceConfidant(models.Model):
    """A person who may know a protected source."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="confidants")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "person"], name="confidant_is_named_once_per_source")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} knows source {self.source_id}"
