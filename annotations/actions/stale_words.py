"""Marking claims whose words changed in an article, until a person has looked at each place."""

from collections.abc import Iterable

from annotations.actions.staleness import clear_flags, raise_flags
from annotations.domain.vocabulary import HighlightOutcome, HighlightState, StaleCause
from annotations.models import Highlight, StaleFlag, User

WHAT_HAPPENED = {
    HighlightOutcome.CHANGED: "The words it stands on were changed.",
    HighlightOutcome.AMBIGUOUS: "Several places of the new text fit it.",
    HighlightOutcome.ORPHANED: "Its words are gone from the text.",
}


def settle_stale_words(claim_ids: Iterable[int], *, actor: User | None) -> None:
    """Marks each of these claims as stale while one of its highlights waits for a decision, and takes the
    mark away when none does. Four statements at most.
    """
    ids = set(claim_ids)
    waiting = _waiting(ids)
    flags = StaleFlag.objects.filter(claim__in=ids, cause=StaleCause.WORDS_CHANGED, cleared_at__isnull=True)
    flagged = set(flags.values_list("claim_id", flat=True))
    if settled := flagged - waiting.keys():
        clear_flags(settled, causes=[StaleCause.WORDS_CHANGED], actor=actor)
    raise_flags(StaleCause.WORDS_CHANGED, {pk: detail for pk, detail in waiting.items() if pk not in flagged})


def _waiting(claim_ids: set[int]) -> dict[int, str]:
    queued = Highlight.objects.filter(claim__in=claim_ids, state=HighlightState.QUEUED, is_current=True)
    pairs = queued.order_by("-id").values_list("claim_id", "outcome")
    return {claim_id: WHAT_HAPPENED[HighlightOutcome(outcome)] for claim_id, outcome in pairs}
