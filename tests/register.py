"""Claims with evidence in as few rows as the database admits, for tests of what rests on what."""

from annotations.domain.vocabulary import ClaimType, EvidenceState, PassageCheck, Sourcing, Stance
from annotations.models import Capture, Claim, Evidence, Publisher, Reliance, Source
from annotations.queries.policies import default_grades
from tests.factories import a_capture, the_administrator


def a_bare_claim(*, asserter_publisher: Publisher | None = None) -> Claim:
    """A claim without evidence."""
    return Claim.objects.create(
        text="The harbour was closed.",
        type=ClaimType.EVENT,
        asserter_publisher=asserter_publisher,
        created_by=the_administrator(),
    )


def a_claim_on(
    source: Source, *, relies_on: Source | None = None, state: str = EvidenceState.ACCEPTED
) -> Claim:
    """A claim with one piece of evidence from this source."""
    claim = a_bare_claim()
    capture = Capture.objects.filter(source=source).first() or a_capture(source=source)
    evidence = Evidence.objects.create(
        claim=claim,
        source=source,
        capture=capture,
        passage=capture.text[:5],
        start=0,
        end=5,
        passage_check=PassageCheck.EXACT,
        stance=Stance.CORROBORATES,
        state=state,
        state_before_withdrawal=EvidenceState.ACCEPTED if state == EvidenceState.WITHDRAWN else "",
        attached_by=the_administrator(),
        changed_by=the_administrator(),
    )
    if relies_on is not None:
        Reliance.objects.create(evidence=evidence, source=relies_on)
    return claim


def many_claims_on(source: Source, number: int) -> list[Claim]:
    """So many claims, each with one piece of evidence from this source, its own reporting."""
    person, capture = the_administrator(), a_capture(source=source)
    claims = Claim.objects.bulk_create(
        [Claim(text=f"Day {n} was calm.", type=ClaimType.EVENT, created_by=person) for n in range(number)]
    )
    Evidence.objects.bulk_create(
        [
            Evidence(
                claim=claim,
                source=source,
                capture=capture,
                passage=capture.text[:5],
                start=0,
                end=5,
                passage_check=PassageCheck.EXACT,
                stance=Stance.CORROBORATES,
                sourcing=Sourcing.OWN,
                attached_by=person,
                changed_by=person,
            )
            for claim in claims
        ]
    )
    return claims


def changed_inputs(*claims: Claim) -> list[bool]:
    """Of each claim, whether it was marked for assessment since it was made."""
    versions = dict(Claim.objects.values_list("pk", "inputs_version"))
    return [versions[claim.pk] > claim.inputs_version for claim in claims]


def grades_of(publisher: Publisher) -> tuple[str | None, str]:
    """The grade a person gave, and the grade that holds."""
    graded = Publisher.objects.with_grade(default_grades()).get(pk=publisher.pk)
    return vars(graded)["graded"], vars(graded)["grade"]
