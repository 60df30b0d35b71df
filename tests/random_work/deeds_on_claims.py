"""What people do to claims, evidence and the register; what it is done to is left to chance."""

from collections.abc import Mapping
from typing import Any

from annotations.actions.assessments import assess_claim
from annotations.actions.assignments import take_work
from annotations.actions.claim_nodes import AttributionLayer
from annotations.actions.claims import create_claim, edit_claim, restore_claim, withdraw_claim
from annotations.actions.comments import write_comment
from annotations.actions.compounds import add_part, take_part_out
from annotations.actions.evidence import edit_evidence, restore_evidence, withdraw_evidence
from annotations.actions.layers import add_layer
from annotations.actions.presence import note_presence
from annotations.actions.publishers import grade_publisher
from annotations.actions.sources import change_source_state
from annotations.actions.staleness import dismiss_staleness
from annotations.domain.vocabulary import EvidenceState, Grade, SourceState
from annotations.models import Claim, Evidence, StaleFlag
from tests.factories import the_administrator
from tests.random_work.chance import Chance, Deed
from tests.random_work.newsroom import WORDS, link_passage


def do_make(chance: Chance) -> Deed:
    article, actor = chance.random.choice([*chance.room.articles, None]), chance.person()
    place: dict[str, Any] = {}
    if article is not None:
        words = "Two boats remained."
        revision = article.revisions.latest("number")
        start = revision.text.index(words)
        place = {"revision_id": revision.pk, "start": start, "end": start + len(words), "exact": words}
    risk = chance.random.choice(["normal", "high"])
    return lambda: create_claim(text="Two boats remained.", type="event", risk=risk, actor=actor, **place)


def do_edit(chance: Chance) -> Deed:
    values: Mapping[str, Any] = chance.random.choice(
        [
            {"text": f"The ferry made few crossings ({chance.random.random()})."},
            {"risk": "high"},
            {"topic": "sea"},
        ]
    )
    claim, actor = chance.claim(), chance.person()
    return lambda: edit_claim(claim_id=claim.pk, values=values, actor=actor)


def do_withdraw(chance: Chance) -> Deed:
    claim, actor = chance.claim(), chance.person()
    return lambda: withdraw_claim(claim_id=claim.pk, actor=actor)


def do_restore(chance: Chance) -> Deed:
    claim, actor = chance.claim(), chance.editor()
    return lambda: restore_claim(claim_id=claim.pk, actor=actor)


def do_add_part(chance: Chance) -> Deed:
    claim, part, actor = chance.claim(), chance.any(Claim.objects.all()), chance.person()
    return lambda: add_part(claim_id=claim.pk, part_id=part.pk, actor=actor)


def do_take_part_out(chance: Chance) -> Deed | None:
    part, actor = chance.any(Claim.objects.filter(part_of__isnull=False)), chance.person()
    return part and (lambda: take_part_out(claim_id=part.pk, actor=actor))


def do_add_layer(chance: Chance) -> Deed:
    claim, actor = chance.claim(), chance.person()
    layer = AttributionLayer(asserter="The Gazette")
    return lambda: add_layer(claim_id=claim.pk, layer=layer, actor=actor)


def do_link(chance: Chance) -> Deed:
    claim, actor, stance = chance.claim(), chance.person(), chance.stance()
    source, words = chance.random.choice(chance.room.sources), chance.random.choice(WORDS)
    return lambda: link_passage(claim, source, actor, stance, words)


def do_judge_anew(chance: Chance) -> Deed | None:
    link, actor = chance.of_claim(Evidence.objects.all()), chance.editor()
    values: Mapping[str, Any] = chance.random.choice([{"stance": chance.stance()}, {"credibility": "2"}])
    return link and (lambda: edit_evidence(evidence_id=link.pk, values=values, actor=actor))


def do_withdraw_link(chance: Chance) -> Deed | None:
    link, actor = chance.of_claim(Evidence.objects.all()), chance.editor()
    return link and (lambda: withdraw_evidence(evidence_id=link.pk, actor=actor))


def do_restore_link(chance: Chance) -> Deed | None:
    link, actor = chance.of_claim(Evidence.objects.filter(state=EvidenceState.WITHDRAWN)), chance.editor()
    return link and (lambda: restore_evidence(evidence_id=link.pk, actor=actor))


def do_assess(chance: Chance) -> Deed:
    claim = chance.claim()
    return lambda: assess_claim(claim_id=claim.pk)


def do_look_at(chance: Chance) -> Deed:
    claim, actor = chance.claim(), chance.person()
    return lambda: note_presence(claim_id=claim.pk, actor=actor)


def do_take_work(chance: Chance) -> Deed:
    claim, actor = chance.claim(), chance.person()
    return lambda: take_work(claim_id=claim.pk, actor=actor)


def do_comment(chance: Chance) -> Deed:
    claim, actor = chance.claim(), chance.person()
    return lambda: write_comment(claim_id=claim.pk, text="Is that so?", actor=actor)


def do_mark_source(chance: Chance) -> Deed:
    source, actor = (
        chance.random.choice(chance.room.sources),
        chance.random.choice([chance.person(), the_administrator()]),
    )
    state = chance.random.choice([SourceState.RETRACTED, *SourceState.values])
    return lambda: change_source_state(source_id=source.pk, state=state, reason="They said so.", actor=actor)


def do_grade(chance: Chance) -> Deed:
    source, actor = (
        chance.random.choice(chance.room.sources),
        chance.random.choice([chance.person(), the_administrator()]),
    )
    grade = chance.random.choice(Grade.values)
    return lambda: grade_publisher(publisher_id=source.publisher_id, grade=grade, reason="So.", actor=actor)


def do_look_again(chance: Chance) -> Deed | None:
    flag, actor = chance.of_claim(StaleFlag.objects.filter(cleared_at__isnull=True)), chance.person()
    return flag and (lambda: dismiss_staleness(flag_id=flag.pk, reason="It stands.", actor=actor))
