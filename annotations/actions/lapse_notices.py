"""Telling people that signatures no longer stand, and editors where what is published is in doubt by that."""

from collections.abc import Sequence

from annotations.actions.notices import tell_concerned
from annotations.domain.vocabulary import ClaimState, NoticeKind
from annotations.models import Claim, Notice, User, Verdict
from annotations.queries.lapse_people import editors_of, heard_by

PUBLIC = (ClaimState.PUBLISHED, ClaimState.CORRECTED)


def notify_of_lapsed_signatures(
    verdicts: Sequence[Verdict], claims: Sequence[Claim], *, actor: User | None
) -> None:
    """Tells those who signed, work on or watch these claims, given with the verdicts that lapsed, but for who
    did it. Part of the action that ends the verdicts; as many statements for a thousand as for one.
    """
    ids = {verdict.claim_id for verdict in verdicts}
    people, muting = heard_by(ids)
    for verdict in verdicts:
        people[verdict.claim_id].add(verdict.reviewer_id)
    public = [claim for claim in claims if claim.pk in ids and claim.state in PUBLIC]
    editors = editors_of(public) if public else {}
    doubted = {claim: people[claim] | found for claim, found in editors.items()}
    own = {actor.pk} if actor else set()
    Notice.objects.bulk_create(
        [
            Notice(person_id=person, claim_id=claim, kind=kind, detail={"by": actor.pk} if actor else {})
            for kind, told in (
                (NoticeKind.SIGNATURE_LAPSED, people),
                (NoticeKind.PUBLISHED_IN_DOUBT, doubted),
            )
            for claim in sorted(told)
            for person in sorted(told[claim] - muting[claim] - own)
        ],
        ignore_conflicts=True,
        batch_size=500,
    )


def tell_where_in_doubt(claim: Claim, actor: User | None) -> None:
    """Tells editors that a signature or an override ended under what is published of this claim. Part of the
    action that ends it.
    """
    if claim.state in PUBLIC:
        tell_concerned(NoticeKind.PUBLISHED_IN_DOUBT, claim=claim, actor=actor)
