"""Links that pass for own reporting although their source may be a copy.

Two things keep such a link from counting as traced, without touching what the reviewer said of it: while a
suggestion about its source is open, nobody has examined it; and once a person decided that the source is a
copy as a whole, what the source rests on goes before what was said of the link earlier. Who judges anew
after that decision what the link says or rests on has the last word.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from annotations.domain.vocabulary import DerivationKind, EvidenceState, Proximity, Sourcing, SuggestionState
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
    """Of an evidence row: whether its source was found to be a copy after somebody last judged the row."""
    return Exists(
        DerivationSuggestion.objects.filter(
            source=OuterRef("source"),
            state=SuggestionState.ACCEPTED,
            kind__in=WHOLE,
            derivation__isnull=False,
            decided_at__gte=OuterRef("judged_at"),
        )
    )


def evidence_counted_as_own() -> QuerySet[Evidence]:
    """Links that pass for own reporting, or for the first-hand record, and are not withdrawn."""
    own = Q(sourcing=Sourcing.OWN) | Q(proximity=Proximity.PRIMARY)
    return Evidence.objects.filter(own).exclude(state=EvidenceState.WITHDRAWN)


def claims_in_doubt(source_ids: Iterable[int]) -> set[int]:
    """Ids of the claims with a link from these sources that a suggestion about them bears on."""
    links = evidence_counted_as_own().filter(source__in=set(source_ids))
    return set(links.values_list("claim_id", flat=True))


def sources_suspected(about: Iterable[int]) -> set[int]:
    """Ids of the sources that may be copies, of the suggestions that wait and have one of `about` at either
    end.
    """
    ends = list(about)
    waiting = open_suggestions().filter(Q(source__in=ends) | Q(origin__in=ends))
    return set(waiting.values_list("source_id", flat=True))
