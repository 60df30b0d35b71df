"""Questions about claims: the one filter that board, API and claim sets share, and single claims with
their parts.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from annotations.domain.errors import Invalid, NotFound
from annotations.domain.vocabulary import (
    ClaimState,
    ClaimType,
    Risk,
    Status,
    VerdictState,
)
from annotations.models import Claim, Evidence, Highlight, Notice, User, Verdict
from annotations.models.claims import ClaimQuerySet
from annotations.queries.sealing import with_seals
from annotations.queries.staleness import stale_marks
from annotations.queries.visibility import visible_claims

PUBLIC = (ClaimState.PUBLISHED, ClaimState.CORRECTED)
SIGNED = (ClaimState.SIGNED, *PUBLIC)
MOST_BESIDE = 100
NO_DESK = "none"
Criteria = Mapping[str, Any]
Clause = Callable[[list[str]], Q]


def claims_matching(criteria: Criteria, person: User) -> ClaimQuerySet:
    """The claims that match all criteria; each criterion takes one value or several, of which one has to
    match.

    Without a `state` criterion withdrawn claims are left out. Refuses an unknown criterion or value by
    name, so that a misspelt filter never passes for an empty one.
    """
    found = claims_visible_to(person)
    if "state" not in criteria:
        found = found.standing()
    for name, wanted in sorted(criteria.items()):
        values = _values(wanted)
        if values:
            found = found.filter(_clause(name, person)(values))
    return found


def claims_visible_to(person: User) -> ClaimQuerySet:
    """The claims that the person may see now (`queries.visibility`)."""
    return visible_claims(person)


def claim_for(claim_id: int, person: User) -> Claim:
    """One claim with the people and parts a page about it shows; refuses with `NotFound`."""
    related = ("created_by", "asserter_publisher", "asserts", "part_of", "time_scope__confirmed_by", "origin")
    claim = claims_visible_to(person).select_related(*related).filter(pk=claim_id).first()
    if claim is None:
        raise NotFound(f"There is no claim {claim_id}.", details={"id": claim_id})
    return claim


def attribution_stack(claim: Claim) -> list[Claim]:
    """The layers around and beneath a claim, outermost first, down to the content."""
    above: list[Claim] = []
    below: list[Claim] = []
    outer = claim
    standing = Claim.objects.standing()
    while (found := standing.filter(asserts=outer.pk).order_by("id").first()) is not None:
        above.insert(0, found)
        outer = found
    inner = claim
    while inner.asserts_id is not None and (asserted := inner.asserts) is not None:
        below.append(asserted)
        inner = asserted
    return [*above, claim, *below]


def claims_beside(claim: Claim) -> list[Claim]:
    """The other standing claims of the same statement: its layers, outermost first, then its whole and parts.

    As many statements as the statement is deep.
    """
    met: dict[int, Claim] = {claim.pk: claim}
    latest: list[Claim] = [claim]
    while latest and len(met) < MOST_BESIDE:
        ids = [one.pk for one in latest]
        inwards = [pk for one in latest for pk in (one.asserts_id, one.part_of_id) if pk is not None]
        near = Q(asserts__in=ids) | Q(part_of__in=ids) | Q(pk__in=inwards)
        latest = list(Claim.objects.standing().filter(near).exclude(pk__in=met).order_by("pk"))
        met |= {one.pk: one for one in latest}
    layers = [one.pk for one in attribution_stack(claim)]
    others = [pk for pk in met if pk not in layers]
    return [met[pk] for pk in [*layers, *sorted(others)] if pk != claim.pk and pk in met]


def signed_and_fresh() -> Q:
    """Claims whose verdict may leave the building: completely signed, not stale, nothing due."""
    stale = stale_marks().filter(claim=OuterRef("pk"))
    return Q(state__in=SIGNED, assessed_version=F("inputs_version")) & ~Q(Exists(stale))


def _values(wanted: Any) -> list[str]:
    several = wanted if isinstance(wanted, list | tuple | set | frozenset) else [wanted]
    return [str(value).strip() for value in several if value is not None and str(value).strip()]


def _clause(name: str, person: User) -> Clause:
    if name == "reviewer":
        return partial(_by_reviewer, person)
    try:
        return _CLAUSES[name]
    except KeyError:
        known = ", ".join(sorted(CRITERIA))
        raise Invalid(
            f"Claims cannot be filtered by “{name}”. Known are: {known}.", field=name, rule="unknown-filter"
        ) from None


def _one_of(field: str, words: Any) -> Clause:
    def clause(values: list[str]) -> Q:
        for value in values:
            if value not in words.values:
                raise Invalid(
                    f"“{value}” is no {field} of a claim.", field=field, rule="unknown-filter-value"
                )
        return Q(**{f"{field}__in": values})

    return clause


def _number(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        raise Invalid(f"“{value}” is no number of a {name}.", field=name, rule="unknown-filter-value")
    return int(value)


def _day(name: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Invalid(
            f"“{value}” is no date; write it as 2026-01-31.", field=name, rule="unknown-filter-value"
        ) from None


def _begins(day: date) -> datetime:
    """The first moment of a day where the person is."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _ends(day: date) -> datetime:
    """The first moment after a day where the person is; the last day there is ends with itself."""
    return _begins(day + timedelta(days=1)) if day < date.max else _begins(day)


def _by_article(values: list[str]) -> Q:
    here = Highlight.objects.current().filter(
        claim=OuterRef("pk"), revision__article__in=[_number("article", value) for value in values]
    )
    return Q(Exists(here))


def _by_publisher(values: list[str]) -> Q:
    """Claims whose evidence comes from the publisher, or that it asserts, or that stand in an article of
    it.
    """
    ids = [_number("publisher", value) for value in values]
    evidence = Evidence.objects.filter(source__publisher__in=ids).values("claim")
    articles = Highlight.objects.filter(revision__article__publisher__in=ids).values("claim")
    return Q(asserter_publisher__in=ids) | Q(pk__in=evidence) | Q(pk__in=articles)


def _by_reviewer(person: User, values: list[str]) -> Q:
    """Claims that these made, linked evidence to, or signed, as far as the person may know whose a signature
    is.
    """
    ids = [_number("reviewer", value) for value in values]
    attached = Evidence.objects.filter(attached_by__in=ids).values("claim")
    live = Verdict.objects.filter(reviewer__in=ids, state=VerdictState.LIVE)
    signed = with_seals(live, person).filter(is_sealed=False).values("claim")
    return Q(created_by__in=ids) | Q(pk__in=attached) | Q(pk__in=signed)


def _by_signature(values: list[str]) -> Q:
    if set(values) - {"yes", "no"}:
        raise Invalid("Say yes or no.", field="signed", rule="unknown-filter-value")
    if len(set(values)) == 2:
        return Q()
    return signed_and_fresh() if values[0] == "yes" else ~signed_and_fresh()


def _signed_since(values: list[str]) -> Q:
    """Completely signed, the last signature on this day or later."""
    begins = _begins(max(_day("signed_since", value) for value in values))
    return Q(Exists(_live_verdicts().filter(signed_at__gte=begins)), state__in=SIGNED)


def _signed_until(values: list[str]) -> Q:
    """Completely signed, the last signature on this day or before."""
    ends = _ends(min(_day("signed_until", value) for value in values))
    later = _live_verdicts().filter(signed_at__gte=ends)
    return Q(Exists(_live_verdicts()), ~Exists(later), state__in=SIGNED)


def _live_verdicts() -> QuerySet[Verdict]:
    return Verdict.objects.filter(claim=OuterRef("pk"), state=VerdictState.LIVE)


def _by_notice(values: list[str]) -> Q:
    """The claims that a notice about the register names."""
    notices = Notice.objects.filter(pk__in=[_number("notice", value) for value in values])
    named = notices.values_list("detail__moved", flat=True)
    return Q(pk__in=[pk for moved in named for pk in moved or ()])


def _by_desk(values: list[str]) -> Q:
    """Claims that one of these desks owns; `none` for the whole newsroom's."""
    ids = [_number("desk", value) for value in values if value != NO_DESK]
    nobodys = Q(desk__isnull=True) if NO_DESK in values else Q(pk__in=[])
    return Q(desk__in=ids) | nobodys


def _by_words(values: list[str]) -> Q:
    clause = Q()
    for value in values:
        clause &= Q(words=SearchQuery(value, config="simple", search_type="websearch"))
    return clause


_CLAUSES: dict[str, Clause] = {
    "status": _one_of("status", Status),
    "type": _one_of("type", ClaimType),
    "state": _one_of("state", ClaimState),
    "risk": _one_of("risk", Risk),
    "article": _by_article,
    "publisher": _by_publisher,
    "signed": _by_signature,
    "notice": _by_notice,
    "desk": _by_desk,
    "topic": lambda values: Q(topic__in=values),
    "signed_since": _signed_since,
    "signed_until": _signed_until,
    "since": lambda values: Q(changed_at__gte=_begins(max(_day("since", value) for value in values))),
    "until": lambda values: Q(changed_at__lt=_ends(min(_day("until", value) for value in values))),
    "words": _by_words,
}

CRITERIA = frozenset({*_CLAUSES, "reviewer"})
"""The names of all criteria."""
