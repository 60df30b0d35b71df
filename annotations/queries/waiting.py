"""Which highlights wait for a decision because the words under them changed: by article, and how many."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import Coalesce

from annotations.domain.vocabulary import HighlightOutcome, HighlightState, ReanchoringState
from annotations.models import Article, Highlight, Reanchoring, Revision, User
from annotations.queries.articles import all_articles, article_by_id
from annotations.queries.visibility import visible
from annotations.queries.waiting_highlights import WaitingHighlight, with_contexts

PAGE_SIZE: Final = 50
SHOWN: Final = 6
"""How many of them a list shows that is about something else, too."""

BESIDE: Final = 20
"""How many of them stand beside the text of their article."""

ORDER = Coalesce("anchored_from__start", "start", Value(0))
"""Where the words stood: the order in which somebody reads the earlier text."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """A text that has no words in common with the one before: said once instead of for each highlight."""

    revision_id: int
    number: int
    old_numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RetiringAll:
    """What it does to retire all that wait in an article's text: how many highlights of how many claims, and
    how many of these claims then stand nowhere any more.
    """

    article: Article
    revision_id: int | None
    highlights: int
    claims: int
    left_without: int


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """One page of an article's highlights that wait, in reading order of the earlier text.

    `total` counts all of them, `counts` by outcome. `earlier` and `later` are cursors, empty at an end.
    `replaced` stands in place of the highlights unless somebody asked to see each.
    """

    article: Article
    highlights: list[WaitingHighlight]
    total: int
    counts: Mapping[str, int]
    earlier: str = ""
    later: str = ""
    replaced: Replaced | None = None
    carrying: Reanchoring | None = None
    elsewhere: Article | None = None


@dataclass(frozen=True, slots=True)
class WaitingArticle:
    """An article with highlights that wait."""

    article: Article
    total: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class WaitingArticles:
    """One page of them, latest imported first; `newer` and `older` are ids of articles, None at an end."""

    articles: list[WaitingArticle] = field(default_factory=list)
    newer: int | None = None
    older: int | None = None


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A highlight that waits, as one line of a list that is about something else, too."""

    id: int
    claim_id: int
    claim: str
    language: str
    status: str
    outcome: str
    changes: Sequence[str]
    article_id: int
    article: str
    since: datetime


def waiting_in(article_id: int, person: User) -> QuerySet[Any]:
    """Those of one article, in reading order of the text in which their words stood."""
    waiting = visible(Highlight.objects.waiting().filter(revision__article=article_id), person)
    return waiting.annotate(place=ORDER).order_by("place", "id")


def waiting_page(
    article_id: int,
    person: User,
    *,
    after: str = "",
    before: str = "",
    at: int | None = None,
    each: bool = False,
) -> WaitingPage:
    """One page of an article's queue. `after` and `before` are cursors (`place.id`), `at` is a highlight that
    has to be on it; `each` shows single highlights even where nothing of the earlier text is left. Refuses
    with `NotFound`.
    """
    article = article_by_id(article_id)
    counts = _counts(waiting_in(article_id, person))
    total = sum(counts.values())
    reanchoring = latest_reanchoring(article_id)
    known: dict[str, Any] = {
        "article": article,
        "total": total,
        "counts": counts,
        "carrying": reanchoring if is_running(reanchoring) else None,
        "elsewhere": None if total else _next_article(article_id, person),
    }
    replaced = None if each or at or total < 2 else _replaced(article_id, reanchoring, person)
    if replaced is not None or not total:
        return WaitingPage(highlights=[], replaced=replaced, **known)
    ids, earlier, later = _ids(article_id, after or _before(article_id, at, person), before, person)
    shown = with_contexts(waiting_in(article_id, person).filter(pk__in=ids), person)
    return WaitingPage(highlights=shown, earlier=earlier, later=later, **known)


def waiting_articles(person: User, *, before: int | None = None, after: int | None = None) -> WaitingArticles:
    """Articles in which highlights wait, two statements a page."""
    waiting = Q(pk__in=visible(Highlight.objects.waiting(), person).values("revision__article"))
    found = all_articles().filter(waiting)
    if after is not None:
        rows = list(found.filter(pk__gt=after).order_by("id")[: PAGE_SIZE + 1])
        more_newer, rows, more_older = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE][::-1], bool(rows)
    else:
        rows = list((found.filter(pk__lt=before) if before is not None else found)[: PAGE_SIZE + 1])
        more_newer, more_older, rows = before is not None, len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    counts = waiting_by_article([article.pk for article in rows], person)
    return WaitingArticles(
        [WaitingArticle(one, sum(counts[one.pk].values()), counts[one.pk]) for one in rows],
        newer=rows[0].pk if rows and more_newer else None,
        older=rows[-1].pk if rows and more_older else None,
    )


def waiting_by_article(article_ids: Collection[int], person: User) -> dict[int, dict[str, int]]:
    """How many wait in each article, by outcome, in one statement."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    waiting = visible(Highlight.objects.waiting().filter(revision__article__in=article_ids), person)
    rows = waiting.values_list("revision__article", "outcome").annotate(Count("pk")).order_by()
    for article_id, outcome, count in rows:
        found[article_id][outcome] = count
    return found


def waiting_lines(person: User) -> tuple[list[WaitingLine], int]:
    """The first few of all that wait, those under claims of the person before others, and how many there
    are; one statement.
    """
    own = Case(When(claim__created_by=person, then=0), default=1, output_field=IntegerField())
    found = visible(Highlight.objects.waiting(), person).annotate(all=Window(Count("pk"))).order_by(own, "id")
    rows = list(found.values_list(*_LINE, "all")[:SHOWN])
    return [WaitingLine(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def waiting_claims(article_id: int, person: User) -> tuple[list[WaitingLine], int]:
    """The first few of one article, for the panel beside its text, and how many there are; one statement."""
    found = waiting_in(article_id, person).annotate(all=Window(Count("pk")))
    rows = list(found.values_list(*_LINE, "all")[:BESIDE])
    return [WaitingLine(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def next_waiting(article_id: int, highlight_id: int, person: User) -> int | None:
    """The one after this in reading order, else the first one left; None when none waits."""
    own = Highlight.objects.filter(pk=highlight_id).annotate(place=ORDER).values_list("place", "id").first()
    others = waiting_in(article_id, person).exclude(pk=highlight_id)
    later = others.filter(_beyond(own, "gt")) if own else others.none()
    return later.values_list("pk", flat=True).first() or others.values_list("pk", flat=True).first()


def retiring_all(article_id: int, person: User) -> RetiringAll:
    """What it would do to retire all that wait in the article's latest text. Refuses with `NotFound`."""
    article = article_by_id(article_id)
    latest = (
        Revision.objects.filter(article=article_id).order_by("-number").values_list("pk", flat=True).first()
    )
    waiting = visible(Highlight.objects.waiting().filter(revision=latest), person)
    others = Highlight.objects.filter(claim=OuterRef("claim"), is_current=True, state=HighlightState.LIVE)
    alone = Count("claim", filter=~Q(Exists(others)), distinct=True)
    counts = waiting.order_by().aggregate(all=Count("pk"), claims=Count("claim", distinct=True), alone=alone)
    return RetiringAll(article, latest, counts["all"], counts["claims"], counts["alone"])


def latest_reanchoring(article_id: int) -> Reanchoring | None:
    """The carrying over into the article's latest text; None where nothing had to be carried over."""
    found = Reanchoring.objects.filter(revision__article=article_id).select_related("revision")
    return found.defer("revision__text", "revision__blocks", "revision__words").order_by("-revision").first()


def is_running(reanchoring: Reanchoring | None) -> bool:
    """Whether highlights are still being carried over."""
    return reanchoring is not None and reanchoring.state != ReanchoringState.DONE


_LINE = (
    "id",
    "claim_id",
    "claim__text",
    "claim__language",
    "claim__status",
    "outcome",
    "changes",
    "revision__article_id",
    "revision__article__headline",
    "made_at",
)


def _counts(waiting: QuerySet[Highlight]) -> dict[str, int]:
    rows = dict(waiting.order_by().values_list("outcome").annotate(Count("pk")))
    return {outcome: rows[outcome] for outcome in HighlightOutcome.values if outcome in rows}


def _replaced(article_id: int, reanchoring: Reanchoring | None, person: User) -> Replaced | None:
    if reanchoring is None or is_running(reanchoring) or reanchoring.has_common_text:
        return None
    numbers = (
        waiting_in(article_id, person).order_by().values_list("anchored_from__revision__number", flat=True)
    )
    old = sorted(number for number in numbers.distinct() if number is not None)
    return Replaced(reanchoring.revision_id, reanchoring.revision.number, tuple(old))


def _next_article(article_id: int, person: User) -> Article | None:
    others = visible(Highlight.objects.waiting().exclude(revision__article=article_id), person)
    waiting = others.values("revision__article")
    return all_articles().filter(pk__in=waiting).first()


def _ids(article_id: int, after: str, before: str, person: User) -> tuple[list[int], str, str]:
    """The ids of one page, and the cursors of its neighbours."""
    found = waiting_in(article_id, person).values_list("place", "id")
    if before:
        rows = list(found.filter(_beyond(_cursor(before), "lt")).order_by("-place", "-id")[: PAGE_SIZE + 1])
        more_earlier, rows, more_later = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE][::-1], bool(rows)
    else:
        rest = found.filter(_beyond(_cursor(after), "gt")) if after else found
        rows = list(rest[: PAGE_SIZE + 1])
        more_earlier, more_later, rows = bool(after), len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    first, last = (f"{place}.{pk}" for place, pk in (rows[0], rows[-1])) if rows else ("", "")
    return [pk for _, pk in rows], first if more_earlier else "", last if more_later else ""


def _beyond(cursor: tuple[int, int], step: str) -> Q:
    place, pk = cursor
    return Q(**{f"place__{step}": place}) | Q(place=place, **{f"id__{step}": pk})


def _before(article_id: int, highlight_id: int | None, person: User) -> str:
    """The cursor after which a page begins that holds the highlight; empty for the first page."""
    if highlight_id is None:
        return ""
    own = waiting_in(article_id, person).filter(pk=highlight_id).values_list("place", "id").first()
    if own is None or waiting_in(article_id, person).filter(_beyond(own, "lt")).count() < PAGE_SIZE:
        return ""
    return f"{own[0]}.{own[1] - 1}"


def _cursor(value: str) -> tuple[int, int]:
    """A place and an id; what makes no sense begins at the beginning."""
    parts = value.split(".")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) < 18 for part in parts):
        return (-1, 0)
    return int(parts[0]), int(parts[1])
