"""Jobs: each loads nothing itself, calls one action, and may run twice or at the same time as itself.

Nobody imports this module but the worker; `jobs.py` sends by name. A database that does not answer is asked
again a few times, which only saves time: what is due stands in rows, and the sweeps find it.
"""

from datetime import timedelta
from typing import Any

import structlog
from celery import shared_task
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from annotations.actions import (
    annotation_imports,
    archived_copies,
    article_checks,
    assessments,
    changes,
    claim_imports,
    digests,
    export_gathering,
    export_runs,
    export_schedules,
    exports,
    heartbeats,
    history,
    history_checks,
    idempotency,
    overrides,
    policies,
    quality,
    reanchoring,
    recomputations,
    register_imports,
    reminders,
    replies,
    staleness,
    suggestions,
    visits,
    webhook_deliveries,
)
from annotations.exports import FORMATS

log = structlog.get_logger(__name__)

ANSWERS_KEPT = timedelta(days=2)
ASKING_AGAIN: dict[str, Any] = {
    "autoretry_for": (OperationalError, InterfaceError),
    "retry_backoff": 1,
    "retry_backoff_max": 30,
    "retry_jitter": True,
    "max_retries": 5,
}


@shared_task(name="annotations.assess_claim", **ASKING_AGAIN)
def assess_claim(claim_id: int) -> None:
    """Brings one claim's status up to its inputs."""
    if assessments.assess_claim(claim_id=claim_id) is None:
        log.debug("nothing_to_assess", claim_id=claim_id)


@shared_task(name="annotations.recompute", **ASKING_AGAIN)
def recompute(recomputation_id: int) -> None:
    """Brings the statuses of many claims up to one change."""
    if recomputations.run_recomputation(recomputation_id=recomputation_id) is None:
        log.debug("nothing_to_recompute", recomputation_id=recomputation_id)


@shared_task(name="annotations.try_policy", **ASKING_AGAIN)
def try_policy(trial_id: int) -> None:
    """Runs a proposed policy dry over every claim."""
    if policies.run_trial(trial_id=trial_id) is None:
        log.debug("nothing_to_try", trial_id=trial_id)


@shared_task(name="annotations.render_export", **ASKING_AGAIN)
def render_export(export_id: int) -> None:
    """Renders one export."""
    if export_runs.run_export(export_id=export_id, formats=FORMATS) is None:
        log.debug("nothing_to_render", export_id=export_id)


@shared_task(name="annotations.reanchor_article", **ASKING_AGAIN)
def reanchor_article(article_id: int) -> None:
    """Carries an article's highlights over into its latest text."""
    if reanchoring.reanchor_article(article_id=article_id) is None:
        log.debug("nothing_to_reanchor", article_id=article_id)


@shared_task(name="annotations.check_article", **ASKING_AGAIN)
def check_article(article_id: int) -> None:
    """Reads an article's address again."""
    if article_checks.check_article(article_id=article_id) is None:
        log.debug("nothing_to_check", article_id=article_id)


@shared_task(name="annotations.visit_source", **ASKING_AGAIN)
def visit_source(visit_id: int) -> None:
    """Reads the address of a source."""
    if visits.visit_source(visit_id=visit_id) is None:
        log.debug("nothing_to_visit", visit_id=visit_id)


@shared_task(name="annotations.ask_archive", **ASKING_AGAIN)
def ask_archive(request_id: int) -> None:
    """Asks the public web archive about a source."""
    if archived_copies.answer_archive_request(request_id=request_id) is None:
        log.debug("nothing_to_ask_the_archive", request_id=request_id)


@shared_task(name="annotations.import_annotations", **ASKING_AGAIN)
def import_annotations(import_id: int) -> None:
    """Brings in a file of annotations."""
    if annotation_imports.run_import(import_id=import_id) is None:
        log.debug("nothing_to_import", import_id=import_id)


@shared_task(name="annotations.read_into_register", **ASKING_AGAIN)
def read_into_register(import_id: int) -> None:
    """Reads a file of publishers or sources into the register, or says what would become of it."""
    if register_imports.run_register_import(import_id=import_id) is None:
        log.debug("nothing_to_read_into_register", import_id=import_id)


@shared_task(name="annotations.read_claims_in", **ASKING_AGAIN)
def read_claims_in(import_id: int) -> None:
    """Reads a file of claims in, or says what would become of it."""
    if claim_imports.run_claim_import(import_id=import_id) is None:
        log.debug("nothing_to_read_in", import_id=import_id)


@shared_task(name="annotations.suggest_derivations", **ASKING_AGAIN)
def suggest_derivations(capture_id: int) -> None:
    """Compares a new copy with those of other sources."""
    if suggestions.look_for_copies(capture_id=capture_id) is None:
        log.debug("nothing_to_compare", capture_id=capture_id)


@shared_task(name="annotations.send_digest", **ASKING_AGAIN)
def send_digest(person_id: int) -> None:
    """Sends one person the letter with their unread notices."""
    if not digests.send_digest(person_id=person_id, now=timezone.now()):
        log.debug("nothing_to_send", person_id=person_id)


@shared_task(name="annotations.deliver_webhook", **ASKING_AGAIN)
def deliver_webhook(delivery_id: int) -> None:
    """Sends one message to a webhook."""
    if webhook_deliveries.deliver(delivery_id=delivery_id) is None:
        log.debug("nothing_to_deliver", delivery_id=delivery_id)


# The next turn of the timetable is the repetition of these.
@shared_task(name="annotations.sweep_assessments")
def sweep_assessments() -> None:
    """Asks again for every assessment that is due."""
    found = assessments.sweep_assessments()
    if found:
        log.info("assessments_found_due", count=found)


@shared_task(name="annotations.sequence_changes")
def sequence_changes() -> None:
    """Gives changes of claims their positions, and has webhooks told of them."""
    if given_out := changes.sequence_changes():
        log.debug("changes_sequenced", count=given_out)
        webhook_deliveries.sweep_webhooks()


@shared_task(name="annotations.sweep_webhooks")
def sweep_webhooks() -> None:
    """Asks again for every message to a webhook that is due."""
    found = webhook_deliveries.sweep_webhooks()
    if found:
        log.info("webhook_messages_found_due", count=found)


@shared_task(name="annotations.forget_deliveries")
def forget_deliveries() -> None:
    """Clears the log of what was sent to webhooks."""
    forgotten = webhook_deliveries.forget_deliveries(now=timezone.now())
    log.info("webhook_deliveries_forgotten", count=forgotten)


@shared_task(name="annotations.sweep_recomputations")
def sweep_recomputations() -> None:
    """Asks again for every recomputation, and every trial of a policy, that nobody works on."""
    found = recomputations.sweep_recomputations() + policies.sweep_trials()
    if found:
        log.info("recomputations_found_due", count=found)


@shared_task(name="annotations.sweep_exports")
def sweep_exports() -> None:
    """Asks again for every export that nobody is rendering, and clears up after those that ended."""
    found = export_runs.sweep_exports()
    if found:
        log.info("exports_found_due", count=found)
    export_gathering.sweep_parts()


@shared_task(name="annotations.sweep_export_schedules")
def sweep_export_schedules() -> None:
    """Asks for every export that is due by a timetable."""
    asked = export_schedules.sweep_schedules(now=timezone.now())
    if asked:
        log.info("exports_asked_for_by_timetable", count=asked)


@shared_task(name="annotations.expire_exports")
def expire_exports() -> None:
    """Drops the files of exports that were kept long enough."""
    expired = exports.expire_exports(now=timezone.now())
    if expired:
        log.info("exports_expired", count=expired)


@shared_task(name="annotations.sweep_reanchorings")
def sweep_reanchorings() -> None:
    """Asks again for every article whose highlights still stand in an earlier text."""
    found = reanchoring.sweep_reanchorings()
    if found:
        log.info("reanchorings_found_due", count=found)


@shared_task(name="annotations.sweep_article_checks")
def sweep_article_checks() -> None:
    """Asks for every look at an address that is due."""
    found = article_checks.sweep_article_checks()
    if found:
        log.info("article_checks_found_due", count=found)


@shared_task(name="annotations.sweep_visits")
def sweep_visits() -> None:
    """Asks for every visit to a source's address that is due."""
    found = visits.sweep_visits()
    if found:
        log.info("visits_found_due", count=found)


@shared_task(name="annotations.sweep_archive_requests")
def sweep_archive_requests() -> None:
    """Asks again for every question to the web archive that waits."""
    found = archived_copies.sweep_archive_requests()
    if found:
        log.info("archive_requests_found_due", count=found)


@shared_task(name="annotations.sweep_annotation_imports")
def sweep_annotation_imports() -> None:
    """Asks again for every import of annotations that nobody works on."""
    found = annotation_imports.sweep_imports()
    if found:
        log.info("annotation_imports_found_due", count=found)


@shared_task(name="annotations.sweep_claim_imports")
def sweep_claim_imports() -> None:
    """Asks again for files of claims that nobody reads."""
    found = claim_imports.sweep_claim_imports()
    if found:
        log.info("claim_imports_found_due", count=found)


@shared_task(name="annotations.sweep_register_imports")
def sweep_register_imports() -> None:
    """Asks again for every file of the register that nobody works on."""
    found = register_imports.sweep_register_imports()
    if found:
        log.info("register_imports_found_due", count=found)


@shared_task(name="annotations.sweep_suggestions")
def sweep_suggestions() -> None:
    """Asks again for every copy that was not compared with others yet."""
    found = suggestions.sweep_suggestions()
    if found:
        log.info("copies_found_uncompared", count=found)


@shared_task(name="annotations.sweep_digests")
def sweep_digests() -> None:
    """Asks for every letter of unread notices that is due."""
    found = digests.sweep_digests(now=timezone.now())
    if found:
        log.info("letters_found_due", count=found)


@shared_task(name="annotations.mark_due_work")
def mark_due_work() -> None:
    """Tells people of their work that is due within the day."""
    found = reminders.remind_of_due_work(now=timezone.now())
    if found:
        log.info("reminded_of_due_work", count=found)


@shared_task(name="annotations.keep_quality_figures")
def keep_quality_figures() -> None:
    """Computes the figures of agreement and quality that are due today: once, and whenever somebody asks."""
    kept = quality.keep_figures(now=timezone.now())
    if kept:
        log.info("quality_figures_kept", count=kept)


@shared_task(name="annotations.mark_due_predictions")
def mark_due_predictions() -> None:
    """Has predictions that came due assessed by their evidence."""
    found = assessments.mark_due_predictions(today=timezone.now().date())
    if found:
        log.info("predictions_came_due", count=found)


@shared_task(name="annotations.mark_aged")
def mark_aged() -> None:
    """Marks signed statuses that nobody has looked at for longer than they stay fresh."""
    found = staleness.flag_aged(today=timezone.now().date())
    if found:
        log.info("statuses_became_old", count=found)


@shared_task(name="annotations.expire_overrides")
def expire_overrides() -> None:
    """Ends overrides whose time is over."""
    found = overrides.expire_overrides(now=timezone.now())
    if found:
        log.info("overrides_expired", count=found)


@shared_task(name="annotations.seal_history")
def seal_history() -> None:
    """Seals what happened since the last seal. Where somebody keeps the events locked, the next turn does."""
    try:
        seal = history.seal_history()
    except OperationalError as failure:
        log.warning("history_not_sealed", reason=str(failure).strip())
        return
    if seal is not None:
        log.info("history_sealed", number=seal.number, events=seal.events)


@shared_task(name="annotations.check_history", **ASKING_AGAIN)
def check_history() -> None:
    """Recomputes the hash of every event, and keeps what came of it."""
    checked = history_checks.check_history()
    if checked is None:
        log.debug("history_is_being_checked")
    elif not checked.after["is_whole"]:
        log.error("history_is_not_whole", found=checked.after["broken"])


@shared_task(name="annotations.sweep_history_checks")
def sweep_history_checks() -> None:
    """Asks again for the check of the history that somebody waits for."""
    if history_checks.sweep_history_checks():
        log.info("history_check_found_due")


@shared_task(name="annotations.expire_replies")
def expire_replies() -> None:
    """Notes who did not answer a question by its deadline."""
    found = replies.expire_replies(now=timezone.now())
    if found:
        log.info("replies_run_out", count=found)


@shared_task(name="annotations.forget_answers")
def forget_answers() -> None:
    """Forgets the answers to create requests that are older than anybody repeats them."""
    forgotten = idempotency.forget_answers(before=timezone.now() - ANSWERS_KEPT)
    log.info("answers_forgotten", count=forgotten)


@shared_task(name="annotations.heartbeat")
def heartbeat(name: str) -> None:
    """Notes that the worker of this name runs."""
    heartbeats.beat(name=name)
