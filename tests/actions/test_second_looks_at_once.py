"""Second looks taken, answered and settled at one moment by several: one of them does it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from annotations.actions.disputes import take_dispute
from annotations.actions.evidence import edit_evidence
from annotations.actions.gold import keep_gold
from annotations.actions.second_looks import answer_look, ask_for_look, take_look
from annotations.domain.errors import Refusal
from annotations.domain.vocabulary import Stance
from annotations.models import Event, SecondLook, StanceVote
from tests.actions.test_second_looks import GOLD
from tests.factories import a_person, the_administrator
from tests.reviewed import a_counted_link

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """What became of each, all begun at the same moment: empty, or the rule of the refusal."""
    start = threading.Barrier(len(deeds))

    def work(deed: Callable[[], object]) -> str:
        try:
            start.wait()
            deed()
            return ""
        except Refusal as refusal:
            return refusal.rule
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [future.result() for future in [pool.submit(work, deed) for deed in deeds]]


def test_two_who_take_one_look_do_not_both_have_it() -> None:
    first = a_person()
    look = ask_for_look(evidence_id=a_counted_link(actor=first).pk, actor=first)
    one, two = a_person(), a_person()
    rules = at_once(
        lambda: take_look(look_id=look.pk, actor=one), lambda: take_look(look_id=look.pk, actor=two)
    )
    assert sorted(rules) == ["", "second-look-taken"]


def test_an_answer_sent_twice_is_kept_once() -> None:
    first, reader = a_person(), a_person()
    look = ask_for_look(evidence_id=a_counted_link(actor=first).pk, actor=first)
    rules = at_once(
        lambda: answer_look(look_id=look.pk, stance=Stance.CORROBORATES, actor=reader),
        lambda: answer_look(look_id=look.pk, stance=Stance.CONTEXT, actor=reader),
    )
    assert rules.count("") == 1
    look.refresh_from_db()
    assert StanceVote.objects.get(reviewer=reader).stance == look.stance


def test_an_answer_and_another_judgement_of_the_link_do_not_cross() -> None:
    first, reader = a_person(), a_person()
    link = a_counted_link(actor=first)
    look = ask_for_look(evidence_id=link.pk, actor=first)
    at_once(
        lambda: answer_look(look_id=look.pk, stance=Stance.CORROBORATES, actor=reader),
        lambda: edit_evidence(evidence_id=link.pk, values={"stance": "context"}, actor=first),
    )
    look.refresh_from_db()
    assert (look.state, look.stance) in (("agreed", "corroborates"), ("cancelled", ""))


def test_an_answer_about_gold_sent_twice_is_kept_once() -> None:
    reader, gold = a_person(), keep_gold(values=GOLD, actor=the_administrator())
    look = SecondLook.objects.create(
        gold=gold, why="SAMPLED", first_stance="context", reader=reader, taken_at=timezone.now()
    )
    stances = (Stance.CONTEXT, Stance.CORROBORATES)
    deeds = [partial(answer_look, look_id=look.pk, stance=stance, actor=reader) for stance in stances]
    rules = at_once(*deeds)
    look.refresh_from_db()
    kept = stances[rules.index("")]
    assert (rules.count(""), look.stance) == (1, kept)
    assert Event.objects.get(verb="second_look.answered").after["stance"] == kept


def test_two_who_take_one_dispute_do_not_both_have_it() -> None:
    first, reader = a_person(), a_person()
    look = ask_for_look(evidence_id=a_counted_link(actor=first).pk, actor=first)
    answer_look(look_id=look.pk, stance=Stance.CONTEXT, actor=reader)
    one, two = a_person(), a_person()
    rules = at_once(
        lambda: take_dispute(look_id=look.pk, actor=one), lambda: take_dispute(look_id=look.pk, actor=two)
    )
    assert sorted(rules) == ["", "dispute-taken"]


def test_two_who_ask_open_one_look() -> None:
    # Neither may be asked to read it: one made the link, the other administers.
    first, other = a_person(), the_administrator()
    link = a_counted_link(actor=first)
    rules = at_once(
        lambda: ask_for_look(evidence_id=link.pk, actor=first),
        lambda: ask_for_look(evidence_id=link.pk, actor=other),
    )
    assert (sorted(rules), SecondLook.objects.count()) == (["", "second-look-waits"], 1)
