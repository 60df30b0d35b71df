"""Figures of agreement and quality that were kept: of what they are, who sees them, and how far computing is.

The whole newsroom means everything but what closed desks own: those have figures of their own, which only
their members and administrators see.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import F, Func, JSONField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from annotations.access import may, require
from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import ClaimType, DeskVisibility, Role
from annotations.models import Claim, Desk, DeskMember, Event, QualityFigures, User
from annotations.queries.desks import desk_for

PERIODS: Final = (30, 90, 365)
"""Days that figures look back."""
NIGHTS_SHOWN: Final = 60
SERIES: Final = (
    "raw_agreement",
    "alpha_nominal",
    "flat_opposition",
    "tracing_rate",
    "median_hours_to_sign_off",
)
"""The figures whose course is told, beside the number of stale claims."""
ASKED: Final = "quality.asked"
GIVEN_UP_AFTER: Final = timedelta(hours=1)
"""So long after the last set came in nobody works on what was asked any more; the timetable will."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Of what the figures are; `until` is the end of the period."""

    desk: int | None
    claim_type: str
    days: int
    until: datetime

    @property
    def since(self) -> datetime:
        """The beginning of the period."""
        return self.until - timedelta(days=self.days)

    @property
    def is_newsroom(self) -> bool:
        """Whether it holds what belongs to no desk and no type."""
        return self.desk is None and not self.claim_type

    def claims(self, path: str = "") -> Q:
        """Rows whose claim, at this path, is within the scope."""
        wanted = Q(**{f"{path}type": self.claim_type}) if self.claim_type else Q()
        if self.desk is not None:
            return wanted & Q(**{f"{path}desk": self.desk})
        closed = Q(**{f"{path}desk__visibility": DeskVisibility.CLOSED})
        return wanted & (Q(**{f"{path}desk__isnull": True}) | ~closed)

    def within(self, field: str) -> Q:
        """Rows whose time, in this field, is within the period."""
        return Q(**{f"{field}__gte": self.since, f"{field}__lt": self.until})

    @property
    def parameters(self) -> dict[str, Any]:
        """For a statement that is written out."""
        return {"since": self.since, "until": self.until, "desk": self.desk, "type": self.claim_type}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figures somebody asks for: of a desk (none: the newsroom), a type (empty: all) and a period."""

    desk: Desk | None
    claim_type: str
    days: int


@dataclass(frozen=True, slots=True)
class Computing:
    """Figures that somebody asked to have computed: how many sets are done, of how many."""

    done: int
    total: int
    asked_at: datetime
    is_under_way: bool


def scopes_of(day: date) -> list[Scope]:
    """What is kept of a day: the newsroom and every desk, for all types together and for each type there is,
    in every period. What people look at first comes first.
    """
    until = min(timezone.now(), _midnight(day + timedelta(days=1)))
    standing = Desk.objects.filter(closed_at__isnull=True).order_by("id")
    desks = [None, *standing.values_list("pk", flat=True)]
    types = Claim.objects.standing().order_by().values_list("desk", "desk__visibility", "type").distinct()
    found: set[tuple[int | None, str]] = {(desk, type_) for desk, _, type_ in types}
    found |= {(None, type_) for _, visibility, type_ in types if visibility != DeskVisibility.CLOSED}
    return [Scope(desk, "", days, until) for desk in desks for days in PERIODS] + [
        Scope(desk, type_, days, until)
        for desk in desks
        for type_ in ClaimType.values
        if (desk, type_) in found
        for days in PERIODS
    ]


def scopes_due(day: date) -> list[Scope]:
    """Of these the ones that were not computed yet, or not since somebody asked."""
    fresh = set(_fresh(day).values_list("desk", "claim_type", "days"))
    return [one for one in scopes_of(day) if (one.desk, one.claim_type, one.days) not in fresh]


def is_due(scope: Scope, day: date) -> bool:
    """Whether nobody has computed this set meanwhile."""
    done = _fresh(day).filter(desk=scope.desk, claim_type=scope.claim_type, days=scope.days)
    return not done.exists()


def _fresh(day: date) -> QuerySet[QualityFigures]:
    rows, asked = QualityFigures.objects.filter(computed_on=day), last_asked(day)
    return rows.filter(computed_at__gte=asked.at) if asked else rows


def last_asked(day: date) -> Event | None:
    """When somebody last asked, on that day, to have the figures computed."""
    asked = Event.objects.filter(subject_type="user", verb=ASKED)
    return asked.filter(at__gte=_midnight(day)).order_by("-id").first()


def computing(now: datetime) -> Computing | None:
    """How far the figures are that somebody asked for today; None where nobody did."""
    asked = last_asked(now.date())
    if asked is None:
        return None
    kept = QualityFigures.objects.filter(computed_on=now.date(), computed_at__gte=asked.at)
    done, total = kept.count(), int(asked.after.get("sets", 0))
    latest = max([asked.at, *kept.order_by("-computed_at").values_list("computed_at", flat=True)[:1]])
    is_under_way = done < total and now - latest < GIVEN_UP_AFTER
    return Computing(min(done, total), total, asked.at, is_under_way)


def wanted_figures(person: User, *, desk: int | None, claim_type: str, days: int) -> Wanted:
    """What somebody asks for, where they may see it. Refuses with `NotFound` a desk out of their sight, with
    `NotAllowed` figures that are not for them, and with `Invalid` what no figures are kept of.
    """
    if days not in PERIODS:
        raise Invalid(f"Figures are kept for {', '.join(map(str, PERIODS))} days.", field="days")
    if claim_type and claim_type not in ClaimType.values:
        raise Invalid("There is no such type of claim.", field="type")
    found = None if desk is None else desk_for(desk, person)
    if found is None or not may(person, "quality.read"):
        require(person, "quality.read", found)
    return Wanted(found, claim_type, days)


def desks_with_figures(person: User) -> list[Desk]:
    """The desks whose figures the person may read, by name."""
    return list(_readable_desks(person).filter(closed_at__isnull=True).order_by("name", "id"))


def _readable_desks(person: User) -> QuerySet[Desk]:
    if person.role == Role.ADMINISTRATOR:
        return Desk.objects.all()
    mine = DeskMember.objects.filter(person=person.pk, left_at__isnull=True)
    if may(person, "quality.read"):
        return Desk.objects.filter(~Q(visibility=DeskVisibility.CLOSED) | Q(pk__in=mine.values("desk")))
    return Desk.objects.filter(pk__in=mine.exclude(role=Role.READER).values("desk"))


def figures_for(person: User) -> QuerySet[QualityFigures]:
    """All sets of figures that the person may read, each with `impersonal`: its figures but for those of
    people.
    """
    readable = Q(desk__in=_readable_desks(person).values("pk"))
    if may(person, "quality.read"):
        readable |= Q(desk__isnull=True)
    people = Cast(Value("people"), TextField())
    impersonal = Func(F("figures"), people, function="", arg_joiner=" - ", output_field=JSONField())
    return QualityFigures.objects.filter(readable).annotate(impersonal=impersonal)


def kept_figures(wanted: Wanted) -> QuerySet[QualityFigures]:
    """What was kept of it, the latest first."""
    rows = QualityFigures.objects.filter(desk=wanted.desk, claim_type=wanted.claim_type, days=wanted.days)
    return rows.order_by("-computed_on")


def nights_of(wanted: Wanted) -> list[dict[str, Any]]:
    """The foremost figures of the last nights, by name, with `computed_on`; the earliest first."""
    values = {name: F(f"figures__{name}__value") for name in SERIES} | {"stale": F("figures__backlog__stale")}
    rows = kept_figures(wanted).values("computed_on", **values)[:NIGHTS_SHOWN]
    return [dict(row) for row in rows][::-1]


def outdated_figures(day: date) -> QuerySet[QualityFigures]:
    """What is older than the nights that are shown, but for one day of each month."""
    rows = QualityFigures.objects.filter(computed_on__lt=day - timedelta(days=NIGHTS_SHOWN))
    return rows.exclude(computed_on__day=1)


def _midnight(day: date) -> datetime:
    """Days of figures are those of UTC, whoever looks."""
    return datetime.combine(day, time(), tzinfo=UTC)


def people_by_id(ids: set[int]) -> dict[int, str]:
    """Names of people."""
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "display_name")) if ids else {}
