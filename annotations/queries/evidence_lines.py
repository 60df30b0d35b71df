"""The links of one claim as lines of a page, each with what became of it.

A claim may have two thousand links, so a page shows some of them: of each stance first those that count, the
heaviest first, then the others in the order in which they were linked. Where a link stands in that order is
known from the stored result and a few numbers a link; everything else is read of those that are shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery

from annotations.access import may
from annotations.domain.second_looks import UNSETTLED
from annotations.domain.vocabulary import EvidenceState, SecondLookState, Stance
from annotations.models import (
    Assessment,
    Claim,
    CurrentAssessment,
    Evidence,
    Publisher,
    Reliance,
    SecondLook,
    User,
)
from annotations.queries.claims import claim_for, claims_beside
from annotations.queries.policies import default_grades
from annotations.queries.protection import shown_assessment, with_shown_results
from annotations.queries.sealed_readings import may_know_who
from annotations.queries.source_pages import PAGE, Page

LINES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One link with what became of it. `points` is None while its assessment is due. `who` linked it, empty
    while that is sealed. `look` is its latest second reading, `look_state` what came of that. `is_too_early`
    where the source appeared before the time of which the claim speaks, so that it can hardly report it.
    """

    evidence: Evidence
    grade: str
    points: int | None
    is_counted: bool
    sentence: str
    relies_on: list[str]
    may_edit: bool
    who: str = ""
    may_ask: bool = False
    look: int | None = None
    look_state: str = ""
    is_too_early: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceGroup:
    """The links of one stance: how many there are, and some of them."""

    stance: Stance
    total: int
    lines: list[EvidenceLine]

    @property
    def further(self) -> int:
        """How many are not shown."""
        return self.total - len(self.lines)


@dataclass(frozen=True, slots=True)
class ListedLink:
    """What is known of every link: enough to put it in order, and to know whose hand it bears."""

    id: int
    stance: Stance
    points: int
    is_counted: bool
    people: frozenset[int]


def listed_links(claim: Claim, assessment: Assessment | None) -> list[ListedLink]:
    """Every link that was not withdrawn, in the order in which pages show them. One small statement."""
    told = _told(assessment)
    found = Evidence.objects.filter(claim=claim).exclude(state=EvidenceState.WITHDRAWN)
    rows = found.order_by("id").values_list("pk", "stance", "attached_by_id", "changed_by_id")
    links = [
        ListedLink(
            id=pk,
            stance=Stance(stance),
            points=told.get(pk, {}).get("points", 0),
            is_counted=told.get(pk, {}).get("counted", False),
            people=frozenset((attached_by, changed_by)),
        )
        for pk, stance, attached_by, changed_by in rows
    ]
    return sorted(links, key=lambda link: (not link.is_counted, -link.points if link.is_counted else 0))


@dataclass(frozen=True, slots=True)
class LinksPage:
    """One page of a claim's links: those of one stance, in the order in which they are shown. `totals` says
    how many there are of each stance; a page of no link has no stance.
    """

    claim: Claim
    totals: dict[Stance, int]
    stance: Stance | None
    page: Page[EvidenceLine]
    may_copy: bool

    @property
    def groups(self) -> list[EvidenceGroup]:
        """The page as a group, as other pages show links; none where there is nothing."""
        if self.stance is None or not self.page.rows:
            return []
        return [EvidenceGroup(self.stance, self.totals[self.stance], self.page.rows)]


def links_page(
    claim_id: int, person: User, *, stance: str = "", number: int = 1, at: int | None = None
) -> LinksPage:
    """A page of the links of one stance, by default the first that has any; or, with `at`, the page on which
    this link stands. Refuses with `NotFound`.
    """
    claim = claim_for(claim_id, person)
    held = CurrentAssessment.objects.filter(claim=claim).select_related("assessment")
    assessment = shown_assessment(with_shown_results(held, person).first())
    links = listed_links(claim, assessment)
    by_stance = {one: [link.id for link in links if link.stance is one] for one in Stance}
    asked = next((link.stance for link in links if link.id == at), None)
    shown = asked or next((one for one in Stance if one == stance or (not stance and by_stance[one])), None)
    ids = by_stance[shown] if shown else []
    if asked and at:
        number = ids.index(at) // PAGE + 1
    start = PAGE * (number - 1)
    lines = evidence_lines(ids[start : start + PAGE], assessment, person)
    return LinksPage(
        claim=claim,
        totals={one: len(by_stance[one]) for one in Stance},
        stance=shown,
        page=Page(lines, number, len(ids) > start + PAGE),
        may_copy=may(person, "evidence.attach", claim) and bool(claims_beside(claim)),
    )


def evidence_groups(
    links: Sequence[ListedLink], assessment: Assessment | None, person: User, *, most: int = LINES_SHOWN
) -> list[EvidenceGroup]:
    """The links by stance, at most so many of each. Two statements."""
    by_stance = {stance: [link.id for link in links if link.stance is stance] for stance in Stance}
    shown = [pk for ids in by_stance.values() for pk in ids[:most]]
    lines = {line.evidence.pk: line for line in evidence_lines(shown, assessment, person)}
    return [
        EvidenceGroup(stance, len(ids), [lines[pk] for pk in ids[:most]])
        for stance, ids in by_stance.items()
        if ids
    ]


def evidence_lines(ids: Iterable[int], assessment: Assessment | None, person: User) -> list[EvidenceLine]:
    """These links, in the order given. Two statements."""
    related = Evidence.objects.select_related(
        "source__publisher", "capture", "attached_by", "changed_by", "claim__time_scope"
    )
    light = related.defer("capture__text", "capture__blocks")
    relied_on = Reliance.objects.filter(evidence=OuterRef("pk")).order_by("pk").values("source__title")
    wanted = list(ids)
    found = light.annotate(relied_on=ArraySubquery(relied_on), **_latest_look()).in_bulk(wanted)
    grades = _grades({link.source.publisher_id for link in found.values()})
    told, sentences = _told(assessment), (assessment.result if assessment else {}).get("link_sentences", {})
    return [
        _line(found[pk], grades, told.get(pk, {}), sentences.get(str(pk), ""), person)
        for pk in wanted
        if pk in found
    ]


def _line(
    link: Evidence, grades: Mapping[int, str], told: Mapping[str, Any], sentence: str, person: User
) -> EvidenceLine:
    return EvidenceLine(
        evidence=link,
        grade=grades[link.source.publisher_id],
        points=told.get("points"),
        is_counted=told.get("counted", False),
        sentence=sentence,
        relies_on=link.relied_on,  # type: ignore[attr-defined]
        may_edit=may(person, "evidence.edit", link),
        who=link.attached_by.display_name if may_know_who(link, person) else "",
        may_ask=_may_ask(link, person),
        look=link.look_id,  # type: ignore[attr-defined]
        look_state=link.look_state or "",  # type: ignore[attr-defined]
        is_too_early=_is_too_early(link),
    )


def _latest_look() -> dict[str, Subquery]:
    looks = SecondLook.objects.filter(evidence=OuterRef("pk")).exclude(state=SecondLookState.CANCELLED)
    latest = looks.order_by("-pk")
    return {"look_id": Subquery(latest.values("pk")[:1]), "look_state": Subquery(latest.values("state")[:1])}


def _may_ask(link: Evidence, person: User) -> bool:
    return (
        link.look_state not in UNSETTLED  # type: ignore[attr-defined]
        and link.state == EvidenceState.ACCEPTED
        and may(person, "second_look.ask", link)
    )


def _is_too_early(link: Evidence) -> bool:
    time = getattr(link.claim, "time_scope", None)
    appeared, begins = link.source.published_on, time.starts_on if time else None
    return appeared is not None and begins is not None and appeared < begins


def _told(assessment: Assessment | None) -> dict[int, Mapping[str, Any]]:
    result = assessment.result if assessment else {}
    return {link["link"]: link for link in result.get("links", ())}


def _grades(publisher_ids: set[int]) -> dict[int, str]:
    graded = Publisher.objects.filter(pk__in=publisher_ids).with_grade(default_grades())
    return {publisher.pk: publisher.grade for publisher in graded}  # type: ignore[attr-defined]
