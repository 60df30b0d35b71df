"""Something in every state that pages show: the seeds, and what they do not hold."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.actions.annotation_imports import request_import
from annotations.actions.assignments import assign_work
from annotations.actions.claim_imports import request_claim_import
from annotations.actions.claim_sets import freeze_claim_set
from annotations.actions.claims import withdraw_claim
from annotations.actions.comments import write_comment
from annotations.actions.corrections import ask_for_correction
from annotations.actions.desks import add_member, make_desk
from annotations.actions.error_reports import report_error
from annotations.actions.export_links import make_link
from annotations.actions.export_schedules import create_schedule
from annotations.actions.exports import cancel_export, request_export
from annotations.actions.invitations import invite_to_desk
from annotations.actions.merges import merge_sources
from annotations.actions.policies import propose_policy
from annotations.actions.protection import register_protected_source
from annotations.actions.publishers import add_bloc, grade_publisher, join_bloc, relate_publishers
from annotations.actions.quality import keep_figures
from annotations.actions.register_imports import request_register_import
from annotations.actions.replies import ask_for_reply
from annotations.actions.saved_filters import keep_filter
from annotations.actions.sources import relate_sources
from annotations.actions.webhooks import create_webhook, send_test
from annotations.domain.vocabulary import (
    ExportFormat,
    ExportState,
    ImportState,
    RecomputationState,
    TrialState,
)
from annotations.models import (
    AnnotationImport,
    ApiToken,
    Article,
    Assignment,
    Claim,
    ClaimImport,
    ClaimSet,
    Comment,
    CorrectionRequest,
    Derivation,
    DerivationSuggestion,
    Desk,
    ErrorReport,
    Event,
    Evidence,
    Export,
    ExportSchedule,
    Highlight,
    Invitation,
    Notice,
    PartyMembership,
    PolicyTrial,
    Publication,
    PublisherRelation,
    Recomputation,
    RegisterImport,
    ReplyRequest,
    SavedFilter,
    SourceMerge,
    SourceRelation,
    User,
    Verdict,
    Webhook,
    WebhookDelivery,
)
from tests.browser.second_readings import rows_of_review, second_readings
from tests.browser.visited_sources import addresses_and_copies
from tests.factories import a_claim, a_source, a_token, an_article
from tests.register import many_claims_on
from tests.revised import CHANGED, GONE, OLD, a_story, revised
from tests.services.live import LiveWorkbench

CHANGED_ARTICLE, REPLACED_ARTICLE = "Boats in May", "A text that was replaced"


def things_of_every_state(agnes: User, live: LiveWorkbench) -> None:
    """What the seeds do not hold: exports, one of them stopped, a token, a claim that was withdrawn, and
    articles whose words changed.
    """
    keep_figures(now=timezone.now())
    signed = ClaimSet.objects.get(name="Signed claims")
    done = request_export(claim_set_id=signed.pk, format=ExportFormat.NDJSON, actor=agnes)
    live.wait_for(lambda: Export.objects.get(pk=done.pk).state == ExportState.DONE)
    # The worker hears of it when it is stopped already.
    with transaction.atomic():
        stopped = request_export(claim_set_id=signed.pk, format=ExportFormat.CSV, actor=agnes)
        cancel_export(export_id=stopped.pk, actor=agnes)
    a_token(person=agnes)
    withdraw_claim(claim_id=Claim.objects.get(text="Who decided to sail?").pk, actor=agnes)
    a_story(headline=CHANGED_ARTICLE, actor=agnes)
    replaced = an_article(text=OLD, headline=REPLACED_ARTICLE, actor=agnes)
    for words in (CHANGED, GONE):
        a_claim(words=words, article=replaced, actor=agnes)
    revised(replaced, "Nothing of it is printed here any more.")
    an_import_of_annotations(replaced, agnes, live)
    # Two of the demo's sources share words; the worker finds that once it compared their copies.
    live.wait_for(DerivationSuggestion.objects.exists)
    a_trial_of_another_policy(agnes, live)
    a_register_that_changed(agnes, live)
    addresses_and_copies(the_link(), agnes)
    a_file_for_the_register(agnes, live)
    what_became_one(agnes)
    a_desk(agnes)
    what_people_say(the_link().claim_id, agnes)
    what_others_were_asked(the_link().claim_id, replaced, agnes)
    second_readings(agnes)
    sets_and_timetables(agnes)
    hook = create_webhook(name="Newsletter", address="https://news.example/hook", actor=agnes)
    send_test(webhook_id=hook.pk, actor=agnes)
    keep_filter(noun="sources", name="Ferries", criteria={"words": ["ferry"]}, actor=agnes)


def sets_and_timetables(person: User) -> None:
    """Two moments of a set, and what exports it by itself."""
    signed = ClaimSet.objects.get(name="Signed claims")
    for name in ("Signed on Monday", "Signed on Tuesday"):
        freeze_claim_set(claim_set_id=signed.pk, name=name, actor=person)
    create_schedule(claim_set_id=signed.pk, format=ExportFormat.CSV, cadence="weekly", actor=person)


def a_desk(person: User) -> None:
    """One with people, an article and a link that is out."""
    desk = make_desk(name="Harbour", purpose="Ships, ferries and fish", actor=person)
    newest = User.objects.latest("pk")
    if newest != person:
        add_member(desk_id=desk.pk, person_id=newest.pk, role="reviewer", actor=person)
    an_article(headline="Of the harbour desk", desk_id=desk.pk, actor=person)
    invite_to_desk(desk_id=desk.pk, desk_role="reviewer", note="For the spring", actor=person)


def what_people_say(claim_id: int, person: User) -> None:
    """Work that is overdue, and a conversation in which somebody is named."""
    due_on = timezone.localdate() - timedelta(days=2)
    assign_work(claim_ids=[claim_id], person_ids=[person.pk], due_on=due_on, note="Ask.", actor=person)
    first = write_comment(claim_id=claim_id, text="@bruno: https://harbour.example/log", actor=person)
    write_comment(claim_id=claim_id, text="I have it.", replies_to_id=first.pk, actor=person)


def what_others_were_asked(claim_id: int, article: Article, person: User) -> None:
    """Somebody who may still answer, and a publisher whose answer is overdue."""
    deadline = timezone.now() + timedelta(days=2)
    asked: dict[str, Any] = {"asked": "The yard", "question": "Since when?", "deadline_at": deadline}
    ask_for_reply(claim_id=claim_id, **asked, actor=person)
    today = timezone.localdate()
    days: dict[str, Any] = {"asked_on": today - timedelta(days=9), "due_on": today - timedelta(days=2)}
    words: dict[str, Any] = {
        "sent_to": "The desk, by e-mail",
        "wording": "It was out of order since October.",
    }
    ask_for_correction(article_id=article.pk, **words, **days, actor=person)
    published = Publication.objects.earliest("pk")
    report_error(claim_id=published.claim_id, text="It was Tuesday.", reader_email="rosa@readers.example")


def rows_for_readers() -> dict[str, int]:
    """What the addresses of the pages for readers ask for: a check that was corrected, and its article."""
    claim = Publication.objects.filter(kind="corrected").latest("pk").claim
    return {"claim_id": claim.pk, "article_id": claim.highlights.latest("pk").revision.article_id}


def what_became_one(person: User) -> None:
    """Two sources that were merged, two that may be one, and one that only few people know."""
    outlet = a_source().publisher
    kept, absorbed, _, _ = (a_source(publisher=outlet, title=f"Locks of the canal {n}") for n in "abcc")
    merge_sources(kept_id=kept.pk, absorbed_id=absorbed.pk, reason="One report.", actor=person)
    register_protected_source(title="The pilot on board", note="After ten.", actor=person)


def a_file_for_the_register(person: User, live: LiveWorkbench) -> None:
    """One that was tried: something of it is new, and something refused."""
    known = a_source(tags=["ferry"]).publisher.name
    content = f"title,publisher,kind\nLog,{known},record\nPlan,{known},novel\n".encode()
    asked = request_register_import(noun="sources", stream=BytesIO(content), file_name="a.csv", actor=person)
    live.wait_for(lambda: RegisterImport.objects.get(pk=asked.pk).state == ImportState.DONE)
    claims = b"claim,said_by,address\nThe canal was shut.,Rosa,none\n,Rosa,\n"
    tried = request_claim_import(format="csv", stream=BytesIO(claims), file_name="b.csv", actor=person)
    live.wait_for(lambda: ClaimImport.objects.get(pk=tried.pk).state == ImportState.DONE)


def a_register_that_changed(person: User, live: LiveWorkbench) -> None:
    """A regrade with many claims behind it, a side that somebody speaks for, and statements about two."""
    first, second = a_source(), a_source()
    many_claims_on(first, 25)
    outlets = {"first_id": first.publisher_id, "second_id": second.publisher_id}
    relate_publishers(**outlets, kind="not_independent", reason="One hand.", actor=person)
    relate_sources(
        first_id=first.pk, second_id=second.pk, kind="same_work", reason="Word by word.", actor=person
    )
    bloc = add_bloc(name="The pilots", dispute="The pilotage", actor=person)
    join_bloc(publisher_id=first.publisher_id, bloc_id=bloc.pk, actor=person)
    grade_publisher(publisher_id=first.publisher_id, grade="A", reason="Never wrong.", actor=person)
    live.wait_for(lambda: not Recomputation.objects.exclude(state=RecomputationState.DONE).exists())


def a_trial_of_another_policy(person: User, live: LiveWorkbench) -> None:
    """One under which many statuses would move."""
    asked = propose_policy(version="1.1.0", tables={"bar": 150}, reason="Surer verdicts.", actor=person)
    live.wait_for(lambda: PolicyTrial.objects.get(pk=asked.pk).state == TrialState.DONE)


def an_import_of_annotations(article: Article, person: User, live: LiveWorkbench) -> None:
    """One of which something came, and something was refused."""
    kept = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "bodyValue": "Ask the harbour office.",
        "target": f"{live.address}/articles/{article.pk}/",
    }
    content = json.dumps([kept, {"type": "Annotation"}])
    asked = request_import(article_id=article.pk, content=content, file_name="notes.jsonld", actor=person)
    live.wait_for(lambda: AnnotationImport.objects.get(pk=asked.pk).state == ImportState.DONE)


def a_link() -> str:
    """What stands in a link to the file of an export."""
    export = Export.objects.filter(state=ExportState.DONE).latest("pk")
    return make_link(export_id=export.pk, actor=export.requested_by).address.split("/")[-2]


def the_link() -> Evidence:
    """A link of a claim with evidence, people and parties about it."""
    claim = Claim.objects.get(text="The bow thruster of the Guillemot had been out of order since October.")
    return Evidence.objects.filter(claim=claim).latest("pk")


def rows() -> dict[str, Any]:
    """A row for every variable of an address: those of a claim with evidence, people and parties about it,
    and of an article with two revisions.
    """
    article, link = Article.objects.get(headline=CHANGED_ARTICLE), the_link()
    return {
        "article_id": article.pk,
        "revision_id": article.revisions.latest("number").pk,
        "number": 1,
        "old": 1,
        "new": 2,
        "claim_id": link.claim_id,
        "evidence_id": link.pk,
        "verdict_id": Verdict.objects.latest("pk").pk,
        "source_id": link.source_id,
        "publisher_id": link.source.publisher_id,
        "capture_id": link.capture_id,
        "later_id": link.source.captures.exclude(text="").latest("pk").pk,
        "file_id": link.source.captures.get(text="").pk,
        "picture_id": link.source.captures.get(text="").pk,
        "derivation_id": Derivation.objects.latest("pk").pk,
        "suggestion_id": DerivationSuggestion.objects.earliest("pk").pk,
        "claim_set_id": ClaimSet.objects.get(name="Signed claims").pk,
        "export_id": Export.objects.filter(state=ExportState.DONE).latest("pk").pk,
        "export_schedule_id": ExportSchedule.objects.latest("pk").pk,
        "frozen_id": ClaimSet.objects.get(name="Signed on Monday").pk,
        "other_id": ClaimSet.objects.get(name="Signed on Tuesday").pk,
        "token": a_link(),
        "token_id": ApiToken.objects.latest("pk").pk,
        "facet": "publisher",
        "table_name": "figures",
        "import_id": AnnotationImport.objects.latest("pk").pk,
        "highlight_id": Highlight.objects.waiting().filter(outcome="orphaned").earliest("pk").pk,
        "trial_id": PolicyTrial.objects.latest("pk").pk,
        "membership_id": PartyMembership.objects.latest("pk").pk,
        "publisher_relation_id": PublisherRelation.objects.latest("pk").pk,
        "source_relation_id": SourceRelation.objects.latest("pk").pk,
        "recomputation_id": Recomputation.objects.latest("pk").pk,
        "event_id": Event.objects.filter(verb="publisher.graded").latest("pk").pk,
        "noun": "sources",
        "register_import_id": RegisterImport.objects.latest("pk").pk,
        "claim_import_id": ClaimImport.objects.latest("pk").pk,
        "webhook_id": Webhook.objects.latest("pk").pk,
        "delivery_id": WebhookDelivery.objects.latest("pk").pk,
        "filter_id": SavedFilter.objects.latest("pk").pk,
        "merge_id": SourceMerge.objects.latest("pk").pk,
        "person_id": User.objects.latest("pk").pk,
        "notice_id": Notice.objects.latest("pk").pk,
        "assignment_id": Assignment.objects.latest("pk").pk,
        "comment_id": Comment.objects.latest("pk").pk,
        **rows_of_review(),
        "reply_id": ReplyRequest.objects.latest("pk").pk,
        "report_id": ErrorReport.objects.latest("pk").pk,
        "correction_id": CorrectionRequest.objects.latest("pk").pk,
        "desk_id": Desk.objects.latest("pk").pk,
        "invitation_id": Invitation.objects.latest("pk").pk,
        "secret": "of-a-link-that-nobody-made",
    }
