"""Questions about what readers reported."""

from dataclasses import dataclass

from django.db.models import Case, Count, Q, QuerySet, Value, When

from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import ReportOutcome, Role
from annotations.models import Article, ErrorReport, Publication, User
from annotations.queries.queue_claims import edited_by
from annotations.queries.visibility import visible


@dataclass(frozen=True, slots=True)
class Reported:
    """What a report is about, as far as readers know of it: a claim or an article with its published words,
    or the pages as a whole.
    """

    claim_id: int | None = None
    article_id: int | None = None
    title: str = ""
    language: str = ""

    @property
    def query(self) -> str:
        """How an address says it, to be added to others."""
        if self.claim_id is not None:
            return f"&claim={self.claim_id}"
        return f"&article={self.article_id}" if self.article_id is not None else ""


def reported_on(*, claim_id: int | None = None, article_id: int | None = None) -> Reported:
    """What readers may report on. Refuses with `NotFound` what was never published."""
    if claim_id is not None:
        said = Publication.objects.filter(claim=claim_id).order_by("-number")
        found = said.values_list("text", "claim__language").first()
        if found is None:
            raise NotFound(f"There is no check of claim {claim_id}.", details={"id": claim_id})
        return Reported(claim_id=claim_id, title=found[0], language=found[1])
    if article_id is not None:
        here = Publication.objects.filter(claim__highlights__revision__article=article_id)
        found = Article.objects.filter(pk=article_id).values_list("headline", "language").first()
        if found is None or not here.exists():
            raise NotFound(f"There are no checks of article {article_id}.", details={"id": article_id})
        return Reported(article_id=article_id, title=found[0], language=found[1])
    return Reported()


def reports_in_full(person: User) -> QuerySet[ErrorReport]:
    """Reports, for programs."""
    return reports_for(person)


def reports_for(person: User, *, outcome: str = "") -> QuerySet[ErrorReport]:
    """The reports that the person settles: on claims and articles of the desks where they are an editor, and
    on those of nobody. Of one outcome, or all; what waits comes first, the earliest first, then the latest.
    """
    rows = visible(ErrorReport.objects.filter(_theirs(person)), person)
    if outcome:
        rows = rows.filter(outcome=outcome)
    waits = Case(When(outcome=ReportOutcome.WAITING, then=Value(0)), default=Value(1))
    rows = rows.select_related("claim", "article", "settled_by")
    if outcome == ReportOutcome.WAITING:
        return rows.order_by("reported_at", "id")
    return rows.order_by(waits, "-reported_at", "-id")


def report_counts(person: User) -> dict[str, int]:
    """How many reports there are of each outcome, and of all (an empty name)."""
    counted = reports_for(person).order_by().values_list("outcome").annotate(count=Count("pk"))
    counts = dict(counted)
    return {**counts, "": sum(counts.values())}


def report_for(report_id: int, person: User) -> ErrorReport:
    """One report; refuses with `NotFound`."""
    found = reports_for(person).filter(pk=report_id).first()
    if found is None:
        raise NotFound(f"There is no report {report_id}.", details={"id": report_id})
    return found


def _theirs(person: User) -> Q:
    of_claims = Q(claim__isnull=False) & edited_by(person, "claim__")
    of_articles = Q(claim__isnull=True, article__isnull=False) & edited_by(person, "article__")
    if person.role not in (Role.EDITOR, Role.ADMINISTRATOR):
        return of_claims | of_articles
    return of_claims | of_articles | Q(claim__isnull=True, article__isnull=True)
