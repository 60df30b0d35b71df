"""W3C Web Annotations: one collection of highlights, evidence and verdicts, written as it is made.

Each annotation is the one that is served under its address, so that a file and the service say the same: a
highlight that waits for a decision is shown where it last stood for certain, a claim that is stale says so,
and of a protected source nothing is said.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import count
from typing import Any

from annotations.domain.rendering import Format, LeftOut, Publication
from annotations.domain.vocabulary import HighlightState, PassageCheck, Stance, Status
from annotations.domain.webannotations import (
    ANNOTATION_CONTEXT,
    Author,
    EvidenceWriting,
    HighlightWriting,
    KeptText,
    Made,
    MarkedWords,
    OverrideWriting,
    VerdictWriting,
    evidence_annotation,
    highlight_annotation,
    verdict_annotation,
)
from annotations.models import User
from annotations.queries.annotation_container import entries
from annotations.queries.annotation_documents import described

MEDIA_TYPE = f'application/ld+json; profile="{ANNOTATION_CONTEXT}"'

Told = Mapping[str, Any]


def render(documents: Iterable[bytes], publication: Publication, left_out: LeftOut) -> Iterator[bytes]:
    """The collection with one page that holds everything."""
    label = f"Claims checked by {publication.organisation}"
    annotations = (
        annotation
        for document in documents
        for annotation in annotations_of(json.loads(document), publication.address)
    )
    for piece in _collection(annotations, label, _iri(publication)):
        yield piece.encode()


def article_annotations(article_id: int, person: User, base_url: str) -> Iterator[str]:
    """All annotations of an article as one collection, as the person may read them; those that were sent in
    as they came. `base_url` is the service's address without a final slash.
    """
    label, iri = f"Annotations of article {article_id}", f"{base_url}/articles/{article_id}/#annotations"
    yield from _collection(_held(article_id, person, base_url), label, iri)


def annotations_of(claim: Told, base: str) -> Iterator[dict[str, Any]]:
    """The annotations of one exported claim: where it stands, what bears on it, what was signed."""
    stale = tuple(claim["stale"])
    places = tuple(_place(place, base) for place in claim["highlights"])
    address = f"{base}{claim['path']}"

    def made(kind: str, row: Told, moment: str, author: str = "") -> Made:
        iri = f"{base}/annotations/{kind}-{row['id']}"
        return Made(iri=iri, created=_moment(row[moment]), author=Author(author), stale=stale)

    for place, words in zip(claim["highlights"], places, strict=True):
        yield _highlight(
            claim, address, place, words, made("highlight", {**place, "id": place["line"]}, "made_at")
        )
    for link in claim["evidence"]:
        yield evidence_annotation(
            EvidenceWriting(
                made=made("evidence", link, "attached_at"),
                claim_iri=address,
                places=places,
                passage=None if link["protected"] else _passage(link, base),
                stance=link["stance"],
                is_context=link["stance"] == Stance.CONTEXT,
            )
        )
    for verdict in claim["verdicts"]:
        yield _verdict(
            claim, address, places, verdict, made("verdict", verdict, "signed_at", verdict["reviewer"])
        )


def _highlight(claim: Told, address: str, place: Told, words: MarkedWords, made: Made) -> dict[str, Any]:
    waits = place["state"] == HighlightState.QUEUED
    return highlight_annotation(
        HighlightWriting(
            made=made,
            places=(words,),
            claim_iri=address,
            claim_text=claim["text"],
            claim_language=claim["language"],
            outcome=place["outcome"],
            words_changed=tuple(place["changes"]) if waits else (),
        )
    )


def _verdict(
    claim: Told, address: str, places: tuple[MarkedWords, ...], verdict: Told, made: Made
) -> dict[str, Any]:
    return verdict_annotation(
        VerdictWriting(
            made=made,
            claim_iri=address,
            places=places,
            status=verdict["status"],
            label=str(Status(verdict["status"]).label),
            certainty=(claim["assessment"] or {}).get("certainty", ""),
            reason=verdict["reason"],
            claim_text=claim["text"],
            override=_override(claim["override"]),
        )
    )


def _override(override: Told | None) -> OverrideWriting | None:
    if override is None:
        return None
    return OverrideWriting(override["status"], override["reason_code"], _moment(override["expires_at"]))


def _place(place: Told, base: str) -> MarkedWords:
    waits, certain = place["state"] == HighlightState.QUEUED, place["confirmed"] or place
    article = f"{base}/articles/{place['article']}/"
    kept = KeptText(
        source=place["url"] or article,
        cached=f"{article}revisions/{certain['revision']}/",
        read_at=_moment(certain["read_at"]),
        sha256=certain["sha256"],
        language=place["language"],
    )
    if waits and certain is place:
        return MarkedWords(kept, place["sought"], place["prefix"], place["suffix"])
    return MarkedWords(
        kept, certain["exact"], certain["prefix"], certain["suffix"], certain["start"], certain["end"]
    )


def _passage(link: Told, base: str) -> MarkedWords:
    source, capture = link["source"], link["capture"]
    stands = link["passage_check"] != PassageCheck.NOT_FOUND
    kept = KeptText(
        source=source["url"] or f"{base}/sources/{source['id']}/",
        cached=f"{base}/captures/{capture['id']}/",
        read_at=_moment(capture["captured_at"]),
        sha256=capture["sha256"],
    )
    return MarkedWords(
        kept, link["passage"], start=link["start"] if stands else None, end=link["end"] if stands else None
    )


def _held(article_id: int, person: User, base: str) -> Iterator[dict[str, Any]]:
    """Page by page, so that an article of any size costs the same memory."""
    for number in count():
        page = entries(article_id, number, person)
        if not page:
            return
        yield from described(page, person, f"{base}/annotations/")


def _iri(publication: Publication) -> str:
    """The standard wants one for every collection: of a claim set, it is a part of its page."""
    extract = publication.extract
    page = f"claim-sets/{extract.claim_set['id']}/" if extract else ""
    return f"{publication.address}/{page}#annotations"


def _collection(annotations: Iterable[Mapping[str, Any]], label: str, iri: str) -> Iterator[str]:
    """The total comes last: it is known when everything was written."""
    head = {"@context": ANNOTATION_CONTEXT, "id": iri, "type": "AnnotationCollection", "label": label}
    page = {"id": f"{iri}-1", "type": "AnnotationPage", "partOf": iri, "startIndex": 0}
    yield f'{json.dumps(head, ensure_ascii=False)[:-1]}, "first": {json.dumps(page)[:-1]}, "items": ['
    total, separator = 0, "\n"
    for annotation in annotations:
        yield f"{separator}{json.dumps(annotation, ensure_ascii=False)}"
        total, separator = total + 1, ",\n"
    yield f'\n]}}, "total": {total}}}\n'


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


FORMAT = Format(media_type=MEDIA_TYPE, suffix=".jsonld", render=render)
