"""Keeping Web Annotations that are sent in: as they came, and as draft claims where they mark words.

The document is kept to the letter. What it marks becomes a claim of the article it is about, which people
then work on like any other; the annotation stays beside it as what somebody else once said. So deleting the
annotation takes the claim back only while nobody has worked on it.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from annotations.access import require
from annotations.actions.annotation_marks import Mark, claim_text, find_mark, make_marked_claim, set_mark
from annotations.actions.claims import edit_claim, withdraw_claim
from annotations.actions.highlights import retire_highlight
from annotations.actions.recording import change, record_event, refusing_duplicates, require_version
from annotations.domain.errors import Conflict, Gone, NotFound
from annotations.domain.vocabulary import AnnotationState, ClaimState, HighlightState, ImportOutcome
from annotations.domain.webannotations.fingerprints import fingerprint
from annotations.domain.webannotations.reading import WebAnnotation, read_annotation
from annotations.models import Annotation, Claim, Highlight, User
from annotations.queries.annotated_texts import AnnotatedTexts
from annotations.queries.annotation_documents import served_via

OWN_NAME: Final = re.compile(r"(highlight|evidence|verdict)-\d+")
SLUG_LENGTH: Final = 60
ALREADY: Final = {
    "annotation_is_kept_once": "This annotation is here already.",
    "annotation_without_id_is_kept_once": "This annotation is here already.",
}
OWN_PROPERTIES: Final = ("id", "@id")


@dataclass(frozen=True, slots=True)
class Kept:
    """An annotation that is here, and whether it came just now."""

    annotation: Annotation
    is_new: bool


@transaction.atomic
def create_annotation(
    *,
    document: Mapping[str, Any],
    slug: str = "",
    article_id: int | None = None,
    texts: AnnotatedTexts | None = None,
    addresses: tuple[str, ...] = (settings.PUBLIC_URL,),
    actor: User,
) -> Kept:
    """Keeps an annotation about an article of ours, and makes a draft claim of the words it marks.

    The article is the one its target names, by our own address (`addresses` are those of this service) or by
    the one it was published at, or the one given. `slug` is the wish for the last part of its address. One
    that is here already, by its IRI or else by all it says, is given back as it is.

    Refuses with `Invalid` what is no annotation and what is about no article of ours (`foreign-target`), and
    with `Conflict` (`annotation-deleted`) one that was deleted here.
    """
    require(actor, "annotation.import")
    reading = read_annotation(document)
    texts = texts or AnnotatedTexts(addresses)
    about = texts.article_of(reading.targets, article_id)
    digest = fingerprint(document)
    known = _known(reading.iri, digest, about)
    if known is not None:
        return Kept(known, is_new=False)
    mark = find_mark(reading.targets, about, texts)
    claim = make_marked_claim(mark, actor) if mark is not None else None
    with refusing_duplicates(ALREADY):
        annotation = Annotation.objects.create(
            name=_free_name(slug),
            iri=reading.iri,
            document=_unnamed(document),
            fingerprint=digest,
            article_id=about,
            claim=claim,
            highlight=claim.highlights.get() if claim is not None else None,
            outcome=mark.outcome if mark is not None else ImportOutcome.KEPT,
            made_by=actor,
        )
    _record("annotation.made", annotation, actor, after=_described(annotation))
    return Kept(annotation, is_new=True)


@transaction.atomic
def replace_annotation(
    *,
    name: str,
    document: Mapping[str, Any],
    expected_version: int | None = None,
    addresses: tuple[str, ...] = (settings.PUBLIC_URL,),
    actor: User,
) -> Annotation:
    """Puts another document in the place of an annotation's. What it marks by another target than before is
    looked for anew; the history keeps the former document.

    `canonical` and `via` stay what they are: another one is refused (`canonical-changed`, `via-changed`), and
    one that is left out is kept. It stays about its article (else `foreign-target`).
    """
    annotation = _locked(name)
    require(actor, "annotation.replace", annotation)
    require_version(annotation, expected_version)
    reading = read_annotation(document)
    kept = _with_kept_names(annotation, reading)
    marks = {}
    if kept.get("target") != annotation.document.get("target"):
        texts = AnnotatedTexts(addresses)
        texts.article_of(reading.targets, annotation.article_id)
        marks = _marked_anew(annotation, find_mark(reading.targets, annotation.article_id or 0, texts), actor)
    before, after = change(annotation, {"document": kept, **marks})
    if after:
        _record("annotation.replaced", annotation, actor, before=before, after=after)
    return annotation


@transaction.atomic
def delete_annotation(*, name: str, expected_version: int | None = None, actor: User) -> Annotation:
    """Takes an annotation out of the container, its mark off the page, and its claim out of the work unless
    somebody worked on it.
    """
    annotation = _locked(name)
    require(actor, "annotation.delete", annotation)
    require_version(annotation, expected_version)
    before, after = change(annotation, {"state": AnnotationState.DELETED, "deleted_at": timezone.now()})
    _take_back(annotation, actor)
    _record("annotation.deleted", annotation, actor, before=before, after=after)
    return annotation


def _known(iri: str, digest: str, article_id: int) -> Annotation | None:
    """The one that is here already; one without an IRI is known by all it says."""
    same = (
        Q(iri=iri) if iri else Q(iri="", fingerprint=digest, article=article_id, state=AnnotationState.LIVE)
    )
    known = Annotation.objects.filter(same).first()
    if known is not None and known.state == AnnotationState.DELETED:
        raise Conflict(
            "This annotation was here and was deleted. Send it without its id to begin anew.",
            field="id",
            rule="annotation-deleted",
            details={"name": known.name},
        )
    return known


def _free_name(slug: str) -> str:
    """As wished, if it is free and cannot be taken for one of our own; else with a tail of its own."""
    wished = slugify(unquote(slug.strip().strip('"')))[:SLUG_LENGTH].strip("-_")
    if not wished:
        return secrets.token_hex(8)
    is_taken = OWN_NAME.fullmatch(wished) or Annotation.objects.filter(name=wished).exists()
    return f"{wished}-{secrets.token_hex(4)}" if is_taken else wished


def _unnamed(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in OWN_PROPERTIES}


def _locked(name: str) -> Annotation:
    found = Annotation.objects.select_for_update(of=("self",), no_key=True).filter(name=name).first()
    if found is None:
        raise NotFound(f"There is no annotation “{name[:100]}”.")
    if found.state == AnnotationState.DELETED:
        raise Gone("This annotation was deleted.")
    return found


def _with_kept_names(annotation: Annotation, reading: WebAnnotation) -> dict[str, Any]:
    """The new document with what never changes."""
    former, new = annotation.document, _unnamed(reading.document)
    via = served_via(former, annotation.iri)
    if reading.iri not in ("", annotation.iri):
        raise Conflict("An annotation keeps its id.", field="id", rule="id-changed")
    for name, kept in (("canonical", former.get("canonical")), ("via", via)):
        if kept is not None and new.get(name, kept) not in (kept, former.get(name)):
            raise Conflict(
                f"“{name}” says where an annotation comes from and never changes.",
                field=name,
                rule=f"{name}-changed",
                details={name: kept},
            )
    return new | {name: former[name] for name in ("canonical", "via") if name in former}


def _marked_anew(annotation: Annotation, mark: Mark | None, actor: User) -> dict[str, Any]:
    """The former line of highlights ends, another one begins; gives back what the annotation says of it."""
    claim, former = annotation.claim, annotation.highlight
    if former is not None:
        _retire_line(former, actor)
    if mark is None:
        if claim is not None and former is not None and _is_untouched(claim, former):
            withdraw_claim(claim_id=claim.pk, actor=actor)
        return {"highlight": None, "outcome": ImportOutcome.KEPT}
    if claim is None or claim.state == ClaimState.WITHDRAWN:
        claim = make_marked_claim(mark, actor)
        return {"claim": claim, "highlight": claim.highlights.get(), "outcome": mark.outcome}
    if former is not None and claim.text == claim_text(former.exact or former.sought) and _is_draft(claim):
        edit_claim(claim_id=claim.pk, values={"text": claim_text(mark.words)}, actor=actor)
    return {"highlight": set_mark(claim, mark, actor), "outcome": mark.outcome}


def _take_back(annotation: Annotation, actor: User) -> None:
    claim, highlight = annotation.claim, annotation.highlight
    if claim is None or highlight is None:
        return
    _retire_line(highlight, actor)
    if _is_untouched(claim, highlight):
        withdraw_claim(claim_id=claim.pk, actor=actor)


def _retire_line(first: Highlight, actor: User) -> None:
    """Takes the latest row of a line off the page, where it marks or waits."""
    line = Highlight.objects.filter(Q(pk=first.pk) | Q(original=first), is_current=True)
    current = line.filter(state__in=(HighlightState.LIVE, HighlightState.QUEUED)).first()
    if current is not None:
        retire_highlight(highlight_id=current.pk, actor=actor)


def _is_draft(claim: Claim) -> bool:
    return claim.state == ClaimState.DRAFT


def _is_untouched(claim: Claim, first: Highlight) -> bool:
    """Whether a draft has nothing but the line of highlights it came with."""
    others = Highlight.objects.filter(claim=claim).exclude(Q(pk=first.pk) | Q(original=first))
    return _is_draft(claim) and not (
        claim.evidence.exists()
        or claim.verdicts.exists()
        or claim.asserted_by.exists()
        or claim.parts.exists()
        or others.exclude(state=HighlightState.RETIRED).exists()
    )


def _described(annotation: Annotation) -> dict[str, Any]:
    return {
        "name": annotation.name,
        "iri": annotation.iri,
        "claim": annotation.claim_id,
        "highlight": annotation.highlight_id,
        "outcome": annotation.outcome,
        "fingerprint": annotation.fingerprint,
    }


def _record(verb: str, annotation: Annotation, actor: User, **told: Any) -> None:
    record_event(verb, annotation, stream=annotation.article or annotation, actor=actor, **told)
