"""Why a link adds nothing, in as few words as fit on a card."""

from collections.abc import Iterable

from annotations.domain.verification.codes import LinkReason

_BRIEF = {
    LinkReason.CONTEXT_ONLY: "context, takes no side",
    LinkReason.LINK_NOT_ACCEPTED: "nobody accepted it yet",
    LinkReason.STANCE_DISPUTED: "its stance is disputed",
    LinkReason.SOURCE_RETRACTED: "it was taken back",
    LinkReason.SOURCE_UNREACHABLE: "it can no longer be read",
    LinkReason.PASSAGE_MISSING: "no passage is quoted",
    LinkReason.QUOTE_GONE: "the quoted passage is gone",
    LinkReason.ORIGIN_RETRACTED: "what it rests on was taken back",
    LinkReason.AFTER_AS_OF: "not known on that day",
    LinkReason.UNDATED: "it has no date",
    LinkReason.SCOPE_MISMATCH: "of another time or place",
    LinkReason.CIRCULAR_SELF: "it rests on the article itself",
    LinkReason.PARTY_SELF_SERVING: "a party in its own favour",
    LinkReason.PARTY_INTEREST_UNKNOWN: "interest of the party not recorded",
    LinkReason.SOURCE_UNGRADED: "reliability not graded yet",
    LinkReason.SOURCE_UNRELIABLE: "graded too unreliable",
    LinkReason.WEAK_CHAIN: "it rests on something too unreliable",
    LinkReason.IMPROBABLE_ITEM: "judged improbable in itself",
    LinkReason.BELOW_FLOOR: "too few points",
    LinkReason.NOT_INDEPENDENT: "the origin is counted already",
    LinkReason.OUTDONE_BY_UNTRACED: "a stronger report, not traced, stands alone",
    LinkReason.SOURCING_NOT_TRACED: "nobody traced the origin",
    LinkReason.COPY_UNDECIDED: "copied or not is undecided",
}


def brief_reason(reasons: Iterable[LinkReason | None]) -> str:
    """The reasons in few words, each once; empty without any."""
    return "; ".join(dict.fromkeys(_BRIEF[reason] for reason in reasons if reason is not None))
