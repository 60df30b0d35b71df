"""Publications, replies and corrections through the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from annotations.domain.vocabulary import Role
from tests.api.calling import Program, made, problem_of
from tests.exports.signed_claims import a_signed_claim, signed
from tests.factories import a_claim, an_article, assessed
from tests.published import NOTE, asked_to_reply

pytestmark = pytest.mark.django_db


def test_a_claim_is_previewed_published_corrected_and_withdrawn() -> None:
    editor, reviewer, claim = Program(role=Role.EDITOR), Program(), a_signed_claim()
    preview = made(reviewer.get(f"claims/{claim.pk}/publish"), 200)
    assert (preview["is_correction"], preview["text"], preview["status"]) == (False, claim.text, "SUPPORTED")
    assert problem_of(reviewer.post(f"claims/{claim.pk}/publish"))[:2] == (403, "claim.publish")
    stale = editor.post(f"claims/{claim.pk}/publish", {"seen": "0" * 64})
    assert problem_of(stale)[:2] == (409, "preview-outdated")
    answer = editor.post(f"claims/{claim.pk}/publish", {"seen": preview["seen"]})
    first = made(answer)
    assert answer["Location"] == f"/api/v1/publications/{first['id']}"
    assert (first["number"], first["kind"], first["is_latest"]) == (1, "published", True)
    begun = made(editor.post(f"claims/{claim.pk}/begin-correction", {"reason": "A figure."}), 200)
    assert begun["state"] == "in_review"
    assert problem_of(reviewer.get(f"claims/{claim.pk}/publish"))[:2] == (409, "claim-correct-from-in-review")
    signed(assessed(claim))
    short = editor.post(f"claims/{claim.pk}/publish", {"public_note": "Short."})
    assert problem_of(short) == (400, "public-note-too-short", "public_note")
    second = made(editor.post(f"claims/{claim.pk}/publish", {"public_note": NOTE}))
    withdrawing = editor.post(f"claims/{claim.pk}/withdraw", {})
    assert problem_of(withdrawing)[:2] == (409, "published-needs-public-note")
    tombstone = made(editor.post(f"claims/{claim.pk}/unpublish", {"public_note": NOTE}))
    listed = made(reviewer.get("publications", claim=claim.pk), 200)["results"]
    assert [(one["id"], one["kind"], one["is_latest"]) for one in listed] == [
        (tombstone["id"], "withdrawn", True),
        (second["id"], "corrected", False),
        (first["id"], "published", False),
    ]
    [latest] = made(reviewer.get("publications", is_latest=True), 200)["results"]
    assert latest == made(reviewer.get(f"publications/{tombstone['id']}"), 200)


def test_who_was_asked_answers_and_may_take_longer() -> None:
    program, claim = Program(), a_signed_claim()
    deadline = timezone.now() + timedelta(days=1)
    asked = made(
        program.post(
            "replies",
            {
                "claim_id": claim.pk,
                "asked": "The harbour office",
                "question": "How many?",
                "deadline_at": deadline.isoformat(),
            },
        )
    )
    address = f"replies/{asked['id']}"
    waiting = Program(role=Role.EDITOR).post(f"claims/{claim.pk}/publish")
    assert problem_of(waiting)[:2] == (409, "reply-awaited")
    later = (deadline + timedelta(days=1)).isoformat()
    postponed = made(program.post(f"{address}/postpone", {"deadline_at": later}), 200)
    assert (postponed["version"], postponed["outcome"]) == (2, "waiting")
    empty = program.post(f"{address}/conclude", {"outcome": "answered"})
    assert problem_of(empty) == (400, "required", "answer")
    late = program.post(f"{address}/conclude", {"outcome": "declined"}, headers={"If-Match": '"1"'})
    assert problem_of(late)[0] == 412
    answered = made(program.post(f"{address}/conclude", {"outcome": "answered", "answer": "19."}), 200)
    assert (answered["outcome"], answered["answer"]) == ("answered", "19.")
    [listed] = made(program.get("replies", claim=claim.pk, outcome="answered"), 200)["results"]
    assert listed == made(program.get(address), 200)
    assert made(program.post(f"{address}/reopen"), 200)["outcome"] == "waiting"


def test_a_publisher_is_asked_to_correct_and_does() -> None:
    program, article = Program(), an_article()
    claim = a_claim(words="ferry", article=article)
    body = {
        "article_id": article.pk,
        "claim_id": claim.pk,
        "sent_to": "The desk",
        "wording": "Nineteen, not ninety.",
        "asked_on": "2026-03-02",
        "due_on": "2026-03-09",
    }
    asked = made(program.post("corrections", body))
    assert (asked["outcome"], asked["is_overdue"]) == ("waiting", True)
    assert problem_of(program.post("corrections", {**body, "claim_id": a_claim().pk}))[:2] == (
        409,
        "claim-not-in-article",
    )
    address = f"corrections/{asked['id']}"
    done = made(program.post(f"{address}/conclude", {"outcome": "partly", "outcome_on": "2026-03-10"}), 200)
    assert (done["outcome"], done["outcome_on"], done["is_overdue"]) == ("partly", "2026-03-10", False)
    assert made(program.get("corrections", article=article.pk, is_overdue=True), 200)["results"] == []
    assert made(program.post(f"{address}/reopen"), 200)["outcome"] == "waiting"
    [listed] = made(program.get("corrections", is_overdue=True), 200)["results"]
    assert listed == made(program.get(address), 200)


def test_a_reader_asks_nobody() -> None:
    reader, request = Program(role=Role.READER), asked_to_reply(a_claim())
    refused = reader.post(f"replies/{request.pk}/conclude", {"outcome": "declined"})
    assert problem_of(refused)[:2] == (403, "reply.conclude")
