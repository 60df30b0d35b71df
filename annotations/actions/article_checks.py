"""Reading the addresses of articles again, on a timetable that people set.

Publishers edit without telling anybody. A look that finds another text adds it as a revision; one that finds
a text with nothing in common (a consent page, a notice that the article is gone) adds nothing and says so:
whether that is the article now is for people to decide.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from django.db import transaction
from django.utils import timezone

from annotations import jobs
from annotations.access import require
from annotations.actions.articles import ReadDocument, append_revision
from annotations.actions.notices import raise_notices
from annotations.actions.recording import locked, record_event
from annotations.domain.anchoring import align
from annotations.domain.errors import Conflict, Invalid, Refusal
from annotations.domain.vocabulary import CheckOutcome, NoticeKind, Origin
from annotations.gateways.documents import Document, read_document
from annotations.gateways.safe_fetch import Fetched, fetch
from annotations.models import Article, ArticleCheck, Revision, User
from annotations.models.article_checks import LONGEST_INTERVAL
from annotations.queries.reanchoring import latest_revision

LEASE: Final = timedelta(minutes=15)
"""For how long one look keeps others away; longer than any visit may take."""

LONGEST_REST: Final = timedelta(hours=LONGEST_INTERVAL)
FAILURES_BEFORE_NOTICE: Final = 3
"""One failed look is weather; three in a row are news."""

Visit = Callable[..., Fetched]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look found: a document, nothing new (304), or why it could not be read."""

    page: Fetched | None = None
    document: Document | None = None
    problem: str = ""


@transaction.atomic
def schedule_checks(*, article_id: int, every_hours: int | None, actor: User) -> ArticleCheck | None:
    """Has the article's address read again every so many hours (1 to 720), first after that time; None ends
    it.
    """
    article = locked(Article, article_id)
    require(actor, "article.schedule_checks", article)
    known = ArticleCheck.objects.filter(article=article).first()
    before = {"every_hours": known.every_hours if known else None}
    if every_hours is None:
        ArticleCheck.objects.filter(article=article).delete()
        check = None
    else:
        _require_sense(article, every_hours)
        check = known or ArticleCheck(article=article)
        check.every_hours, check.scheduled_by, check.scheduled_at = every_hours, actor, timezone.now()
        check.next_check_at = (check.checked_at or check.scheduled_at) + timedelta(hours=every_hours)
        check.save()
    after = {"every_hours": every_hours}
    if before != after:
        record_event("article.checks_scheduled", article, actor=actor, before=before, after=after)
    return check


@transaction.atomic
def check_now(*, article_id: int, actor: User) -> ArticleCheck:
    """Has the address of an article that is checked regularly read at once."""
    article = locked(Article, article_id)
    require(actor, "article.schedule_checks", article)
    check = ArticleCheck.objects.select_for_update().filter(article=article).first()
    if check is None:
        raise Conflict("This article is not checked regularly. Choose how often first.", rule="not-scheduled")
    check.next_check_at = timezone.now()
    check.save(update_fields=["next_check_at"])
    jobs.check_article(article_id)
    return check


def check_article(*, article_id: int, visit: Visit = fetch) -> ArticleCheck | None:
    """Looks at the address of one article if a look is due; None if none is, or somebody looks already.

    Nothing is locked during the visit. Effects, in order: a revision if the text is another one; a notice
    where people have to decide; when to look next, later after each failure in a row.
    """
    check = _begin(article_id)
    if check is None:
        return None
    seen = _look(check, visit)
    return _conclude(article_id, seen)


def sweep_article_checks(*, limit: int = 50) -> int:
    """Asks for every look that is due, longest due first. Gives back how many."""
    due = ArticleCheck.objects.filter(next_check_at__lte=timezone.now()).order_by("next_check_at")
    ids = list(due.values_list("article_id", flat=True)[:limit])
    with transaction.atomic():
        for article_id in ids:
            jobs.check_article(article_id)
    return len(ids)


def _require_sense(article: Article, every_hours: int) -> None:
    if not article.url:
        raise Invalid(
            "This article has no address that could be checked. Give it one first.",
            field="every_hours",
            rule="article-has-no-address",
        )
    if not 1 <= every_hours <= LONGEST_INTERVAL:
        raise Invalid(
            f"Choose an interval between one hour and {LONGEST_INTERVAL // 24} days.",
            field="every_hours",
            rule="interval-out-of-range",
        )


def _begin(article_id: int) -> ArticleCheck | None:
    """Takes the look, so that no other worker looks at the same time."""
    now = timezone.now()
    due = ArticleCheck.objects.filter(article=article_id, next_check_at__lte=now)
    if not due.update(next_check_at=now + LEASE):
        return None
    return ArticleCheck.objects.select_related("article").filter(article=article_id).first()


def _look(check: ArticleCheck, visit: Visit) -> Seen:
    try:
        page = visit(check.article.url, etag=check.etag or None, last_modified=check.last_modified or None)
        if page.status == 304:
            return Seen(page)
        media_type = page.header("Content-Type")
        return Seen(page, read_document(page.body, media_type=media_type, url=page.final_url))
    except Refusal as refusal:
        return Seen(problem=refusal.message[:500])
    except Exception:
        # Whatever a page does to its readers, the timetable goes on, and people are told.
        log.exception("article_not_readable", article_id=check.article_id)
        return Seen(problem="The page at this address could not be read. Open it, and add its text by hand.")


@transaction.atomic
def _conclude(article_id: int, seen: Seen) -> ArticleCheck | None:
    article = locked(Article, article_id)
    check = ArticleCheck.objects.select_for_update().filter(article=article).first()
    if check is None:
        return None
    outcome = _outcome(article, check, seen)
    before = {"outcome": check.outcome}
    now = timezone.now()
    check.outcome, check.problem, check.checked_at = outcome, seen.problem, now
    check.failures = check.failures + 1 if outcome == CheckOutcome.FAILED else 0
    check.next_check_at = now + _rest(check)
    if seen.page is not None and outcome != CheckOutcome.DIFFERENT:
        check.etag = (seen.page.header("ETag") or "")[:500]
        check.last_modified = (seen.page.header("Last-Modified") or "")[:100]
    check.save()
    if before["outcome"] != outcome:
        after = {"outcome": outcome, "problem": check.problem}
        record_event("article.checked", article, actor=None, before=before, after=after)
    _tell(article, check, seen, now)
    return check


def _outcome(article: Article, check: ArticleCheck, seen: Seen) -> CheckOutcome:
    """What the look found; adds the revision where it is one."""
    if seen.page is None:
        return CheckOutcome.FAILED
    latest = latest_revision(article.pk)
    if seen.document is None or latest is None or seen.document.canonical.sha256 == latest.sha256:
        return CheckOutcome.UNCHANGED
    if not _is_the_article(latest, seen.document):
        return CheckOutcome.DIFFERENT
    document = ReadDocument(
        canonical=seen.document.canonical,
        origin=Origin.CHECK,
        origin_name=seen.page.final_url,
        media_type=seen.document.media_type,
        notes=seen.document.notes,
        markup=seen.document.markup,
    )
    append_revision(article, document, actor=None)
    return CheckOutcome.REVISED


def _is_the_article(latest: Revision, document: Document) -> bool:
    return align(latest.text, document.canonical.text).has_common_text


def _rest(check: ArticleCheck) -> timedelta:
    return min(timedelta(hours=check.every_hours) * 2 ** min(check.failures, 10), LONGEST_REST)


def _tell(article: Article, check: ArticleCheck, seen: Seen, now: datetime) -> None:
    detail: dict[str, Any] = {"url": article.url, "checked_at": now.isoformat()}
    if check.outcome == CheckOutcome.DIFFERENT:
        raise_notices(NoticeKind.CHECK_DIFFERENT, article, detail=detail)
    elif check.failures == FAILURES_BEFORE_NOTICE:
        raise_notices(NoticeKind.CHECK_FAILED, article, detail={**detail, "problem": seen.problem})
