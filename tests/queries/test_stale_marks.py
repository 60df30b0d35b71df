"""One meaning of stale: board, lists, filters, exports and annotations agree, cause by cause."""

import pytest

from annotations.domain.vocabulary import ClaimState, StaleCause
from annotations.models import Claim, StaleFlag
from annotations.queries.annotation_documents import stale_causes
from annotations.queries.claim_pages import read_claim
from annotations.queries.claim_rows import FIELDS, claim_rows
from annotations.queries.claims import claims_matching
from annotations.queries.export_rows import snapshot
from annotations.queries.represented import with_stale
from tests.factories import the_administrator
from tests.queries.test_export_rows import a_signed_claim

ONLY_INFORMS = {StaleCause.SOURCE_CHANGED}


def standing(claim: Claim) -> dict[str, object]:
    """What each place says of a claim: signed and fresh, or stale and why."""
    person = the_administrator()
    page = read_claim(claim.pk, person)
    row = claim_rows(Claim.objects.filter(pk=claim.pk).values(*FIELDS))[0]
    [listed] = with_stale(Claim.objects.filter(pk=claim.pk), "annotations_claim.id")
    parts = listed.stale_parts
    return {
        "board": row.standing,
        "filter": claims_matching({"signed": "yes"}, person).filter(pk=claim.pk).exists(),
        "list": [part["cause"] for part in parts],
        "annotations": list(stale_causes([claim.pk])[claim.pk]),
        "page": [flag.cause for flag in page.making_stale],
        "informs": [flag.cause for flag in page.informing],
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("cause", list(StaleCause))
def test_every_place_says_the_same(cause: StaleCause) -> None:
    claim = a_signed_claim()
    StaleFlag.objects.create(claim=claim, cause=cause)
    with snapshot() as now:
        chosen = now.choose(Claim.objects.filter(pk=claim.pk), include_unsigned=False)
    informs = cause in ONLY_INFORMS
    causes = [] if informs else [cause.value]
    assert claim.state == ClaimState.SIGNED
    assert standing(claim) == {
        "board": "SIGNED" if informs else "STALE",
        "filter": informs,
        "list": causes,
        "annotations": causes,
        "page": causes,
        "informs": [cause.value] if informs else [],
    }
    assert chosen.claim_ids.tolist() == ([claim.pk] if informs else [])
