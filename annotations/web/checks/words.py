"""What the pages for readers say of a check, ready for their templates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from annotations.domain.citations import formatted_references
from annotations.domain.citations.exported import cited_source
from annotations.domain.organisation import Profile
from annotations.domain.verification import RatingCase, RatingScale, claim_review_rating, rating_case
from annotations.domain.vocabulary import UNNAMED_MODES, AttributionVerb, PublicationKind, Stance, Status
from annotations.models import Publication
from annotations.queries.published_check import Check
from annotations.queries.published_checks import ListedCheck, Place
from annotations.web.checks.answers import absolute


@dataclass(frozen=True, slots=True)
class Rated:
    """A verdict as readers are told it: in the newsroom's words, with its number where it has one. `status`
    has its mark and colour.
    """

    status: str
    words: str
    value: int | None
    worst: int
    best: int


@dataclass(frozen=True, slots=True)
class Said:
    """One publication. `what` says what it is, `note` what was corrected or why it was withdrawn."""

    publication: Publication
    rated: Rated
    what: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that the check rests on, with where it was read. `notes` are to be known about it."""

    stance: str
    stance_label: str
    words: str
    language: str
    reference: str
    url: str
    archived: str
    read_on: date | None
    is_summary: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """The passages that decided, those that were read besides, and what is said of protected sources."""

    counted: list[Passage]
    besides: list[Passage]
    protected: list[str]


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """One check on the page of its own, or of its article. `said_by` are sentences, the outermost first."""

    claim_id: int
    path: str
    address: str
    language: str
    latest: Said
    earlier: list[Said]
    first_at: datetime
    said_by: list[str]
    places: list[Place]
    material: Material
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One check in a list."""

    check: ListedCheck
    path: str
    address: str
    rated: Rated


def rated(publication: Publication, profile: Profile) -> Rated:
    """The verdict of a publication on the newsroom's scale; what is not rated, in the words of its status."""
    flags = [publication.context_flag] if publication.context_flag else []
    status = Status(publication.status)
    return rated_as(status, flags, profile.scale)


def rated_as(status: Status, flags: Sequence[str], scale: RatingScale) -> Rated:
    """A status with what was flagged about it, on a scale."""
    rating = claim_review_rating(status, flags, scale)
    if rating is None:
        return Rated(status.value, str(status.label), None, scale.worst, scale.best)
    # What is supported and misleads must not come with the mark of what is simply so.
    case = rating_case(status, flags)
    tone = _TONES.get(case, status) if case else status
    return Rated(tone.value, rating.alternate_name, rating.rating_value, scale.worst, scale.best)


_TONES = {
    RatingCase.SUPPORTED_WITHOUT_CONTEXT: Status.LEANS_SUPPORTED,
    RatingCase.SUPPORTED_MISLEADING: Status.MIXED,
    RatingCase.REFUTED_WITH_KERNEL: Status.LEANS_REFUTED,
}


def lines(checks: Iterable[ListedCheck], profile: Profile) -> list[Line]:
    """Checks for a list."""
    return [
        Line(one, path := path_of(one.claim_id), absolute(path), rated(one.publication, profile))
        for one in checks
    ]


def path_of(claim_id: int) -> str:
    """Where the check of a claim stands."""
    return reverse("check-claim", args=[claim_id])


def shown_checks(checks: Sequence[Check], profile: Profile) -> list[ShownCheck]:
    """Checks in full; what they cite is formatted together, each source once."""
    links = [link for one in checks if one.document for link in one.document["evidence"]]
    references = _references(links)
    return [_shown(one, profile, references) for one in checks]


def _shown(check: Check, profile: Profile, references: Mapping[int, str]) -> ShownCheck:
    document = check.document or _NOTHING
    path = path_of(check.latest.claim_id)
    said = [_said(one, profile) for one in check.publications]
    return ShownCheck(
        claim_id=check.latest.claim_id,
        path=path,
        address=absolute(path),
        language=check.language,
        latest=said[-1],
        earlier=said[-2::-1],
        first_at=check.first_at,
        said_by=_said_by(document),
        places=_places(document["highlights"]),
        material=_material(document["evidence"], references),
        is_withdrawn=check.is_withdrawn,
    )


_NOTHING: Mapping[str, Any] = {"id": None, "evidence": [], "attribution": [], "highlights": []}


def _said(publication: Publication, profile: Profile) -> Said:
    what = {
        PublicationKind.PUBLISHED.value: _("Published"),
        PublicationKind.CORRECTED.value: _("Corrected"),
        PublicationKind.WITHDRAWN.value: _("Withdrawn"),
    }[publication.kind]
    return Said(publication, rated(publication, profile), what, f"no-{publication.number}")


def _said_by(document: Mapping[str, Any]) -> list[str]:
    """Who says it and through whom. What a claim says somebody said stands in its own words."""
    layers = [layer for layer in document["attribution"] if layer["claim"] != document["id"]]
    return [sentence for layer in layers if (sentence := _layer(layer))]


def _layer(layer: Mapping[str, Any]) -> str:
    if layer["mode"] in UNNAMED_MODES:
        return _("Reported without saying by whom")
    name = (layer["publisher"] or {}).get("name") or layer["asserter"]
    if not name:
        return ""
    parts = [f"{name} {_DID[layer['verb']]}" if layer["verb"] else name]
    if layer["venue"]:
        parts.append(layer["venue"])
    if layer["said_on"]:
        parts.append(date_format(date.fromisoformat(layer["said_on"]), "j F Y"))
    return ", ".join(parts)


_DID = {
    AttributionVerb.SAID.value: gettext_lazy("said so"),
    AttributionVerb.CLAIMED.value: gettext_lazy("claimed it"),
    AttributionVerb.WARNED.value: gettext_lazy("warned of it"),
    AttributionVerb.REPORTED.value: gettext_lazy("reported it"),
    AttributionVerb.CITED.value: gettext_lazy("cited it"),
    AttributionVerb.DENIED.value: gettext_lazy("denied it"),
    AttributionVerb.SPECULATED.value: gettext_lazy("speculated about it"),
}


def _places(highlights: Sequence[Mapping[str, Any]]) -> list[Place]:
    found: dict[int, Place] = {}
    for one in highlights:
        exact = one["exact"] if one["state"] == "live" else ""
        place = Place(
            one["article"], one["headline"], one["url"], one["publisher"] or "", one["language"], exact
        )
        found.setdefault(one["article"], place)
    return list(found.values())


def _material(links: Sequence[Mapping[str, Any]], references: Mapping[int, str]) -> Material:
    open_ = [link for link in links if not link["protected"]]
    counted = [_passage(link, references) for link in open_ if link["counted"]]
    besides = [_passage(link, references) for link in open_ if not link["counted"]]
    return Material(counted, besides, _protected([link for link in links if link["protected"]]))


def _passage(link: Mapping[str, Any], references: Mapping[int, str]) -> Passage:
    source, capture = link["source"], link["capture"] or {}
    read = capture.get("captured_at")
    return Passage(
        stance=link["stance"].upper(),
        stance_label=str(_STANCES[link["stance"]]),
        words=link["passage"],
        language=source["language"],
        reference=references[source["id"]],
        url=source["url"],
        archived=source["archived"] or "",
        read_on=datetime.fromisoformat(read).date() if read else None,
        is_summary=bool(capture.get("summary")),
        notes=tuple(_notes(link)),
    )


_STANCES = {
    Stance.CORROBORATES.value: gettext_lazy("Supports it"),
    Stance.CONTRADICTS.value: gettext_lazy("Speaks against it"),
    Stance.CONTEXT.value: gettext_lazy("Gives context"),
}


def _notes(link: Mapping[str, Any]) -> Iterable[str]:
    if link["proximity"] == "primary":
        yield _("first hand")
    if link["source"]["state"] == "retracted":
        yield _("retracted by its publisher since")
    if link["source"]["state"] == "corrected":
        yield _("corrected by its publisher since")


def _protected(links: Sequence[Mapping[str, Any]]) -> list[str]:
    """Of protected sources readers learn that they are there, and which way they point."""
    told = []
    for stance in Stance.values:
        if count := sum(link["stance"] == stance for link in links):
            words = ngettext(
                "%(count)d source whose identity we protect: %(stance)s.",
                "%(count)d sources whose identity we protect: %(stance)s.",
                count,
            )
            told.append(words % {"count": count, "stance": str(_STANCES[stance]).lower()})
    return told


def _references(links: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """What each source is cited as, by its id; its addresses stand beside it as links."""
    items = {
        link["source"]["id"]: {
            name: value for name, value in cited_source(link).items() if name not in _BESIDE_IT
        }
        for link in links
        if not link["protected"]
    }
    return dict(zip(items, formatted_references(list(items.values())), strict=True))


_BESIDE_IT = ("URL", "DOI", "accessed", "archive", "archive_location", "note")
