"""Links that pass for own reporting although their source may be a copy.

Two things keep such a link from counting as traced, without touching what the reviewer said of it: while a
suggestion about its source is open, nobody has examined it; and once a person decided that the source is a
copy as a whole, what the source rests on goes before what was said of the link earlier. Who judges the link
anew after that decision has the last word.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from annotations.domain.vocabulary import DerivationKind, EvidenceState, Sourcing, SuggestionState
from annotations.models import Derivation, DerivationSuggestion, Evidence

WHOLE = (DerivationKind.REPUBLISHES, DerivationKind.TRANSLATES)
"""Kinds of resting on another source that leave nothing of a text for own reporting."""


def open_suggestions() -> QuerySet[DerivationSuggestion]:
    """Suggestions that wait for a person: of sources on the register that everybody may see, unless somebody
    has stated meanwhile how the two hang together.
    """
    stated = Derivation.objects.filter(
        Q(source=OuterRef("source"), origin=OuterRef("origin"))
        | Q(source=OuterRef("origin"), origin=OuterRef("source"))
    )
    return DerivationSuggestion.objects.filter(
        ~Exists(stated),
        state=SuggestionState.OPEN,
        source__merged_into__isnull=True,
        origin__merged_into__isnull=True,
        source__is_protected=False,
        origin__is_protected=False,
    )


def copy_suspected() -> Exists:
    """Of an evidence row: whether a suggestion about its source is open."""
    return Exists(open_suggestions().filter(source=OuterRef("source")))


def copy_decided() -> Exists:
    """Of an evidence row: whether its source was found to be a copy after the row was last changed."""
    return Exists(
        DerivationSuggestion.objects.filter(
            source=OuterRef("source"),
            state=SuggestionState.ACCEPTED,
            kind__in=WHOLE,
            derivation__isnull=False,
            decided_at__gte=OuterRef("changed_at"),
        )
    )


def evidence_counted_as_own() -> QuerySet[Evidence]:
    """Links that pass for own reporting and are not withdrawn."""
    return Evidence.objects.filter(sourcing=Sourcing.OWN).exclude(state=EvidenceState.WITHDRAWN)
