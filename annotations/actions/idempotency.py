"""Answering a repeated create request with the first answer.

A client that did not hear back cannot know whether its request arrived. With a key it may simply send it
again. The key is a row that is inserted first, in the transaction of the create: a duplicate that arrives at
the same time waits at the unique constraint until the first is decided, then finds its answer, or, where the
first was rolled back, takes its place. A refused request leaves no key behind, so the corrected one may use
it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from annotations.domain.errors import Invalid, Refusal
from annotations.models import IdempotencyKey, User

KEY_LENGTH = 200


class KeyReused(Refusal):
    """An idempotency key came again with another request."""

    rule = "idempotency-key-reused"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a create request was answered with. `body` holds plain JSON values."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)
    is_repeated: bool = False


def earlier_answer(*, key: str, request_sha256: str, actor: User) -> Answer | None:
    """The answer this person got for this key, if any.

    Refuses (`KeyReused`) when the key came with another request, and (`Invalid`) a key of another length than
    1 to 200.
    """
    if not 1 <= len(key) <= KEY_LENGTH or not key.isprintable():
        raise Invalid(
            f"An idempotency key has 1 to {KEY_LENGTH} printable characters.", rule="idempotency-key-invalid"
        )
    stored = IdempotencyKey.objects.filter(person=actor, key=key).first()
    if stored is None or stored.status is None:
        return None
    if stored.request_sha256 != request_sha256:
        raise KeyReused("This idempotency key was used for another request. Choose a new key.")
    return Answer(stored.status, stored.body, stored.headers, is_repeated=True)


@transaction.atomic
def answer_once(*, key: str, request_sha256: str, produce: Callable[[], Answer], actor: User) -> Answer:
    """What `produce` answers, kept with the key in one transaction; or the answer of who was first."""
    row = IdempotencyKey(person=actor, key=key, request_sha256=request_sha256)
    IdempotencyKey.objects.bulk_create([row], ignore_conflicts=True)
    earlier = earlier_answer(key=key, request_sha256=request_sha256, actor=actor)
    if earlier is not None:
        return earlier
    answer = produce()
    IdempotencyKey.objects.filter(person=actor, key=key).update(
        status=answer.status, body=answer.body, headers=dict(answer.headers)
    )
    return answer


def forget_answers(*, before: datetime) -> int:
    """Deletes the keys made before a moment; gives back how many. For the nightly cleaning."""
    return IdempotencyKey.objects.filter(created_at__lt=before).delete()[0]
