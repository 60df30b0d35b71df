"""One check as readers see it, and the checks of one article: what was published, with what it rests on."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from annotations.domain.errors import NotFound
from annotations.domain.published import Document, as_published
from annotations.domain.vocabulary import PublicationKind
from annotations.models import Article, Claim, Highlight, Publication
from annotations.queries.export_rows import documents_of

MOST_IN_ARTICLE: Final = 500
"""So many checks stand on the page of one article; no article that people check has more."""


@dataclass(frozen=True, slots=True)
class Check:
    """All that was said of one claim, the first first, each publication with `language`; and its document as
    it was published last. A check that was withdrawn has no document.
    """

    publications: tuple[Publication, ...]
    document: Document | None

    @property
    def latest(self) -> Publication:
        """What is said now."""
        return self.publications[-1]

    @property
    def first_at(self) -> datetime:
        """When it was published first."""
        return self.publications[0].published_at

    @property
    def is_withdrawn(self) -> bool:
        """Whether nothing is said of it any more."""
        return self.latest.kind == PublicationKind.WITHDRAWN

    @property
    def language(self) -> str:
        """The language of the claim, as BCP 47."""
        return str(self.latest.language)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class CheckedArticle:
    """An article with its checks in reading order; those that were withdrawn come apart."""

    article: Article
    checks: list[Check]
    withdrawn: list[Check]


def published_check(claim_id: int) -> Check:
    """The check of one claim. Refuses with `NotFound` where nothing was ever published."""
    found = _checks(Publication.objects.filter(claim=claim_id))
    if not found:
        raise NotFound(f"There is no check of claim {claim_id}.", details={"id": claim_id})
    return found[0]


def checked_article(article_id: int) -> CheckedArticle:
    """The checks of an article. Refuses with `NotFound` where none was ever published. A constant number of
    statements.
    """
    article = Article.objects.select_related("publisher").filter(pk=article_id).first()
    here = Highlight.objects.current().filter(revision__article=article_id)
    here = here.annotate(first_made_at=Coalesce("original__made_at", "made_at"))
    places = list(here.order_by("start", "pk").values_list("claim", "first_made_at"))
    checks = _checks(Publication.objects.filter(claim__in={claim for claim, _ in places}))
    order: dict[int, tuple[int, datetime]] = {}
    for rank, (claim_id, made_at) in enumerate(places):
        order.setdefault(claim_id, (rank, made_at))
    known = [one for one in checks if order[one.latest.claim_id][1] <= one.latest.published_at]
    if article is None or not known:
        raise NotFound(f"There are no checks of article {article_id}.", details={"id": article_id})
    known.sort(key=lambda one: order[one.latest.claim_id][0])
    standing = [one for one in known if not one.is_withdrawn]
    return CheckedArticle(article, standing[:MOST_IN_ARTICLE], [one for one in known if one.is_withdrawn])


def published_document(claim_id: int) -> Document | None:
    """The document of a claim as it was published last; None where nothing is said of it now."""
    found = _checks(Publication.objects.filter(claim=claim_id))
    return found[0].document if found else None


def _checks(publications: QuerySet[Publication]) -> list[Check]:
    """Three statements, however many claims."""
    rows = publications.annotate(language=F("claim__language"), links=F("assessment__result__links"))
    said: dict[int, list[Publication]] = {}
    for row in rows.order_by("claim", "number"):
        said.setdefault(row.claim_id, []).append(row)
    standing = [pk for pk, all_ in said.items() if all_[-1].kind != PublicationKind.WITHDRAWN]
    documents = _documents(standing)
    made_at = _layers_made_at(documents.values())
    return [
        Check(tuple(all_), _published(documents[pk], all_[-1], made_at) if pk in documents else None)
        for pk, all_ in said.items()
    ]


def _published(document: Document, latest: Any, made_at: dict[int, datetime]) -> Document:
    return as_published(
        document,
        text=latest.text,
        published_at=latest.published_at,
        assessment_id=latest.assessment_id,
        links=latest.links or (),
        layers={pk for pk, at in made_at.items() if at <= latest.published_at},
    )


def _documents(claim_ids: Sequence[int]) -> dict[int, Document]:
    if not claim_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(documents_of("%s::bigint[]"), [list(claim_ids)])
        return {claim_id: json.loads(document) for claim_id, document in cursor.fetchall()}


def _layers_made_at(documents: Collection[Document]) -> dict[int, datetime]:
    layers = {layer["claim"] for document in documents for layer in document["attribution"]}
    return dict(Claim.objects.filter(pk__in=layers).values_list("pk", "created_at")) if layers else {}
