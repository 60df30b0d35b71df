"""Second looks and disputes through the API: what a reader gets, and what nobody gets."""

import pytest

from annotations.actions.gold import keep_gold
from annotations.actions.second_looks import answer_look
from annotations.domain.vocabulary import Role, Stance
from annotations.models import GoldLink, ReviewRules, SecondLook
from tests.api.calling import Program, problem_of
from tests.factories import a_capture, a_person, a_publisher, a_source
from tests.factories import the_administrator as administrator
from tests.reviewed import a_counted_link, a_look, review_rules

pytestmark = pytest.mark.django_db

GOLD = {
    "claim_text": "The bridge was closed on 4 May.",
    "source_title": "Log",
    "before": "3 May: open. ",
    "passage": "4 May: closed.",
    "after": " 5 May: open.",
    "stance": "corroborates",
    "reason": "The log names the day.",
}


def test_a_reader_gets_the_passage_and_answers_it() -> None:
    review_rules()
    first, reader = a_person(), Program()
    capture = a_capture(
        source=a_source(publisher=a_publisher(kind="primary_record"), title="Log"),
        text="It rained.\n\nThe mayor was there. Nobody spoke.",
    )
    look = a_look(first=first, capture=capture, source=capture.source, passage="The mayor was there.")
    listed = reader.get("second-looks", is_open="true").json()["results"]
    assert len(listed) == 1
    row = {name: value for name, value in listed[0].items() if name not in ("claim_text", "asked_at")}
    assert row == {
        "id": look.pk,
        "claim_language": "und",
        "source_title": "Log",
        "passage_language": "und",
        "passage": "The mayor was there.",
        "before": "It rained.\n",
        "after": " Nobody spoke.",
        "is_open": True,
        "stance": "",
        "reason": "",
        "answered_at": None,
    }
    answer = reader.post(f"second-looks/{look.pk}/answer", {"stance": "context", "reason": "Another day."})
    assert (answer.status_code, answer.json()["is_open"], answer.json()["stance"]) == (200, False, "context")
    assert "state" not in answer.json()
    assert problem_of(Program(first).get(f"second-looks/{look.pk}")) == (404, "not-found", None)


def test_a_gold_link_looks_like_any_other() -> None:
    review_rules(gold_percent=50)
    gold = keep_gold(values=GOLD, actor=administrator())
    first, reader = a_person(), Program()
    for _ in range(12):
        a_look(first=first)
    listed = reader.get("second-looks").json()["results"]
    assert SecondLook.objects.filter(gold=gold).count() == 1 and len(listed) == 13
    assert len({tuple(row) for row in listed}) == 1
    look = SecondLook.objects.get(gold=gold)
    assert next(row["before"] for row in listed if row["id"] == look.pk) == "3 May: open. "
    answered = reader.post(f"second-looks/{look.pk}/answer", {"stance": "contradicts"})
    other = SecondLook.objects.filter(gold=None).earliest("pk")
    compared = reader.post(f"second-looks/{other.pk}/answer", {"stance": "contradicts"})
    assert answered.status_code == compared.status_code == 200
    assert answered.json().keys() == compared.json().keys()
    assert problem_of(reader.get("gold-links"))[0] == 403


def test_a_dispute_shows_both_readings_to_whoever_takes_it() -> None:
    review_rules()
    first, second = a_person(), a_person()
    look = a_look(first=first, note="Seen by all.")
    answer_look(look_id=look.pk, stance=Stance.CONTRADICTS, reason="Not there.", actor=second)
    third = Program()
    row = third.get("disputes").json()["results"][0]
    assert (row["id"], row["is_mine"], row["readings"]) == (look.pk, False, [])
    taken = third.post(f"disputes/{look.pk}/take").json()
    assert (taken["is_mine"], taken["readings"]) == (
        True,
        [
            {"stance": "contradicts", "reason": "Not there."},
            {"stance": "corroborates", "reason": "Seen by all."},
        ],
    )
    settled = third.post(f"disputes/{look.pk}/settle", {"stance": "", "reason": "Another mayor."}).json()
    assert (settled["state"], settled["settled_stance"]) == ("settled", "")
    assert Program(first).get("disputes").json()["results"][0]["state"] == "settled"
    seen = Program(first).get(f"evidence/{look.evidence_id}/second-looks").json()["results"]
    assert [(one["state"], one["first_stance"], one["stance"]) for one in seen] == [
        ("settled", "corroborates", "contradicts")
    ]


def test_a_look_is_asked_for_taken_given_back_and_given_to_somebody() -> None:
    first = Program()
    link = a_counted_link(actor=first.person)
    made = first.post(f"evidence/{link.pk}/second-looks")
    assert (made.status_code, made.json()["state"], made.json()["stance"]) == (201, "open", "")
    look = made.json()["id"]
    late, editor = Program(), Program(role=Role.EDITOR)
    assert problem_of(first.post(f"second-looks/{look}/take")) == (403, "not-blind", None)
    assert [row["id"] for row in editor.get("second-looks/unread").json()["results"]] == [look]
    given = editor.post(f"second-looks/{look}/assign", {"person_id": late.person.pk})
    assert (given.status_code, given.json()) == (200, {"id": look})
    assert late.post(f"second-looks/{look}/release").json() == {"id": look}
    assert SecondLook.objects.get(pk=look).reader == editor.person


def test_administrators_set_rules_and_keep_gold() -> None:
    program = Program(administrator())
    rules = {"asks_when": ["HIGH_RISK"], "sampled_percent": 5, "gold_percent": 5, "reason": "To learn."}
    made = program.post("review-rules", rules)
    assert (made.status_code, made.json()["number"], ReviewRules.objects.get().asks_when) == (
        201,
        1,
        ["HIGH_RISK"],
    )
    assert problem_of(program.post("review-rules", rules | {"asks_when": ["SAMPLED"]}))[0] == 400
    kept = program.post("gold-links", GOLD)
    assert (kept.status_code, GoldLink.objects.get().before) == (201, "3 May: open. ")
    assert program.post(f"gold-links/{kept.json()['id']}/retire").json()["retired_at"] is not None
