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
from annotations.actions.annotated_claims import mark_anew, take_back
from annotations.actions.annotation_marks import Marks, find_marks, make_marked_claim
from annotations.actions.recording import change, record_event, refusing_duplicates, require_version
from annotations.domain.errors import Conflict, Gone, NotFound
from annotations.domain.vocabulary import AnnotationState, ImportOutcome
from annotations.domain.webannotations.fingerprints import fingerprint
from annotations.domain.webannotations.reading import WebAnnotation, read_annotation
from annotations.models import Annotation, User
from annotations.queries.annotated_texts import AnnotatedTexts
from annotations.queries.annotation_documents import MARKS, served_context, served_via

OWN_NAME: Final = re.compile(r"(highlight|evidence|verdict)-\d+")
SLUG_LENGTH: Final = 60
ALREADY: Final = {
    "annotation_is_kept_once": "This annotation is here already.",
    "annotation_without_id_is_kept_once": "This annotation is here already.",
}
NAME_IS_TAKEN: Final = "annotations_annotation_name_key"
NAMES_TRIED: Final = 3
OWN_PROPERTIES: Final = ("id", "@id")


@dataclass(frozen=True, slots=True)
class Kept:
    """An annotation that is here, and whether it came just now; `remarks` say in sentences what is not to be
    seen from it.
    """

    annotation: Annotation
    is_new: bool
    remarks: tuple[str, ...] = ()


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
    with `Conflict` one that comes from here (`annotation-is-ours`), was deleted here (`annotation-deleted`)
    or says something else here (`annotation-differs`).
    """
    require(actor, "annotation.import")
    reading = read_annotation(document)
    _refuse_our_own(reading.iri, addresses)
    texts = texts or AnnotatedTexts(addresses)
    about = texts.article_of(reading.targets, article_id)
    digest = fingerprint(document)
    known = _known(reading.iri, digest, about)
    if known is not None:
        return Kept(known, is_new=False, remarks=_elsewhere(known, about))
    marks = find_marks(reading.targets, about, texts)
    claim, highlight = make_marked_claim(marks.found, actor) if marks.found else (None, None)
    annotation = _named(
        slug,
        iri=reading.iri,
        document=_unnamed(document),
        fingerprint=digest,
        article_id=about,
        claim=claim,
        highlight=highlight,
        outcome=marks.found[0].outcome if marks.found else ImportOutcome.KEPT,
        made_by=actor,
    )
    _record("annotation.made", annotation, actor, after=_described(annotation))
    return Kept(annotation, is_new=True, remarks=(*_further(marks), *marks.left_out))


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
        found = find_marks(reading.targets, annotation.article_id or 0, texts).found
        marks = mark_anew(annotation, found, actor)
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
    take_back(annotation, actor)
    _record("annotation.deleted", annotation, actor, before=before, after=after)
    return annotation


def _refuse_our_own(iri: str, addresses: tuple[str, ...]) -> None:
    """What was fetched from this service is here already, under the very address that it names."""
    if any(iri.startswith(f"{address.rstrip('/')}/annotations/") for address in addresses):
        raise Conflict(
            "This annotation comes from here, so nothing was added.", field="id", rule="annotation-is-ours"
        )


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
    if known is not None and digest not in (known.fingerprint, fingerprint(known.document)):
        raise Conflict(
            " ".join(
                (
                    "This annotation is here already, and what it says differs: that was not taken over.",
                    *_elsewhere(known, article_id),
                    "Replace it with PUT at its address.",
                )
            ),
            field="id",
            rule="annotation-differs",
            details={"name": known.name, "claim": known.claim_id},
        )
    return known


def _elsewhere(known: Annotation, article_id: int) -> tuple[str, ...]:
    if known.article_id in (None, article_id):
        return ()
    return (f"It is here as an annotation of article {known.article_id}.",)


def _further(marks: Marks) -> tuple[str, ...]:
    waiting = sum(mark.outcome == ImportOutcome.QUEUED for mark in marks.found[1:])
    return (f"Of its further places {waiting} wait for a decision.",) if waiting else ()


def _named(slug: str, **values: Any) -> Annotation:
    """The row under the wished name; under another one where somebody takes that at the same moment."""
    messages = {**ALREADY, NAME_IS_TAKEN: "This name is taken."}
    for _ in range(NAMES_TRIED):
        try:
            with refusing_duplicates(messages):
                return Annotation.objects.create(name=_free_name(slug), **values)
        except Conflict as conflict:
            if conflict.rule != NAME_IS_TAKEN.replace("_", "-"):
                raise
    raise Conflict("This name was taken again and again. Send it without a Slug.", rule="name-taken")


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
    former, new = annotation.document, _without_marks(annotation.document, _unnamed(reading.document))
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
    if via is not None:
        # The address it came with is kept beside the document.
        new.pop("via", None)
    return new | {name: former[name] for name in ("canonical", "via") if name in former}


def _without_marks(former: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """What came back without what is said here of its words; the document's own stays as it was."""
    theirs = {name: value for name, value in new.items() if name not in MARKS}
    if theirs.get("@context") == served_context(former):
        theirs["@context"] = former["@context"]
    return theirs | {name: former[name] for name in MARKS if name in former}


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
