"""What a party gains by what it publishes (specification 2.5).

Asymmetric on purpose: a party speaking in its own favour proves nothing about the content, a party speaking
against itself is worth a first-hand record, and both said what they said.
"""

from annotations.domain.verification.codes import Interest
from annotations.domain.verification.inputs import ItemInput, Key, NodeInput
from annotations.domain.verification.register import Register
from annotations.domain.vocabulary import Stance

# From worst to best; the worst on a chain counts. "None" comes last so that an admission is told as one.
_WORST_FIRST = (Interest.SELF_SERVING, Interest.UNKNOWN, Interest.NEUTRAL, Interest.AGAINST, Interest.NONE)


def worst(interests: list[Interest]) -> Interest:
    """The interest that decides for a chain."""
    return min(interests, key=_WORST_FIRST.index, default=Interest.NONE)


def interest_of(register: Register, item: ItemInput, stance: str) -> Interest:
    """The interest of whoever speaks in an item in this stance, by the blocs they spoke for that day."""
    publisher = register.speaks_for(item)
    if publisher is None or not publisher.blocs:
        return Interest.NONE
    blocs = [membership.bloc for membership in publisher.blocs if membership.holds_on(item.published_on)]
    return worst([_interest_of_bloc(register.node, bloc, stance) for bloc in blocs])


def _interest_of_bloc(node: NodeInput, bloc: Key, stance: str) -> Interest:
    favours, disfavours = node.favours, node.disfavours
    if stance == Stance.CONTRADICTS:
        favours, disfavours = disfavours, favours
    if bloc in favours and bloc not in disfavours:
        return Interest.SELF_SERVING
    if bloc in disfavours and bloc not in favours:
        return Interest.AGAINST
    if bloc in node.neutral_for or node.is_attribution:
        return Interest.NEUTRAL
    return Interest.UNKNOWN
