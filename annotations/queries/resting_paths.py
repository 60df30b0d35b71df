"""How a claim comes to rest on something, step by step and in words, for the rows of a list.

From the sources that the claims of one page link or rely on, the graph beneath is read in a few statements;
the shortest way to the source that is asked about is then found in memory.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from annotations.domain.vocabulary import DerivationKind, EvidenceState, SourceRelationKind
from annotations.models import Derivation, Evidence, Reliance, Source, SourceRelation
from annotations.queries.dependents import SHARED_ORIGIN, sources_beneath

Steps = Mapping[int, list[tuple[int, str]]]

_RELATED: Final = {
    SourceRelationKind.SAME_WORK.value: "is one work with",
    SourceRelationKind.NOT_INDEPENDENT.value: "is not independent of",
}


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a way begins: what the claim links, and what a passage of it is said to rely on, if anything."""

    linked: int
    relied_on: int | None


def paths_to(noun: str, pk: int, claim_ids: Collection[int]) -> dict[int, list[str]]:
    """For each claim one sentence for every kind of way that leads from it to the publisher, source or
    capture. Seven statements, however many claims.
    """
    if not claim_ids:
        return {}
    starts = _starts(claim_ids, pk if noun == "capture" else None)
    ends = {start.relied_on or start.linked for found in starts.values() for start in found}
    steps = {} if noun == "capture" else _steps(sources_beneath(ends))
    known = _titles({*ends, *(one.linked for found in starts.values() for one in found), *_met(steps)})
    aims = _aims(noun, pk, known)
    return {claim: _sentences(found, aims, steps, known) for claim, found in starts.items()}


def _starts(claim_ids: Collection[int], capture: int | None) -> dict[int, list[_Start]]:
    linked = Evidence.objects.filter(claim__in=claim_ids).exclude(state=EvidenceState.WITHDRAWN)
    if capture is not None:
        linked = linked.filter(capture=capture)
    sources = {pk: (claim, source) for pk, claim, source in linked.values_list("pk", "claim_id", "source_id")}
    starts: dict[int, list[_Start]] = {claim: [] for claim in claim_ids}
    for claim, source in sources.values():
        starts[claim].append(_Start(source, None))
    relied = Reliance.objects.filter(evidence__in=sources).order_by("pk")
    for evidence, source in relied.values_list("evidence_id", "source_id"):
        claim, own = sources[evidence]
        starts[claim].append(_Start(own, source))
    return starts


def _steps(source_ids: Collection[int]) -> Steps:
    """From each source to those it rests on or shares an origin with, with the words between the two."""
    steps: dict[int, list[tuple[int, str]]] = {}
    edges = Derivation.objects.filter(source__in=source_ids).order_by("pk")
    for source, origin, kind in edges.values_list("source_id", "origin_id", "kind"):
        steps.setdefault(source, []).append((origin, str(DerivationKind(kind).label)))
    either = Q(first__in=source_ids) | Q(second__in=source_ids)
    related = SourceRelation.objects.filter(either, kind__in=SHARED_ORIGIN).order_by("pk")
    for first, second, kind in related.values_list("first_id", "second_id", "kind"):
        steps.setdefault(first, []).append((second, _RELATED[kind]))
        steps.setdefault(second, []).append((first, _RELATED[kind]))
    return steps


def _met(steps: Steps) -> set[int]:
    return {other for found in steps.values() for other, _ in found} | set(steps)


def _titles(source_ids: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Title and publisher of each."""
    rows = Source.objects.filter(pk__in=list(source_ids)).values_list("pk", "title", "publisher_id")
    return {pk: (title, publisher) for pk, title, publisher in rows}


def _aims(noun: str, pk: int, known: Mapping[int, tuple[str, int]]) -> set[int] | None:
    """The sources at which a way ends; None where the capture itself is what was linked."""
    if noun == "capture":
        return None
    if noun == "source":
        return {pk}
    return {source for source, (_, publisher) in known.items() if publisher == pk}


def _sentences(
    starts: list[_Start],
    aims: set[int] | None,
    steps: Steps,
    known: Mapping[int, tuple[str, int]],
) -> list[str]:
    """The shortest of each kind: a passage of it is linked, relied on, or something else leads there."""
    told: dict[tuple[bool, bool], str] = {}
    for start in starts:
        first = start.relied_on or start.linked
        way = [] if aims is None else _way(first, aims, steps)
        if way is None:
            continue
        kind = (start.relied_on is not None, bool(way))
        sentence = _in_words(start, way, known)
        if kind not in told or len(sentence) < len(told[kind]):
            told[kind] = sentence
    return [told[kind] for kind in sorted(told)]


def _way(first: int, aims: set[int], steps: Steps) -> list[tuple[int, str]] | None:
    """The fewest steps from a source to one of the aims; none at all where it is one; None without a way."""
    before: dict[int, tuple[int, str] | None] = {first: None}
    waiting = deque([first])
    while waiting:
        here = waiting.popleft()
        if here in aims:
            return _walked(here, before)
        for other, words in steps.get(here, ()):
            if other not in before:
                before[other] = (here, words)
                waiting.append(other)
    return None


def _walked(end: int, before: Mapping[int, tuple[int, str] | None]) -> list[tuple[int, str]]:
    way: list[tuple[int, str]] = []
    here = end
    while (step := before[here]) is not None:
        way.append((here, step[1]))
        here = step[0]
    return way[::-1]


def _in_words(start: _Start, way: list[tuple[int, str]], known: Mapping[int, tuple[str, int]]) -> str:
    words = f"It links a passage of “{known[start.linked][0]}”"
    if start.relied_on is not None:
        words += f", which relies on “{known[start.relied_on][0]}”"
    for source, between in way:
        words += f", which {between} “{known[source][0]}”"
    return f"{words}."
