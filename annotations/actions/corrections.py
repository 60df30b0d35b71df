"""Asking the publisher of an article to correct it, and noting what came of that.

The product sends nothing: it keeps whom somebody asked for what, until when, and what the publisher did.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from annotations.access import require
from annotations.actions.recording import change, locked, record_event, require_version
from annotations.actions.shapes import shaped
from annotations.domain.errors import Conflict, Invalid, NotFound
from annotations.domain.lifecycle import CORRECTION_REQUEST, next_state
from annotations.domain.vocabulary import CorrectionOutcome
from annotations.models import Article, CorrectionRequest, Highlight, User
from annotations.queries.visibility import refuse_unseen

OUTCOMES = tuple(one for one in CorrectionOutcome if one != CorrectionOutcome.WAITING)


@transaction.atomic
def ask_for_correction(
    *,
    article_id: int,
    sent_to: str,
    wording: str,
    claim_id: int | None = None,
    asked_on: date | None = None,
    due_on: date | None = None,
    actor: User,
) -> CorrectionRequest:
    """Notes that the publisher of an article was asked to correct it, and by when an answer is due. Days are
    those of the person.

    Refuses a claim that does not stand in the article (`claim-not-in-article`), a request of tomorrow
    (`in-the-future`), a day that is due before it was asked (`due-before-asked`), and what is missing
    (`required`).
    """
    article = locked(Article, article_id)
    require(actor, "correction.ask", article)
    if claim_id is not None:
        refuse_unseen(actor, [("claim", claim_id)])
        _require_in_article(claim_id, article)
    on = asked_on or timezone.localdate()
    _require_past(on, "asked_on")
    if due_on is not None and due_on < on:
        raise Invalid("It is due after it was asked.", field="due_on", rule="due-before-asked")
    words = shaped(CorrectionRequest, {"sent_to": sent_to, "wording": wording})
    values = {**words, "claim_id": claim_id, "asked_on": on, "due_on": due_on}
    request = CorrectionRequest.objects.create(article=article, noted_by=actor, **values)
    record_event("correction.asked", request, stream=article, actor=actor, after=values)
    return request


@transaction.atomic
def conclude_correction(
    *,
    correction_id: int,
    outcome: str,
    outcome_note: str = "",
    outcome_on: date | None = None,
    expected_version: int | None = None,
    actor: User,
) -> CorrectionRequest:
    """Notes what the publisher did, and on which day. `reopen_correction` undoes it.

    Refuses an outcome that is none (`unknown-outcome`), what has one (`correction-request-conclude-…`), and a
    day before it was asked (`concluded-before-asked`) or of tomorrow (`in-the-future`).
    """
    request, article = _locked(correction_id)
    require(actor, "correction.conclude", request)
    require_version(request, expected_version)
    if outcome not in OUTCOMES:
        known = ", ".join(OUTCOMES)
        raise Invalid(f"Say what they did: {known}.", field="outcome", rule="unknown-outcome")
    verb = f"conclude_{outcome}"
    state = next_state(CORRECTION_REQUEST, request.outcome, verb, noun="correction request")
    on = outcome_on or timezone.localdate()
    _require_past(on, "outcome_on")
    if on < request.asked_on:
        raise Invalid(
            "Nobody corrects before they are asked.", field="outcome_on", rule="concluded-before-asked"
        )
    words = shaped(CorrectionRequest, {"outcome_note": outcome_note})
    before, after = change(request, {"outcome": state, "outcome_on": on, **words})
    record_event("correction.concluded", request, stream=article, actor=actor, before=before, after=after)
    return request


@transaction.atomic
def reopen_correction(*, correction_id: int, actor: User) -> CorrectionRequest:
    """Takes an outcome back: the request waits again. The history keeps what was noted."""
    request, article = _locked(correction_id)
    require(actor, "correction.conclude", request)
    outcome = next_state(CORRECTION_REQUEST, request.outcome, "reopen", noun="correction request")
    before, after = change(request, {"outcome": outcome, "outcome_on": None, "outcome_note": ""})
    record_event("correction.reopened", request, stream=article, actor=actor, before=before, after=after)
    return request


def _locked(correction_id: int) -> tuple[CorrectionRequest, Article]:
    """The article is locked first, as everywhere."""
    found = CorrectionRequest.objects.filter(pk=correction_id).values_list("article_id", flat=True).first()
    if found is None:
        raise NotFound(f"There is no correction request {correction_id}.", details={"id": correction_id})
    article = locked(Article, found)
    return locked(CorrectionRequest, correction_id), article


def _require_in_article(claim_id: int, article: Article) -> None:
    if not Highlight.objects.filter(claim=claim_id, revision__article=article).exists():
        raise Conflict(
            "This claim does not stand in the article.", field="claim_id", rule="claim-not-in-article"
        )


def _require_past(on: date, field: str) -> None:
    if on > timezone.localdate():
        raise Invalid("This has not happened yet.", field=field, rule="in-the-future")
