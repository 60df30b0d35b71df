"""The check of one claim, and the checks of one article."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from annotations.domain.claimreview import claim_review_of
from annotations.domain.organisation import Profile
from annotations.domain.published import Document
from annotations.queries.organisation import publisher_of
from annotations.queries.published_check import checked_article, published_check
from annotations.queries.published_checks import stamp_of_article, stamp_of_check
from annotations.web.checks.answers import kept, public_page, shown
from annotations.web.checks.markup import data_block, item_list
from annotations.web.checks.words import shown_checks

GONE = 410


@public_page
@require_safe
def of_claim(request: HttpRequest, profile: Profile, claim_id: int) -> HttpResponseBase:
    """The full check of one claim, with all its corrections; of one that was withdrawn that, when and why."""
    return kept(request, profile, stamp_of_check(claim_id), lambda: _claim(request, profile, claim_id))


@public_page
@require_safe
def of_article(request: HttpRequest, profile: Profile, article_id: int) -> HttpResponseBase:
    """The checks of an article in reading order."""
    return kept(
        request, profile, stamp_of_article(article_id), lambda: _article(request, profile, article_id)
    )


def _claim(request: HttpRequest, profile: Profile, claim_id: int) -> HttpResponse:
    found = published_check(claim_id)
    [check] = shown_checks([found], profile)
    if check.is_withdrawn:
        return shown(request, profile, "checks/withdrawn.html", {"check": check}, status=GONE)
    content = {"check": check, "markup": _review(found.document, profile)}
    return shown(request, profile, "checks/claim.html", content)


def _review(document: Document | None, profile: Profile) -> str:
    """The ClaimReview as a data block; empty where there is none, such as for what is not rated."""
    review = claim_review_of(document, publisher_of(profile)).review if document else None
    return data_block(review) if review else ""


def _article(request: HttpRequest, profile: Profile, article_id: int) -> HttpResponse:
    found = checked_article(article_id)
    checks = shown_checks(found.checks, profile)
    content: dict[str, Any] = {
        "article": found.article,
        "checks": checks,
        "withdrawn": shown_checks(found.withdrawn, profile),
        "verdicts": _verdicts(checks),
        "markup": data_block(item_list([check.address for check in checks])) if checks else "",
        "latest_at": max((check.latest.publication.published_at for check in checks), default=None),
    }
    return shown(request, profile, "checks/article.html", content, status=200 if checks else GONE)


def _verdicts(checks: Any) -> list[tuple[Any, int]]:
    """Each verdict on the page with how often it was given, in the order of first appearance."""
    counts: dict[str, list[Any]] = {}
    for check in checks:
        counts.setdefault(check.latest.rated.words, [check.latest.rated, 0])[1] += 1
    return [(rated, count) for rated, count in counts.values()]
