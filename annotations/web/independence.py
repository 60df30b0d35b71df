"""The picture of independence: outlets, origins, who relies on whom, parties, and what was counted once."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from annotations.domain.independence_drawing import BOX_HEIGHT, LABEL_WIDTH, drawing_of
from annotations.domain.verification import (
    GroupKind,
    LinkResult,
    PictureGroup,
    PictureKind,
    PictureNode,
    brief_reason,
    card_name,
    link_sentence,
)
from annotations.domain.vocabulary import DerivationKind, Sourcing, Stance
from annotations.queries.explanations import name_in
from annotations.queries.independence import Independence, PicturedItem, independence_of
from annotations.web.pages import PageRequest, page
from annotations.web.presence import tells_of_links

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
    reason: str


@dataclass(frozen=True, slots=True)
class ShownCard:
    """What stands in one place: one publication, or several that are alike, of which `items` has the first
    first. `query` opens or shuts the card; `points` are the least and the most that are brought, by stance.
    """

    items: tuple[ShownItem, ...]
    name: str
    points: tuple[tuple[str, str], ...]
    query: str

    @property
    def first(self) -> ShownItem:
        """The publication itself, or the first of those that are alike."""
        return self.items[0]


@dataclass(frozen=True, slots=True)
class ShownOrigin:
    """What an origin gives: the links that were counted, how many were not added, and why none was."""

    name: str
    counted: tuple[LinkResult, ...]
    is_on_both_sides: bool
    not_added: int
    reason: str


@page
@require_safe
@tells_of_links
def independence(request: PageRequest, claim_id: int) -> HttpResponse:
    """Drawn, told in sentences, and listed publication by publication; `?unfold=` draws the publications of a
    card one by one.
    """
    unfolded = [int(key) for key in request.GET.getlist("unfold") if key.isdecimal()]
    found = independence_of(claim_id, request.user, unfolded)
    items = {pk: _shown(item, found) for pk, item in found.items.items()}
    cards = [_card(node, found, items, unfolded) for node in _origins_first(found.folded.nodes)]
    return render(
        request,
        "claims/independence.html",
        {
            "claim": found.claim,
            "found": found,
            "items": items.values(),
            "cards": cards,
            "opened": [card for card in cards if card.name and card.first.item.source.pk in unfolded],
        }
        | _drawn(found, items, unfolded),
    )


def _origins_first(nodes: tuple[PictureNode, ...]) -> list[PictureNode]:
    return sorted(nodes, key=lambda node: (-node.column, node.row))


def _drawn(found: Independence, items: dict[int, ShownItem], unfolded: list[int]) -> dict[str, Any]:
    drawing = drawing_of(found.picture)
    if drawing is None:
        return {"drawing": None}
    told = {link.link: link for link in found.result.links}
    return {
        "drawing": drawing,
        "boxes": [(box, _card(box.node, found, items, unfolded)) for box in drawing.boxes],
        "origins": [(label, _origin(label.group, found, told)) for label in drawing.labels],
        "box_height": BOX_HEIGHT,
        "label_width": LABEL_WIDTH,
    }


def _card(
    node: PictureNode, found: Independence, items: dict[int, ShownItem], unfolded: list[int]
) -> ShownCard:
    if not node.folded:
        return ShownCard((items[int(node.item)],), "", (), "")
    members = tuple(items[int(key)] for key in node.folded)
    key = int(node.item)
    others = [one for one in unfolded if one != key] if key in unfolded else [*unfolded, key]
    return ShownCard(
        items=members,
        name=card_name(node, found.folded, found.names),
        points=_points([link for member in members for link, _sentence in member.links]),
        query=urlencode({"unfold": others}, doseq=True),
    )


def _points(links: list[LinkResult]) -> tuple[tuple[str, str], ...]:
    """The least and the most points of each stance, such as "30–60"; nothing where there are none."""
    brought: dict[str, list[int]] = {}
    for link in links:
        brought.setdefault(link.stance, []).append(link.points)
    return tuple(
        (stance, "–".join(str(one) for one in dict.fromkeys((min(points), max(points))) if max(points)))
        for stance, points in sorted(brought.items(), key=lambda one: Stance.values.index(one[0]))
    )


def _origin(group: PictureGroup, found: Independence, told: dict[int | str, LinkResult]) -> ShownOrigin:
    counted = tuple(told[link] for link in group.counted)
    return ShownOrigin(
        name=name_in(group.label, found.names),
        counted=counted,
        is_on_both_sides=len({link.stance for link in counted}) > 1,
        not_added=len(group.not_added),
        reason=brief_reason(group.reasons),
    )


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
        reason=brief_reason(link.reason for link in item.links),
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
