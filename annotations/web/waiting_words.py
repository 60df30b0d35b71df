"""What became of words under highlights, in sentences: for the queue, the claim's page and the notices."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from annotations.domain.vocabulary import HighlightOutcome, HighlightState, WordChange
from annotations.queries.waiting import WaitingLine

OUTCOMES: Mapping[str, object] = {
    HighlightOutcome.MADE: _("Set by hand"),
    HighlightOutcome.UNCHANGED: _("The same words at the same place"),
    HighlightOutcome.MOVED: _("The same words at another place"),
    HighlightOutcome.CHANGED: _("The words changed"),
    HighlightOutcome.AMBIGUOUS: _("Several places fit"),
    HighlightOutcome.ORPHANED: _("These words are gone"),
}

CHANGES: Mapping[str, object] = {
    WordChange.NUMBER: _("A figure changed"),
    WordChange.NEGATION: _("A negation changed"),
    WordChange.NAME: _("A name changed"),
}

BESIDE: Mapping[str, object] = {
    WordChange.NUMBER: _("A figure beside these words changed"),
    WordChange.NEGATION: _("A negation beside these words changed"),
    WordChange.NAME: _("A name beside these words changed"),
}

DECISIONS: Mapping[str, object] = {
    HighlightState.LIVE: _("It stands again."),
    HighlightState.RETIRED: _("It was retired."),
    HighlightState.SUPERSEDED: _("The article has a later text by now; it is looked for there."),
}

COUNTED: Mapping[str, Any] = {
    HighlightOutcome.CHANGED: ngettext_lazy(
        "%(count)s with changed words", "%(count)s with changed words", "count"
    ),
    HighlightOutcome.AMBIGUOUS: ngettext_lazy(
        "%(count)s that fits several places", "%(count)s that fit several places", "count"
    ),
    HighlightOutcome.ORPHANED: ngettext_lazy(
        "%(count)s whose words are gone", "%(count)s whose words are gone", "count"
    ),
}


def outcome_words(outcome: str, candidates: int = 0) -> str:
    """How the words were found, in a phrase. `candidates` is how many places fit, where that is known."""
    if outcome == HighlightOutcome.AMBIGUOUS and candidates == 1:
        return gettext("One place fits, but not for certain")
    return str(OUTCOMES[outcome])


def change_words(changes: Iterable[str], *, are_beside: bool = False) -> list[str]:
    """What changed in the words, or beside them, a sentence each, the gravest first."""
    found, sentences = set(changes), BESIDE if are_beside else CHANGES
    return [str(words) for change, words in sentences.items() if change in found]


def decision_words(state: str) -> str:
    """What stands now, for who comes after somebody else decided."""
    return str(DECISIONS.get(state, ""))


def waiting_words(count: int) -> str:
    """How many wait."""
    words = ngettext(
        "%(count)s highlight waits for a decision", "%(count)s highlights wait for a decision", count
    )
    return words % {"count": count}


def counted_words(counts: Mapping[str, int]) -> list[str]:
    """How many wait for what, a phrase an outcome."""
    return [
        str(words % {"count": counts[outcome]}) for outcome, words in COUNTED.items() if outcome in counts
    ]


def waiting_line(line: WaitingLine) -> dict[str, Any]:
    """A highlight that waits, in a list that is about something else, too, with what became of it."""
    return {"line": line, "changes": change_words(line.changes), "outcome": outcome_words(line.outcome)}
