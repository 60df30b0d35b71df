"""The picture of independence: outlets, origins, who relies on whom, parties, and what was counted once."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from annotations.domain.independence_drawing import BOX_HEIGHT, LABEL_WIDTH, drawing_of
from annotations.domain.verification import GroupKind, LinkResult, PictureGroup, PictureKind, link_sentence
from annotations.domain.vocabulary import DerivationKind, Sourcing, Stance
from annotations.queries.explanations import name_in
from annotations.queries.independence import Independence, PicturedItem, independence_of
from annotations.web.pages import PageRequest, page

KINDS = {
    PictureKind.ORIGIN: gettext_lazy("Origin"),
    PictureKind.RELAY: gettext_lazy("Passes on"),
    PictureKind.RETRACTED: gettext_lazy("Taken back"),
    PictureKind.ARTICLE: gettext_lazy("The article itself"),
    PictureKind.SPEAKER: gettext_lazy("Who says it"),
}


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One publication in words: in its box and in the list below."""

    item: PicturedItem
    name: str
    kind: str
    parties: tuple[str, ...]
    outlets: tuple[str, ...]
    circle: tuple[str, ...]
    rests_on: tuple[tuple[str, str, int], ...]
    links: tuple[tuple[LinkResult, str], ...]


@dataclass(frozen=True, slots=True)
class ShownOrigin:
    """What an origin gives: the links that were counted, and how many were not added."""

    name: str
    counted: tuple[LinkResult, ...]
    not_added: int


@page
@require_safe
def independence(request: PageRequest, claim_id: int) -> HttpResponse:
    """Drawn, told in sentences, and listed publication by publication."""
    found = independence_of(claim_id, request.user)
    items = {pk: _shown(item, found) for pk, item in found.items.items()}
    return render(
        request,
        "claims/independence.html",
        {"claim": found.claim, "found": found, "items": items.values()} | _drawn(found, items),
    )


def _drawn(found: Independence, items: dict[int, ShownItem]) -> dict[str, Any]:
    drawing = drawing_of(found.picture)
    if drawing is None:
        return {"drawing": None}
    told = {link.link: link for link in found.result.links}
    return {
        "drawing": drawing,
        "boxes": [(box, items[int(box.node.item)]) for box in drawing.boxes],
        "origins": [(label, _origin(label.group, found, told)) for label in drawing.labels],
        "box_height": BOX_HEIGHT,
        "label_width": LABEL_WIDTH,
    }


def _origin(group: PictureGroup, found: Independence, told: dict[int | str, LinkResult]) -> ShownOrigin:
    counted = tuple(told[link] for link in group.counted)
    return ShownOrigin(name_in(group.label, found.names), counted, len(group.not_added))


def _shown(item: PicturedItem, found: Independence) -> ShownItem:
    return ShownItem(
        item=item,
        name=item.publisher or _("Unnamed"),
        kind=str(KINDS[item.kind]),
        parties=tuple(
            name_in(group.label, found.names) for group in item.groups if group.kind is GroupKind.PARTY
        ),
        outlets=_others(item, GroupKind.OUTLET, found),
        circle=_others(item, GroupKind.CIRCLE, found),
        rests_on=tuple((source.title, _kind_of(kind), source.pk) for source, kind in item.rests_on),
        links=tuple((link, link_sentence(link, found.names)) for link in _by_side(item.links)),
    )


def _others(item: PicturedItem, kind: GroupKind, found: Independence) -> tuple[str, ...]:
    """The publications that are one with this one in this way, by their titles."""
    return tuple(
        found.items[int(key)].source.title
        for group in item.groups
        if group.kind is kind
        for key in group.items
        if int(key) != item.source.pk
    )


def _by_side(links: tuple[LinkResult, ...]) -> list[LinkResult]:
    return sorted(links, key=lambda link: Stance.values.index(link.stance))


def _kind_of(kind: str) -> str:
    """How something rests on something, as a verb."""
    if kind == Sourcing.RELIES_ON:
        return _("relies on")
    return str(DerivationKind(kind).label).lower()
