"""Importing articles, giving them new revisions, and correcting what is said about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models.functions import Coalesce

from annotations import jobs
from annotations.access import require
from annotations.actions.desk_bounds import desk_taking
from annotations.actions.recording import (
    change,
    inputs_changed,
    locked,
    record_event,
    refusing_duplicates,
    require_version,
)
from annotations.actions.register import change_register
from annotations.domain.canonical import CanonicalText, one_line
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.times.zones import time_zones
from annotations.domain.vocabulary import Origin
from annotations.domain.weblinks import canonical_url, check_web_url
from annotations.models import (
    Article,
    ArticleCheck,
    Highlight,
    Publisher,
    Reanchoring,
    Revision,
    RevisionMarkup,
    Source,
    User,
)
from annotations.queries.dependents import claims_resting_on_sources
from annotations.queries.reanchoring import highlights_to_carry
from annotations.queries.visibility import in_sight

ALREADY = {"article_address_is_imported_once": "An article with this address was imported already."}
EDITABLE = frozenset(
    {"headline", "byline", "publisher_id", "url", "published_on", "time_zone", "dateline", "language"}
)
MARKUP_KEPT = 3_000_000
"""Characters of HTML beyond which it is not kept: the text is what counts."""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A text of an article as it came in: from where, what kind of document, and the HTML if it was one."""

    canonical: CanonicalText
    origin: Origin
    origin_name: str = ""
    media_type: str = ""
    notes: Sequence[str] = ()
    markup: str | None = None


@transaction.atomic
def import_article(
    *,
    canonical: CanonicalText,
    headline: str,
    origin: Origin,
    byline: str = "",
    publisher_id: int | None = None,
    url: str = "",
    published_on: date | None = None,
    time_zone: str = "UTC",
    dateline: str = "",
    language: str = "und",
    origin_name: str = "",
    media_type: str = "",
    notes: Sequence[str] = (),
    is_fictional: bool = False,
    markup: str | None = None,
    desk_id: int | None = None,
    actor: User,
) -> Article:
    """Brings an article under check, with its first revision.

    `markup` is the HTML it was read from, if any: places that other tools name are looked up in it. Refuses
    a second import of the same address (`article-imported-already`, with the id of the first in the details).
    """
    require(actor, "article.import", desk_taking(desk_id))
    described = _described(
        {
            "headline": headline,
            "byline": byline,
            "publisher_id": publisher_id,
            "url": url,
            "published_on": published_on,
            "time_zone": time_zone,
            "dateline": dateline,
            "language": language,
        }
    )
    _refuse_known_address(described["canonical_url"], actor)
    with refusing_duplicates(ALREADY):
        article = Article.objects.create(
            imported_by=actor, is_fictional=is_fictional, desk_id=desk_id, **described
        )
    document = ReadDocument(canonical, origin, origin_name, media_type, notes, markup)
    revision = _new_revision(article, 1, document, actor)
    record_event(
        "article.imported",
        article,
        actor=actor,
        after={**described, "revision": revision.pk, "sha256": revision.sha256, "origin": origin}
        | ({"desk_id": desk_id} if desk_id is not None else {}),
    )
    return article


@transaction.atomic
def add_revision(
    *,
    article_id: int,
    canonical: CanonicalText,
    origin: Origin,
    origin_name: str = "",
    media_type: str = "",
    notes: Sequence[str] = (),
    markup: str | None = None,
    actor: User,
) -> Revision:
    """Adds the next text of an article, and asks for its highlights to be carried over into it.

    Refuses the text that the article has now (`revision-unchanged`); going back to an earlier one is a
    change like any other.
    """
    article = locked(Article, article_id)
    require(actor, "article.revise", article)
    # What the address served last is no longer what the article has: ask for the whole page again.
    ArticleCheck.objects.filter(article=article).update(etag="", last_modified="")
    document = ReadDocument(canonical, origin, origin_name, media_type, notes, markup)
    return append_revision(article, document, actor=actor)


def append_revision(article: Article, document: ReadDocument, *, actor: User | None) -> Revision:
    """The next revision of a locked article, for actions that decided on it; nobody acts for a check."""
    latest = Revision.objects.filter(article=article).only("number", "sha256").order_by("-number").first()
    if latest is not None and latest.sha256 == document.canonical.sha256:
        raise Conflict(
            f"This text is already revision {latest.number} of the article. Nothing was changed.",
            rule="revision-unchanged",
            details={"revision": latest.pk, "number": latest.number},
        )
    revision = _new_revision(article, latest.number + 1 if latest else 1, document, actor)
    record_event(
        "revision.added",
        revision,
        stream=article,
        actor=actor,
        after={"number": revision.number, "sha256": revision.sha256, "origin": document.origin},
    )
    waiting = highlights_to_carry(revision).count()
    if waiting:
        Reanchoring.objects.create(revision=revision, total=waiting)
        jobs.reanchor_article(article.pk)
    return revision


@transaction.atomic
def edit_article(
    *, article_id: int, values: Mapping[str, Any], expected_version: int | None = None, actor: User
) -> Article:
    """Corrects what is said about an article; its texts never change.

    By its address it is known as a source, and no source is evidence for its own claims: with another address
    these are assessed anew.
    """
    if "url" in values:
        change_register()
    article = locked(Article, article_id)
    require(actor, "article.edit", article)
    require_version(article, expected_version)
    unknown = set(values) - EDITABLE
    if unknown:
        raise Invalid(f"An article has no editable {', '.join(sorted(unknown))}.", rule="unknown-field")
    described = _described(values)
    if described.get("canonical_url", "") != article.canonical_url:
        _refuse_known_address(described.get("canonical_url", ""), actor)
    before, after = change(article, described)
    if after:
        event = record_event("article.edited", article, actor=actor, before=before, after=after)
    if "canonical_url" in after:
        addresses = [before["canonical_url"], after["canonical_url"]]
        inputs_changed(_claims_resting_on_it(article, addresses), because=event)
    return article


def _claims_resting_on_it(article: Article, addresses: Sequence[str]) -> set[int]:
    """Claims in the article that rest on a source with one of its addresses, the old one or the new; of one
    that was merged away on the source that goes on.
    """
    within = Highlight.objects.filter(revision__article=article).values_list("claim_id", flat=True)
    itself = Source.objects.filter(canonical_url__in=[address for address in addresses if address])
    standing = itself.values_list(Coalesce("merged_into", "pk"), flat=True)
    return set(within) & claims_resting_on_sources(standing)


def _new_revision(article: Article, number: int, document: ReadDocument, actor: User | None) -> Revision:
    revision = Revision.objects.create(
        article=article,
        number=number,
        text=document.canonical.text,
        blocks=document.canonical.to_json(),
        sha256=document.canonical.sha256,
        origin=document.origin,
        origin_name=document.origin_name[:2000],
        media_type=document.media_type[:100],
        notes=list(document.notes),
        made_by=actor,
    )
    if document.markup and len(document.markup) <= MARKUP_KEPT:
        RevisionMarkup.objects.create(revision=revision, markup=document.markup)
    return revision


def _described(values: Mapping[str, Any]) -> dict[str, Any]:
    """The given values, checked and in the form in which they are stored."""
    described = dict(values)
    for name, longest in (("headline", 500), ("byline", 300), ("dateline", 200)):
        if name in described:
            described[name] = one_line(described[name])
            if len(described[name]) > longest:
                raise Invalid(f"The {name} is longer than {longest} characters.", field=name, rule="too-long")
    if "headline" in described and not described["headline"]:
        raise Invalid("An article needs a headline.", field="headline", rule="required")
    if described.get("publisher_id") is not None:
        _require_publisher(described["publisher_id"])
    if "time_zone" in described and described["time_zone"] not in time_zones():
        raise Invalid(
            f"“{described['time_zone']}” is no time zone. Choose one such as Europe/Berlin.",
            field="time_zone",
            rule="unknown-time-zone",
        )
    if "url" in described:
        if described["url"]:
            check_web_url(described["url"])
        described["canonical_url"] = canonical_url(described["url"]) if described["url"] else ""
    return described


def _require_publisher(publisher_id: int) -> None:
    if not Publisher.objects.filter(pk=publisher_id).exists():
        raise Invalid(f"There is no publisher {publisher_id}.", field="publisher", rule="unknown-publisher")


def _refuse_known_address(address: str, actor: User) -> None:
    """What is out of the person's sight is there, and no more is said of it."""
    known = Article.objects.filter(canonical_url=address).first() if address else None
    if known is not None and not in_sight(known, actor):
        raise Conflict(
            "This address was imported already, at a desk to which you do not belong.",
            field="url",
            rule="article-imported-already",
        )
    if known is not None:
        raise Conflict(
            f"This address was imported already: “{known.headline}”. Open it, or add a revision to it.",
            field="url",
            rule="article-imported-already",
            details={"id": known.pk},
        )
