"""Prefilling the form of a claim from the words a reviewer selected (interface, principle 2).

Everything here is a proposal: rules that read the surface of a sentence, chosen so that what they do not
recognise stays empty. For languages without rules the proposal holds the selected words and nothing else.
"""

import re
from datetime import date

from annotations.domain.proposals import words
from annotations.domain.proposals.attribution import find_layers, is_quoted, other_speakers, reports_itself
from annotations.domain.proposals.cautions import risks_of, splits_of
from annotations.domain.proposals.classification import guess_type
from annotations.domain.proposals.content import content_of
from annotations.domain.proposals.plain import plain_text
from annotations.domain.proposals.proposal import (
    Proposal,
    ProposedLayer,
    ProposedSplit,
    RiskReason,
    SplitReason,
)
from annotations.domain.proposals.splitting import (
    ProposedPart,
    narrower_span,
    own_words,
    propose_parts,
    why_split,
)
from annotations.domain.proposals.stances import FigureSuggestion, figure_suggestions
from annotations.domain.quantities import find_quantities
from annotations.domain.times import Tense, TimeScope, find_time_expressions, resolve_time
from annotations.domain.vocabulary import Risk, TimeAnchor

__all__ = [
    "FigureSuggestion",
    "Proposal",
    "ProposedLayer",
    "ProposedPart",
    "ProposedSplit",
    "RiskReason",
    "SplitReason",
    "figure_suggestions",
    "narrower_span",
    "own_words",
    "propose",
    "propose_parts",
    "why_split",
]

_LANGUAGES = ("en",)
_PLANS = re.compile(r"\b(?:upcoming|coming|plan(?:s|ned|ning)? to)\b", re.IGNORECASE)


def propose(
    selected: str,
    sentence: str,
    published_on: date | None,
    *,
    language: str = "en",
    uttered_on: date | None = None,
) -> Proposal:
    """Everything that can be read off the selected words and the sentence around them.

    Relative dates count from `published_on` or, inside a quotation, from `uttered_on`. A selection that
    does not stand in the sentence is read by itself.
    """
    if language.split("-")[0].lower() not in _LANGUAGES:
        return Proposal(plain_text(selected))
    if selected not in sentence:
        sentence = selected
    start = sentence.index(selected)
    return _proposal(selected, sentence, start, _Anchor(published_on, uttered_on, sentence, start))


class _Anchor:
    """What dates of a selection count from."""

    def __init__(self, published_on: date | None, uttered_on: date | None, sentence: str, start: int) -> None:
        quoted = is_quoted(sentence, start)
        self.day = uttered_on if quoted else published_on
        self.kind = TimeAnchor.UTTERANCE.value if quoted else TimeAnchor.PUBLICATION.value


def _proposal(selected: str, sentence: str, start: int, anchor: _Anchor) -> Proposal:
    end = start + len(selected)
    times = _times(selected, anchor)
    quantities = tuple(found.quantity for found in find_quantities(selected))
    content, layers = content_of(sentence, start, end, find_layers(sentence, start, end))
    has_figure = bool(quantities)
    reports = reports_itself(sentence, start, end)
    type_ = guess_type(selected, reports_itself=reports, has_figure=has_figure, times=times)
    said = guess_type(content, reports_itself=False, has_figure=has_figure, times=times)
    risks = risks_of(selected, type_, layers)
    return Proposal(
        text=plain_text(content),
        type=type_.value,
        content_type=said.value,
        layers=layers,
        times=times,
        quantities=quantities,
        risk=Risk.HIGH.value if risks else Risk.NORMAL.value,
        risk_reasons=risks,
        splits=splits_of(selected, type_, quantities, other_speakers(sentence, start, end)),
    )


def _times(selected: str, anchor: _Anchor) -> tuple[TimeScope, ...]:
    return tuple(
        resolve_time(
            expression.text,
            anchor.day,
            tense=Tense.FUTURE if _points_ahead(selected[: expression.start]) else Tense.PAST,
            anchor_kind=anchor.kind,
        )
        for expression in find_time_expressions(selected)
    )


def _points_ahead(before: str) -> bool:
    """Whether the words before a time expression speak of what is to come."""
    return bool(words.FUTURE.search(before) or _PLANS.search(before))
