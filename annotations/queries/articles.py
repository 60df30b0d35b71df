"""Questions about articles and their revisions: the list with its progress, and single ones."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from annotations.domain.canonical import one_line
from annotations.domain.errors import Invalid, NotFound
from annotations.domain.vocabulary import ClaimState, HighlightState, Status
from annotations.models import Article, Highlight, Publisher, Revision, User
from annotations.queries.claims import NO_DESK, SIGNED
from annotations.queries.visibility import visible

PAGE_SIZE: Final = 20

ORDER: Final = (
    Status.SUPPORTED,
    Status.LEANS_SUPPORTED,
    Status.CONFLICTING,
    Status.MIXED,
    Status.LEANS_REFUTED,
    Status.REFUTED,
    Status.NOT_ENOUGH_EVIDENCE,
    Status.PENDING_EVENT,
    Status.NOT_CHECKABLE,
)
"""Statuses from one end of the scale to the other, then those that stand outside of it."""
OPEN: Final = frozenset({Status.NOT_ENOUGH_EVIDENCE, Status.PENDING_EVENT})
"""Statuses that still ask for work or for time."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many claims have one status; `offset` and `width` are its part of a bar that is 100 wide."""

    status: str
    label: str
    count: int
    offset: str
    width: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an article's claims stand."""

    claims: int
    decided: int
    signed: int
    shares: tuple[Share, ...]

    @property
    def open(self) -> int:
        """Claims that still ask for work or for time."""
        return self.claims - self.decided


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """An article of the list with its progress."""

    article: Article
    progress: Progress
    waiting: int


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One page of the list; `newer` and `older` are cursors, None at an end."""

    articles: list[ListedArticle]
    newer: int | None
    older: int | None


def all_articles() -> QuerySet[Article]:
    """Every article with its publisher and who imported it, latest imported first."""
    return Article.objects.select_related("publisher", "imported_by").order_by("-id")


def article_by_id(article_id: int) -> Article:
    """One article as `all_articles` gives them. Refuses with `NotFound`."""
    article = all_articles().filter(pk=article_id).first()
    if article is None:
        raise NotFound(f"There is no article {article_id}.", details={"id": article_id})
    return article


def revision_by_id(revision_id: int) -> Revision:
    """One revision with its article and its text. Refuses with `NotFound`."""
    revision = Revision.objects.select_related("article").filter(pk=revision_id).first()
    if revision is None:
        raise NotFound(f"There is no revision {revision_id}.", details={"id": revision_id})
    return revision


def revisions_of(article_id: int, *, number: int | None = None) -> QuerySet[Revision]:
    """An article's revisions, latest first, each with `claim_count`: the standing claims that are highlighted
    in it. The text and its blocks come as `read_text` and `read_blocks`, and only those of the latest, or of
    the one with this number.
    """
    every = Revision.objects.filter(article=article_id)
    read = every.order_by("-number") if number is None else every.filter(number=number)
    is_read = Q(pk=Subquery(read.values("pk")[:1]))
    live = Highlight.objects.filter(revision=OuterRef("pk"), state=HighlightState.LIVE)
    standing = live.exclude(claim__state=ClaimState.WITHDRAWN).order_by().values("revision")
    counted = standing.annotate(count=Count("claim", distinct=True)).values("count")
    return (
        every.defer("text", "blocks", "words")
        .annotate(
            claim_count=Coalesce(Subquery(counted), 0),
            read_text=Case(When(is_read, then="text")),
            read_blocks=Case(When(is_read, then="blocks")),
        )
        .order_by("-number")
    )


def article_with_address(address: str) -> Article | None:
    """The article that was imported from this canonical address."""
    return all_articles().filter(canonical_url=address).first() if address else None


def articles_with_text(sha256: str, person: User) -> list[Article]:
    """Articles that the person sees, one of whose revisions has exactly this text, earliest first."""
    same = Revision.objects.filter(article=OuterRef("pk"), sha256=sha256)
    return list(visible(Article.objects.filter(Exists(same)), person).order_by("id")[:5])


def articles_matching(criteria: Mapping[str, Any], person: User) -> QuerySet[Article]:
    """The articles that match all criteria: `words` (in headline, byline or text), `publisher`, `language`,
    `mine` (imported by the person, or with claims by them), `desk` and `work` (`open`, `done` or `none` of
    its claims). Refuses a value that makes no sense.
    """
    found = visible(all_articles(), person)
    for name, clause in _CLAUSES.items():
        value = one_line(str(criteria.get(name) or ""))
        if value:
            found = found.filter(clause(value, person))
    return found


def article_page(
    criteria: Mapping[str, Any], person: User, *, before: int | None = None, after: int | None = None
) -> ArticlePage:
    """One page of the articles that match, with their progress. `before` and `after` are ids of articles:
    those older than the one, or newer than the other. The number of statements does not depend on the page.
    """
    found = articles_matching(criteria, person)
    if after is not None:
        rows = list(found.filter(pk__gt=after).order_by("id")[: PAGE_SIZE + 1])
        more_newer, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE][::-1]
        more_older = bool(rows)
    else:
        rows = list((found.filter(pk__lt=before) if before is not None else found)[: PAGE_SIZE + 1])
        more_older, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
        more_newer = before is not None
    ids = [article.pk for article in rows]
    progress, waiting = progress_of(ids, person), waiting_counts(ids, person)
    return ArticlePage(
        articles=[ListedArticle(one, progress[one.pk], waiting.get(one.pk, 0)) for one in rows],
        newer=rows[0].pk if rows and more_newer else None,
        older=rows[-1].pk if rows and more_older else None,
    )


def progress_of(article_ids: Collection[int], person: User) -> dict[int, Progress]:
    """The progress of each article, in two statements. A claim counts once, wherever it stands."""
    return _progress_by("revision__article", article_ids, visible(Highlight.objects.current(), person))


def waiting_counts(article_ids: Collection[int], person: User) -> dict[int, int]:
    """How many highlights of each article wait for a decision, in one statement; only those where some do."""
    waiting = visible(Highlight.objects.filter(revision__article__in=article_ids).waiting(), person)
    return dict(waiting.order_by().values_list("revision__article").annotate(Count("pk")))


def progress_of_revision(revision_id: int, person: User) -> Progress:
    """The progress of the claims that stand in one revision."""
    live = visible(Highlight.objects.filter(state=HighlightState.LIVE), person)
    return _progress_by("revision", [revision_id], live)[revision_id]


def progress(counts: Mapping[str, int], signed: int) -> Progress:
    """Progress from the number of claims by status."""
    total = sum(counts.values())
    still_open = sum(counts.get(status, 0) for status in OPEN)
    return Progress(total, total - still_open, signed, tuple(_shares(counts, total)))


def publishers_of_articles(person: User) -> list[Publisher]:
    """Publishers that published an article under check, by name."""
    published = visible(Article.objects.filter(publisher=OuterRef("pk")), person)
    return list(Publisher.objects.filter(Exists(published)).order_by("name", "id"))


def languages_of_articles(person: User) -> list[str]:
    """The languages of the articles under check."""
    return list(
        visible(Article.objects.order_by("language"), person).values_list("language", flat=True).distinct()
    )


def _progress_by(path: str, ids: Collection[int], highlights: QuerySet[Highlight]) -> dict[int, Progress]:
    live = highlights.filter(**{f"{path}__in": ids}).exclude(claim__state=ClaimState.WITHDRAWN)
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    rows = live.values_list(path, "claim__status").annotate(Count("claim", distinct=True))
    for pk, status, count in rows.order_by():
        counts[pk][status] = count
    signed = live.filter(claim__state__in=SIGNED).values_list(path).annotate(Count("claim", distinct=True))
    signed_by_id = dict(signed.order_by())
    return {pk: progress(counts[pk], signed_by_id.get(pk, 0)) for pk in ids}


def _shares(counts: Mapping[str, int], total: int) -> Iterable[Share]:
    offset = 0.0
    for status in ORDER:
        count = counts.get(status, 0)
        if count:
            width = 100 * count / total
            yield Share(status, str(status.label), count, f"{offset:.2f}", f"{width:.2f}")
            offset += width


def _by_words(value: str, person: User) -> Q:
    text = Revision.objects.filter(
        article=OuterRef("pk"), words=SearchQuery(value, config="simple", search_type="websearch")
    )
    named = Q()
    for word in value.split()[:8]:
        named &= Q(headline__icontains=word) | Q(byline__icontains=word)
    return named | Q(Exists(text))


def _by_publisher(value: str, person: User) -> Q:
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        raise Invalid(
            f"“{value}” is no number of a publisher.", field="publisher", rule="unknown-filter-value"
        )
    return Q(publisher=int(value))


def _by_desk(value: str, person: User) -> Q:
    if value == NO_DESK:
        return Q(desk__isnull=True)
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        raise Invalid(f"“{value}” is no number of a desk.", field="desk", rule="unknown-filter-value")
    return Q(desk=int(value))


def _by_person(value: str, person: User) -> Q:
    made = Highlight.objects.filter(revision__article=OuterRef("pk"), claim__created_by=person)
    return Q(imported_by=person) | Q(Exists(visible(made, person)))


def _by_work(value: str, person: User) -> Q:
    here = Highlight.objects.current().filter(revision__article=OuterRef("pk"))
    standing = visible(here, person).exclude(claim__state=ClaimState.WITHDRAWN)
    still_open = Q(Exists(standing.filter(claim__status__in=OPEN)))
    conditions = {
        "open": still_open,
        "done": Q(Exists(standing)) & ~still_open,
        "none": ~Q(Exists(standing)),
    }
    if value not in conditions:
        raise Invalid(f"“{value}” is no state of work.", field="work", rule="unknown-filter-value")
    return conditions[value]


_CLAUSES = {
    "words": _by_words,
    "publisher": _by_publisher,
    "language": lambda value, person: Q(language=value),
    "mine": _by_person,
    "work": _by_work,
    "desk": _by_desk,
}
