"""Readers say that a published check is wrong; editors settle it.

What a reader writes about themselves stays in the report and out of the history, which nobody can shorten.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.access import require
from annotations.actions.notices import tell_concerned
from annotations.actions.recording import change, locked, record_event
from annotations.actions.shapes import shaped
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.lifecycle import ERROR_REPORT, next_state
from annotations.domain.vocabulary import NoticeKind, ReportOutcome
from annotations.models import Article, Claim, ErrorReport, User
from annotations.queries.error_reports import reported_on
from annotations.queries.organisation import profile_in_force

OUTCOMES = tuple(one for one in ReportOutcome if one != ReportOutcome.WAITING)
NOUN = "report"


@transaction.atomic
def report_error(
    *,
    text: str,
    claim_id: int | None = None,
    article_id: int | None = None,
    address: str = "",
    reader_name: str = "",
    reader_email: str = "",
) -> ErrorReport:
    """Takes what a reader says is wrong: with a claim, with an article, or with the pages as a whole. The
    editors of its desk are told.

    Nobody has to be signed in. Refuses what was never published (`NotFound`), a report as long as readers are
    shown nothing (`no-public-pages`), and what cannot be kept (`required`, `too-long`, `invalid`).
    """
    if not profile_in_force().has_public_pages:
        raise Conflict("Readers are shown nothing at present.", rule="no-public-pages")
    reported_on(claim_id=claim_id, article_id=article_id)
    given = {
        "text": text,
        "address": address,
        "reader_name": reader_name,
        "reader_email": reader_email,
    }
    words = shaped(ErrorReport, given)
    if not words["text"]:
        raise Invalid("Say what is wrong.", field="text", rule="required")
    claim = locked(Claim, claim_id) if claim_id is not None else None
    article = locked(Article, article_id) if claim is None and article_id is not None else None
    report = ErrorReport.objects.create(claim=claim, article=article, **words)
    about = claim or article
    record_event("report.made", report, stream=about, actor=None, after={"report": report.pk})
    if about is not None:
        tell_concerned(NoticeKind.READER_REPORTED, claim=claim, article=article, detail={"report": report.pk})
    return report


@transaction.atomic
def settle_report(*, report_id: int, outcome: str, note: str = "", actor: User) -> ErrorReport:
    """Notes what came of a report; `reopen_report` undoes it. A correction is published as every other is:
    that one settles a report corrects nothing.

    Refuses who is no editor there, an outcome that is none (`unknown-outcome`), one that was settled already
    (`transition`), and a refusal without a word why (`required`).
    """
    report = locked(ErrorReport, report_id, noun=NOUN)
    require(actor, "report.settle", report)
    if outcome not in OUTCOMES:
        raise Invalid("Say what came of it.", field="outcome", rule="unknown-outcome")
    state = next_state(ERROR_REPORT, report.outcome, f"settle_{outcome}", noun=NOUN)
    words = shaped(ErrorReport, {"outcome_note": note})
    if outcome == ReportOutcome.REFUSED and not words["outcome_note"]:
        raise Invalid("Say why it stands as it is.", field="note", rule="required")
    values: dict[str, Any] = {
        **words,
        "outcome": state,
        "settled_by_id": actor.pk,
        "settled_at": timezone.now(),
    }
    return _changed(report, "report.settled", values, actor)


@transaction.atomic
def reopen_report(*, report_id: int, actor: User) -> ErrorReport:
    """Takes back what came of a report: it waits again. The history keeps it."""
    report = locked(ErrorReport, report_id, noun=NOUN)
    require(actor, "report.settle", report)
    state = next_state(ERROR_REPORT, report.outcome, "reopen", noun=NOUN)
    values: dict[str, Any] = {"outcome": state, "outcome_note": "", "settled_by_id": None, "settled_at": None}
    return _changed(report, "report.reopened", values, actor)


def _changed(report: ErrorReport, verb: str, values: dict[str, Any], actor: User) -> ErrorReport:
    before, after = change(report, values)
    record_event(verb, report, stream=report.claim or report.article, actor=actor, before=before, after=after)
    return report
