"""The register and the work on claims, changed at one moment: no deadlock, and nothing is overlooked."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from annotations.actions.articles import add_revision
from annotations.actions.assessments import assess_claim
from annotations.actions.evidence import attach_evidence
from annotations.actions.highlights import retire_highlight
from annotations.actions.reanchoring import reanchor_article
from annotations.actions.sources import change_source_state, derive_source
from annotations.domain.canonical import from_plain
from annotations.domain.vocabulary import HighlightState, Origin
from annotations.models import Capture, Claim, Highlight, Source
from tests.factories import a_capture, a_claim, a_source, an_article, some_evidence, the_administrator
from tests.services.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

WAITING_FOR_US = "SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"


@contextmanager
def not_yet_committed(change: Callable[[], object]) -> Iterator[None]:
    """The block runs after the change was made elsewhere and before it is committed; it is committed once
    the block waits for it.
    """
    made = threading.Event()

    def work() -> None:
        try:
            with transaction.atomic():
                change()
                made.set()
                wait_until(somebody_waits_for_us, lambda: "nobody waits for the change")
        finally:
            made.set()
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        done: Future[None] = pool.submit(work)
        made.wait()
        yield
        done.result()


def somebody_waits_for_us() -> bool:
    """Whether another transaction can only go on when this one has ended."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING_FOR_US)
        return bool(cursor.fetchone()[0])


def linking(claim: Claim, capture: Capture) -> Callable[[], object]:
    actor = the_administrator()
    return lambda: attach_evidence(
        claim_id=claim.pk,
        capture_id=capture.pk,
        passage="The harbour",
        stance="corroborates",
        actor=actor,
    )


def retracting(source: Source) -> Callable[[], object]:
    actor = the_administrator()
    return lambda: change_source_state(source_id=source.pk, state="retracted", reason="Made up.", actor=actor)


def test_a_source_is_retracted_while_it_is_linked_once_more() -> None:
    source, claim = a_source(), a_claim()
    some_evidence(claim=claim, source=source)
    with not_yet_committed(linking(claim, a_capture(source=source))):
        retracting(source)()
    source.refresh_from_db()
    assert (source.state, claim.evidence.count()) == ("retracted", 2)


def test_a_claim_linked_while_its_source_is_retracted_is_assessed_on_the_retraction() -> None:
    source, claim = a_source(), a_claim()
    capture = a_capture(source=source)
    with not_yet_committed(retracting(source)):
        linking(claim, capture)()
        assessment = assess_claim(claim_id=claim.pk)
    assert assessment is not None
    assert [link["reason"] for link in assessment.result["links"]] == ["SOURCE_RETRACTED"]


def test_a_retraction_reaches_what_was_just_said_to_rest_on_it() -> None:
    wire, paper, claim = a_source(), a_source(), a_claim()
    some_evidence(claim=claim, source=paper)
    claim.refresh_from_db()
    actor = the_administrator()

    def derive() -> object:
        return derive_source(source_id=paper.pk, origin_id=wire.pk, kind="republishes", actor=actor)

    with not_yet_committed(derive):
        retracting(wire)()
    assert Claim.objects.get(pk=claim.pk).inputs_version == claim.inputs_version + 2


def revised_article() -> tuple[int, Highlight]:
    """An article with a highlight that has to be carried over into its second text."""
    text = "The ferry stopped at noon because of the storm.\n\nTwo boats remained in the harbour."
    article = an_article(text=text)
    claim = a_claim(article=article, words="Two boats remained")
    add_revision(
        article_id=article.pk,
        canonical=from_plain(f"Corrected on Friday.\n\n{text}"),
        origin=Origin.PASTE,
        actor=the_administrator(),
    )
    return article.pk, claim.highlights.get()


def test_a_highlight_retired_while_it_is_carried_over_stays_retired() -> None:
    article_id, highlight = revised_article()
    actor = the_administrator()
    with not_yet_committed(lambda: retire_highlight(highlight_id=highlight.pk, actor=actor)):
        reanchor_article(article_id=article_id)
    highlight.refresh_from_db()
    assert (highlight.state, highlight.is_current) == (HighlightState.RETIRED, True)
    assert Highlight.objects.count() == 1


def test_two_workers_carry_a_highlight_over_once() -> None:
    article_id, highlight = revised_article()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(reanchored_elsewhere, [article_id] * 2))
    assert list(highlight.claim.highlights.order_by("id").values_list("is_current", "outcome")) == [
        (False, "made"),
        (True, "unchanged"),
    ]
    assert reanchor_article(article_id=article_id) is None


def reanchored_elsewhere(article_id: int) -> None:
    try:
        reanchor_article(article_id=article_id)
    finally:
        connection.close()
