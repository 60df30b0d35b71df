"""What the pages about publishing show: what readers are told of a claim, what they were told before, and who
may still answer.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from annotations.access import may
from annotations.domain.publications import Said
from annotations.domain.vocabulary import ClaimState, PublicationKind, ReplyOutcome
from annotations.models import Claim, Publication, ReplyRequest, User
from annotations.queries.claims import PUBLIC
from annotations.queries.organisation import profile_in_force
from annotations.queries.publications import is_in_doubt, publications_of, what_would_be_said
from annotations.queries.replies import replies_about

DEEDS = ("publish", "correct", "unpublish")


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """Somebody who was asked, with where that stands at the moment of the page."""

    request: ReplyRequest
    is_awaited: bool
    outcome: ReplyOutcome

    @property
    def outcome_label(self) -> str:
        """In words; whose deadline passed has not answered, also before that was noted."""
        return self.outcome.label


@dataclass(frozen=True, slots=True)
class Publishing:
    """A claim as far as readers are concerned. `publications` has the latest first; `has_page` says whether
    there is a page on which readers see them.
    """

    claim: Claim
    publications: list[Publication]
    replies: list[ReplyLine]
    permissions: dict[str, bool]
    is_in_doubt: bool
    has_page: bool = False

    @property
    def latest(self) -> Publication | None:
        """What readers are told now; None where they were never told anything."""
        return self.publications[0] if self.publications else None

    @property
    def earlier(self) -> list[Publication]:
        """What was said before, and no longer is."""
        return self.publications[1:]

    @property
    def is_public(self) -> bool:
        """Whether readers are told a status of it now."""
        return self.latest is not None and self.latest.kind != PublicationKind.WITHDRAWN

    @property
    def is_being_corrected(self) -> bool:
        """Whether a correction was begun and is not published yet."""
        return self.is_public and self.claim.state not in PUBLIC

    @property
    def may_publish(self) -> bool:
        """Whether it is signed, and the person may publish."""
        return self.claim.state == ClaimState.SIGNED and self.permissions["publish"]

    @property
    def may_correct(self) -> bool:
        """Whether it is public as it is, and the person may begin to correct it."""
        return self.claim.state in PUBLIC and self.permissions["correct"]

    @property
    def may_unpublish(self) -> bool:
        """Whether there is something to withdraw, and the person may."""
        is_there = self.is_public and self.claim.state != ClaimState.WITHDRAWN
        return is_there and self.permissions["unpublish"]

    @property
    def awaited(self) -> list[ReplyRequest]:
        """Who may still answer."""
        return [line.request for line in self.replies if line.is_awaited]


def publishing_of(claim: Claim, person: User, *, is_told: bool = True) -> Publishing:
    """A claim as readers have it, and what the person may do about that. Two statements for most, two more
    where something was said; none where it is known that nothing was and nobody asked (not `is_told`).
    """
    now = timezone.now()
    publications = publications_of(claim.pk)[::-1] if is_told else []
    permissions = {name: may(person, f"claim.{name}", claim) for name in DEEDS}
    permissions["ask"] = may(person, "reply.ask", claim) and claim.state != ClaimState.WITHDRAWN
    return Publishing(
        claim=claim,
        publications=publications,
        replies=[_line(request, now) for request in replies_about(claim.pk)] if is_told else [],
        permissions=permissions,
        is_in_doubt=bool(publications) and is_in_doubt(claim),
        has_page=bool(publications) and profile_in_force().has_public_pages,
    )


def preview_of(claim: Claim) -> Said | None:
    """What readers would be told now, where the claim is signed."""
    return what_would_be_said(claim) if claim.state == ClaimState.SIGNED else None


def _line(request: ReplyRequest, now: datetime) -> ReplyLine:
    waits = request.outcome == ReplyOutcome.WAITING
    is_awaited = waits and request.deadline_at > now
    outcome = ReplyOutcome.NO_ANSWER if waits and not is_awaited else ReplyOutcome(request.outcome)
    return ReplyLine(request, is_awaited, outcome)
