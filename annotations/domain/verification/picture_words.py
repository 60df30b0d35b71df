"""The picture of independence in words: its text alternative."""

from collections.abc import Iterable, Iterator

from annotations.domain.verification.inputs import Key
from annotations.domain.verification.picture import GroupKind, Picture, PictureGroup, PictureKind
from annotations.domain.verification.reasons import Names, capital, in_points, listed, name_of
from annotations.domain.verification.result import LinkResult, Result
from annotations.domain.vocabulary import Stance


def picture_sentences(picture: Picture, result: Result, names: Names | None = None) -> tuple[str, ...]:
    """Everything that the picture shows: origins, outlets that are one, parties, circles, dead ends."""
    return tuple(capital(sentence) for sentence in _Words(picture, result, names).sentences())


class _Words:
    def __init__(self, picture: Picture, result: Result, names: Names | None) -> None:
        self._picture = picture
        self._names = names
        self._label_of = {node.item: node.label for node in picture.nodes}
        self._told: dict[Key, LinkResult] = {told.link: told for told in result.links}

    def sentences(self) -> Iterator[str]:
        say = {
            GroupKind.ORIGIN: self._origin,
            GroupKind.OUTLET: self._outlet,
            GroupKind.PARTY: self._party,
            GroupKind.CIRCLE: self._circle,
        }
        for group in self._picture.groups:
            yield say[group.kind](group)
        yield from self._dead_ends()

    def _origin(self, group: PictureGroup) -> str:
        names = listed(self._named(group.label.split("+")))
        if not group.counted:
            return f"One origin, {names}, gives nothing that counts."
        counted = listed([self._counted(self._told[link]) for link in group.counted])
        sentence = f"One origin, {names}, is counted once: {counted}"
        if group.not_added:
            outlets = self._named(
                self._told[link].outlet or self._told[link].outlet_class for link in group.not_added
            )
            sentence += f"; not added: {listed(outlets)}"
        return f"{sentence}."

    def _counted(self, told: LinkResult) -> str:
        side = "for" if told.stance == Stance.CORROBORATES else "against"
        outlet = name_of(told.outlet or told.outlet_class, self._names)
        return f"{in_points(told.points)} {side} it from {outlet}"

    def _outlet(self, group: PictureGroup) -> str:
        outlets = self._named(self._label_of[item] for item in group.items)
        return f"One outlet with {len(group.items)} publications: {listed(outlets)}."

    def _party(self, group: PictureGroup) -> str:
        speakers = self._named(self._label_of[item] for item in group.items)
        return f"On the side of {name_of(group.label, self._names)}: {listed(speakers)}."

    def _circle(self, group: PictureGroup) -> str:
        outlets = self._named(self._label_of[item] for item in group.items)
        return f"Resting on each other in a circle: {listed(outlets)}."

    def _dead_ends(self) -> Iterator[str]:
        for node in self._picture.nodes:
            name = name_of(node.label, self._names)
            if node.kind is PictureKind.RETRACTED:
                yield f"{name} took a publication back: what rests on it alone counts nothing."
            if node.kind is PictureKind.ARTICLE:
                yield f"The article under check, {name}: what rests on it alone counts nothing."

    def _named(self, labels: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(name_of(label, self._names) for label in labels))
