"""Many claims on the words of one text, all at once: where it is not about how claims are made."""

from bisect import bisect_right
from collections.abc import Sequence

from annotations.domain.vocabulary import ClaimType, Status
from annotations.models import Claim, Highlight, Revision, User

CONTEXT = 32


def claims_on(
    revision: Revision,
    spans: Sequence[tuple[int, int]],
    person: User,
    *,
    texts: Sequence[str] | None = None,
    statuses: Sequence[str] = (Status.SUPPORTED,),
) -> list[Claim]:
    """A claim on each span, assessed already: in the span's own words unless `texts` has others, and with
    these statuses in turn.
    """
    words = texts or [revision.text[start:end].strip() for start, end in spans]
    claims = Claim.objects.bulk_create(
        Claim(
            text=text,
            type=ClaimType.EVENT,
            language="en",
            status=statuses[number % len(statuses)],
            inputs_version=1,
            assessed_version=1,
            created_by=person,
        )
        for number, text in enumerate(words)
    )
    Highlight.objects.bulk_create(
        _highlight(claim, revision, start, end) for claim, (start, end) in zip(claims, spans, strict=True)
    )
    return claims


def _highlight(claim: Claim, revision: Revision, start: int, end: int) -> Highlight:
    block = revision.blocks[bisect_right(revision.blocks, start, key=lambda one: int(one["start"])) - 1]
    return Highlight(
        claim=claim,
        revision=revision,
        start=start,
        end=end,
        exact=revision.text[start:end],
        prefix=revision.text[max(0, start - CONTEXT) : start],
        suffix=revision.text[end : end + CONTEXT],
        block=block["id"],
        block_offset=start - block["start"],
        made_by=claim.created_by,
    )
