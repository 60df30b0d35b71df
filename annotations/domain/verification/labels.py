"""How a status is called elsewhere: rank and AVeriTeC label (specification 1.8)."""

from collections.abc import Collection

from annotations.domain.vocabulary import ContextFlag, Status

_RANKS = {
    Status.SUPPORTED: 2,
    Status.LEANS_SUPPORTED: 1,
    Status.MIXED: 0,
    Status.CONFLICTING: 0,
    Status.NOT_ENOUGH_EVIDENCE: 0,
    Status.LEANS_REFUTED: -1,
    Status.REFUTED: -2,
}

NOT_ENOUGH_EVIDENCE = "Not Enough Evidence"
CHERRYPICKING = "Conflicting Evidence/Cherrypicking"

_AVERITEC = {
    Status.SUPPORTED: "Supported",
    Status.REFUTED: "Refuted",
    Status.MIXED: CHERRYPICKING,
    Status.CONFLICTING: CHERRYPICKING,
    Status.LEANS_SUPPORTED: NOT_ENOUGH_EVIDENCE,
    Status.LEANS_REFUTED: NOT_ENOUGH_EVIDENCE,
    Status.NOT_ENOUGH_EVIDENCE: NOT_ENOUGH_EVIDENCE,
}

_WITH_FLAG = (
    ContextFlag.CHERRY_PICKED,
    ContextFlag.MISCAPTIONED,
    ContextFlag.MISSING_CONTEXT,
    ContextFlag.OUTDATED,
)


def rank(status: Status) -> int | None:
    """Position between refuted (-2) and supported (+2); None for what is not scored."""
    return _RANKS.get(status)


def averitec_label(status: Status, context_flags: Collection[str] = ()) -> str | None:
    """The AVeriTeC label; a supported claim with a context flag counts there as cherry-picking."""
    if status is Status.SUPPORTED and any(flag in context_flags for flag in _WITH_FLAG):
        return CHERRYPICKING
    return _AVERITEC.get(status)
