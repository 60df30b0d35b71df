"""What the form of a claim is prefilled with: the place in the revision, and what its words suggest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from annotations.domain.canonical import CanonicalText, one_line, propose_language
from annotations.domain.errors import Invalid
from annotations.domain.offsets import check_span, span_from_utf16, span_to_utf16
from annotations.domain.proposals import Proposal, ProposedSplit, RiskReason, SplitReason, propose
from annotations.domain.quantities import Quantity
from annotations.domain.sentences import sentences_around
from annotations.domain.times import TimeScope
from annotations.domain.vocabulary import Risk
from annotations.models import Revision
from annotations.queries.articles import revision_by_id
from annotations.queries.publishers import find_publishers
from annotations.web.forms.claims import LATER, NO_TIME, OfferedTime, plain_figure

RISK_WORDS = {
    RiskReason.CASUALTIES: _("People were killed or hurt"),
    RiskReason.CRIME: _("Somebody is accused of a crime"),
    RiskReason.HEALTH: _("It bears on people's health"),
    RiskReason.ELECTION: _("It bears on an election"),
    RiskReason.CAUSE_OR_MOTIVE: _("It names a cause or a motive"),
    RiskReason.ANONYMOUS_ONLY: _("Nobody is named who says so"),
}
SPLIT_WORDS = {
    SplitReason.SEVERAL_FIGURES: _("several figures"),
    SplitReason.SEVERAL_PREDICATES: _("several statements"),
    SplitReason.SEVERAL_SPEAKERS: _("several speakers"),
    SplitReason.LOADED_TERM: _("a judgement beside the fact"),
}


@dataclass(frozen=True)
class Place:
    """Words of a revision that were selected. `start` and `end` are code points, as everything stored."""

    revision: Revision
    canonical: CanonicalText
    start: int
    end: int
    exact: str

    @property
    def words(self) -> str:
        """The revision's own words there."""
        return self.canonical.text[self.start : self.end]

    @property
    def utf16(self) -> tuple[int, int]:
        """The span as the browser counts it."""
        return span_to_utf16(self.canonical.text, self.start, self.end)

    @property
    def language(self) -> str:
        """What the words are written in, as far as anybody said; else what they look like."""
        said = self.canonical.block_at(self.start).language or self.revision.article.language
        return said if said != "und" else propose_language(self.canonical.text) or "und"


def place_from(values: Mapping[str, Any]) -> Place:
    """The place a form or a link names: by offsets in UTF-16 units (this is where they are converted), or,
    without a script, by the words themselves, when they stand there once. Refuses with `Invalid` or
    `NotFound`.
    """
    revision = revision_by_id(_number(values.get("revision"), "revision"))
    canonical = CanonicalText.from_json(revision.text, revision.blocks)
    exact = str(values.get("exact") or "").replace("\r\n", "\n")
    if values.get("start") in (None, ""):
        start, end = _found(canonical.text, exact)
    else:
        numbers = _number(values.get("start"), "start"), _number(values.get("end"), "end")
        start, end = span_from_utf16(canonical.text, *numbers)
    check_span(canonical.text, start, end)
    return Place(revision, canonical, start, end, exact or canonical.text[start:end])


def proposal_for(place: Place, uttered_on: date | None = None) -> Proposal:
    """What the words, in their sentence, suggest. Within a quotation dates count from `uttered_on`."""
    published_on = place.revision.article.published_on
    sentence = sentences_around(place.canonical, place.start, place.end, place.language)
    return propose(place.words, sentence, published_on, language=place.language, uttered_on=uttered_on)


def offered_times(proposal: Proposal) -> list[OfferedTime]:
    """The times of the words, each with a key by which it can be chosen."""
    return [OfferedTime(f"offered-{number}", scope) for number, scope in enumerate(proposal.times)]


def initial_claim(place: Place, proposal: Proposal) -> dict[str, Any]:
    """Values for `ClaimForm`."""
    offered = offered_times(proposal)
    told = [one for one in offered if _is_told(one.scope, proposal)]
    certain = next((one.key for one in told if one.is_resolved and not one.scope.needs_confirmation), None)
    reasons = [str(RISK_WORDS[reason]) for reason in proposal.risk_reasons]
    return {
        "text": proposal.text or one_line(place.words),
        "type": proposal.content_type,
        "risk": proposal.risk or Risk.NORMAL,
        "risk_reason": ". ".join(reasons)[:200],
        "must_split": bool(proposal.splits),
        "proposed_for": proposal.text or one_line(place.words),
        "time": certain or (LATER if told else NO_TIME),
    }


def _is_told(scope: TimeScope, proposal: Proposal) -> bool:
    """Whether a time belongs to what is asserted; else it says when somebody asserted it."""
    return scope.text.lower() in proposal.text.lower()


def initial_layers(proposal: Proposal) -> list[dict[str, Any]]:
    """Values for rows of `LayerForm`, each matched with the register where one name fits."""
    said_on = _said_on(proposal)
    return [
        {
            "asserter": layer.asserter,
            "verb": layer.verb,
            "mode": layer.mode,
            "publisher": _in_register(layer.asserter),
            "said_on": said_on,
            "is_worth_checking": True,
        }
        for layer in proposal.layers
    ]


def _said_on(proposal: Proposal) -> date | None:
    """The day of "warned Sunday that ...": of the only layer, and certain."""
    days = {
        scope.start
        for scope in proposal.times
        if scope.start == scope.end and not scope.needs_confirmation and not _is_told(scope, proposal)
    }
    return days.pop() if len(proposal.layers) == len(days) == 1 else None


def initial_figures(proposal: Proposal) -> list[dict[str, Any]]:
    """Values for rows of `FigureForm`."""
    return [figure_values(quantity) for quantity in proposal.quantities]


def figure_values(quantity: Quantity) -> dict[str, Any]:
    """Values for one row of `FigureForm`."""
    return {
        "text": quantity.text,
        "comparator": quantity.comparator,
        "low": plain_figure(quantity.low),
        "high": plain_figure(quantity.high),
        "unit": quantity.unit,
        "is_cumulative": quantity.cumulative,
    }


def reasons_to_split(splits: Iterable[ProposedSplit]) -> list[str]:
    """Why the words look like more than one claim: `several figures: 28, 59`."""
    return [
        f"{SPLIT_WORDS[split.reason]}: {', '.join(split.words)}"
        if split.words
        else str(SPLIT_WORDS[split.reason])
        for split in splits
    ]


def _found(text: str, words: str) -> tuple[int, int]:
    wanted = words.strip()
    if not wanted:
        raise Invalid("Copy the words of the article that say it.", field="exact", rule="required")
    start = text.find(wanted)
    if start < 0:
        raise Invalid("These words do not stand in the article.", field="exact", rule="words-not-found")
    if text.find(wanted, start + 1) >= 0:
        raise Invalid(
            "These words stand in the article more than once. Add the words around them.",
            field="exact",
            rule="words-not-unique",
        )
    return start, start + len(wanted)


def _number(value: Any, name: str) -> int:
    text = str(value if value is not None else "")
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Invalid(f"“{text[:40]}” is no {name}.", field=name, rule="invalid")
    return int(text)


def _in_register(asserter: str) -> str:
    """The publisher of a name, which may be followed by what else is said of the named, in brackets."""
    name = asserter.partition(" (")[0]
    if not name:
        return ""
    same = [found.name for found in find_publishers(name, 5) if found.name.casefold() == name.casefold()]
    return same[0] if len(same) == 1 else ""
