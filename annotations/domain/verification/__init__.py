"""Computing a claim's verification status from its linked evidence, with everything that explains it.

`assess` is the whole engine; `explain`, `reason_sentence` and `link_sentence` put its answer in words;
`next_best_step` says what to do next. All are pure functions of frozen values.
"""

from annotations.domain.verification.classes import publisher_label
from annotations.domain.verification.codes import (
    Interest,
    LinkReason,
    NodeReason,
    PassageState,
    SignOffBlocker,
    SignOffWhy,
    StepCode,
)
from annotations.domain.verification.compound import Part, combine_parts, explain_parts, with_parts
from annotations.domain.verification.engine import assess, fingerprint_of, status_without_score
from annotations.domain.verification.inputs import (
    BlocMembership,
    DerivationInput,
    Inputs,
    ItemInput,
    Key,
    LinkInput,
    NodeInput,
    PublisherInput,
    RelationInput,
)
from annotations.domain.verification.labels import Rating, averitec_label, claim_review_rating, rank
from annotations.domain.verification.next_step import NextStep, next_best_step, step_sentence
from annotations.domain.verification.policy import CURRENT_POLICY, POLICY_1_0_0, Policy
from annotations.domain.verification.reasons import explain, link_sentence, reason_sentence
from annotations.domain.verification.result import LinkResult, Reason, Result, SignOff
from annotations.domain.verification.sign_off import lapse_reasons

__all__ = [
    "CURRENT_POLICY",
    "POLICY_1_0_0",
    "BlocMembership",
    "DerivationInput",
    "Inputs",
    "Interest",
    "ItemInput",
    "Key",
    "LinkInput",
    "LinkReason",
    "LinkResult",
    "NextStep",
    "NodeInput",
    "NodeReason",
    "Part",
    "PassageState",
    "Policy",
    "PublisherInput",
    "Rating",
    "Reason",
    "RelationInput",
    "Result",
    "SignOff",
    "SignOffBlocker",
    "SignOffWhy",
    "StepCode",
    "assess",
    "averitec_label",
    "claim_review_rating",
    "combine_parts",
    "explain",
    "explain_parts",
    "fingerprint_of",
    "lapse_reasons",
    "link_sentence",
    "next_best_step",
    "publisher_label",
    "rank",
    "reason_sentence",
    "status_without_score",
    "step_sentence",
    "with_parts",
]
