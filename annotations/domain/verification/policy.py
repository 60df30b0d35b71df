"""The numbers of the rule, as one versioned value.

Every table is in whole points or whole percent, so that a status never hangs on a rounding. A change of any
number is a new version: results name the version they were computed under, and a new major version lapses
signatures (specification 3.6).
"""

import json
from dataclasses import dataclass, fields
from functools import cached_property

from annotations.domain.verification.codes import Interest
from annotations.domain.vocabulary import (
    ClaimType,
    Coverage,
    Credibility,
    Grade,
    Proximity,
    PublisherKind,
    Risk,
)

Table = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Policy:
    """All tables of specification 1.1 to 1.5 and 3.1; points are 0-100, factors are percent.

    `scores_as_event_when_due` are types without a score until the event they speak of has come due;
    `high_risk_types` are of high risk whatever was marked.
    """

    version: str
    grade_points: Table
    proximity_percent: Table
    credibility_percent: Table
    coverage_percent: Table
    interest_percent: Table
    origins_required: Table
    default_grades: tuple[tuple[str, str], ...]
    not_checkable_types: tuple[str, ...]
    scores_as_event_when_due: tuple[str, ...]
    high_risk_types: tuple[str, ...]
    floor: int
    bar: int
    prior_mass: int
    admission_grade: str
    anonymous_grade: str
    grades_vouching_for_anonymous: tuple[str, ...]

    @cached_property
    def canonical(self) -> str:
        """Canonical JSON of every number, as it enters fingerprints."""
        content = {field.name: getattr(self, field.name) for field in fields(self)}
        return json.dumps(content, sort_keys=True, separators=(",", ":"))

    @cached_property
    def grades(self) -> dict[str, int]:
        """Points of each grade."""
        return dict(self.grade_points)

    @cached_property
    def proximity(self) -> dict[str, int]:
        """Percent of each proximity."""
        return dict(self.proximity_percent)

    @cached_property
    def credibility(self) -> dict[str, int]:
        """Percent of each credibility digit: a brake, never an accelerator."""
        return dict(self.credibility_percent)

    @cached_property
    def coverage(self) -> dict[str, int]:
        """Percent of each coverage."""
        return dict(self.coverage_percent)

    @cached_property
    def interest(self) -> dict[str, int]:
        """Percent of each interest."""
        return dict(self.interest_percent)

    @cached_property
    def origins_by_risk(self) -> dict[str, int]:
        """How many independent origins a verdict needs, by risk."""
        return dict(self.origins_required)

    @cached_property
    def grade_by_kind(self) -> dict[str, str]:
        """The grade of a publisher that nobody has graded, by its kind; anything else is F."""
        return dict(self.default_grades)


# Kinds that are absent (aggregator, encyclopedia, social account, eyewitness, anonymous, unknown) default
# to F: they do not count until a person has graded them.
_DEFAULT_GRADES = (
    (PublisherKind.PRIMARY_RECORD.value, Grade.A.value),
    (PublisherKind.OFFICIAL_BODY.value, Grade.B.value),
    (PublisherKind.PARTY_OFFICIAL.value, Grade.C.value),
    (PublisherKind.STATE_MEDIA.value, Grade.D.value),
    (PublisherKind.WIRE.value, Grade.B.value),
    (PublisherKind.BROADCASTER.value, Grade.B.value),
    (PublisherKind.NEWSPAPER.value, Grade.B.value),
    (PublisherKind.SPECIALIST.value, Grade.C.value),
    (PublisherKind.FACT_CHECKER.value, Grade.B.value),
    (PublisherKind.NGO.value, Grade.C.value),
    (PublisherKind.ACADEMIC.value, Grade.B.value),
    (PublisherKind.PARTISAN_OUTLET.value, Grade.C.value),
)

POLICY_1_0_0 = Policy(
    version="1.0.0",
    grade_points=tuple(zip("ABCDEF", (100, 75, 50, 25, 0, 0), strict=True)),
    proximity_percent=(
        (Proximity.PRIMARY.value, 100),
        (Proximity.SECONDARY.value, 80),
        (Proximity.TERTIARY.value, 50),
    ),
    credibility_percent=(
        (Credibility.CONFIRMED.value, 100),
        (Credibility.PROBABLY_TRUE.value, 100),
        (Credibility.POSSIBLY_TRUE.value, 100),
        (Credibility.DOUBTFUL.value, 50),
        (Credibility.IMPROBABLE.value, 0),
        (Credibility.CANNOT_BE_JUDGED.value, 100),
    ),
    coverage_percent=((Coverage.FULL.value, 100), (Coverage.PARTIAL.value, 50)),
    interest_percent=(
        (Interest.NONE.value, 100),
        (Interest.AGAINST.value, 100),
        (Interest.NEUTRAL.value, 50),
        (Interest.SELF_SERVING.value, 0),
        (Interest.UNKNOWN.value, 0),
    ),
    origins_required=((Risk.NORMAL.value, 1), (Risk.HIGH.value, 2)),
    default_grades=_DEFAULT_GRADES,
    not_checkable_types=(
        ClaimType.OPINION.value,
        ClaimType.NORMATIVE.value,
        ClaimType.RHETORIC.value,
        ClaimType.PERSONAL_EXPERIENCE.value,
        ClaimType.QUESTION.value,
        ClaimType.VAGUE.value,
    ),
    scores_as_event_when_due=(ClaimType.PREDICTION.value,),
    high_risk_types=(ClaimType.CAUSAL.value,),
    floor=30,
    bar=100,
    prior_mass=100,
    admission_grade=Grade.B.value,
    anonymous_grade=Grade.C.value,
    grades_vouching_for_anonymous=(Grade.A.value, Grade.B.value),
)

CURRENT_POLICY = POLICY_1_0_0
