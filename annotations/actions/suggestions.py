"""Suggesting that one source rests on another, and what people decide about that.

Whatever a comparison sees, nothing is applied by itself: a suggestion waits until a person accepts it, with
the direction and the kind they think right, or rejects it. While it is open, links of the source that pass
for own reporting count as not examined (specification 2.3), so their claims are computed again when a
suggestion appears and when it is decided.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone

from annotations import jobs
from annotations.access import require
from annotations.actions.recording import change, inputs_changed, locked, record_event
from annotations.actions.register import change_register
from annotations.actions.shapes import shaped
from annotations.actions.sources import derive_source, drop_derivation
from annotations.domain.copying import Judgement, compare, judge
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.lifecycle import SUGGESTION, next_state
from annotations.domain.vocabulary import CopySignal, NoticeKind, SuggestionState
from annotations.models import Derivation, DerivationSuggestion, Notice, Source, TextPrint, User
from annotations.queries.likely_copies import (
    Candidate,
    as_candidate,
    candidates_for,
    capture_to_compare,
    captures_without_print,
    pages_that_name,
    rests_within,
    wires_of_the_register,
)
from annotations.queries.suspicions import claims_in_doubt, evidence_counted_as_own

SWEEP_LIMIT: Final = 200
QUOTED_CHARACTERS: Final = 300
REASON_LENGTH: Final = 2_000
_TURN: Final = "annotations.copies"


def look_for_copies(*, capture_id: int) -> list[DerivationSuggestion] | None:
    """Compares a new copy with those of other sources, and suggests what may rest on what.

    None when that had been done already, or the copy is gone or of a protected source. Comparisons take
    turns, so that of two copies that arrive at once the second is compared with the first. The statements are
    the same number for one stored copy as for thousands.
    """
    with transaction.atomic():
        _take_turn()
        capture = capture_to_compare(capture_id)
        if capture is None or TextPrint.objects.filter(capture=capture_id).exists():
            return None
        wires = wires_of_the_register()
        new = as_candidate(capture, wires)
        TextPrint.objects.create(capture=capture, hashes=new.prints, image_sha256=new.image)
        others = {other.source.pk: other for other in candidates_for(new, wires)}
        found = [_judged(new, other) for other in others.values()]
        return _suggest(new, others, _nearest([one for one in found if one.is_suggested]))


def sweep_suggestions(*, limit: int = SWEEP_LIMIT) -> int:
    """Asks again for every copy that nobody compared yet. How many."""
    waiting = captures_without_print(limit)
    with transaction.atomic():
        for capture_id in waiting:
            jobs.suggest_derivations(capture_id)
    return len(waiting)


@transaction.atomic
def accept_suggestion(
    *, suggestion_id: int, kind: str = "", is_reversed: bool = False, reason: str = "", actor: User
) -> DerivationSuggestion:
    """Notes that the one source rests on the other, as suggested or as the person knows better: `kind`
    another kind, `is_reversed` the other way round.

    Refuses what is decided already (`suggestion-accept-from-…`), and as `derive_source`.
    """
    change_register()
    suggestion = locked(DerivationSuggestion, suggestion_id, noun="suggestion")
    require(actor, "derivation.decide", suggestion)
    state = next_state(SUGGESTION, suggestion.state, "accept", noun="suggestion")
    pair = [suggestion.source_id, suggestion.origin_id]
    if is_reversed:
        _turn_round(suggestion)
    asked = shaped(DerivationSuggestion, {"kind": kind or suggestion.kind})
    stated = Derivation.objects.filter(source=suggestion.source_id, origin=suggestion.origin_id).exists()
    derivation = derive_source(
        source_id=suggestion.source_id,
        origin_id=suggestion.origin_id,
        kind=asked["kind"],
        reason=_cleaned(reason),
        actor=actor,
    )
    values = {**asked, "derivation": None if stated else derivation, "reason": _cleaned(reason)}
    return _decide(suggestion, state, values, actor, concerned=pair)


@transaction.atomic
def reject_suggestion(*, suggestion_id: int, reason: str, actor: User) -> DerivationSuggestion:
    """Notes that the one source does not rest on the other, and why. The pair is not suggested again."""
    change_register()
    suggestion = locked(DerivationSuggestion, suggestion_id, noun="suggestion")
    require(actor, "derivation.decide", suggestion)
    state = next_state(SUGGESTION, suggestion.state, "reject", noun="suggestion")
    if not _cleaned(reason):
        raise Invalid("Say why, so that others can follow.", field="reason", rule="required")
    values = {"reason": _cleaned(reason)}
    return _decide(suggestion, state, values, actor, concerned=[suggestion.source_id])


@transaction.atomic
def reopen_suggestion(*, suggestion_id: int, actor: User) -> DerivationSuggestion:
    """Takes a decision back: what was noted because of it is dropped, and the suggestion is open again."""
    change_register()
    suggestion = locked(DerivationSuggestion, suggestion_id, noun="suggestion")
    require(actor, "derivation.decide", suggestion)
    state = next_state(SUGGESTION, suggestion.state, "reopen", noun="suggestion")
    noted = suggestion.derivation_id
    before, after = change(
        suggestion,
        {"state": state, "derivation": None, "reason": "", "decided_by": None, "decided_at": None},
    )
    if noted is not None:
        drop_derivation(derivation_id=noted, actor=actor)
    event = record_event(
        "suggestion.reopened", suggestion, stream=suggestion.source, actor=actor, before=before, after=after
    )
    inputs_changed(claims_in_doubt([suggestion.source_id]), because=event)
    return suggestion


def _judged(new: Candidate, other: Candidate) -> Judgement:
    one, another = pages_that_name(new, other)
    return judge(one, another, compare(new.text, other.text))


def _nearest(found: Sequence[Judgement]) -> list[Judgement]:
    """Of several origins those that rest on no other of them: fifty papers that printed an agency's report
    are not copies of each other.
    """
    rests_on_another = rests_within({one.origin for one in found})
    return [one for one in found if one.origin not in rests_on_another]


def _suggest(
    new: Candidate, others: dict[int, Candidate], found: Sequence[Judgement]
) -> list[DerivationSuggestion]:
    if not found:
        return []
    change_register()
    made = []
    for one in sorted(found, key=lambda judgement: (-judgement.score, judgement.source, judgement.origin)):
        other = others[one.origin if one.source == new.source.pk else one.source]
        suggestion = _made(one, _what_was_seen(one, new, other))
        if suggestion is not None:
            made.append(suggestion)
    _tell_people(made)
    return made


def _made(one: Judgement, matches: list[dict[str, Any]]) -> DerivationSuggestion | None:
    """A new row, or what is seen now on the open row of the two; None where nothing is stronger than it was.

    The two were told apart by whoever suggested first: the direction of an open row stays.
    """
    pair = [one.source, one.origin]
    known = DerivationSuggestion.objects.filter(source__in=pair, origin__in=pair).first()
    if known is not None:
        stronger = known.state == SuggestionState.OPEN and one.score > known.score
        if stronger and [known.source_id, known.origin_id] == pair:
            change(known, {"score": one.score, "signals": list(one.signals), "matches": matches})
        return None
    suggestion = DerivationSuggestion.objects.create(
        source_id=one.source,
        origin_id=one.origin,
        kind=one.kind,
        signals=list(one.signals),
        score=one.score,
        matches=matches,
    )
    said = {"origin": one.origin, "kind": one.kind, "score": one.score, "signals": list(one.signals)}
    event = record_event(
        "derivation.suggested", suggestion, stream=Source(pk=one.source), actor=None, after=said
    )
    inputs_changed(claims_in_doubt([one.source]), because=event)
    return suggestion


def _what_was_seen(one: Judgement, new: Candidate, other: Candidate) -> list[dict[str, Any]]:
    """What each signal saw, as plain values for the page: the places in both copies, the two headlines."""
    source, origin = (new, other) if one.source == new.source.pk else (other, new)
    told: dict[CopySignal, dict[str, Any]] = {
        CopySignal.AGENCY_CREDIT: {"agency": origin.source.publisher.name},
        CopySignal.CANONICAL_URL: {"address": origin.source.canonical_url},
        CopySignal.HEADLINE: {"headline": source.source.title, "origin_headline": origin.source.title},
        CopySignal.SAME_IMAGE: {"image": source.image},
        CopySignal.SHARED_TEXT: _text_seen(one, source, origin),
    }
    return [{"signal": str(signal), **told[signal]} for signal in one.signals]


def _text_seen(one: Judgement, source: Candidate, origin: Candidate) -> dict[str, Any]:
    seen = one.comparison
    return {
        "capture": source.capture.pk if source.capture else None,
        "origin_capture": origin.capture.pk if origin.capture else None,
        "share": round(100 * seen.share),
        "origin_share": round(100 * seen.other_share),
        "words": seen.shared_words,
        "passages": [
            {
                "start": match.start,
                "end": match.end,
                "origin_start": match.other_start,
                "origin_end": match.other_end,
                "words": match.words,
                "quoted": match.quoted,
                "text": source.text.text[match.start : match.end][:QUOTED_CHARACTERS],
            }
            for match in one.matches
        ],
    }


def _turn_round(suggestion: DerivationSuggestion) -> None:
    """The same suggestion with source and origin exchanged, also in what was seen. Refuses where the other
    direction is suggested too (`suggested-both-ways`).
    """
    turned = {"source": suggestion.origin_id, "origin": suggestion.source_id}
    other = DerivationSuggestion.objects.filter(**turned).first()
    if other is not None:
        raise Conflict(
            "The other direction is suggested too. Decide that suggestion instead.",
            rule="suggested-both-ways",
            details={"id": other.pk},
        )
    change(
        suggestion,
        {
            "source_id": suggestion.origin_id,
            "origin_id": suggestion.source_id,
            "matches": [_exchanged(one) for one in suggestion.matches],
        },
    )


def _exchanged(seen: dict[str, Any]) -> dict[str, Any]:
    """What was seen, from the other side: `x` and `origin_x` change places, in passages too."""
    turned = {
        name: seen[other]
        for name in seen
        if (other := name.removeprefix("origin_") if name.startswith("origin_") else f"origin_{name}") in seen
    }
    passages = {"passages": [_exchanged(one) for one in seen["passages"]]} if "passages" in seen else {}
    return {**seen, **turned, **passages}


def _decide(
    suggestion: DerivationSuggestion,
    state: str,
    values: dict[str, Any],
    actor: User,
    *,
    concerned: Sequence[int],
) -> DerivationSuggestion:
    decided = {"state": state, "decided_by": actor, "decided_at": timezone.now()}
    before, after = change(suggestion, {**values, **decided})
    event = record_event(
        f"suggestion.{state}",
        suggestion,
        stream=suggestion.source,
        actor=actor,
        before=before,
        after={**after, "origin": suggestion.origin_id, "kind": suggestion.kind},
    )
    inputs_changed(claims_in_doubt(concerned), because=event)
    return suggestion


def _tell_people(made: Iterable[DerivationSuggestion]) -> None:
    """One notice for everybody who linked a passage of a source that may be a copy, until they read it."""
    for suggestion in made:
        links = evidence_counted_as_own().filter(source=suggestion.source_id)
        people = {pk for pair in links.values_list("attached_by", "changed_by") for pk in pair}
        detail = {"suggestion": suggestion.pk, "origin": suggestion.origin_id}
        Notice.objects.bulk_create(
            [
                Notice(
                    person_id=pk,
                    kind=NoticeKind.COPY_SUGGESTED,
                    source_id=suggestion.source_id,
                    detail=detail,
                )
                for pk in sorted(people)
            ],
            ignore_conflicts=True,
        )


def _cleaned(reason: str) -> str:
    return reason.strip()[:REASON_LENGTH]


def _take_turn() -> None:
    """Until this transaction ends no other copy is compared. Nobody who waits for it holds a row that others
    need, and who has it waits for nothing but the register.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [_TURN])
