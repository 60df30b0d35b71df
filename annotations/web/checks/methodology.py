"""What each verdict means, in words for readers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from annotations.domain.verification import RatingScale
from annotations.domain.vocabulary import ContextFlag, Status
from annotations.web.checks.words import Rated, rated_as


@dataclass(frozen=True, slots=True)
class Meaning:
    """One verdict as readers are told it, and what it means."""

    rated: Rated
    meaning: str


_MEANINGS: Final[Mapping[tuple[Status, str], Any]] = {
    (Status.SUPPORTED, ""): _(
        "The evidence for it outweighs what speaks against it by as much as a verdict takes, and what speaks "
        "against it would not do for a verdict of its own."
    ),
    (Status.SUPPORTED, ContextFlag.MISSING_CONTEXT.value): _(
        "What it says is supported; something that readers need to understand it is left out, or it is out "
        "of date."
    ),
    (Status.SUPPORTED, ContextFlag.CHERRY_PICKED.value): _(
        "What it says is supported word for word, and chosen or labelled so that it gives a wrong impression."
    ),
    (Status.MIXED, ""): _("It says several things at once; some are supported and some refuted."),
    (Status.REFUTED, ContextFlag.KERNEL_OF_TRUTH.value): _(
        "The evidence refutes it as it stands; there is a kernel of truth in it."
    ),
    (Status.REFUTED, ""): _(
        "The evidence against it outweighs what speaks for it by as much as a verdict takes."
    ),
    (Status.LEANS_SUPPORTED, ""): _("More speaks for it than against it, and not enough for a verdict."),
    (Status.LEANS_REFUTED, ""): _("More speaks against it than for it, and not enough for a verdict."),
    (Status.CONFLICTING, ""): _("Strong evidence stands on both sides."),
    (Status.NOT_ENOUGH_EVIDENCE, ""): _("We found too little to say anything. It may be true."),
    (Status.PENDING_EVENT, ""): _("It speaks of what has not happened yet."),
    (Status.NOT_CHECKABLE, ""): _("An opinion, a demand, a question: nothing that evidence could decide."),
}


def statuses(scale: RatingScale) -> list[Meaning]:
    """Every verdict that readers may meet, in the words of the newsroom's scale, the truest first."""
    return [
        Meaning(rated_as(status, [flag] if flag else [], scale), str(meaning))
        for (status, flag), meaning in _MEANINGS.items()
    ]
