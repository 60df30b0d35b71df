"""What people decide about highlights whose words changed: these words, other words, or none; and back.

A decision is about the latest row of a highlight's line. It settles whether the claim is stale, and every
decision can be undone while it is the last thing that happened to the row.
"""

from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from annotations.access import require
from annotations.actions.highlights import ALREADY, highlight_of_locked_claim, place_in_revision
from annotations.actions.recording import change, record_event, refusing_duplicates, require_version
from annotations.actions.stale_words import settle_stale_words
from annotations.domain.anchoring import Selector, make_selector
from annotations.domain.canonical import CanonicalText
from annotations.domain.errors import Conflict, Invalid, NotFound
from annotations.domain.lifecycle import HIGHLIGHT, next_state
from annotations.domain.vocabulary import ClaimState, HighlightOutcome, HighlightState
from annotations.models import Claim, Event, Highlight, Revision, User

DECIDED: Final = ("highlight.confirmed", "highlight.reselected", "highlight.retired")
"""The events that can be undone."""


@transaction.atomic
def confirm_highlight(
    *,
    highlight_id: int,
    start: int | None = None,
    end: int | None = None,
    expected_version: int | None = None,
    actor: User,
) -> Highlight:
    """The claim stands on the words that were found; of several places (code points), on the one given.

    Refuses where the words are gone (`highlight-has-no-place`), or the place is none of those found
    (`not-a-candidate`).
    """
    highlight = _decided(highlight_id, expected_version, actor)
    state = next_state(HIGHLIGHT, highlight.state, "confirm", noun="highlight")
    values: dict[str, Any] = {"state": state, **_confirmed(actor)}
    if highlight.outcome == HighlightOutcome.ORPHANED:
        raise Conflict(
            "The words of this highlight are gone. Select them again in the text, or retire it.",
            rule="highlight-has-no-place",
        )
    if start is not None and end is not None and (start, end) != (highlight.start, highlight.end):
        values |= _candidate(highlight, start, end)
    return _record("highlight.confirmed", highlight, values, actor)


@transaction.atomic
def reselect_highlight(
    *,
    highlight_id: int,
    start: int,
    end: int,
    exact: str,
    expected_version: int | None = None,
    actor: User,
) -> Highlight:
    """The claim stands on other words of the same revision, which the person selected.

    Refuses (`words-differ`, with the revision's own words) when the text there is not `exact`.
    """
    highlight = _decided(highlight_id, expected_version, actor)
    state = next_state(HIGHLIGHT, highlight.state, "reselect", noun="highlight")
    place = place_in_revision(highlight.revision_id, start, end, exact)
    values = {"state": state, "outcome": HighlightOutcome.MADE, **_confirmed(actor), **placed(place.selector)}
    return _record("highlight.reselected", highlight, values, actor)


@transaction.atomic
def undo_decision(*, highlight_id: int, actor: User) -> Highlight:
    """Takes back the person's last decision about a highlight: it stands, or waits, as it did before.

    Refuses (`nothing-to-undo`) where something else happened to it since, be it somebody else's decision.
    """
    highlight = _decided(highlight_id, None, actor)
    last = Event.objects.filter(subject_type="highlight", subject_id=highlight.pk).order_by("-id").first()
    if last is None or last.verb not in DECIDED or last.actor_id != actor.pk:
        raise Conflict("There is no decision of yours about this highlight to undo.", rule="nothing-to-undo")
    values = {name: _field(name).to_python(value) for name, value in last.before.items()}
    verb = "requeue" if values.get("state") == HighlightState.QUEUED else _back(highlight.state)
    values["state"] = next_state(HIGHLIGHT, highlight.state, verb, noun="highlight")
    return _record("highlight.requeued", highlight, values, actor)


@transaction.atomic
def retire_all(*, revision_id: int, actor: User) -> int:
    """Retires every highlight that waits in this revision, as one decision. Gives back how many."""
    require(actor, "highlight.decide", _revision(revision_id))
    waiting = Q(revision=revision_id, state=HighlightState.QUEUED)
    state = next_state(HIGHLIGHT, HighlightState.QUEUED, "retire", noun="highlight")
    return _move_all(_locked_where(waiting), state, "revision.highlights_retired", actor)


@transaction.atomic
def restore_all(*, revision_id: int, actor: User) -> int:
    """Undoes `retire_all`: what it retired waits again, unless it was decided about since."""
    require(actor, "highlight.decide", _revision(revision_id))
    verb = "revision.highlights_retired"
    last = Event.objects.filter(subject_type="revision", subject_id=revision_id).order_by("-id").first()
    if last is None or last.verb != verb:
        raise Conflict("There is no decision about these highlights to undo.", rule="nothing-to-undo")
    retired = Q(pk__in=last.after["highlights"], state=HighlightState.RETIRED, is_current=True)
    state = next_state(HIGHLIGHT, HighlightState.RETIRED, "requeue", noun="highlight")
    return _move_all(_locked_where(retired), state, "revision.highlights_requeued", actor)


def _revision(revision_id: int) -> Revision:
    """Who decides follows from the desk of its article."""
    revision = Revision.objects.select_related("article").only("article").filter(pk=revision_id).first()
    if revision is None:
        raise NotFound(f"There is no revision {revision_id}.", details={"id": revision_id})
    return revision


def placed(selector: Selector) -> dict[str, Any]:
    """The fields of a highlight that say where it stands; it has no other candidates any more."""
    return {
        "start": selector.start,
        "end": selector.end,
        "exact": selector.exact,
        "prefix": selector.prefix,
        "suffix": selector.suffix,
        "block": selector.block_id,
        "block_offset": selector.block_offset,
        "candidates": [],
    }


def _decided(highlight_id: int, expected_version: int | None, actor: User) -> Highlight:
    """The highlight, locked, that this person may decide about now."""
    highlight = highlight_of_locked_claim(highlight_id)
    require(actor, "highlight.decide", highlight)
    require_version(highlight, expected_version)
    if not highlight.is_current:
        raise Conflict(
            "The article has a later text by now. Decide about the highlight there.",
            rule="highlight-is-not-current",
        )
    return highlight


def _confirmed(actor: User) -> dict[str, Any]:
    return {"confirmed_by_id": actor.pk, "confirmed_at": timezone.now()}


def _candidate(highlight: Highlight, start: int, end: int) -> dict[str, Any]:
    if [start, end] not in highlight.candidates:
        raise Invalid(
            "This is none of the places that were found. Choose one of them, or select the words again.",
            field="start",
            rule="not-a-candidate",
        )
    revision = Revision.objects.only("text", "blocks").get(pk=highlight.revision_id)
    text = CanonicalText.from_json(revision.text, revision.blocks)
    return placed(make_selector(text, start, end, text.text[start:end])) | {
        "candidates": highlight.candidates
    }


def _back(state: str) -> str:
    return "restore" if state == HighlightState.RETIRED else "reselect"


def _field(name: str) -> Any:
    return Highlight._meta.get_field(name.removesuffix("_id"))


def _record(verb: str, highlight: Highlight, values: dict[str, Any], actor: User) -> Highlight:
    with refusing_duplicates(ALREADY):
        before, after = change(highlight, values)
    record_event(verb, highlight, stream=highlight.claim, actor=actor, before=before, after=after)
    settle_stale_words([highlight.claim_id], actor=actor)
    return highlight


def _locked_where(condition: Q) -> list[Highlight]:
    """The highlights of standing claims, locked after these, as every action locks them."""
    found = Highlight.objects.filter(condition).exclude(claim__state=ClaimState.WITHDRAWN)
    claims = Claim.objects.select_for_update(no_key=True).filter(pk__in=found.values("claim"))
    list(claims.order_by("pk").values("pk"))
    return list(found.select_for_update(no_key=True, of=("self",)).order_by("pk"))


def _move_all(highlights: list[Highlight], state: str, verb: str, actor: User) -> int:
    """Moves highlights of one revision in one statement, with one event."""
    if not highlights:
        return 0
    ids = [highlight.pk for highlight in highlights]
    Highlight.objects.filter(pk__in=ids).update(state=state, version=F("version") + 1)
    revision = Revision.objects.only("article").get(pk=highlights[0].revision_id)
    record_event(verb, revision, stream=revision.article, actor=actor, after={"highlights": ids})
    settle_stale_words({highlight.claim_id for highlight in highlights}, actor=actor)
    return len(ids)
