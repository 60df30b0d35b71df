"""What a format of export is: a function from one JSON document a claim to the bytes of a file.

Documents come one at a time and bytes go out as they are made, so that a file of any size costs the same
memory. A format knows neither tables nor files nor other formats. The bundle, which holds all others, goes
through the documents several times.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotations.domain.verification import USUAL_SCALE, RatingScale

IDS_NAMED = 100
"""How many claims a manifest names for each reason; all are counted."""


@dataclass(frozen=True, slots=True)
class Extract:
    """What was asked for, and of which moment it is: only for what is about the moment itself, such as a
    manifest. All else is the same whenever it is made.

    `as_of` is ISO 8601 in UTC. `events` are those of the claims exported, in the order of stream and
    position, as `domain.history_check` reads them.
    """

    claim_set: Mapping[str, Any]
    criteria: Mapping[str, Any]
    include_unsigned: bool
    as_of: str
    policy_version: str
    counts: Mapping[str, int]
    events: Iterable[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    """Who publishes what is rendered, and where: `address` is the service's public one, without a final
    slash, `home` the newsroom's own site, if it has said which. `scale` has its words for ratings. `extract`
    is absent where something is rendered without having been asked for as an export. `has_public_pages` says
    whether readers can open the page of a check.
    """

    organisation: str
    address: str
    extract: Extract | None = None
    home: str = ""
    scale: RatingScale = USUAL_SCALE
    has_public_pages: bool = True


@dataclass(slots=True)
class LeftOut:
    """Claims a format could not carry, by reason. They stand in the manifest: nothing is dropped silently."""

    counts: dict[str, int] = field(default_factory=dict)
    named: dict[str, list[int]] = field(default_factory=dict)

    def add(self, reason: str, claim_id: int) -> None:
        """Notes one claim that is not in the file."""
        self.counts[reason] = self.counts.get(reason, 0) + 1
        named = self.named.setdefault(reason, [])
        if len(named) < IDS_NAMED:
            named.append(claim_id)

    def described(self) -> dict[str, Mapping[str, object]]:
        """For the manifest: how many for each reason, and the first of them by id."""
        return {
            reason: {"count": count, "claims": self.named[reason]}
            for reason, count in sorted(self.counts.items())
        }


Documents = Iterable[bytes]
"""UTF-8 JSON, each with its final line feed, in the order of their ids. They can be gone through again, from
the first.
"""

Render = Callable[[Documents, Publication, LeftOut], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Format:
    """One format. Where it `tells_history`, the extract has the events of the claims. Where it
    `tells_withdrawals`, it is given the checks withdrawn from readers too, whose place it keeps. A refusal
    that `render` raises tells what could be asked for instead; asking again would not help.
    """

    media_type: str
    suffix: str
    render: Render
    tells_history: bool = False
    tells_withdrawals: bool = False
