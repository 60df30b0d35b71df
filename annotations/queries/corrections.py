"""Questions about requests to correct an article: what waits, what is overdue, what came of them."""

from datetime import date

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Value, When
from django.utils import timezone

from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import CorrectionOutcome
from annotations.models import CorrectionRequest, Highlight, User
from annotations.queries.visibility import visible, visible_claims

LABEL = 100
"""So many characters of a claim stand in a list to choose from."""


def corrections_in_full(person: User) -> QuerySet[CorrectionRequest]:
    """Requests, each with whether its answer `is_overdue` today, where the person is."""
    return _dated(CorrectionRequest.objects.all(), timezone.localdate())


def correction_requests(
    person: User, *, outcome: str = "", is_overdue: bool = False
) -> QuerySet[CorrectionRequest]:
    """The requests that a person may see: of one outcome, overdue ones, or all. What waits comes first, by
    the day on which it is due; then the latest.
    """
    found = visible(corrections_in_full(person), person).select_related("article", "claim", "noted_by")
    if outcome:
        found = found.filter(outcome=outcome)
    if is_overdue:
        found = found.filter(outcome=CorrectionOutcome.WAITING, due_on__lt=timezone.localdate())
    waits = Case(When(outcome=CorrectionOutcome.WAITING, then=Value(0)), default=Value(1))
    return found.order_by(waits, F("due_on").asc(nulls_last=True), "-asked_on", "-id")


def overdue_corrections(person: User) -> QuerySet[CorrectionRequest]:
    """Those whose answer is overdue."""
    return correction_requests(person, is_overdue=True)


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


def correction_counts(person: User) -> dict[str, int]:
    """How many requests there are of each outcome; of all (an empty name), and overdue."""
    today = timezone.localdate()
    rows = visible(CorrectionRequest.objects.all(), person).order_by().values_list("outcome")
    overdue = Count("pk", filter=Q(outcome=CorrectionOutcome.WAITING, due_on__lt=today))
    counted = rows.annotate(count=Count("pk"), overdue=overdue)
    counts = {outcome: count for outcome, count, _ in counted}
    return {**counts, "": sum(counts.values()), "overdue": sum(late for *_, late in counted)}


def claims_to_correct(article_id: int, person: User) -> list[tuple[int, str]]:
    """The standing claims of an article that the person sees, by id and words."""
    here = Highlight.objects.filter(revision__article=article_id, is_current=True).values("claim")
    found = visible_claims(person).standing().filter(pk__in=here).order_by("pk")
    return [
        (pk, text if len(text) <= LABEL else f"{text[:LABEL]}…")
        for pk, text in found.values_list("pk", "text")
    ]
