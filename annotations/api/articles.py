"""Articles and their revisions."""

from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.articles import add_revision, edit_article, import_article
from annotations.actions.idempotency import Answer
from annotations.actions.presence import note_presence
from annotations.api.documents import Received, received
from annotations.api.endpoints import BODY_BYTES_OF_DOCUMENTS, Creating, EditableItem, Item, Listing
from annotations.api.filters import IdFilter
from annotations.api.parsers import JsonParser
from annotations.api.shapes.articles import (
    ArticleChange,
    ArticleInput,
    ArticleRowShape,
    ArticleShape,
    ImportedArticleShape,
    RevisionRowShape,
    RevisionShape,
    TextInput,
)
from annotations.api.shapes.base import Reading, every
from annotations.domain.weblinks import canonical_url
from annotations.models import Article, Revision, User
from annotations.queries.articles import articles_with_text
from annotations.queries.represented import articles_in_full, revisions_in_full

ARTICLE_ROWS = Reading("article", ArticleRowShape, every(Article))
ARTICLES = Reading("article", ArticleShape, articles_in_full)
REVISION_ROWS = Reading("revision", RevisionRowShape, revisions_in_full)
REVISIONS = Reading("revision", RevisionShape, revisions_in_full)


class ArticleFilters(filters.FilterSet):
    """Which articles."""

    words = filters.CharFilter(
        method="with_words",
        max_length=200,
        help_text="Words that occur in a revision's text, by the word index.",
    )
    headline = filters.CharFilter(lookup_expr="icontains", max_length=200)
    publisher = IdFilter("publisher_id")
    language = filters.CharFilter(max_length=35)
    desk = IdFilter("desk_id", help_text="Those that this desk owns.")
    url = filters.CharFilter(method="with_address", max_length=2000, help_text="However it is written.")
    published_since = filters.DateFilter(field_name="published_on", lookup_expr="gte")
    published_until = filters.DateFilter(field_name="published_on", lookup_expr="lte")
    is_fictional = filters.BooleanFilter()

    def with_words(self, rows: QuerySet[Article], name: str, words: str) -> QuerySet[Article]:
        """Every word has to occur in one revision."""
        query = SearchQuery(words, config="simple", search_type="plain")
        return rows.filter(pk__in=Revision.objects.filter(words=query).values("article_id"))

    def with_address(self, rows: QuerySet[Article], name: str, url: str) -> QuerySet[Article]:
        """By the one spelling under which addresses are stored."""
        return rows.filter(canonical_url=canonical_url(url))


class RevisionFilters(filters.FilterSet):
    """Which revisions."""

    article = IdFilter("article_id")
    sha256 = filters.CharFilter(max_length=64)


class ArticlesView(Listing, Creating):
    """Articles under check."""

    tag = "Articles"
    summaries = {"GET": "List articles", "POST": "Import an article"}
    access = {"GET": "workbench.read", "POST": "article.import"}
    accepts = {"POST": ArticleInput}
    reading, answers, item_route = ARTICLE_ROWS, ARTICLES, "article"
    filterset_class = ArticleFilters
    parser_classes = [JsonParser, MultiPartParser]
    body_bytes = BODY_BYTES_OF_DOCUMENTS

    def prepared(self, values: dict[str, Any]) -> dict[str, Any]:
        sent = received(values)
        return {**_proposed(sent), **{name: value for name, value in values.items() if value != ""}}

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return import_article(**values, actor=self.person).pk

    def answer(self, pk: int) -> Answer:
        made = super().answer(pk)
        notes = _notes(made.body["revision"]["sha256"], pk, self.person)
        return Answer(made.status, {**made.body, "notes": notes}, made.headers)

    def answer_of(self, method: str) -> Any:
        return ImportedArticleShape if method == "POST" else super().answer_of(method)


class ArticleView(EditableItem):
    """One article."""

    tag = "Articles"
    summaries = {"GET": "Read an article", "PATCH": "Change what is said about an article"}
    access = {"GET": "workbench.read", "PATCH": "article.edit"}
    accepts = {"PATCH": ArticleChange}
    reading = ARTICLES

    def get(self, request: Request, pk: int) -> Response:
        answer = super().get(request, pk)
        note_presence(actor=self.person, article_id=pk)
        return answer

    def change(self, pk: int, values: dict[str, Any], version: int | None) -> None:
        edit_article(article_id=pk, values=values, expected_version=version, actor=self.person)


class ArticleRevisionsView(Creating):
    """The next text of an article. Its highlights are carried over by a job; those that are unsure wait."""

    tag = "Articles"
    summaries = {"POST": "Add a revision"}
    access = {"POST": "article.revise"}
    accepts = {"POST": TextInput}
    answers, item_route = REVISIONS, "revision"
    parser_classes = [JsonParser, MultiPartParser]
    body_bytes = BODY_BYTES_OF_DOCUMENTS

    def prepared(self, values: dict[str, Any]) -> dict[str, Any]:
        return _text_of(received(values))

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return add_revision(article_id=ids["pk"], **values, actor=self.person).pk


class RevisionsView(Listing):
    """Immutable texts of articles."""

    tag = "Articles"
    summaries = {"GET": "List revisions"}
    access = {"GET": "workbench.read"}
    reading = REVISION_ROWS
    filterset_class = RevisionFilters


class RevisionView(Item):
    """One text, with the blocks over it."""

    tag = "Articles"
    summaries = {"GET": "Read a revision"}
    access = {"GET": "workbench.read"}
    reading = REVISIONS


def _notes(sha256: str, imported_id: int, person: User) -> list[str]:
    """What whoever imports should know: other articles in which this very text stands."""
    return [
        f"This very text is here already: article {same.pk}, “{same.headline}”."
        for same in articles_with_text(sha256, person)
        if same.pk != imported_id
    ]


def _text_of(sent: Received) -> dict[str, Any]:
    return {
        "canonical": sent.document.canonical,
        "origin": sent.origin,
        "origin_name": sent.origin_name,
        "media_type": sent.document.media_type,
        "notes": sent.document.notes,
        "markup": sent.document.markup,
    }


def _proposed(sent: Received) -> dict[str, Any]:
    """What the document says about itself; whatever the request says comes before it."""
    document = sent.document
    proposals = {
        "headline": (document.headline or "")[:500],
        "byline": (document.byline or "")[:300],
        "url": sent.origin_name if sent.origin == "fetch" else document.canonical_url or "",
        "published_on": document.published_on,
        "dateline": (document.dateline or "")[:200],
        "language": document.language or "und",
    }
    return {**_text_of(sent), **proposals}
