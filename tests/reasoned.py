"""A claim whose reasoning has something of everything, for tests of the pages that explain it."""

from dataclasses import dataclass
from datetime import date

from annotations.models import Claim, Evidence
from tests.factories import a_claim, a_publisher, a_source, assessed, some_evidence

FIRST_DAY, SECOND_DAY = date(2024, 5, 2), date(2024, 5, 4)


@dataclass(frozen=True)
class Reasoned:
    """The claim with its links: a wire's own report, a paper that rests on it, a record, an ungraded blog."""

    claim: Claim
    wire: Evidence
    paper: Evidence
    record: Evidence
    blog: Evidence


def a_reasoned_claim() -> Reasoned:
    """Supported by 160 points of two origins: 60 of the wire of the first day, 100 of the record of the
    second. The paper is not added and the blog does not count.
    """
    claim = a_claim(text="The Petrel ran aground off Skerrow.")
    dispatch = a_source(
        publisher=a_publisher(name="Coast Wire", kind="wire"), title="Ferry aground", published_on=FIRST_DAY
    )
    log = a_source(
        publisher=a_publisher(name="Harbour Office", kind="primary_record"),
        title="Log of the watch",
        published_on=SECOND_DAY,
    )
    copy = a_source(publisher=a_publisher(name="Morning Ledger"), title="Grounding", published_on=FIRST_DAY)
    post = a_source(
        publisher=a_publisher(name="Quay Talk", kind="unknown"), title="I saw it", published_on=FIRST_DAY
    )
    reasoned = Reasoned(
        claim=claim,
        wire=some_evidence(claim=claim, source=dispatch, sourcing="own"),
        paper=some_evidence(claim=claim, source=copy, sourcing="relies_on", relies_on=[dispatch.pk]),
        record=some_evidence(claim=claim, source=log, sourcing="own", proximity="primary"),
        blog=some_evidence(claim=claim, source=post, sourcing="own"),
    )
    assessed(claim)
    return reasoned
