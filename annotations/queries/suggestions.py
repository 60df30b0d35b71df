"""Suggestions that one source rests on another, as people and programs read them.

What concerns a protected source is in none of them: its words and its headline would tell who it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from annotations.domain.canonical import CanonicalText
from annotations.domain.errors import NotFound
from annotations.domain.painting import PaintedBlock, paint
from annotations.domain.vocabulary import CopySignal, EvidenceState, Sourcing, SuggestionState
from annotations.models import Capture, DerivationSuggestion, Source, User
from annotations.queries.source_pages import PAGE, Page
from annotations.queries.suspicions import open_suggestions
from annotations.queries.visibility import visible

SHOWN_CHARACTERS: Final = 60_000
"""So much of each text stands on the page; the whole copy is one click away."""


@dataclass(frozen=True)
class ComparedSide:
    """One of the two sources with its copy. `blocks` are painted with the numbers of the matches."""

    source: Source
    capture: Capture | None
    blocks: list[PaintedBlock[int]]
    is_cut: bool


@dataclass(frozen=True)
class SuggestionReading:
    """A suggestion as its page shows it."""

    suggestion: DerivationSuggestion
    source: ComparedSide
    origin: ComparedSide
    own_links: int

    @cached_property
    def passages(self) -> list[Mapping[str, Any]]:
        """The words that stand in both, in reading order of the source."""
        return list(seen_of(self.suggestion, CopySignal.SHARED_TEXT).get("passages", ()))


def suggestions_to_see() -> QuerySet[DerivationSuggestion]:
    """Suggestions with both sources and their publishers, of sources that everybody may see."""
    return DerivationSuggestion.objects.filter(
        source__is_protected=False, origin__is_protected=False
    ).select_related("source__publisher", "origin__publisher", "decided_by")


def suggestions_in_full(person: User) -> QuerySet[DerivationSuggestion]:
    """Suggestions as programs read them."""
    return DerivationSuggestion.objects.filter(source__is_protected=False, origin__is_protected=False)


def suggestions_page(state: str, number: int, person: User) -> Page[DerivationSuggestion]:
    """Suggestions in a state, fifty at a time: those that are open by how strong they are, decided ones by
    when. Each has `own_links`, how many links of the source pass for own reporting.
    """
    own = Q(source__evidence__sourcing=Sourcing.OWN) & ~Q(source__evidence__state=EvidenceState.WITHDRAWN)
    rows = visible(suggestions_to_see(), person).annotate(own_links=Count("source__evidence", filter=own))
    if state == SuggestionState.OPEN:
        rows = rows.filter(pk__in=open_suggestions().values("pk")).order_by("-score", "id")
    else:
        rows = rows.filter(state=state).order_by("-decided_at", "-id")
    start = PAGE * (number - 1)
    found: list[DerivationSuggestion] = [*rows[start : start + PAGE + 1]]
    return Page(found[:PAGE], number, len(found) > PAGE)


def open_count() -> int:
    """How many suggestions wait for a person."""
    return open_suggestions().count()


def suggestion_to_see(suggestion_id: int) -> DerivationSuggestion:
    """One suggestion. Refuses with `NotFound`."""
    found = suggestions_to_see().filter(pk=suggestion_id).first()
    if found is None:
        raise NotFound(f"There is no suggestion {suggestion_id}.", details={"id": suggestion_id})
    return found


def read_suggestion(suggestion_id: int) -> SuggestionReading:
    """A suggestion with both texts, what they share marked in each. Refuses with `NotFound`."""
    suggestion = suggestion_to_see(suggestion_id)
    seen = seen_of(suggestion, CopySignal.SHARED_TEXT)
    own = suggestion.source.evidence.filter(sourcing=Sourcing.OWN).exclude(state=EvidenceState.WITHDRAWN)
    return SuggestionReading(
        suggestion=suggestion,
        source=_side(suggestion.source, seen.get("capture"), seen, "start", "end"),
        origin=_side(suggestion.origin, seen.get("origin_capture"), seen, "origin_start", "origin_end"),
        own_links=own.count(),
    )


def suggestions_of(source_id: int, person: User) -> list[DerivationSuggestion]:
    """Open suggestions about a source, whether it may be the copy or the origin, the strongest first."""
    concerned = Q(source=source_id) | Q(origin=source_id)
    found = visible(suggestions_to_see(), person).filter(concerned, pk__in=open_suggestions().values("pk"))
    return list(found.order_by("-score", "id"))


def suggestions_behind(claim_id: int, person: User) -> list[DerivationSuggestion]:
    """Open suggestions because of which a link of the claim counts as not examined."""
    doubted = Q(source__evidence__claim=claim_id, source__evidence__sourcing=Sourcing.OWN)
    found = visible(suggestions_to_see(), person).filter(
        doubted & ~Q(source__evidence__state=EvidenceState.WITHDRAWN), pk__in=open_suggestions().values("pk")
    )
    return list(found.order_by("-score", "id").distinct())


def seen_of(suggestion: DerivationSuggestion, signal: str) -> Mapping[str, Any]:
    """What one signal saw; empty where it saw nothing."""
    return next((seen for seen in suggestion.matches if seen.get("signal") == signal), {})


def _side(
    source: Source, capture_id: int | None, seen: Mapping[str, Any], start: str, end: str
) -> ComparedSide:
    copies = Capture.objects.filter(source__in=[source.pk, *source.merged.values_list("pk", flat=True)])
    capture = copies.filter(pk=capture_id).first() if capture_id else copies.order_by("-pk").first()
    if capture is None or not capture.text:
        return ComparedSide(source, capture, [], is_cut=False)
    document = CanonicalText.from_json(capture.text, capture.blocks)
    places = seen.get("passages", ()) if capture.pk == capture_id else ()
    spans = [(one[start], one[end], number) for number, one in enumerate(places, 1)]
    painted = paint(document, spans)
    shown = [one for one in painted if one.block.start < SHOWN_CHARACTERS]
    return ComparedSide(source, capture, shown, is_cut=len(shown) < len(painted))
