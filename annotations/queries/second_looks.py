"""Second looks: the rules in force, what waits for whom, and what each look is about."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from annotations.access import may
from annotations.domain.errors import NotFound
from annotations.domain.second_looks import HOLD_NOTHING_UP, MEANING, Look
from annotations.domain.vocabulary import ClaimState, EvidenceState, SecondLookState
from annotations.models import Event, GoldLink, ReviewRules, SecondLook, User
from annotations.queries.queue_claims import edited_by
from annotations.queries.visibility import seen_by, visible_evidence

LYING: Final = timedelta(days=7)
"""After so long with one reader an editor may want another one."""


def rules_so_far() -> list[ReviewRules]:
    """Every version, the one in force last. Without any, nothing gets a second look."""
    return list(ReviewRules.objects.order_by("number"))


def rules_in_force() -> ReviewRules | None:
    """The rules with the highest number."""
    return ReviewRules.objects.order_by("-number").first()


def draw_key() -> bytes:
    """What makes draws impossible to foresee."""
    return settings.SECRET_KEY.encode()


def all_rules() -> QuerySet[ReviewRules]:
    """Every version of the rules, latest first."""
    return ReviewRules.objects.select_related("set_by").order_by("-number")


def looks_of(person: User) -> QuerySet[SecondLook]:
    """What waits for this person's reading, longest first. Gold links stand among them unmarked."""
    return given_to(person).filter(state=SecondLookState.OPEN).order_by("asked_at", "id")


def given_to(person: User) -> QuerySet[SecondLook]:
    """What the person was given to read, answered or not; as far as the desks of claim and source let them
    see it now.
    """
    return _seen(SecondLook.objects.filter(reader=person.pk), person).exclude(state=SecondLookState.CANCELLED)


def disputes_open_to(person: User) -> QuerySet[SecondLook]:
    """Disputes that this person has taken or may take, longest first.

    Not those between readings of their own, about links they made, of what they may not see, or about claims
    of which they are reading blind.
    """
    disputed = SecondLook.objects.filter(
        state=SecondLookState.DISPUTED, evidence__state=EvidenceState.DISPUTED
    ).exclude(evidence__claim__state=ClaimState.WITHDRAWN)
    if not may(person, "dispute.take"):
        return disputed.filter(settler=person.pk).order_by("answered_at", "id")
    own = (
        Q(first_reviewer=person.pk)
        | Q(reader=person.pk)
        | Q(evidence__attached_by=person.pk)
        | Q(evidence__changed_by=person.pk)
        | Q(evidence__stance_votes__reviewer=person.pk)
    )
    blind = SecondLook.objects.sealing(person.pk).filter(sealed_claims__overlap=OuterRef("sealed_claims"))
    free = Q(settler__isnull=True) & ~Exists(blind) | Q(settler=person.pk)
    return _seen(disputed.filter(free).exclude(own), person).order_by("answered_at", "id")


def looks_without_reader(person: User) -> QuerySet[SecondLook]:
    """Looks for which nobody was eligible, longest first: for editors, and for whoever may take one."""
    open_looks = SecondLook.objects.filter(
        state=SecondLookState.OPEN, reader__isnull=True, evidence__isnull=False
    )
    return _seen(open_looks, person).order_by("asked_at", "id")


def looks_left_lying(person: User) -> QuerySet[SecondLook]:
    """Looks that somebody has had for a week, longest first: for those who edit where the claim is worked on.
    Not their own, nor those at claims that they must not see now.
    """
    lying = SecondLook.objects.filter(
        edited_by(person, "evidence__claim__"),
        state=SecondLookState.OPEN,
        taken_at__lt=timezone.now() - LYING,
        evidence__in=visible_evidence(person).values("pk"),
    )
    return lying.exclude(reader=person.pk).order_by("taken_at", "id")


def look_by_id(look_id: int) -> SecondLook:
    """One look with what it is about. Refuses with `NotFound`."""
    related = ("evidence__claim", "evidence__source", "evidence__capture", "gold")
    look = SecondLook.objects.select_related(*related).filter(pk=look_id).first()
    if look is None:
        raise NotFound(f"There is no second look {look_id}.", details={"id": look_id})
    return look


def settled_link(look_id: int) -> list[int]:
    """The id of the link whose dispute was settled; nothing while it is open."""
    settled = SecondLook.objects.filter(pk=look_id, state=SecondLookState.SETTLED)
    return [pk for pk in settled.values_list("evidence", flat=True) if pk is not None]


def looks_by_claim(claim_ids: Collection[int]) -> dict[int, list[Look]]:
    """What the second looks at these claims' links come to. One statement."""
    return _looks_by("evidence__claim", Q(evidence__claim__in=claim_ids))


def looks_by_link(evidence_ids: Collection[int]) -> Mapping[int, list[Look]]:
    """Of each link what its second looks come to, those that were called off left out. One statement."""
    return _looks_by("evidence", Q(evidence__in=evidence_ids))


def _looks_by(key: str, which: Q) -> dict[int, list[Look]]:
    reworded = Event.objects.filter(
        verb="claim.edited",
        stream=Concat(Value("claim:"), Cast(OuterRef("evidence__claim"), CharField())),
        after__has_any_keys=sorted(MEANING),
        recorded_at__gt=Coalesce(OuterRef("settled_at"), OuterRef("answered_at")),
    )
    rows = SecondLook.objects.filter(which).exclude(state=SecondLookState.CANCELLED)
    found: dict[int, list[Look]] = defaultdict(list)
    named = ("state", "first_stance", "settled_stance", "evidence__state", "evidence__stance")
    for one, *values in rows.annotate(of_other_words=Exists(reworded)).values_list(
        key, *named, "of_other_words"
    ):
        found[one].append(Look(*values))
    return found


def holding_up(claim_ids: Collection[int]) -> QuerySet[SecondLook]:
    """The looks that have to be answered before anybody signs these claims."""
    waiting = SecondLook.objects.filter(evidence__claim__in=claim_ids, state=SecondLookState.OPEN)
    return waiting.exclude(why__in=HOLD_NOTHING_UP)


def disputed_links(claim_ids: Collection[int]) -> QuerySet[SecondLook]:
    """The disputes about links of these claims."""
    return SecondLook.objects.filter(
        evidence__claim__in=claim_ids,
        evidence__state=EvidenceState.DISPUTED,
        state=SecondLookState.DISPUTED,
    )


def gold_links() -> QuerySet[GoldLink]:
    """The gold links that are given out, latest first."""
    return GoldLink.objects.filter(retired_at__isnull=True).order_by("-id")


def _seen(looks: QuerySet[SecondLook], person: User) -> QuerySet[Any]:
    return looks.filter(seen_by(person, "evidence__claim__"), seen_by(person, "evidence__source__"))
