"""Publishing many claims at once: each for itself, so that one that is refused holds up no other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from annotations.actions.publications import publish_claim
from annotations.actions.rehearsals import tried
from annotations.domain.errors import Invalid, Refusal
from annotations.models import Publication, User

MOST_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one claim: what was published, or why nothing was. Both are None for one that was only
    tried and could be published.
    """

    claim_id: int
    publication: Publication | None = None
    refusal: Refusal | None = None


def publish_together(*, seen: Mapping[int, str], actor: User) -> list[Told]:
    """Publishes these claims, given by id with the fingerprints of the words that the person saw; for the
    first time only, since each correction has a note of its own. Refuses more than 100 (`too-many-rows`).
    """
    _require_few(seen)
    return [_published(pk, seen[pk], actor) for pk in sorted(seen)]


def try_to_publish(*, claim_ids: Sequence[int], actor: User) -> list[Told]:
    """Whether each of these claims could be published by the person now. Nothing stays of it."""
    _require_few(claim_ids)
    return [_tried(pk, actor) for pk in sorted(set(claim_ids))]


def _published(claim_id: int, seen: str, actor: User) -> Told:
    try:
        return Told(claim_id, publish_claim(claim_id=claim_id, seen=seen, actor=actor))
    except Refusal as refusal:
        return Told(claim_id, refusal=refusal)


def _tried(claim_id: int, actor: User) -> Told:
    try:
        tried(lambda: publish_claim(claim_id=claim_id, actor=actor))
    except Refusal as refusal:
        return Told(claim_id, refusal=refusal)
    return Told(claim_id)


def _require_few(claims: Mapping[int, str] | Sequence[int]) -> None:
    if len(claims) > MOST_AT_ONCE:
        raise Invalid(f"At most {MOST_AT_ONCE} claims are published at once.", rule="too-many-rows")
