"""The picture of independence in words: its text alternative."""

from collections.abc import Iterable, Iterator

from annotations.domain.verification.inputs import Key
from annotations.domain.verification.picture import GroupKind, Picture, PictureGroup, PictureKind
from annotations.domain.verification.reasons import Names, capital, listed, name_of
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
        names = self._named(group.label.split("+"))
        origin = f"{listed(names)} {'are' if len(names) > 1 else 'is'}"
        if not group.counted:
            return f"{origin} an origin, and nothing that rests on it counts."
        counted = listed([self._counted(self._told[link]) for link in group.counted])
        sentence = f"{origin} one origin, counted once: {counted}"
        if group.not_added:
            outlets = self._named(
                self._told[link].outlet or self._told[link].outlet_class for link in group.not_added
            )
            sentence += f"; not added: {listed(outlets)}"
        return f"{sentence}."

    def _counted(self, told: LinkResult) -> str:
        side = "for" if told.stance == Stance.CORROBORATES else "against"
        return (
            f"{name_of(told.outlet or told.outlet_class, self._names)} gives {told.points} points {side} it"
        )

    def _outlet(self, group: PictureGroup) -> str:
        outlets = self._named(self._label_of[item] for item in group.items)
        if len(outlets) == 1:
            return f"{outlets[0]} speaks {len(group.items)} times and is one outlet."
        return f"{listed(outlets)} are one outlet."

    def _party(self, group: PictureGroup) -> str:
        speakers = self._named(self._label_of[item] for item in group.items)
        verb = "speak" if len(speakers) > 1 else "speaks"
        return f"{listed(speakers)} {verb} for {name_of(group.label, self._names)}."

    def _circle(self, group: PictureGroup) -> str:
        outlets = self._named(self._label_of[item] for item in group.items)
        return f"{listed(outlets)} rest on each other in a circle."

    def _dead_ends(self) -> Iterator[str]:
        for node in self._picture.nodes:
            name = name_of(node.label, self._names)
            if node.kind is PictureKind.RETRACTED:
                yield f"{name} took its publication back: what rests on it alone counts nothing."
            if node.kind is PictureKind.ARTICLE:
                yield f"{name} is the article under check: what rests on it alone counts nothing."

    def _named(self, labels: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(name_of(label, self._names) for label in labels))
