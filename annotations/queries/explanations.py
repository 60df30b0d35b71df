"""The reasoning of a stored result, arranged as people read it: what counts, what does not, what would flip.

Everything is taken from the assessment as it was stored, so that the page explains the status that it shows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from annotations.domain.verification import LinkReason
from annotations.domain.vocabulary import Stance, Status
from annotations.models import Event, User
from annotations.queries.label_names import label_names
from annotations.queries.protection import with_masks, without_masked

STATUSES_SHOWN = 50
UNNAMED = {"a": "Unnamed sources", "b": "One party"}
NOT_ADDED = frozenset({LinkReason.NOT_INDEPENDENT.value, LinkReason.OUTDONE_BY_UNTRACED.value})


@dataclass(frozen=True, slots=True)
class ToldLink:
    """One link as a result tells of it; `sentence` says what became of it."""

    link: int
    outlet: str
    points: int
    sentence: str


@dataclass(frozen=True, slots=True)
class CountedOrigin:
    """An origin that gives points: the link that won, and those that rest on the same and were not added."""

    name: str
    won: ToldLink
    not_added: tuple[ToldLink, ...]

    @property
    def is_the_outlet(self) -> bool:
        """Whether the outlet that speaks is the origin itself."""
        return self.name == self.won.outlet


@dataclass(frozen=True, slots=True)
class CountedSide:
    """What one side consists of; its points are the sum of those of its origins."""

    stance: Stance
    points: int
    origins: tuple[CountedOrigin, ...]


@dataclass(frozen=True, slots=True)
class NamedFlip:
    """Without this source the status would be that one."""

    name: str
    status: Status


@dataclass(frozen=True, slots=True)
class Explanation:
    """The reasoning in parts. `not_counted` are links that add nothing, each with its sentence."""

    sides: tuple[CountedSide, ...]
    not_counted: tuple[ToldLink, ...]
    flips: tuple[NamedFlip, ...]


def explanation_of(result: Mapping[str, Any]) -> Explanation:
    """The parts of a stored result; empty where there is none, or nothing is scored."""
    links = result.get("links", ())
    flips = result.get("flips", ())
    names = label_names(
        [
            *(link["outlet"] or link["outlet_class"] for link in links),
            *(link["origin_class"] for link in links),
            *(flip["class"] for flip in flips),
        ]
    )
    telling = _Telling(result, names)
    sides = tuple(telling.side(stance) for stance in (Stance.CORROBORATES, Stance.CONTRADICTS))
    told = {
        link.link for side in sides for origin in side.origins for link in (origin.won, *origin.not_added)
    }
    return Explanation(
        sides=sides,
        not_counted=tuple(telling.link(link) for link in links if link["link"] not in told),
        flips=tuple(NamedFlip(name_in(flip["class"], names), Status(flip["status"])) for flip in flips),
    )


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A change of the computed status, and the events in the claim's own history that caused it. What was
    caused elsewhere stands in its note.
    """

    event: Event
    causes: tuple[Event, ...]


def statuses_of(claim_id: int, person: User) -> list[StatusChange]:
    """The changes of the claim's computed status, latest first."""
    stream = f"claim:{claim_id}"
    told = with_masks(Event.objects.filter(stream=stream), person)
    changes = without_masked(told.filter(verb="status.changed").order_by("-position")[:STATUSES_SHOWN])
    named = {pk for change in changes for pk in change.after.get("because", ())}
    causes = told.filter(pk__in=named).select_related("actor")
    return _caused(changes, without_masked(causes))


def statuses_in(history: Iterable[Event]) -> list[StatusChange]:
    """The same, of a claim's whole history that is at hand, latest first."""
    events = list(history)
    return _caused([event for event in events if event.verb == "status.changed"][:STATUSES_SHOWN], events)


def _caused(changes: Iterable[Event], causes: Iterable[Event]) -> list[StatusChange]:
    known = {event.pk: event for event in causes}
    return [
        StatusChange(change, tuple(known[pk] for pk in change.after.get("because", ()) if pk in known))
        for change in changes
    ]


def name_in(label: str, names: Mapping[str, str]) -> str:
    """The name of a label; of several that are one, all their names."""
    parts = [names.get(part) or UNNAMED.get(part[:1], part) for part in label.split("+")]
    return ", ".join(dict.fromkeys(parts))


class _Telling:
    """One result while it is told."""

    def __init__(self, result: Mapping[str, Any], names: Mapping[str, str]) -> None:
        self.links = result.get("links", ())
        self.sentences = result.get("link_sentences", {})
        self.names = names

    def side(self, stance: Stance) -> CountedSide:
        origins = tuple(self._origins(stance))
        return CountedSide(stance, sum(origin.won.points for origin in origins), origins)

    def _origins(self, stance: Stance) -> Iterable[CountedOrigin]:
        mine = [link for link in self.links if link["stance"] == stance]
        outdone: dict[str | None, list[ToldLink]] = defaultdict(list)
        for link in mine:
            if link.get("reason") in NOT_ADDED:
                outdone[link["origin_class"]].append(self.link(link))
        for link in sorted((one for one in mine if one["counted"]), key=lambda one: -one["points"]):
            yield CountedOrigin(
                name=name_in(link["origin_class"] or link["outlet_class"], self.names),
                won=self.link(link),
                not_added=tuple(outdone.pop(link["origin_class"], ())),
            )

    def link(self, link: Mapping[str, Any]) -> ToldLink:
        return ToldLink(
            link=link["link"],
            outlet=name_in(link["outlet"] or link["outlet_class"], self.names),
            points=link["points"],
            sentence=self.sentences.get(str(link["link"]), ""),
        )
