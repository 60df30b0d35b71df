"""What a format of export is: a function from one JSON document a claim to the bytes of a file.

Documents come one at a time and bytes go out as they are made, so that a file of any size costs the same
memory. A format knows neither tables nor files nor other formats.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

IDS_NAMED = 100
"""How many claims a manifest names for each reason; all are counted."""


@dataclass(frozen=True, slots=True)
class Publication:
    """Who publishes what is rendered, and where: `address` is the service's public one, without a final
    slash.
    """

    organisation: str
    address: str


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


Render = Callable[[Iterable[bytes], Publication, LeftOut], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `render` takes documents (UTF-8 JSON, each with its final line feed) in the order of
    their ids.
    """

    media_type: str
    suffix: str
    render: Render
