"""Questions about requests to correct an article: what waits, what is overdue, what came of them."""

from datetime import date

from django.db.models import BooleanField, Case, F, QuerySet, Value, When
from django.utils import timezone

from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import CorrectionOutcome
from annotations.models import CorrectionRequest, User
from annotations.queries.visibility import visible


def corrections_in_full(person: User) -> QuerySet[CorrectionRequest]:
    """Requests, each with whether its answer `is_overdue` today, where the person is."""
    return _dated(CorrectionRequest.objects.all(), timezone.localdate())


def correction_requests(person: User, *, outcome: str = "") -> QuerySet[CorrectionRequest]:
    """The requests that a person may see: of one outcome, or all. What waits comes first, by the day on which
    it is due; then the latest.
    """
    found = visible(corrections_in_full(person), person).select_related("article", "claim", "noted_by")
    if outcome:
        found = found.filter(outcome=outcome)
    waits = Case(When(outcome=CorrectionOutcome.WAITING, then=Value(0)), default=Value(1))
    return found.order_by(waits, F("due_on").asc(nulls_last=True), "-asked_on", "-id")


def overdue_corrections(person: User) -> QuerySet[CorrectionRequest]:
    """Those whose answer is overdue."""
    return correction_requests(person).filter(is_overdue=True)


def corrections_of_article(article_id: int, person: User) -> list[CorrectionRequest]:
    """The requests about one article, as the person may see them, the latest first."""
    return list(correction_requests(person).filter(article=article_id).order_by("-asked_on", "-id"))


def correction_for(correction_id: int, person: User) -> CorrectionRequest:
    """One request; refuses with `NotFound`."""
    found = correction_requests(person).filter(pk=correction_id).first()
    if found is None:
        raise NotFound(f"There is no correction request {correction_id}.", details={"id": correction_id})
    return found


def _dated(rows: QuerySet[CorrectionRequest], today: date) -> QuerySet[CorrectionRequest]:
    overdue = When(outcome=CorrectionOutcome.WAITING, due_on__lt=today, then=Value(True))
    return rows.annotate(is_overdue=Case(overdue, default=Value(False), output_field=BooleanField()))
