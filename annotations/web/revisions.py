"""Every text an article had, what each did to the highlights, and how the next one comes in."""

from collections.abc import Iterator, Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from annotations.access import may
from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import HighlightOutcome
from annotations.queries.articles import article_by_id
from annotations.queries.revisions import ListedRevision, listed_revisions
from annotations.web.article_checks import check_context
from annotations.web.pages import PageRequest, page


@page
@require_safe
def revisions(request: PageRequest, article_id: int) -> HttpResponse:
    """Every text the article had: when, by whom, whence, its checksum, and what became of the highlights."""
    found = article_by_id(article_id)
    listed = listed_revisions(article_id)
    context = {
        "article": found,
        "lines": [{"listed": one, "words": list(outcome_words(one.outcomes))} for one in listed],
        "waiting": sum(one.waiting for one in listed),
        "may_revise": may(request.user, "article.revise", found),
        "may_import": may(request.user, "annotation.import"),
        **check_context(request, found),
    }
    return render(request, "revisions/revisions.html", context)


@page
@require_safe
def carried_over(request: PageRequest, article_id: int, number: int) -> HttpResponse:
    """What became of the highlights in one revision, asked again while they are being looked for."""
    article_by_id(article_id)
    one = _listed(listed_revisions(article_id), number)
    context = {"article_id": article_id, "listed": one, "words": list(outcome_words(one.outcomes))}
    return render(request, "revisions/_outcomes.html", context)


def outcome_words(outcomes: Mapping[HighlightOutcome, int]) -> Iterator[tuple[str, str]]:
    """Each outcome with its count in words: `12 highlights unchanged`, `1 moved`."""
    noun = True
    for outcome, count in outcomes.items():
        yield outcome.value, _outcome_in_words(outcome, count, with_noun=noun)
        noun = False


def _outcome_in_words(outcome: HighlightOutcome, count: int, *, with_noun: bool) -> str:
    subject = (
        ngettext("%(count)s highlight", "%(count)s highlights", count) if with_noun else "%(count)s"
    ) % {"count": count}
    predicates = {
        HighlightOutcome.UNCHANGED: _("%(subject)s unchanged"),
        HighlightOutcome.MOVED: _("%(subject)s moved"),
        HighlightOutcome.CHANGED: _("%(subject)s with changed words"),
        HighlightOutcome.AMBIGUOUS: _("%(subject)s with several places that fit"),
        HighlightOutcome.ORPHANED: _("%(subject)s gone"),
    }
    return predicates[outcome] % {"subject": subject}


def _listed(lines: list[ListedRevision], number: int) -> ListedRevision:
    for one in lines:
        if one.revision.number == number:
            return one
    raise NotFound(f"The article has no revision {number}.", details={"number": number})
