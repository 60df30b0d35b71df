"""When a stored claim is said to have been: the time of its words, counted from the day that holds by now."""

from dataclasses import dataclass
from datetime import date

from annotations.domain.canonical import CanonicalText
from annotations.domain.proposals import Proposal
from annotations.domain.times import TimeScope, TimeState
from annotations.domain.vocabulary import HighlightState, TimeAnchor
from annotations.models import Claim, Highlight
from annotations.queries.articles import revision_by_id
from annotations.queries.claims import attribution_stack
from annotations.web.claim_proposals import Place, proposal_for


@dataclass(frozen=True, slots=True)
class TimeToConfirm:
    """What somebody can confirm with one key. Without a day, `is_utterance` says which one is missing: that
    of the utterance, or that of the article's publication.
    """

    text: str
    starts_on: date | None
    ends_on: date | None
    scope: TimeScope | None = None
    is_utterance: bool = False
    has_no_anchor: bool = False


def stored_proposal(claim: Claim) -> Proposal | None:
    """What the words where the claim first stands suggest today; None where it stands nowhere."""
    marks = Highlight.objects.filter(claim=claim, is_current=True, state=HighlightState.LIVE)
    mark = marks.order_by("id").only("revision_id", "start", "end", "exact").first()
    if mark is None or mark.start is None or mark.end is None:
        return None
    revision = revision_by_id(mark.revision_id)
    canonical = CanonicalText.from_json(revision.text, revision.blocks)
    place = Place(revision, canonical, mark.start, mark.end, mark.exact)
    return proposal_for(place, _uttered_on(claim))


def time_to_confirm(claim: Claim) -> TimeToConfirm | None:
    """The open time of a claim, read anew; None where its time is confirmed or it has none."""
    stored = getattr(claim, "time_scope", None)
    if stored is None or stored.confirmed_at is not None:
        return None
    if stored.starts_on is not None:
        return TimeToConfirm(stored.text, stored.starts_on, stored.ends_on)
    proposal = stored_proposal(claim)
    scope = next((one for one in proposal.times if one.text in stored.text), None) if proposal else None
    if scope is None:
        return TimeToConfirm(stored.text, None, None)
    return TimeToConfirm(
        text=stored.text,
        starts_on=scope.start,
        ends_on=scope.end,
        scope=scope,
        is_utterance=scope.anchor_kind == TimeAnchor.UTTERANCE,
        has_no_anchor=scope.state == TimeState.NO_ANCHOR,
    )


def _uttered_on(claim: Claim) -> date | None:
    """The day on which the innermost of those who say it said it."""
    days = [layer.said_on for layer in attribution_stack(claim) if layer.said_on]
    return days[-1] if days else None
