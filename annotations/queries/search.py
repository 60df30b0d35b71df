"""One search over everything: claims, articles, sources and publishers, each with its best few."""

import re
from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q

from annotations.domain.canonical import one_line
from annotations.models import Article, Publisher, Revision, Source, User
from annotations.queries.claim_rows import FIELDS, ClaimRow, claim_rows
from annotations.queries.claims import claims_visible_to
from annotations.queries.publishers import find_publishers, name_contains
from annotations.queries.sources import find_sources
from annotations.queries.visibility import visible_articles

SHOWN = 8
WORD = re.compile(r"\w+")
WORDS_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, by kind; each list ends after `SHOWN`."""

    words: str
    claims: list[ClaimRow] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    publishers: list[Publisher] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many are shown."""
        return len(self.claims) + len(self.articles) + len(self.sources) + len(self.publishers)


def search_everything(words: str, person: User) -> Found:
    """Everything that contains all of the words; the last one may be unfinished."""
    searched = one_line(words)
    query = _query(searched)
    if query is None:
        return Found(searched)
    claims = claims_visible_to(person).standing().filter(words=query).order_by("-changed_at", "-id")
    return Found(
        searched,
        claims=claim_rows(claims.values(*FIELDS)[:SHOWN]),
        articles=_articles(searched, query, person),
        sources=find_sources(searched, person, SHOWN),
        publishers=find_publishers(searched, SHOWN),
    )


def _articles(searched: str, query: SearchQuery, person: User) -> list[Article]:
    text = Revision.objects.filter(article=OuterRef("pk"), words=query)
    named = name_contains(searched, "headline") if searched else Q()
    found = visible_articles(person).filter(named | Exists(text)).select_related("publisher")
    return list(found.order_by("-id")[:SHOWN])


def _query(searched: str) -> SearchQuery | None:
    """All words, the last as a beginning; None when there is no word at all."""
    words = WORD.findall(searched)[:WORDS_LIMIT]
    if not words:
        return None
    quoted = " & ".join(f"'{word}'" for word in words)
    return SearchQuery(f"{quoted}:*", config="simple", search_type="raw")
