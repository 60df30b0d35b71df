"""What a form may be prefilled with: guesses that a reviewer sees, corrects and saves."""

from dataclasses import dataclass
from enum import StrEnum

from annotations.domain.quantities import Quantity
from annotations.domain.times import TimeScope


class RiskReason(StrEnum):
    """Why a claim looks as if it should ask for a second origin (specification 3.1)."""

    CASUALTIES = "CASUALTIES"
    CRIME = "CRIME"
    HEALTH = "HEALTH"
    ELECTION = "ELECTION"
    CAUSE_OR_MOTIVE = "CAUSE_OR_MOTIVE"
    ANONYMOUS_ONLY = "ANONYMOUS_ONLY"


class SplitReason(StrEnum):
    """Why a selection looks like more than one claim (specification 1.1)."""

    SEVERAL_FIGURES = "SEVERAL_FIGURES"
    SEVERAL_PREDICATES = "SEVERAL_PREDICATES"
    SEVERAL_SPEAKERS = "SEVERAL_SPEAKERS"
    LOADED_TERM = "LOADED_TERM"


@dataclass(frozen=True, slots=True)
class ProposedLayer:
    """One layer of attribution: who asserts, with which verb, and how the article carries it.

    `asserter` is as it stands in the sentence, empty for a hedge without a speaker ("reportedly"). `words`
    is the reporting verb or hedge itself.
    """

    asserter: str
    verb: str
    mode: str
    words: str


@dataclass(frozen=True, slots=True)
class ProposedSplit:
    """A reason to split, with the words that gave rise to it."""

    reason: SplitReason
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that can be read off a selection and its sentence; layers stand outermost first.

    `text` is what is asserted, without the words that say who asserts it, and `content_type` its type; `type`
    is that of the selection, None where there is nothing to go by. Times and quantities are those of the
    selection.
    """

    text: str
    type: str | None = None
    content_type: str | None = None
    layers: tuple[ProposedLayer, ...] = ()
    times: tuple[TimeScope, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    risk: str | None = None
    risk_reasons: tuple[RiskReason, ...] = ()
    splits: tuple[ProposedSplit, ...] = ()
