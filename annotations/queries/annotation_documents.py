"""Annotations as documents: those that were sent in as they came, our own as they are now.

A page of a hundred costs the same number of statements as a page of one.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, JSONField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Greatest, Least, Substr

from annotations.domain.anchoring import CONTEXT_CHARACTERS
from annotations.domain.errors import Gone, NotFound
from annotations.domain.vocabulary import HighlightState
from annotations.domain.webannotations.terms import (
    NAMESPACE,
    STALE,
    WORDS_CHANGED,
    bare,
    listed,
    unless_empty,
)
from annotations.domain.webannotations.writing import (
    evidence_annotation,
    highlight_annotation,
    verdict_annotation,
)
from annotations.models import Annotation, Evidence, Highlight, User, Verdict
from annotations.queries.annotation_container import (
    EVIDENCE,
    HIGHLIGHT,
    SENT,
    VERDICT,
    Entry,
    own_evidence,
    own_verdicts,
    sent_annotations,
    standing_highlights,
)
from annotations.queries.annotation_writings import (
    Surroundings,
    evidence_writing,
    highlight_writing,
    verdict_writing,
)
from annotations.queries.overrides import with_override
from annotations.queries.represented import verdicts_in_full, with_stale
from annotations.queries.staleness import stale_marks
from annotations.queries.visibility import visible

OWN_NAME: Final = re.compile(r"(highlight|evidence|verdict)-([1-9]\d{0,17})")

MARKS: Final = (STALE, WORDS_CHANGED)
"""The names under which it is said here what became of words."""

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """One annotation as it is given, and the row that holds it now. `version` counts its changes; 0 for what
    nobody edits.
    """

    kind: str
    pk: int
    version: int
    document: Document


def kind_of(name: str) -> str:
    """What sort of annotation a name stands for."""
    own = OWN_NAME.fullmatch(name)
    return own[1] if own else SENT


def one_annotation(name: str, person: User, container: str) -> Shown:
    """The annotation of a name. Refuses with `Gone` what was taken back, and with `NotFound`."""
    own = OWN_NAME.fullmatch(name)
    rows = _row(own[1], int(own[2])) if own else sent_annotations().filter(name=name)
    row = visible(rows, person).values_list("pk", *_VERSION.get(kind_of(name), ())).first()
    if row is None:
        raise _missing(name, own, person)
    entry = Entry(kind_of(name), int(own[2]) if own else row[0])
    [document] = described([entry], person, container)
    return Shown(entry.kind, row[0], row[1] if len(row) > 1 else 0, document)


def named(entries: Iterable[Entry], container: str) -> list[str]:
    """The addresses of annotations."""
    asked = list(entries)
    names = dict(Annotation.objects.filter(pk__in=_ids(asked, SENT)).values_list("pk", "name"))
    return [
        f"{container}{names[entry.pk] if entry.kind == SENT else f'{entry.kind}-{entry.pk}'}"
        for entry in asked
    ]


def described(entries: Iterable[Entry], person: User, container: str) -> list[Document]:
    """The annotations whole, in their order, as this person may read them."""
    asked = list(entries)
    found = {
        Entry(SENT, annotation.pk): sent_document(annotation, container)
        for annotation in sent_rows(Annotation.objects.filter(pk__in=_ids(asked, SENT)))
    }
    rows = _own_rows({kind: _ids(asked, kind) for kind in (HIGHLIGHT, EVIDENCE, VERDICT)}, person)
    base = container.removesuffix("/annotations/")
    return [*_in_order(asked, found | own_documents(rows, base))]


def sent_rows(rows: QuerySet[Annotation]) -> QuerySet[Any]:
    """Annotations that were sent in, with why their claims should be looked at again (`stale_parts`), and
    what changed in words of theirs that wait for a decision (`words_changed`).
    """
    line = Q(pk=OuterRef("highlight")) | Q(original=OuterRef("highlight"))
    waiting = Highlight.objects.filter(line, is_current=True, state=HighlightState.QUEUED)
    return with_stale(rows, "annotations_annotation.claim_id").annotate(
        words_changed=Subquery(waiting.values("changes")[:1], output_field=JSONField())
    )


def sent_document(annotation: Any, container: str) -> Document:
    """An annotation as `sent_rows` gives it, with its address here; the one it came with stands in `via`.

    What is said here of its words stands beside what it says, under our own names.
    """
    document = annotation.document
    via = served_via(document, annotation.iri)
    marks = _marks(annotation)
    context = served_context(document) if marks else document["@context"]
    return {
        "@context": context,
        "id": f"{container}{annotation.name}",
        **{name: value for name, value in document.items() if name not in ("@context", "via")},
        **({} if via is None else {"via": via}),
        **marks,
    }


def served_context(document: Mapping[str, Any]) -> Any:
    """The context of a document with the prefix of our own names, which it may declare itself."""
    contexts = listed(document["@context"])
    declared = (one.get("workbench") for one in contexts if isinstance(one, Mapping))
    return document["@context"] if NAMESPACE in declared else [*contexts, {"workbench": NAMESPACE}]


def _marks(annotation: Any) -> Document:
    if annotation.highlight_id is None:
        return {}
    causes = sorted(part["cause"] for part in annotation.stale_parts)
    changed = annotation.words_changed or []
    return {**unless_empty(STALE, bare(causes)), **unless_empty(WORDS_CHANGED, bare(changed))}


def served_via(document: Mapping[str, Any], iri: str) -> Any:
    """What an annotation's `via` says here: what it said, and the IRI it came with. None for nothing."""
    said = document.get("via")
    if not iri:
        return said
    names = listed(said)
    known = [one.get("id", one.get("@id")) if isinstance(one, Mapping) else one for one in names]
    return said if iri in known else [*names, iri] if names else iri


def own_documents(rows: Mapping[Entry, Any], base: str) -> dict[Entry, Document]:
    """Our own annotations of rows as `own_rows` gives them."""
    claim_ids = {row.claim_id for row in rows.values()}
    placed = {row.claim_id for entry, row in rows.items() if entry.kind != HIGHLIGHT}
    around = Surroundings(base, stale_causes(claim_ids), places_of(placed))
    return {entry: _WRITERS[entry.kind](row, around) for entry, row in rows.items()}


def stale_causes(claim_ids: Collection[int]) -> dict[int, list[str]]:
    """Why claims should be looked at again."""
    causes: dict[int, list[str]] = defaultdict(list)
    if claim_ids:
        flags = stale_marks().filter(claim__in=claim_ids)
        for claim_id, cause in flags.values_list("claim_id", "cause"):
            causes[claim_id].append(cause)
    return causes


def places_of(claim_ids: Collection[int]) -> dict[int, list[Highlight]]:
    """The latest places of claims, in reading order."""
    places: dict[int, list[Highlight]] = defaultdict(list)
    if claim_ids:
        current = highlight_rows(Highlight.objects.current().filter(claim__in=claim_ids))
        for highlight in current.order_by("revision__article", "start", "pk"):
            places[highlight.claim_id].append(highlight)
    return places


def highlight_rows(rows: QuerySet[Highlight]) -> QuerySet[Highlight]:
    """Highlights with what their annotations say, without the texts."""
    related = rows.select_related(
        "claim", "made_by", "original", "revision__article", "anchored_from__revision__article"
    )
    texts = ("text", "blocks", "words", "notes")
    return related.defer(
        "claim__words",
        *(f"revision__{name}" for name in texts),
        *(f"anchored_from__revision__{name}" for name in texts),
    )


def evidence_rows(rows: QuerySet[Evidence]) -> QuerySet[Any]:
    """Links with what their annotations say, without the texts but for the words beside the passage."""
    reach = CONTEXT_CHARACTERS
    return (
        rows.select_related("claim", "source", "capture", "attached_by")
        .defer("claim__words", "capture__text", "capture__blocks")
        .annotate(
            before=Substr(
                "capture__text", Greatest(F("start") - reach + 1, Value(1)), Least(F("start"), Value(reach))
            ),
            after=Substr("capture__text", F("end") + 1, Value(reach)),
        )
    )


def verdict_rows(rows: QuerySet[Verdict]) -> QuerySet[Any]:
    """Signatures with what their annotations say, and what is shown beside them by override."""
    beside = with_override(rows, "annotations_verdict.claim_id")
    return beside.select_related("claim", "assessment", "reviewer").defer(
        "claim__words", "assessment__result"
    )


def _own_rows(ids: Mapping[str, Collection[int]], person: User) -> dict[Entry, Any]:
    asked: dict[str, Callable[[], QuerySet[Any]]] = {
        HIGHLIGHT: lambda: highlight_rows(Highlight.objects.current().of_lines(ids[HIGHLIGHT])),
        EVIDENCE: lambda: evidence_rows(Evidence.objects.filter(pk__in=ids[EVIDENCE])),
        VERDICT: lambda: verdict_rows(verdicts_in_full(person).filter(pk__in=ids[VERDICT])),
    }
    return {
        Entry(kind, row.line_id if kind == HIGHLIGHT else row.pk): row
        for kind, rows in asked.items()
        if ids[kind]
        for row in visible(rows(), person)
    }


def _ids(entries: Sequence[Entry], kind: str) -> list[int]:
    return [entry.pk for entry in entries if entry.kind == kind]


def _in_order(entries: Sequence[Entry], found: Mapping[Entry, Document]) -> Iterable[Document]:
    """What was taken away between the two questions is left out."""
    return (found[entry] for entry in entries if entry in found)


def _row(kind: str, pk: int) -> QuerySet[Any]:
    rows: Mapping[str, Callable[[], QuerySet[Any]]] = {
        HIGHLIGHT: lambda: standing_highlights().of_lines([pk]),
        EVIDENCE: lambda: own_evidence().filter(pk=pk),
        VERDICT: lambda: own_verdicts().filter(pk=pk),
    }
    return rows[kind]()


def _missing(name: str, own: re.Match[str] | None, person: User) -> NotFound:
    was_there: QuerySet[Any] = Annotation.objects.filter(name=name)
    if own:
        models: Mapping[str, Any] = {HIGHLIGHT: Highlight, EVIDENCE: Evidence, VERDICT: Verdict}
        was_there = models[own[1]].objects.filter(pk=int(own[2]))
        if own[1] == HIGHLIGHT:
            was_there = was_there.filter(original__isnull=True)
    if visible(was_there, person).exists():
        return Gone("This annotation was taken back.")
    return NotFound(f"There is no annotation “{name[:100]}”.")


_VERSION: Mapping[str, tuple[str, ...]] = {
    SENT: ("version",),
    HIGHLIGHT: ("version",),
    EVIDENCE: ("version",),
}
_WRITERS: Mapping[str, Callable[[Any, Surroundings], Document]] = {
    HIGHLIGHT: lambda row, around: highlight_annotation(highlight_writing(row, around)),
    EVIDENCE: lambda row, around: evidence_annotation(evidence_writing(row, around)),
    VERDICT: lambda row, around: verdict_annotation(verdict_writing(row, around)),
}
