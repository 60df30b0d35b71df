"""Articles and revisions over the wire."""

from rest_framework import serializers

from annotations.api.shapes.base import IdField, Input, Part, Shape
from annotations.domain.vocabulary import ReanchoringState
from annotations.models import Article, ArticleCheck, Revision
from annotations.models.article_checks import LONGEST_INTERVAL

TEXT_FORMATS = [("plain", "Plain text"), ("markdown", "Markdown"), ("html", "HTML")]


class LatestRevisionPart(Part):
    """The text of an article as it stands now."""

    id = serializers.IntegerField()
    number = serializers.IntegerField()
    sha256 = serializers.CharField()
    characters = serializers.IntegerField(help_text="Code points.")


class ArticleRowShape(Shape):
    """An article in a list."""

    publisher_id = serializers.IntegerField(allow_null=True)
    publisher_name = serializers.CharField(source="publisher.name", allow_null=True)
    imported_by_id = serializers.IntegerField()

    class Meta:
        model = Article
        fields: tuple[str, ...] = (
            "id",
            "version",
            "headline",
            "byline",
            "publisher_id",
            "publisher_name",
            "url",
            "canonical_url",
            "published_on",
            "time_zone",
            "dateline",
            "language",
            "is_fictional",
            "imported_by_id",
            "imported_at",
        )


class ArticleShape(ArticleRowShape):
    """An article with its latest revision and the number of its standing claims."""

    revision = LatestRevisionPart(source="latest_revision")
    claim_count = serializers.IntegerField(help_text="Standing claims that are highlighted in it.")

    class Meta(ArticleRowShape.Meta):
        fields = (*ArticleRowShape.Meta.fields, "revision", "claim_count")


class ImportedArticleShape(ArticleShape):
    """An article that just came in, with what its importer should know."""

    notes = serializers.ListField(
        child=serializers.CharField(),
        help_text="Whole sentences, for example that this very text stands in another article.",
    )

    class Meta(ArticleShape.Meta):
        fields = (*ArticleShape.Meta.fields, "notes")


class ArticleChange(Input):
    """What may be said about an article; its texts never change, they get successors."""

    headline = serializers.CharField(max_length=500)
    byline = serializers.CharField(max_length=300, allow_blank=True, required=False)
    publisher_id = IdField(allow_null=True, required=False)
    url = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    published_on = serializers.DateField(allow_null=True, required=False)
    time_zone = serializers.CharField(max_length=60, required=False, help_text="For example Europe/Berlin.")
    dateline = serializers.CharField(max_length=200, allow_blank=True, required=False)
    language = serializers.CharField(max_length=35, required=False, help_text="BCP 47, for example en.")


class TextInput(Input):
    """A document: as `text`, as an uploaded `file`, or as a `url` to be fetched. Exactly one of them."""

    text = serializers.CharField(
        required=False, trim_whitespace=False, allow_blank=True, style={"base_template": "textarea.html"}
    )
    format = serializers.ChoiceField(
        choices=TEXT_FORMATS,
        required=False,
        help_text="Of `text`; plain when not given.",
    )
    file = serializers.FileField(
        required=False, help_text="TXT, Markdown, HTML or PDF; only in multipart/form-data."
    )
    fetch = serializers.CharField(
        required=False, max_length=8000, help_text="The address of a public web page to read."
    )


class ArticleInput(TextInput, ArticleChange):
    """A new article. What is not given is taken from the document where it says so."""

    headline = serializers.CharField(max_length=500, allow_blank=True, required=False)
    is_fictional = serializers.BooleanField(required=False)
    desk_id = IdField(required=False, help_text="The desk that owns it; left out, it is open to all.")


class ReanchoringPart(Part):
    """How far the carrying over of highlights into a text is, and what was found."""

    state = serializers.ChoiceField(ReanchoringState.choices)
    total = serializers.IntegerField()
    done = serializers.IntegerField()
    counts = serializers.DictField(
        child=serializers.IntegerField(), help_text="How many highlights had each outcome."
    )
    has_common_text = serializers.BooleanField(help_text="False: nothing of the earlier text is left.")
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)


class RevisionRowShape(Shape):
    """A revision in a list: without its text."""

    reanchoring = ReanchoringPart(source="reanchoring_part", allow_null=True)

    article_id = serializers.IntegerField()
    made_by_id = serializers.IntegerField(
        allow_null=True, help_text="Null for one that a scheduled look at the address found."
    )

    class Meta:
        model = Revision
        fields: tuple[str, ...] = (
            "id",
            "article_id",
            "number",
            "sha256",
            "origin",
            "origin_name",
            "media_type",
            "reanchoring",
            "made_by_id",
            "made_at",
        )


class RevisionShape(RevisionRowShape):
    """A revision with its text. Offsets of highlights count the code points of `text`."""

    blocks = serializers.JSONField(help_text="Paragraphs, headings, list items … as spans of the text.")
    notes = serializers.JSONField(help_text="What the reader of the document wants people to know.")

    class Meta(RevisionRowShape.Meta):
        fields = (*RevisionRowShape.Meta.fields, "text", "blocks", "notes")


class ArticleCheckShape(Shape):
    """How often an article's address is read again, and what the last look found."""

    article_id = serializers.IntegerField()
    scheduled_by_id = serializers.IntegerField()

    class Meta:
        model = ArticleCheck
        fields = (
            "article_id",
            "every_hours",
            "next_check_at",
            "checked_at",
            "outcome",
            "problem",
            "failures",
            "scheduled_by_id",
            "scheduled_at",
        )


class ArticleCheckInput(Input):
    """How often."""

    every_hours = serializers.IntegerField(min_value=1, max_value=LONGEST_INTERVAL)
