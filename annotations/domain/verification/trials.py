"""What one change would make of a status, without weighing anew what the change leaves alone.

What a link is worth by itself hangs on no other link, so that a link read otherwise, or one report more that
has nothing to do with the rest, changes one weight; only the counting is done again. The result is that of
`status_of` on the changed inputs.
"""

from collections.abc import Iterable
from datetime import date

from annotations.domain.verification.inputs import Inputs, ItemInput, LinkInput, PublisherInput, order
from annotations.domain.verification.outcome import outcome_of
from annotations.domain.verification.policy import Policy
from annotations.domain.verification.register import concerning
from annotations.domain.verification.weighing import WeighedLink, Weighing, weighed_links
from annotations.domain.vocabulary import Status


class Trials:
    """The weighed links of one scored node, and what becomes of them."""

    def __init__(self, inputs: Inputs, policy: Policy, as_of: date | None) -> None:
        register = concerning(inputs)
        self._node = register.node
        self._policy = policy
        self._as_of = as_of
        self._weighing = Weighing(register, policy, as_of)
        self._weighed = {link.id: self._weighing.weigh(link) for link in register.links}

    def with_link(self, changed: LinkInput) -> Status:
        """The status if this link were read so. It must name the same item and `relies_on` the same ones."""
        return self._status({**self._weighed, changed.id: self._weighing.weigh(changed)}.values())

    def with_report(self, link: LinkInput, item: ItemInput, publisher: PublisherInput) -> Status:
        """The status with one report more, whose publisher and item are in no relation to any other."""
        alone = concerning(Inputs(self._node, (link,), (item,), (publisher,)))
        links = [*self._weighed.values(), *weighed_links(alone, self._policy, self._as_of)]
        return self._status(sorted(links, key=lambda weighed: order(weighed.link.id)))

    def _status(self, links: Iterable[WeighedLink]) -> Status:
        return outcome_of(self._node, links, self._policy).status
