"""The words around a status: its sentence, its reasons, the next step, and when a signature lapses."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from annotations.domain.verification import (
    POLICY_1_0_0,
    NodeInput,
    NodeReason,
    StepCode,
    assess,
    explain,
    lapse_reasons,
    link_sentence,
    next_best_step,
    reason_sentence,
    step_sentence,
)
from annotations.domain.verification.codes import LinkReason
from annotations.domain.verification.reasons import _LINK_SENTENCES, _REASON_SENTENCES
from annotations.domain.verification.result import Result
from annotations.domain.vocabulary import Status
from tests.domain.verification.scenes import con, item, own_reports, pro, publisher, scene

NAMES = {
    "s:globe": "Globe",
    "s:channel": "Channel",
    "s:ministry": "the ministry",
    "s:corroborates0": "Herald",
}

RELAYED = (
    publisher("ministry", "B"),
    publisher("globe", "B"),
    publisher("channel", "B"),
    item("statement", "ministry"),
    item("globe-1", "globe", "statement"),
    item("channel-1", "channel", "statement"),
)
RELAYS = (pro("L1", "statement", "primary"), pro("L2", "globe-1"), pro("L3", "channel-1"))

RECORD = (publisher("p", "A"), item("i", "p"), pro("L", "i", "primary"))
TWO_AND_THREE = (("normal", 2), ("high", 3))
TWO, THREE = "a verdict needs two independent origins", "a verdict needs three independent origins"


@pytest.mark.parametrize(
    ("parts", "node", "sentence"),
    [
        ((), NodeInput(1), "No evidence has been linked yet."),
        (own_reports("F"), NodeInput(1), "None of the linked evidence counts."),
        (
            own_reports("B"),
            NodeInput(1),
            "One origin supports it with 60 points, nothing counts against it, and a verdict needs 100.",
        ),
        (
            own_reports("A", "A", "A"),
            NodeInput(1),
            "Three independent origins support it with 240 points, nothing counts against it.",
        ),
        (
            (*own_reports("B"), *own_reports("B", stance="contradicts")),
            NodeInput(1),
            "One origin supports it with 60 points, one origin contradicts it with 60 points.",
        ),
        (
            own_reports("C", stance="contradicts"),
            NodeInput(1),
            "One origin contradicts it with 40 points, nothing counts for it, and a verdict needs 100.",
        ),
        (
            RECORD,
            NodeInput(1, risk="high"),
            "One origin supports it with 100 points, nothing counts against it, and at high risk a verdict "
            "needs two independent origins.",
        ),
        ((), NodeInput(1, "opinion"), "It is not a statement of fact that evidence could settle."),
        (
            (),
            NodeInput(1, "prediction"),
            "It speaks of what has not happened yet and can be checked once it is due.",
        ),
    ],
)
def test_a_status_in_one_sentence(parts: tuple[object, ...], node: NodeInput, sentence: str) -> None:
    assert explain(assess(scene(*parts, node=node)), NAMES) == sentence


def test_what_it_hangs_on_is_named() -> None:
    parts = (*RELAYED, RELAYS[0], *own_reports("A"))
    assert explain(assess(scene(*parts)), NAMES) == (
        "Two independent origins support it with 155 points, nothing counts against it; "
        "it hangs on Herald and the ministry."
    )


@pytest.mark.parametrize(
    ("changes", "parts", "risk", "ending"),
    [
        ({"bar": 150}, own_reports("B"), "normal", ", and a verdict needs 150."),
        ({"bar": 150}, own_reports("B", "B"), "normal", ", and a verdict needs 150."),
        ({"bar": 90, "prior_mass": 90}, own_reports("A"), "normal", ", and a verdict needs 90."),
        ({"origins_required": TWO_AND_THREE}, RECORD, "normal", f", and {TWO}."),
        ({"origins_required": TWO_AND_THREE}, own_reports("A", "A"), "high", f", and at high risk {THREE}."),
    ],
)
def test_what_a_verdict_takes_is_that_of_the_policy(
    changes: dict[str, Any], parts: tuple[object, ...], risk: str, ending: str
) -> None:
    policy = replace(POLICY_1_0_0, version="1.1.0", **changes)
    result = assess(scene(*parts, node=NodeInput(1, risk=risk)), policy)
    assert explain(result, NAMES).endswith(ending)


def test_how_many_origins_a_verdict_needs_is_a_reason() -> None:
    policy = replace(POLICY_1_0_0, version="1.1.0", origins_required=TWO_AND_THREE)
    result = assess(scene(*RECORD), policy)
    told = [reason_sentence(reason, result, NAMES) for reason in result.reasons]
    assert told[-1] == "A verdict needs two independent origins."


def test_each_of_several_that_it_hangs_on_is_meant_by_itself() -> None:
    result = assess(scene(*RELAYED, RELAYS[0], *own_reports("A")))
    assert reason_sentence(result.reasons[-1], result, NAMES) == (
        "Without Herald alone, or the ministry alone, the status would be another."
    )


def test_links_and_reasons_in_sentences() -> None:
    result = assess(scene(*RELAYED, *RELAYS))
    assert [link_sentence(link, NAMES) for link in result.links] == [
        "The ministry brought 75 points for it.",
        "Not added, since the origin is counted already: Globe.",
        "Not added, since the origin is counted already: Channel.",
    ]
    assert [reason_sentence(reason, result, NAMES) for reason in result.reasons] == [
        "Everything that counts comes from a single origin.",
        "Not added, since the origin is counted already: Globe and Channel.",
    ]


def test_every_code_has_its_sentence() -> None:
    assert set(_LINK_SENTENCES) == set(LinkReason)
    assert set(_REASON_SENTENCES) == set(NodeReason)


def test_unnamed_origins_are_called_so() -> None:
    parts = (publisher("globe", "A"), item("g", "globe", "x"), item("x", None), pro("L", "g"))
    told = assess(scene(*parts)).links[0]
    assert link_sentence(told, NAMES) == "Globe brought 40 points for it, resting on unnamed sources."


@pytest.mark.parametrize(
    ("parts", "node", "code", "sentence"),
    [
        (
            (),
            NodeInput(1, must_split=True),
            StepCode.SPLIT_CLAIM,
            "Split this claim: it holds more than one statement.",
        ),
        (
            own_reports("B"),
            NodeInput(1, time_unresolved=True),
            StepCode.RESOLVE_TIME,
            "Settle the date of this claim: nobody can sign it before.",
        ),
        (
            (),
            NodeInput(1),
            StepCode.ADD_EVIDENCE,
            "Link the first piece of evidence: a passage and a stance.",
        ),
        (
            (*own_reports("B"), publisher("globe", "B"), item("g", "globe"), pro("X", "g")),
            NodeInput(1),
            StepCode.TRACE_SOURCING,
            "Traced sourcing of Globe would turn this from leans supported to supported, "
            "if it reports this itself.",
        ),
        (
            (
                *own_reports("B"),
                publisher("globe", "B"),
                item("g", "globe"),
                pro("X", "g", sourcing="own", passage="gone"),
            ),
            NodeInput(1),
            StepCode.REVIEW_PASSAGE,
            "Finding the words of Globe again would turn this from leans supported to supported.",
        ),
        (
            (publisher("globe", "F"), item("g", "globe"), pro("X", "g", sourcing="own")),
            NodeInput(1),
            StepCode.GRADE_PUBLISHER,
            "Grading Globe B would turn this from not enough evidence to leans supported.",
        ),
        (
            (
                *own_reports("B"),
                publisher("globe", "B"),
                item("g", "globe"),
                pro("X", "g", sourcing="own", state="proposed"),
            ),
            NodeInput(1),
            StepCode.REVIEW_LINK,
            "Accepting the link to Globe would turn this from leans supported to supported.",
        ),
        (
            own_reports("B"),
            NodeInput(1),
            StepCode.ADD_INDEPENDENT_ORIGIN,
            "One more independent origin for it, graded B or better, would give: supported.",
        ),
        (
            own_reports("B"),
            NodeInput(1, risk="high"),
            StepCode.ADD_INDEPENDENT_ORIGIN,
            "One more independent origin for it, graded B or better, would give: supported.",
        ),
        (
            own_reports("B", stance="contradicts"),
            NodeInput(1),
            StepCode.ADD_INDEPENDENT_ORIGIN,
            "One more independent origin against it, graded B or better, would give: refuted.",
        ),
    ],
)
def test_the_next_best_step(
    parts: tuple[object, ...], node: NodeInput, code: StepCode, sentence: str
) -> None:
    inputs = scene(*parts, node=node)
    step = next_best_step(inputs, assess(inputs))
    assert step is not None
    assert (step.code, step_sentence(step, NAMES)) == (code, sentence)


def test_a_settled_claim_needs_no_step() -> None:
    inputs = scene(*own_reports("A", "A"))
    assert next_best_step(inputs, assess(inputs)) is None


def test_the_stored_form_holds_everything_and_only_plain_values() -> None:
    stored = assess(scene(*own_reports("B"), node=NodeInput(812)), as_of=None).to_json()
    assert {key: value for key, value in stored.items() if key not in ("fingerprint", "links")} == {
        "node": 812,
        "policy_version": "1.0.0",
        "as_of": None,
        "status": "LEANS_SUPPORTED",
        "S": 60,
        "R": 0,
        "n_S": 1,
        "n_R": 0,
        "band": [0.375, 1.0],
        "certainty": "LOW",
        "pivotal": ["s:corroborates0"],
        "flips": [{"class": "s:corroborates0", "status": "NOT_ENOUGH_EVIDENCE"}],
        "credibility_out": "3",
        "averitec": "Not Enough Evidence",
        "reasons": [{"code": "SINGLE_ORIGIN", "links": ["corroborates0"]}],
        "sign_off": {"required": True, "reviewers": 1, "why": [], "blocked_by": []},
        "bar": 100,
        "required_origins": 1,
    }


def signed(*parts: object) -> dict[str, object]:
    return assess(scene(*parts)).to_json()


def now(*parts: object) -> Result:
    return assess(scene(*parts))


@pytest.mark.parametrize(
    ("before", "after", "reasons"),
    [
        (own_reports("B", "B"), own_reports("B", "B"), ()),
        (own_reports("B", "B"), own_reports("B", "B", "A"), ()),
        (own_reports("B", "B"), own_reports("B", "C", "A"), ()),
        (own_reports("B", "B"), own_reports("B"), ("STATUS_CHANGED", "COUNTED_LINK_LOST")),
        (own_reports("A", "A", "B"), own_reports("A", "A"), ("COUNTED_LINK_LOST",)),
        (
            own_reports("A", "A"),
            (*own_reports("A", "A"), *own_reports("C", stance="contradicts")),
            ("OPPOSITION_APPEARED",),
        ),
    ],
)
def test_when_a_signature_lapses(
    before: tuple[object, ...], after: tuple[object, ...], reasons: tuple[str, ...]
) -> None:
    assert lapse_reasons(signed(*before), now(*after)) == reasons


def test_a_new_major_policy_lapses_signatures() -> None:
    stored = signed(*own_reports("B", "B")) | {"policy_version": "0.9.0"}
    assert lapse_reasons(stored, now(*own_reports("B", "B"))) == ("POLICY_CHANGED",)


def test_a_counted_link_that_becomes_dependent_lapses_nothing_by_itself() -> None:
    parts = (*own_reports("A", "A"), publisher("globe", "B"), item("g", "globe"), item("c", "corroborates0"))
    before = assess(scene(*parts, pro("X", "g", sourcing="own")))
    after = assess(scene(*parts, pro("X", "g", sourcing="relies_on", relies_on=("corroborates0",))))
    assert lapse_reasons(before.to_json(), after) == ()


def test_a_party_denial_is_shown_in_the_result_of_a_supported_claim() -> None:
    denial = (
        publisher("office", "B", bloc="north"),
        item("d", "office", on=date(2020, 1, 1)),
        con("D", "d", "primary"),
    )
    node = NodeInput(1, disfavours=("north",))
    result = assess(scene(*own_reports("A", "A"), *denial, node=node))
    assert result.status is Status.SUPPORTED
    told = next(reason for reason in result.reasons if reason.code is NodeReason.DISPUTED_BY_PARTY)
    assert reason_sentence(told, result) == "A party denies it in its own interest: shown, not scored."
    assert replace(result.sign_off, why=()).reviewers == 2
