"""Computing a claim's verification status from its linked evidence, with everything that explains it.

`assess` is the whole engine. `explain`, `reason_sentence`, `link_sentence` and `flip_sentences` put its
answer in words, `independence_picture` draws it, `what_if` tries changes that nobody saved, and
`next_best_step` says what to do next. `policy_from` reads other tables than those in force, and
`check_policy` refuses what cannot be meant. All are pure functions of frozen values.
"""

from annotations.domain.verification.brief_reasons import brief_reason
from annotations.domain.verification.classes import bloc_label, publisher_label
from annotations.domain.verification.codes import (
    Interest,
    LinkReason,
    NodeReason,
    PassageState,
    SignOffBlocker,
    SignOffWhy,
    StepCode,
)
from annotations.domain.verification.compound import (
    Part,
    combine_parts,
    explain_parts,
    parts_decide,
    with_parts,
)
from annotations.domain.verification.engine import (
    assess,
    fingerprint_of,
    status_of,
    status_without_score,
)
from annotations.domain.verification.fragility import Flip
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
from annotations.domain.verification.labels import averitec_label, rank
from annotations.domain.verification.next_step import NextStep, next_best_step, step_sentence
from annotations.domain.verification.overrides import (
    EffectiveStatus,
    Proposal,
    Standing,
    check_approval,
    check_not_ended,
    check_override,
    effective_status,
)
from annotations.domain.verification.picture import (
    GroupKind,
    Picture,
    PictureEdge,
    PictureGroup,
    PictureKind,
    PictureNode,
    independence_picture,
)
from annotations.domain.verification.picture_folds import folded_picture
from annotations.domain.verification.picture_words import card_name, picture_sentences
from annotations.domain.verification.policy import CURRENT_POLICY, POLICY_1_0_0, Policy
from annotations.domain.verification.policy_check import check_policy, check_replacement
from annotations.domain.verification.policy_tables import policy_from, tables_of, version_key
from annotations.domain.verification.ratings import (
    USUAL_SCALE,
    Rating,
    RatingCase,
    RatingScale,
    claim_review_rating,
    rating_case,
    scale_of,
)
from annotations.domain.verification.reasons import explain, flip_sentences, link_sentence, reason_sentence
from annotations.domain.verification.result import LinkResult, Reason, Result, SignOff
from annotations.domain.verification.sign_off import lapse_reasons, lapse_reasons_in_part
from annotations.domain.verification.staleness import makes_stale
from annotations.domain.verification.suppositions import what_if

__all__ = [
    "CURRENT_POLICY",
    "POLICY_1_0_0",
    "USUAL_SCALE",
    "BlocMembership",
    "DerivationInput",
    "EffectiveStatus",
    "Flip",
    "GroupKind",
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
    "Picture",
    "PictureEdge",
    "PictureGroup",
    "PictureKind",
    "PictureNode",
    "Policy",
    "Proposal",
    "PublisherInput",
    "Rating",
    "RatingCase",
    "RatingScale",
    "Reason",
    "RelationInput",
    "Result",
    "SignOff",
    "SignOffBlocker",
    "SignOffWhy",
    "Standing",
    "StepCode",
    "assess",
    "averitec_label",
    "bloc_label",
    "brief_reason",
    "card_name",
    "check_approval",
    "check_not_ended",
    "check_override",
    "check_policy",
    "check_replacement",
    "claim_review_rating",
    "combine_parts",
    "effective_status",
    "explain",
    "explain_parts",
    "fingerprint_of",
    "flip_sentences",
    "folded_picture",
    "independence_picture",
    "lapse_reasons",
    "lapse_reasons_in_part",
    "link_sentence",
    "makes_stale",
    "next_best_step",
    "parts_decide",
    "picture_sentences",
    "policy_from",
    "publisher_label",
    "rank",
    "rating_case",
    "reason_sentence",
    "scale_of",
    "status_of",
    "status_without_score",
    "step_sentence",
    "tables_of",
    "version_key",
    "what_if",
    "with_parts",
]
