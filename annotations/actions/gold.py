"""Gold links: passages whose stance is known for certain, given out among second looks."""

from collections.abc import Mapping
from typing import Any, BinaryIO, Final

from django.db import transaction
from django.utils import timezone

from annotations.access import require
from annotations.actions.recording import change, locked, record_event, require_version
from annotations.actions.shapes import language_tag, shaped
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.lifecycle import SECOND_LOOK, next_state
from annotations.domain.tables import opened, rows_of
from annotations.domain.vocabulary import SecondLookState
from annotations.models import GoldLink, SecondLook, User

COLUMNS: Final = (
    "claim_text",
    "claim_language",
    "context",
    "passage",
    "before",
    "after",
    "passage_language",
    "source_title",
    "stance",
    "reason",
)
REQUIRED: Final = ("claim_text", "passage", "source_title", "stance", "reason")
AROUND: Final = ("before", "after")
LANGUAGES: Final = ("claim_language", "passage_language")
MOST_ROWS: Final = 1_000
RETIRED: Final = "The passage is no longer given out."


@transaction.atomic
def keep_gold(*, values: Mapping[str, Any], actor: User) -> GoldLink:
    """Keeps a claim and a passage of known stance; `values` are by `COLUMNS`. Refuses what is not whole."""
    require(actor, "review.gold")
    described = _checked(values)
    gold = GoldLink.objects.create(made_by=actor, **described)
    record_event("gold_link.kept", gold, actor=actor, after=described)
    return gold


@transaction.atomic
def edit_gold(
    *, gold_id: int, values: Mapping[str, Any], expected_version: int | None = None, actor: User
) -> GoldLink:
    """Corrects what nobody has read yet. Refuses (`gold-was-read`) once somebody answered it: their reading
    was of the words as they were. Retire it, and keep another.
    """
    require(actor, "review.gold")
    gold = locked(GoldLink, gold_id)
    require_version(gold, expected_version)
    if SecondLook.objects.filter(gold=gold).exclude(stance="").exists():
        raise Conflict("Somebody has read this. Retire it and keep another.", rule="gold-was-read")
    before, after = change(gold, _checked({name: getattr(gold, name) for name in COLUMNS} | dict(values)))
    if after:
        SecondLook.objects.filter(gold=gold).update(first_stance=gold.stance)
        record_event("gold_link.edited", gold, actor=actor, before=before, after=after)
    return gold


@transaction.atomic
def retire_gold(*, gold_id: int, actor: User) -> GoldLink:
    """Gives it out no more; what still waits to be read of it is called off."""
    require(actor, "review.gold")
    gold = locked(GoldLink, gold_id)
    if gold.retired_at is not None:
        return gold
    before, after = change(gold, {"retired_at": timezone.now()})
    state = next_state(SECOND_LOOK, SecondLookState.OPEN, "cancel", noun="second look")
    waiting = SecondLook.objects.filter(gold=gold, state=SecondLookState.OPEN)
    waiting.update(state=state, cancelled_because=RETIRED)
    record_event("gold_link.retired", gold, actor=actor, before=before, after=after)
    return gold


@transaction.atomic
def restore_gold(*, gold_id: int, actor: User) -> GoldLink:
    """Undoes `retire_gold`."""
    require(actor, "review.gold")
    gold = locked(GoldLink, gold_id)
    before, after = change(gold, {"retired_at": None})
    if after:
        record_event("gold_link.restored", gold, actor=actor, before=before, after=after)
    return gold


@transaction.atomic
def keep_gold_of_file(*, stream: BinaryIO, actor: User) -> list[GoldLink]:
    """Keeps every row of a CSV file with the columns `COLUMNS`, or none: a row that is refused is named by
    its line (field `file`).
    """
    require(actor, "review.gold")
    table = opened(stream, COLUMNS, most_rows=MOST_ROWS)
    kept: list[GoldLink] = []
    for row in rows_of(stream, table):
        try:
            kept.append(keep_gold(values=row.cells, actor=actor))
        except Invalid as refusal:
            raise Invalid(f"Line {row.line}: {refusal.message}", field="file", rule=refusal.rule) from refusal
    if not kept:
        raise Invalid("The file has no rows.", field="file", rule="no-rows")
    return kept


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: values[name] for name in COLUMNS if values.get(name) is not None}
    described = shaped(GoldLink, {name: text for name, text in given.items() if name not in AROUND})
    # What stands around the passage goes on where it begins and ends: its blanks are part of it.
    around: dict[str, Any] = {
        name: str(given[name]).replace("\r\n", "\n") for name in AROUND if name in given
    }
    for name in REQUIRED:
        if not described.get(name):
            raise Invalid(f"The {name.replace('_', ' ')} is missing.", field=name, rule="required")
    languages = {name: language_tag(described.get(name, ""), field=name) for name in LANGUAGES}
    return {**described, **around, **languages}
