"""Jobs by name: what an action asks for once its transaction is committed.

A message is only a hint. What needs doing stands in a column or row written in the same transaction, and a
sweep finds what a lost message left; so nothing here may be the only record of work, and a broker that does
not answer costs a warning, never the person's change.
"""

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)

INTERACTIVE, BULK, EXPORTS = "interactive", "bulk", "exports"

ASSESS_CLAIM = "annotations.assess_claim"
RECOMPUTE = "annotations.recompute"
TRY_POLICY = "annotations.try_policy"
RENDER_EXPORT = "annotations.render_export"
REANCHOR_ARTICLE = "annotations.reanchor_article"
CHECK_ARTICLE = "annotations.check_article"
VISIT_SOURCE = "annotations.visit_source"
ASK_ARCHIVE = "annotations.ask_archive"
IMPORT_ANNOTATIONS = "annotations.import_annotations"
READ_INTO_REGISTER = "annotations.read_into_register"
READ_CLAIMS_IN = "annotations.read_claims_in"
SUGGEST_DERIVATIONS = "annotations.suggest_derivations"

DELIVER_WEBHOOK = "annotations.deliver_webhook"
SEND_DIGEST = "annotations.send_digest"
KEEP_QUALITY_FIGURES = "annotations.keep_quality_figures"
CHECK_HISTORY = "annotations.check_history"


def assess_claims(claim_ids: list[int]) -> None:
    """Asks for assessments on commit: a few at once for the person who waits, many in the background."""
    queue = INTERACTIVE if len(claim_ids) <= 20 else BULK
    for claim_id in claim_ids:
        _on_commit(ASSESS_CLAIM, {"claim_id": claim_id}, queue)


def recompute(recomputation_id: int) -> None:
    """Asks on commit for the statuses of many claims to be computed, as one job."""
    _on_commit(RECOMPUTE, {"recomputation_id": recomputation_id}, BULK)


def try_policy(trial_id: int) -> None:
    """Asks on commit for a dry run of a proposed policy over all claims."""
    _on_commit(TRY_POLICY, {"trial_id": trial_id}, BULK)


def render_export(export_id: int) -> None:
    """Asks for an export to be rendered on commit."""
    _on_commit(RENDER_EXPORT, {"export_id": export_id}, EXPORTS)


def reanchor_article(article_id: int) -> None:
    """Asks on commit for an article's highlights to be carried over into its latest text."""
    _on_commit(REANCHOR_ARTICLE, {"article_id": article_id}, INTERACTIVE)


def check_article(article_id: int) -> None:
    """Asks on commit for the article's address to be read again."""
    _on_commit(CHECK_ARTICLE, {"article_id": article_id}, BULK)


def visit_source(visit_id: int) -> None:
    """Asks on commit for the address of a source to be read. A slow site must not hold up statuses, so even
    a visit that a person waits for is background work.
    """
    _on_commit(VISIT_SOURCE, {"visit_id": visit_id}, BULK)


def ask_archive(request_id: int) -> None:
    """Asks on commit for a question to be put to the public web archive."""
    _on_commit(ASK_ARCHIVE, {"request_id": request_id}, BULK)


def import_annotations(import_id: int) -> None:
    """Asks on commit for a file of annotations to be brought in."""
    _on_commit(IMPORT_ANNOTATIONS, {"import_id": import_id}, BULK)


def read_into_register(import_id: int) -> None:
    """Asks on commit for a file to be read into the register, or to be tried."""
    _on_commit(READ_INTO_REGISTER, {"import_id": import_id}, BULK)


def read_claims_in(import_id: int) -> None:
    """Asks on commit for a file of claims to be tried, or read in."""
    _on_commit(READ_CLAIMS_IN, {"import_id": import_id}, BULK)


def suggest_derivations(capture_id: int) -> None:
    """Asks on commit for a new copy to be compared with those of other sources."""
    _on_commit(SUGGEST_DERIVATIONS, {"capture_id": capture_id}, BULK)


def deliver_webhook(delivery_id: int) -> None:
    """Asks on commit for a message to be sent to a webhook. A slow receiver must hold up nothing else that
    people wait for.
    """
    _on_commit(DELIVER_WEBHOOK, {"delivery_id": delivery_id}, BULK)


def send_digest(person_id: int) -> None:
    """Asks on commit for somebody's letter of unread notices."""
    _on_commit(SEND_DIGEST, {"person_id": person_id}, BULK)


def check_history() -> None:
    """Asks on commit for the whole history to be checked."""
    _on_commit(CHECK_HISTORY, {}, BULK)


def keep_quality_figures() -> None:
    """Asks on commit for the figures of agreement and quality that are due."""
    _on_commit(KEEP_QUALITY_FIGURES, {}, BULK)


def _on_commit(name: str, arguments: dict[str, int], queue: str) -> None:
    transaction.on_commit(lambda: _send(name, arguments, queue), robust=True)


def _send(name: str, arguments: dict[str, int], queue: str) -> None:
    try:
        current_app.send_task(name, kwargs=arguments, queue=queue, retry=False)
    except (OperationalError, OSError) as failure:
        log.warning("job_not_sent", job=name, queue=queue, reason=str(failure), **arguments)
