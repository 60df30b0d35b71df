"""Publishers, sources and captures over the wire."""

from typing import Any

from rest_framework import serializers

from annotations.api.shapes.articles import TextInput
from annotations.api.shapes.base import IdField, Input, Part, Shape
from annotations.domain.tags import LONGEST_TAG, MOST_TAGS
from annotations.domain.vocabulary import (
    DerivationKind,
    Grade,
    PublisherKind,
    PublisherRelationKind,
    SourceKind,
    SourceRelationKind,
    SourceState,
)
from annotations.models import (
    Capture,
    Derivation,
    GradeChange,
    PartyBloc,
    Publisher,
    PublisherRelation,
    Source,
    SourceRelation,
)

WITHOUT_CREDENTIALS = (
    "A user name and password in it are taken out; the header `Workbench-Taken-Out` then names this field."
)


class TagsField(serializers.ListField):
    """Words that something is filed under, in lower case."""

    def __init__(self, **options: Any) -> None:
        super().__init__(child=serializers.CharField(max_length=LONGEST_TAG), max_length=MOST_TAGS, **options)


class PublisherShape(Shape):
    """A publisher with its overall grade."""

    owner_id = serializers.IntegerField(allow_null=True)
    registered_by_id = serializers.IntegerField()
    grade = serializers.ChoiceField(
        Grade.choices, help_text="As graded; where nobody did, the grade that its kind has by the policy."
    )
    graded = serializers.ChoiceField(
        Grade.choices, allow_null=True, help_text="The grade that a person gave it."
    )
    languages = serializers.ListField(child=serializers.CharField())
    tags = serializers.ListField(child=serializers.CharField())
    merged_into_id = serializers.IntegerField(
        allow_null=True, help_text="The publisher that stands for this one since the two were merged."
    )

    class Meta:
        model = Publisher
        fields = (
            "id",
            "version",
            "name",
            "kind",
            "grade",
            "graded",
            "country",
            "languages",
            "homepage",
            "wikidata_id",
            "owner_id",
            "tags",
            "is_fictional",
            "is_protected",
            "merged_into_id",
            "note",
            "registered_by_id",
            "registered_at",
        )


class PublisherInput(Input):
    """A publisher to register, or what to change about one."""

    name = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(PublisherKind.choices)
    country = serializers.CharField(
        max_length=2, allow_blank=True, required=False, help_text="ISO 3166-1 alpha-2, for example DE."
    )
    languages = serializers.ListField(
        child=serializers.CharField(max_length=35), required=False, max_length=50
    )
    homepage = serializers.CharField(
        max_length=500, allow_blank=True, required=False, help_text=WITHOUT_CREDENTIALS
    )
    wikidata_id = serializers.CharField(max_length=20, allow_blank=True, required=False)
    owner_id = IdField(allow_null=True, required=False)
    tags = TagsField(required=False)
    note = serializers.CharField(max_length=10_000, allow_blank=True, required=False)
    is_fictional = serializers.BooleanField(required=False)


class GradeShape(Shape):
    """One entry of a publisher's grade history. An empty topic is the overall grade."""

    publisher_id = serializers.IntegerField()
    graded_by_id = serializers.IntegerField()

    class Meta:
        model = GradeChange
        fields = ("id", "publisher_id", "topic", "grade", "reason", "graded_by_id", "graded_at")


class GradeInput(Input):
    """A grade with its reason."""

    grade = serializers.ChoiceField(Grade.choices)
    reason = serializers.CharField(max_length=10_000)
    topic = serializers.CharField(max_length=100, allow_blank=True, required=False)


class PublisherRelationShape(Shape):
    """Two publishers, the one with the smaller id first."""

    first_id = serializers.IntegerField()
    second_id = serializers.IntegerField()
    noted_by_id = serializers.IntegerField()

    class Meta:
        model = PublisherRelation
        fields = ("id", "first_id", "second_id", "kind", "reason", "noted_by_id", "noted_at")


class PublisherRelationInput(Input):
    """The other publisher, what the two are to each other, and why."""

    second_id = IdField()
    kind = serializers.ChoiceField(PublisherRelationKind.choices)
    reason = serializers.CharField(max_length=10_000)


class PartyShape(Shape):
    """A side in a named dispute."""

    class Meta:
        model = PartyBloc
        fields = ("id", "name", "dispute")


class PartyInput(Input):
    """A side to name."""

    name = serializers.CharField(max_length=200)
    dispute = serializers.CharField(max_length=200)


class SourceRowShape(Shape):
    """A source in a list."""

    publisher_id = serializers.IntegerField()
    publisher_name = serializers.CharField(source="publisher.name")
    registered_by_id = serializers.IntegerField()
    identifiers = serializers.DictField(child=serializers.CharField())
    tags = serializers.ListField(child=serializers.CharField())
    merged_into_id = serializers.IntegerField(
        allow_null=True, help_text="The source that stands for this one since the two were merged."
    )

    class Meta:
        model = Source
        fields: tuple[str, ...] = (
            "id",
            "version",
            "publisher_id",
            "publisher_name",
            "kind",
            "title",
            "authors",
            "url",
            "canonical_url",
            "identifiers",
            "language",
            "published_on",
            "state",
            "state_reason",
            "state_changed_at",
            "tags",
            "is_anonymous",
            "is_protected",
            "is_unreachable",
            "merged_into_id",
            "note",
            "registered_by_id",
            "registered_at",
        )


class DerivationPart(Part):
    """What a source rests on."""

    id = serializers.IntegerField()
    origin_id = serializers.IntegerField()
    kind = serializers.ChoiceField(DerivationKind.choices)
    reason = serializers.CharField()


class SourceShape(SourceRowShape):
    """A source with what it rests on and the ids of its captures, latest first."""

    derivations = DerivationPart(source="derivation_parts", many=True)
    captures = serializers.ListField(child=serializers.IntegerField(), source="capture_ids")

    class Meta(SourceRowShape.Meta):
        fields = (*SourceRowShape.Meta.fields, "derivations", "captures")


class SourceInput(Input):
    """A source to register."""

    publisher_id = IdField()
    title = serializers.CharField(max_length=500)
    kind = serializers.ChoiceField(SourceKind.choices, required=False)
    url = serializers.CharField(
        max_length=2000, allow_blank=True, required=False, help_text=WITHOUT_CREDENTIALS
    )
    authors = serializers.CharField(max_length=500, allow_blank=True, required=False)
    published_on = serializers.DateField(allow_null=True, required=False)
    language = serializers.CharField(max_length=35, required=False, help_text="BCP 47, for example en.")
    identifiers = serializers.DictField(
        child=serializers.CharField(max_length=200),
        required=False,
        help_text="By scheme: `doi`, `isbn`, `issn`, `arxiv`, `pmid`, `pmcid` are checked and written in one "
        "form; others are kept as they are.",
    )
    tags = TagsField(required=False)
    is_anonymous = serializers.BooleanField(required=False)
    note = serializers.CharField(max_length=10_000, allow_blank=True, required=False)


class CiteInput(SourceInput):
    """What stands at an address."""

    title = serializers.CharField(max_length=500, required=False)
    url = serializers.CharField(max_length=2000, help_text=WITHOUT_CREDENTIALS)


class SourceChange(SourceInput):
    """What may be changed about a source."""

    is_unreachable = serializers.BooleanField(required=False, help_text="Its address no longer answers.")


class SourceStateInput(Input):
    """Whether a publication still stands, and why."""

    state = serializers.ChoiceField(SourceState.choices)
    reason = serializers.CharField(max_length=10_000, allow_blank=True, required=False)


class DerivationShape(Shape):
    """A source rests on another."""

    source_id = serializers.IntegerField()
    origin_id = serializers.IntegerField()
    noted_by_id = serializers.IntegerField()

    class Meta:
        model = Derivation
        fields = ("id", "source_id", "origin_id", "kind", "reason", "noted_by_id", "noted_at")


class DerivationInput(Input):
    """The source it rests on, and how."""

    origin_id = IdField()
    kind = serializers.ChoiceField(DerivationKind.choices)
    reason = serializers.CharField(max_length=10_000, allow_blank=True, required=False)


class SourceRelationShape(Shape):
    """Two sources, the one with the smaller id first."""

    first_id = serializers.IntegerField()
    second_id = serializers.IntegerField()
    noted_by_id = serializers.IntegerField()

    class Meta:
        model = SourceRelation
        fields = ("id", "first_id", "second_id", "kind", "reason", "noted_by_id", "noted_at")


class SourceRelationInput(Input):
    """The other source, what the two are to each other, and why."""

    second_id = IdField()
    kind = serializers.ChoiceField(SourceRelationKind.choices)
    reason = serializers.CharField(max_length=10_000)


class CaptureRowShape(Shape):
    """A capture in a list: without its text."""

    source_id = serializers.IntegerField()
    captured_by_id = serializers.IntegerField()

    class Meta:
        model = Capture
        fields: tuple[str, ...] = (
            "id",
            "source_id",
            "text_sha256",
            "bytes_sha256",
            "media_type",
            "origin",
            "origin_name",
            "final_url",
            "http_status",
            "tool",
            "tool_version",
            "is_summary",
            "captured_by_id",
            "captured_at",
        )


class CaptureShape(CaptureRowShape):
    """A capture with its text. Offsets of passages count the code points of `text`."""

    blocks = serializers.JSONField(help_text="Paragraphs, headings, list items … as spans of the text.")
    http_headers = serializers.JSONField()
    metadata = serializers.JSONField(
        help_text="What the document says of itself, unchecked; `state` says whether it holds text."
    )

    class Meta(CaptureRowShape.Meta):
        fields = (*CaptureRowShape.Meta.fields, "text", "blocks", "http_headers", "metadata")


class CaptureInput(TextInput):
    """A copy of a source. The same text again gives the copy that is there. A picture, a scan or a locked
    PDF is kept as a file without text.
    """

    source_id = IdField()
    is_summary = serializers.BooleanField(
        required=False, help_text="A reviewer's summary in their own words, not the source's text."
    )
