"""Readers report errors, editors settle them."""

from typing import Any

import pytest

from annotations.actions.error_reports import reopen_report, report_error, settle_report
from annotations.actions.publications import unpublish_claim
from annotations.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from annotations.domain.vocabulary import NoticeKind, ReportOutcome
from annotations.models import ErrorReport, Event, Notice
from tests.exports.signed_claims import a_signed_claim
from tests.factories import a_claim, a_person, an_article
from tests.public import public_pages
from tests.published import NOTE, an_editor, published

pytestmark = pytest.mark.django_db

TEXT = "It was Tuesday, not Monday."


def a_report(**given: Any) -> ErrorReport:
    """A report about a published claim."""
    public_pages()
    return report_error(**{"claim_id": published().claim.pk, "text": TEXT, **given})


def test_a_report_is_kept_and_told_without_the_reader() -> None:
    public_pages()
    editor, reviewer = an_editor(), a_person()
    claim = published().claim
    report = report_error(
        claim_id=claim.pk, text=TEXT, address="https://news.example/log", reader_name="Rosa Reader",
        reader_email="rosa@readers.example",
    )  # fmt: skip
    assert (report.text, report.outcome, report.claim) == (TEXT, ReportOutcome.WAITING, claim)
    event = Event.objects.get(verb="report.made")
    assert (event.stream, event.actor, event.after) == (f"claim:{claim.pk}", None, {"report": report.pk})
    told = Notice.objects.filter(kind=NoticeKind.READER_REPORTED)
    assert editor.pk in told.values_list("person", flat=True)
    assert reviewer.pk not in told.values_list("person", flat=True)


@pytest.mark.parametrize("about", ["article", "nothing", "withdrawn"])
def test_it_may_be_about_an_article_the_pages_or_what_was_withdrawn(about: str) -> None:
    public_pages()
    article = an_article()
    claim = published(a_signed_claim(words="The ferry stopped.", article=article)).claim
    if about == "withdrawn":
        unpublish_claim(claim_id=claim.pk, public_note=NOTE, actor=an_editor())
    given: dict[str, Any] = {
        "article": {"article_id": article.pk},
        "nothing": {},
        "withdrawn": {"claim_id": claim.pk},
    }[about]
    report = report_error(text=TEXT, **given)
    kept = {
        name: value
        for name, value in (("article_id", report.article_id), ("claim_id", report.claim_id))
        if value
    }
    assert kept == given


@pytest.mark.parametrize(
    ("given", "refusal", "rule"),
    [
        ({"text": "  "}, Invalid, "required"),
        ({"reader_email": "nobody"}, Invalid, "invalid"),
        ({"address": "x" * 501}, Invalid, "too-long"),
        ({"claim_id": 999}, NotFound, "not-found"),
        ({"claim_id": None, "article_id": 999}, NotFound, "not-found"),
    ],
)
def test_what_cannot_be_a_report_is_refused(given: dict[str, Any], refusal: type[Refusal], rule: str) -> None:
    with pytest.raises(refusal) as refused:
        a_report(**given)
    assert (refused.value.rule, ErrorReport.objects.count()) == (rule, 0)


def test_of_what_was_never_published_nobody_reports() -> None:
    public_pages()
    with pytest.raises(NotFound):
        report_error(claim_id=a_claim().pk, text=TEXT)


def test_without_pages_there_are_no_reports() -> None:
    with pytest.raises(Conflict) as refused:
        report_error(claim_id=published().claim.pk, text=TEXT)
    assert refused.value.rule == "no-public-pages"


@pytest.mark.parametrize("outcome", [one for one in ReportOutcome if one != ReportOutcome.WAITING])
def test_an_editor_settles_and_takes_it_back(outcome: ReportOutcome) -> None:
    report, editor = a_report(), an_editor()
    settled = settle_report(report_id=report.pk, outcome=outcome, note="We looked.", actor=editor)
    assert (settled.outcome, settled.outcome_note, settled.settled_by) == (outcome, "We looked.", editor)
    again = reopen_report(report_id=report.pk, actor=editor)
    assert (again.outcome, again.outcome_note, again.settled_by, again.settled_at) == (
        "waiting",
        "",
        None,
        None,
    )
    verbs = list(
        Event.objects.filter(subject_type="error_report").order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == ["report.made", "report.settled", "report.reopened"]


def test_what_was_settled_is_not_settled_again() -> None:
    report, editor = a_report(), an_editor()
    settle_report(report_id=report.pk, outcome="spam", actor=editor)
    with pytest.raises(Conflict):
        settle_report(report_id=report.pk, outcome="corrected", actor=editor)


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"outcome": "waiting"}, "unknown-outcome"),
        ({"outcome": "maybe"}, "unknown-outcome"),
        ({"outcome": "refused"}, "required"),
    ],
)
def test_settling_says_what_came_of_it(given: dict[str, Any], rule: str) -> None:
    report = a_report()
    with pytest.raises(Invalid) as refused:
        settle_report(report_id=report.pk, **given, actor=an_editor())
    assert refused.value.rule == rule


def test_who_is_no_editor_settles_nothing() -> None:
    report = a_report()
    with pytest.raises(NotAllowed):
        settle_report(report_id=report.pk, outcome="spam", actor=a_person())
    settle_report(report_id=report.pk, outcome="spam", actor=an_editor())
    with pytest.raises(NotAllowed):
        reopen_report(report_id=report.pk, actor=a_person())
