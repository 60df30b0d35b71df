"""What review rules would ask for: how many of the links that count now are under which ground."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from annotations.models import Assessment, Claim, CurrentAssessment

_COUNTED = """
    SELECT COALESCE(result->'sign_off'->'why', '[]'::jsonb)::text AS why, sum(counted)::bigint
      FROM (
        SELECT assessment.result,
               (SELECT count(*) FROM jsonb_array_elements(assessment.result->'links') AS link
                 WHERE link->>'counted' = 'true' AND link->>'stance' <> 'context') AS counted
          FROM {CurrentAssessment} AS held
          JOIN {Assessment} AS assessment ON assessment.id = held.assessment_id
          JOIN {Claim} AS claim ON claim.id = held.claim_id AND claim.state <> 'withdrawn'
      ) AS assessed
     WHERE counted > 0
     GROUP BY 1
""".format(**{model.__name__: model._meta.db_table for model in (Assessment, Claim, CurrentAssessment)})


@dataclass(frozen=True, slots=True)
class CountedLinks:
    """The links that count now, by the grounds of their claims' sign-off."""

    by_grounds: Mapping[frozenset[str], int]

    @property
    def total(self) -> int:
        """How many links count."""
        return sum(self.by_grounds.values())

    def asked(self, asks_when: Collection[str]) -> int:
        """How many of them would get a second look for one of these grounds."""
        wanted = frozenset(asks_when)
        return sum(count for grounds, count in self.by_grounds.items() if grounds & wanted)

    def percent(self, asks_when: Collection[str]) -> int:
        """The same in percent, rounded; none of none is 0."""
        return round(100 * self.asked(asks_when) / self.total) if self.total else 0


def counted_links() -> CountedLinks:
    """Of all standing claims. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED)
        rows: list[tuple[Any, Any]] = cursor.fetchall()
    return CountedLinks({frozenset(_grounds(why)): int(count) for why, count in rows})


def _grounds(why: str) -> list[str]:
    return [word.strip('" ') for word in why.strip("[]").split(",") if word.strip()]
