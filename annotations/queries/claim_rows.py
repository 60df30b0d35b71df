"""Claims as lines of a list: everything a line says, finished, in a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef

from annotations.domain.vocabulary import (
    AttributionMode,
    ClaimState,
    ClaimType,
    EvidenceState,
    Stance,
    Status,
)
from annotations.models import Claim, Evidence, Highlight
from annotations.queries.claims import PUBLIC
from annotations.queries.overrides import OverrideBeside, with_override
from annotations.queries.reading import COMPUTING, COMPUTING_LABEL
from annotations.queries.staleness import stale_marks

SIGNED, STALE, PUBLISHED = "SIGNED", "STALE", "PUBLISHED"
LAYERS_SHOWN = 3
FIELDS = (
    "id",
    "text",
    "language",
    "type",
    "status",
    "state",
    "asserter",
    "mode",
    "inputs_version",
    "assessed_version",
    "status_changed_at",
    "changed_at",
    "created_by_id",
    "created_by__display_name",
)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim in a list. `shown` is its computed status, or COMPUTING; `standing` is SIGNED, PUBLISHED,
    STALE or empty; `override` is what two people show beside it.
    """

    id: int
    text: str
    language: str
    type: str
    type_label: str
    status: str
    shown: str
    status_label: str
    is_due: bool
    standing: str
    override: OverrideBeside | None
    said_by: str
    article_id: int | None
    article: str
    supporting: int
    opposing: int
    author: str
    changed_at: datetime
    status_changed_at: datetime | None


def shown_status(status: str, assessed_version: int) -> tuple[str, str]:
    """What stands in the badge, and its words."""
    if assessed_version == 0:
        return COMPUTING, COMPUTING_LABEL
    return status, Status(status).label


def claim_rows(claims: Iterable[dict[str, object]]) -> list[ClaimRow]:
    """The lines for claims that were read as `values(*FIELDS)`: four queries, however many they are."""
    found: Sequence[dict] = list(claims)
    ids = [claim["id"] for claim in found]
    if not ids:
        return []
    counts, layers, articles, beside = _stances(ids), _layers(ids), _articles(ids), _beside(ids)
    return [
        _row(claim, counts, layers.get(claim["id"], []), articles.get(claim["id"]), beside[claim["id"]])
        for claim in found
    ]


def _row(
    claim: dict,
    counts: dict,
    layers: list[str],
    article: tuple[int, str] | None,
    beside: tuple[bool, OverrideBeside | None],
) -> ClaimRow:
    is_stale, override = beside
    shown, label = shown_status(claim["status"], claim["assessed_version"])
    own = _named(claim["asserter"], claim["mode"])
    said_by = [*layers, own] if own else layers
    return ClaimRow(
        id=claim["id"],
        text=claim["text"],
        language=claim["language"],
        type=claim["type"],
        type_label=ClaimType(claim["type"]).label,
        status=claim["status"],
        shown=shown,
        status_label=label,
        is_due=claim["assessed_version"] < claim["inputs_version"],
        standing=_standing(claim["state"], is_stale),
        override=override,
        said_by=" › ".join(said_by),
        article_id=article[0] if article else None,
        article=article[1] if article else "",
        supporting=counts.get((claim["id"], Stance.CORROBORATES), 0),
        opposing=counts.get((claim["id"], Stance.CONTRADICTS), 0),
        author=claim["created_by__display_name"],
        changed_at=claim["changed_at"],
        status_changed_at=claim["status_changed_at"],
    )


def _standing(state: str, is_stale: bool) -> str:
    if is_stale:
        return STALE
    if state in PUBLIC:
        return PUBLISHED
    return SIGNED if state == ClaimState.SIGNED else ""


def _stances(ids: list[int]) -> dict[tuple[int, str], int]:
    """How many links there are a claim and stance."""
    links = Evidence.objects.filter(claim__in=ids).exclude(state=EvidenceState.WITHDRAWN)
    counted = links.values("claim", "stance").annotate(count=Count("pk")).order_by()
    return {
        (claim, stance): count for claim, stance, count in counted.values_list("claim", "stance", "count")
    }


def _layers(ids: list[int]) -> dict[int, list[str]]:
    """Who says it through whom, outermost first, read outwards through as many layers as a line can show."""
    paths = ["asserted_by__" * depth for depth in range(LAYERS_SHOWN)]
    steps = [path + name for path in paths for name in ("asserter", "mode", "state")]
    outer = Claim.objects.standing().filter(asserts__in=ids).order_by("id")
    told: dict[int, list[str]] = {}
    chosen: dict[int, int] = {}
    for asserted, pk, *layers in outer.values_list("asserts", "pk", *steps):
        names = _speakers(layers)
        if chosen.setdefault(asserted, pk) == pk and len(names) > len(told.get(asserted, [])):
            told[asserted] = names
    return told


def _speakers(layers: list[str | None]) -> list[str]:
    """The asserters of a chain, outermost first, as far out as no layer was withdrawn. Of each layer come
    asserter, mode and state, the innermost first.
    """
    names: list[str] = []
    for asserter, mode, state in zip(layers[::3], layers[1::3], layers[2::3], strict=True):
        if state in (None, ClaimState.WITHDRAWN):
            break
        if name := _named(asserter, mode):
            names.insert(0, name)
    return names


def _named(asserter: str | None, mode: str | None) -> str:
    """The asserter as the article names them, or how it keeps them unnamed."""
    return asserter or (str(AttributionMode(mode).label).lower() if mode else "")


def _articles(ids: list[int]) -> dict[int, tuple[int, str]]:
    """The article in which a claim was found first."""
    places = Highlight.objects.current().filter(claim__in=ids)
    first = places.order_by("claim", "id").distinct("claim")
    named = first.values_list("claim", "revision__article", "revision__article__headline")
    return {claim: (article, headline) for claim, article, headline in named}


def _beside(ids: list[int]) -> dict[int, tuple[bool, OverrideBeside | None]]:
    """Whether a claim is stale, and what two people show beside its status."""
    claims = with_override(Claim.objects.filter(pk__in=ids), "annotations_claim.id")
    asked = claims.annotate(is_stale=Exists(stale_marks().filter(claim=OuterRef("pk"))))
    rows = asked.values_list("pk", "is_stale", "override_part")
    return {pk: (is_stale, OverrideBeside.read(part)) for pk, is_stale, part in rows}
