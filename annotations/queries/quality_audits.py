"""The monthly audit of what calls itself own reporting.

A link that is wrongly marked so counts as one more origin, and that is the error which moves statuses most.
So every month thirty such links are drawn, of the newsroom and of each closed desk, for somebody else to look
at. The draw follows a keyed hash: the same for everybody in the month, and nobody can tell beforehand.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final

from django.db.models import Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from annotations.domain.vocabulary import EvidenceState, Sourcing, Stance
from annotations.models import Event, Evidence, User
from annotations.queries.quality import Scope, Wanted
from annotations.queries.quality_work import AUDITED
from annotations.queries.second_looks import draw_key
from annotations.queries.visibility import visible

DRAWN_A_MONTH: Final = 30


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One link that was drawn. `outcome` is what the last audit of the month said: whether it is own
    reporting, or None where nobody looked. `is_own_work` says that the person marked it so themselves.
    """

    evidence: Evidence
    outcome: bool | None
    is_own_work: bool


@dataclass(frozen=True, slots=True)
class Audit:
    """What was drawn for a month: what is still to be looked at first, then what was."""

    month: date
    lines: list[AuditLine]

    @property
    def looked_at(self) -> int:
        """How many links of it somebody looked at."""
        return sum(line.outcome is not None for line in self.lines)


def monthly_audit(wanted: Wanted, person: User, now: datetime) -> Audit:
    """The links drawn for this month, as far as the person may see them. What was drawn and looked at stays
    in it, whatever became of the link.
    """
    month = now.date().replace(day=1)
    begins = datetime.combine(month, time(), tzinfo=UTC)
    desk = wanted.desk.pk if wanted.desk else None
    links = Evidence.objects.filter(Scope(desk, "", 0, now).claims("claim__"), attached_at__lt=begins)
    outcomes = _outcomes(links, begins)
    still = _drawn(links.exclude(pk__in=outcomes), month)[: max(DRAWN_A_MONTH - len(outcomes), 0)]
    ids = [*still.values_list("pk", flat=True), *outcomes]
    told = visible(Evidence.objects.filter(pk__in=ids), person).select_related("claim", "source__publisher")
    by_id = {evidence.pk: evidence for evidence in told}
    lines = [_line(by_id[pk], outcomes.get(pk), person) for pk in ids if pk in by_id]
    return Audit(month, lines)


def _outcomes(links: QuerySet[Evidence], begins: datetime) -> dict[int, bool]:
    """Of these links those that were audited since then, each with what was said last."""
    audits = Event.objects.filter(subject_type="evidence", verb=AUDITED, at__gte=begins)
    told = audits.filter(subject_id__in=links.values("pk")).order_by("id")
    return dict(told.values_list("subject_id", "after__is_own"))


def _drawn(links: QuerySet[Evidence], month: date) -> QuerySet[Evidence]:
    """What calls itself own reporting and counts, in the order of the month's draw."""
    salt = hmac.new(draw_key(), f"audit {month}".encode(), hashlib.sha256).hexdigest()
    counted = links.filter(sourcing=Sourcing.OWN, state=EvidenceState.ACCEPTED).filter(
        ~Q(stance=Stance.CONTEXT), claim__state_before_withdrawal=""
    )
    place: Any = Func(Concat(Value(salt), Cast("pk", TextField())), function="md5")
    return counted.order_by(place, "pk")


def _line(evidence: Evidence, outcome: bool | None, person: User) -> AuditLine:
    return AuditLine(evidence, outcome, person.pk in (evidence.attached_by_id, evidence.changed_by_id))
