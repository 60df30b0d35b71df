"""How long one claim takes, by the number of its links."""

from time import process_time

from annotations.domain.verification import (
    DerivationInput,
    Inputs,
    ItemInput,
    LinkInput,
    NodeInput,
    PublisherInput,
    assess,
)

SIZES = (5, 30, 120, 500, 2000)
_AGENCIES = 6


def milliseconds_by_links() -> dict[int, float]:
    """The best of some rounds for each size: the machine may be busy with other things."""
    return {size: min(_once(_crowd(size)) for _ in range(max(2, 60 // size))) for size in SIZES}


def _once(inputs: Inputs) -> float:
    started = process_time()
    assess(inputs)
    return (process_time() - started) * 1000


def _crowd(size: int) -> Inputs:
    """Outlets of which two in three cite two agencies each, and every third reports by itself."""
    publishers = [PublisherInput(f"agency{number}", "wire", "A") for number in range(_AGENCIES)]
    items = [ItemInput(f"wire{number}", f"agency{number}") for number in range(_AGENCIES)]
    links = []
    for number in range(size):
        name, is_own = f"outlet{number}", number % 3 == 0
        cited = [] if is_own else [f"wire{(number + step) % _AGENCIES}" for step in (0, 1)]
        publishers.append(PublisherInput(name, "newspaper", "B"))
        items.append(ItemInput(name, name, derivations=tuple(map(DerivationInput, cited))))
        sourcing = "own" if is_own else "unexamined"
        links.append(
            LinkInput(name, name, "corroborates" if number % 4 else "contradicts", sourcing=sourcing)
        )
    return Inputs(NodeInput(1), tuple(links), tuple(items), tuple(publishers))
