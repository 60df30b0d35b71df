"""Articles under check, and their immutable revisions."""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Left
from django.utils import timezone

from annotations.domain.vocabulary import Origin
from annotations.models.desks import Desk
from annotations.models.people import User
from annotations.models.publishers import Publisher
from annotations.models.touching import touching

# The indexes over words are written at once (`fastupdate=False`): a pending list would be read through by
# every search until it is merged, and the planner then prefers to read the whole table.
SEARCHED_CHARACTERS = 200_000
"""How much of a text the word index covers: a `tsvector` may not exceed one megabyte, whatever the script."""


class Article(models.Model):
    """A document under check."""

    headline = models.CharField(max_length=500)
    byline = models.CharField(max_length=300, blank=True)
    publisher = models.ForeignKey(
        Publisher, null=True, blank=True, on_delete=models.PROTECT, related_name="articles"
    )
    url = models.URLField(max_length=2000, blank=True)
    canonical_url = models.CharField(max_length=2000, blank=True)
    published_on = models.DateField(
        null=True, blank=True, help_text="In the dateline's time zone. Relative dates are counted from it."
    )
    time_zone = models.CharField(max_length=60, default="UTC", help_text="The dateline's time zone.")
    dateline = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=35, default="und", help_text="BCP 47, for example en.")
    desk = models.ForeignKey(Desk, null=True, blank=True, on_delete=models.PROTECT, related_name="articles")
    is_fictional = models.BooleanField(default=False, help_text="Made up for training; shown as such.")
    version = models.PositiveIntegerField(default=1)
    imported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["canonical_url"],
                condition=~models.Q(canonical_url=""),
                name="article_address_is_imported_once",
                violation_error_message="An article with this address was imported already.",
            ),
            models.CheckConstraint(condition=~models.Q(headline=""), name="article_has_a_headline"),
        ]
        triggers = touching("article")

    def __str__(self) -> str:
        return self.headline


class Revision(models.Model):
    """One immutable canonical text of an article.

    `blocks` is the list that `domain.canonical` reads and writes; offsets are code points into `text`.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    blocks = models.JSONField()
    sha256 = models.CharField(max_length=64, help_text="Of the text as UTF-8.")
    origin = models.CharField(max_length=10, choices=Origin.choices)
    origin_name = models.CharField(max_length=2000, blank=True, help_text="The file name or the address.")
    media_type = models.CharField(max_length=100, blank=True)
    notes = models.JSONField(default=list, help_text="What the reader of the document wants people to know.")
    made_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", help_text="Nobody for a scheduled check."
    )
    made_at = models.DateTimeField(default=timezone.now)
    words = models.GeneratedField(
        expression=SearchVector(Left("text", SEARCHED_CHARACTERS), config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="revision_number_is_unique_in_its_article"
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="revision_has_text"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="revision_numbers_start_at_one"),
            models.CheckConstraint(
                condition=models.Q(origin__in=Origin.values), name="revision_origin_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(origin=Origin.CHECK) ^ models.Q(made_by__isnull=False),
                name="revision_is_made_by_somebody_or_by_a_check",
            ),
        ]
        indexes = [
            GinIndex(fields=["words"], name="revision_words", fastupdate=False),
            models.Index(fields=["sha256"], name="revision_by_text"),
        ]
        triggers = [
            pgtrigger.Protect(name="revision_immutable", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"article {self.article_id}, revision {self.number}"


class RevisionMarkup(models.Model):
    """The HTML a revision was read from: selectors of other tools name elements of it."""

    revision = models.OneToOneField(
        Revision, primary_key=True, on_delete=models.PROTECT, related_name="kept_markup"
    )
    markup = models.TextField()

    class Meta:
        triggers = [
            pgtrigger.Protect(name="revision_markup_immutable", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"markup of revision {self.revision_id}"
