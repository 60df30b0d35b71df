"""Which links would pass for own reporting, and which no longer, were two sources one.

Suggestions and derivations come along with the absorbed source: its doubts are the kept one's then, and where
both ends of a suggestion meet, or it is suggested both ways or twice, one is left.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from annotations.domain.verification.register_changes import LinkDoubted
from annotations.domain.vocabulary import Proximity, Sourcing, SuggestionState
from annotations.models import Derivation, DerivationSuggestion
from annotations.queries.suspicions import (
    WHOLE,
    copy_decided,
    copy_suspected,
    evidence_counted_as_own,
    open_suggestions,
)

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Doubts:
    """Sources that may be copies, and when it was last decided of a source that it is one as a whole."""

    suspected: frozenset[int]
    decided: Mapping[int, datetime]


def links_doubted(kept_id: int, absorbed_id: int) -> tuple[LinkDoubted, ...]:
    """The links that would be read otherwise after a merge, with how; in the order of their ids. The
    statements are as many, however many suggestions there are.
    """
    both = [kept_id, absorbed_id]
    touching = Q(source__in=both) | Q(origin__in=both)
    suggestions = list(DerivationSuggestion.objects.filter(touching).order_by("pk"))
    if not suggestions:
        return ()
    left = _left_of(suggestions, kept_id, absorbed_id)
    stated = {
        frozenset(_renamed(pair, kept_id, absorbed_id))
        for pair in Derivation.objects.filter(touching).values_list("source_id", "origin_id")
    }
    concerned = {kept_id, absorbed_id, *(one.source_id for one in suggestions)}
    doubts = _doubts_after(left, stated, concerned, touching)
    links = evidence_counted_as_own().filter(source__in=concerned)
    judged = links.annotate(copy_suspected=copy_suspected(), copy_decided=copy_decided()).order_by("pk")
    read = ((_read(link), _read_after(link, kept_id, absorbed_id, doubts)) for link in judged)
    return tuple(after for now, after in read if now != after)


def _renamed(pair: Pair, kept: int, absorbed: int) -> Pair:
    source, origin = (kept if pk == absorbed else pk for pk in pair)
    return source, origin


def _left_of(suggestions: Iterable[DerivationSuggestion], kept: int, absorbed: int) -> dict[Pair, Any]:
    """By pair what a merge leaves of suggestions: what was the kept one's goes first, then what was earlier;
    of two directions an open one is dropped, the later of two.
    """
    left: dict[Pair, DerivationSuggestion] = {}
    own_first = sorted(suggestions, key=lambda one: (absorbed in (one.source_id, one.origin_id), one.pk))
    for one in own_first:
        pair = _renamed((one.source_id, one.origin_id), kept, absorbed)
        if pair[0] != pair[1]:
            left.setdefault(pair, one)
    for pair in [pair for pair in left if pair[0] == kept]:
        met = [(at, left[at]) for at in (pair, pair[::-1]) if at in left]
        is_open = [(one.pk, at) for at, one in met if one.state == SuggestionState.OPEN]
        if len(met) == 2 and is_open:
            del left[max(is_open)[1]]
    return left


def _doubts_after(
    left: Mapping[Pair, DerivationSuggestion],
    stated: set[frozenset[int]],
    concerned: set[int],
    touching: Q,
) -> _Doubts:
    others = DerivationSuggestion.objects.filter(source__in=concerned).exclude(touching)
    waiting = open_suggestions().filter(pk__in=[one.pk for one in left.values()])
    known = set(waiting.values_list("pk", flat=True))
    suspected = set(open_suggestions().filter(pk__in=others).values_list("source_id", flat=True))
    decided: dict[int, datetime] = {}
    for (source, origin), one in left.items():
        if one.pk in known and frozenset((source, origin)) not in stated:
            suspected.add(source)
    rest = [((one.source_id, one.origin_id), one) for one in others]
    for (source, _), one in [*left.items(), *rest]:
        if _says_whole(one) and one.decided_at is not None:
            decided[source] = max(one.decided_at, decided.get(source, one.decided_at))
    return _Doubts(frozenset(suspected), decided)


def _says_whole(one: DerivationSuggestion) -> bool:
    accepted = one.state == SuggestionState.ACCEPTED and one.derivation_id is not None
    return accepted and one.kind in WHOLE


def _read(link: Any) -> LinkDoubted:
    return _as_engine_reads(link, link.copy_suspected, link.copy_decided)


def _read_after(link: Any, kept: int, absorbed: int, doubts: _Doubts) -> LinkDoubted:
    source = kept if link.source_id == absorbed else link.source_id
    decided_at = doubts.decided.get(source)
    is_decided = decided_at is not None and decided_at >= link.judged_at
    return _as_engine_reads(link, source in doubts.suspected, is_decided)


def _as_engine_reads(link: Any, is_suspected: bool, is_decided: bool) -> LinkDoubted:
    is_own = link.sourcing == Sourcing.OWN
    in_doubt = is_own and (is_suspected or is_decided)
    return LinkDoubted(
        link=link.pk,
        sourcing=Sourcing.UNEXAMINED.value if in_doubt else str(link.sourcing),
        copy_suspected=is_suspected and (is_own or link.proximity == Proximity.PRIMARY),
    )
