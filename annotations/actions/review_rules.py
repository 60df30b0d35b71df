"""Setting which links get a second look."""

from collections.abc import Collection

from django.db import transaction

from annotations.access import require
from annotations.actions.recording import record_event, refusing_duplicates
from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import SecondLookWhy
from annotations.models import ReviewRules, User
from annotations.queries.second_looks import rules_in_force

GROUNDS = tuple(why for why in SecondLookWhy if why not in (SecondLookWhy.SAMPLED, SecondLookWhy.ASKED))
"""What an assessment says by itself; lots and wishes are no grounds of a claim."""
MOST_SAMPLED, MOST_GOLD = 100, 50
MEANWHILE = {"reviewrules_number_key": "Somebody set other rules meanwhile. Look at them, then decide again."}


@transaction.atomic
def set_review_rules(
    *, asks_when: Collection[str], sampled_percent: int, gold_percent: int, reason: str, actor: User
) -> ReviewRules:
    """Puts a new version of the rules in force, with the reason. Earlier versions stay to be read.

    They hold for what is computed from now on, and lots for links that are made from now on. Refuses unknown
    grounds, shares out of bounds, and a change without a reason.
    """
    require(actor, "review.rules")
    unknown = sorted(set(asks_when) - {ground.value for ground in GROUNDS})
    if unknown:
        raise Invalid(f"“{unknown[0]}” is no ground.", field="asks_when", rule="unknown-ground")
    _require_share(sampled_percent, "sampled_percent", MOST_SAMPLED)
    _require_share(gold_percent, "gold_percent", MOST_GOLD)
    if not reason.strip():
        raise Invalid("Say why the rules change.", field="reason", rule="required")
    before = rules_in_force()
    described = {
        "asks_when": [ground.value for ground in GROUNDS if ground.value in asks_when],
        "sampled_percent": sampled_percent,
        "gold_percent": gold_percent,
        "reason": reason.strip(),
    }
    with refusing_duplicates(MEANWHILE):
        rules = ReviewRules.objects.create(
            number=before.number + 1 if before else 1, set_by=actor, **described
        )
    old = {name: getattr(before, name) for name in described} if before else {}
    record_event("review_rules.set", rules, actor=actor, before=old, after=described)
    return rules


def _require_share(percent: int, field: str, most: int) -> None:
    if not 0 <= percent <= most:
        raise Invalid(f"Say a share from 0 to {most} percent.", field=field, rule="share-out-of-bounds")
