"""The picture of independence in words: its text alternative, which folds what the picture folds."""

from collections.abc import Iterable, Iterator

from annotations.domain.verification.brief_reasons import brief_reason
from annotations.domain.verification.codes import LinkReason
from annotations.domain.verification.inputs import Key
from annotations.domain.verification.picture import (
    GroupKind,
    Picture,
    PictureGroup,
    PictureKind,
    PictureNode,
)
from annotations.domain.verification.picture_folds import folded_picture
from annotations.domain.verification.reasons import Names, capital, first_of, in_points, listed, name_of
from annotations.domain.verification.result import LinkResult, Result
from annotations.domain.vocabulary import DerivationKind, Stance

_COPYING = (DerivationKind.REPUBLISHES, DerivationKind.TRANSLATES, DerivationKind.EMBEDS)


def picture_sentences(picture: Picture, result: Result, names: Names | None = None) -> tuple[str, ...]:
    """Everything that the picture shows: origins, outlets that are one, parties, circles, dead ends."""
    return tuple(capital(sentence) for sentence in _Words(picture, result, names).sentences())


def card_name(card: PictureNode, folded: Picture, names: Names | None = None) -> str:
    """What a card of a folded picture stands for, such as "17 copies of Coast Wire"."""
    number = len(card.folded)
    parents = [edge for edge in folded.edges if edge.item == card.item]
    if not parents:
        return f"{number} publications"
    labels = {node.item: node.label for node in folded.nodes}
    rested_on = listed(list(dict.fromkeys(name_of(labels[edge.rests_on], names) for edge in parents)))
    are_copies = all(edge.kind in _COPYING for edge in parents)
    return f"{number} copies of {rested_on}" if are_copies else f"{number} reports resting on {rested_on}"


class _Words:
    def __init__(self, picture: Picture, result: Result, names: Names | None) -> None:
        self._picture = folded_picture(picture, result)
        self._names = names
        self._label_of = {node.item: node.label for node in picture.nodes}
        self._cards = {link: node for node in self._picture.nodes if node.folded for link in node.links}
        self._told: dict[Key, LinkResult] = {told.link: told for told in result.links}

    def sentences(self) -> Iterator[str]:
        say = {
            GroupKind.ORIGIN: self._origin,
            GroupKind.OUTLET: self._outlet,
            GroupKind.PARTY: self._party,
            GroupKind.CIRCLE: self._circle,
        }
        for group in self._picture.groups:
            if not self._is_dead_end(group):
                yield say[group.kind](group)
        yield from self._cards_apart()
        yield from self._dead_ends()

    def _is_dead_end(self, group: PictureGroup) -> bool:
        """Whether `_dead_ends` tells of it."""
        ends = (PictureKind.RETRACTED, PictureKind.ARTICLE)
        nodes = {node.item: node for node in self._picture.nodes if not node.folded and node.kind in ends}
        return (
            group.kind is GroupKind.ORIGIN
            and not group.counted
            and bool(group.items)
            and (nodes.keys() >= set(group.items))
        )

    def _origin(self, group: PictureGroup) -> str:
        names = listed(self._named(group.label.split("+")))
        if not group.counted:
            return self._nothing(group, names)
        counted = listed([self._counted(self._told[link]) for link in group.counted])
        sides = {self._told[link].stance for link in group.counted}
        once = "counted once on each side" if len(sides) > 1 else "counted once"
        sentence = f"One origin, {names}, is {once}: {counted}"
        if group.not_added:
            sentence += f"; not added: {first_of(self._not_added(group))}"
        return f"{sentence}."

    def _nothing(self, group: PictureGroup, names: str) -> str:
        card = next(
            (node for node in self._picture.nodes if node.folded and (node.item,) == group.items), None
        )
        why = f": {brief_reason(group.reasons)}" if group.reasons else ""
        if card is not None:
            return f"{card_name(card, self._picture, self._names)} give nothing that counts{why}."
        return f"One origin, {names}, gives nothing that counts{why}."

    def _not_added(self, group: PictureGroup) -> list[str]:
        """Outlets and cards, with the reason where it is another than that the origin is counted already."""
        found: dict[str, None] = {}
        for link in group.not_added:
            told, card = self._told[link], self._cards.get(link)
            label = told.outlet or told.outlet_class
            name = card_name(card, self._picture, self._names) if card else name_of(label, self._names)
            is_usual = told.reason is LinkReason.NOT_INDEPENDENT
            found[name if is_usual else f"{name} ({brief_reason([told.reason])})"] = None
        return list(found)

    def _cards_apart(self) -> Iterator[str]:
        """Cards of which no origin tells, since what is on them was not good enough to be weighed."""
        origins = [group for group in self._picture.groups if group.kind is GroupKind.ORIGIN]
        told = {link for group in origins for link in group.not_added}
        shown = {item for group in origins for item in group.items}
        for card in self._picture.nodes:
            if card.folded and card.item not in shown and not told & set(card.links):
                why = brief_reason(self._told[link].reason for link in card.links)
                yield f"{card_name(card, self._picture, self._names)} give nothing that counts: {why}."

    def _counted(self, told: LinkResult) -> str:
        side = "for" if told.stance == Stance.CORROBORATES else "against"
        outlet = name_of(told.outlet or told.outlet_class, self._names)
        return f"{in_points(told.points)} {side} it from {outlet}"

    def _outlet(self, group: PictureGroup) -> str:
        outlets = self._named(self._label_of[item] for item in group.items)
        return f"One outlet with {len(group.items)} publications: {first_of(outlets)}."

    def _party(self, group: PictureGroup) -> str:
        speakers = self._named(self._label_of[item] for item in group.items)
        return f"On the side of {name_of(group.label, self._names)}: {first_of(speakers)}."

    def _circle(self, group: PictureGroup) -> str:
        outlets = self._named(self._label_of[item] for item in group.items)
        return f"Resting on each other in a circle: {first_of(outlets)}."

    def _dead_ends(self) -> Iterator[str]:
        for node in self._picture.nodes:
            if node.folded:
                continue
            name = name_of(node.label, self._names)
            if node.kind is PictureKind.RETRACTED:
                yield f"{name} took a publication back: what rests on it alone counts nothing."
            if node.kind is PictureKind.ARTICLE:
                yield f"The article under check, {name}: what rests on it alone counts nothing."

    def _named(self, labels: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(name_of(label, self._names) for label in labels))
