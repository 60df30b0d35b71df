"""Second looks, disputes, rules and gold links as programs read them.

What a reader gets of a look holds the same for a link and for a gold link, and nothing of the first reading.
"""

from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    F,
    Func,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, Left, NullIf, Right, Substr

from annotations.domain.vocabulary import SecondLookState
from annotations.models import GoldLink, ReviewRules, SecondLook, StanceVote, User
from annotations.queries.second_looks import disputes_open_to, given_to, looks_without_reader
from annotations.queries.visibility import visible_evidence

AROUND = 3_000
"""Characters of the captured text on each side of the passage."""

_TEXT = "evidence__capture__text"


def looks_to_read(person: User) -> QuerySet[SecondLook]:
    """The looks that were given to the person, as they read them."""
    is_open = Case(When(state=SecondLookState.OPEN, then=True), default=False, output_field=BooleanField())
    return given_to(person).annotate(is_open=is_open, **_passage())


def looks_to_take(person: User) -> QuerySet[SecondLook]:
    """The looks that nobody was found for."""
    return looks_without_reader(person).order_by().annotate(**_passage())


def looks_at_links(person: User) -> QuerySet[SecondLook]:
    """The looks at links of claims that the person sees. What was read stays hidden until it is agreed or
    settled; who reads, always.
    """
    seen = SecondLook.objects.filter(evidence__in=visible_evidence(person).values("pk"))
    is_over = Q(state__in=[SecondLookState.AGREED, SecondLookState.SETTLED])
    return seen.annotate(
        claim_id=F("evidence__claim"),
        shown_first=Case(When(is_over, then=F("first_stance")), default=Value("")),
        shown_second=Case(When(is_over, then=F("stance")), default=Value("")),
    )


def disputes_to_settle(person: User) -> QuerySet[SecondLook]:
    """The disputes that the person may settle or has taken, and those that were settled of claims they see.
    Both readings, in the order of their stances, for whoever took it and once it is settled.
    """
    settled = Q(state=SecondLookState.SETTLED, evidence__in=visible_evidence(person).values("pk"))
    is_mine = Q(state=SecondLookState.DISPUTED, settler=person.pk)
    found = SecondLook.objects.filter(settled | Q(pk__in=disputes_open_to(person).order_by().values("pk")))
    votes = StanceVote.objects.filter(evidence=OuterRef("evidence"), reviewer=OuterRef("first_reviewer"))
    given = NullIf(Subquery(votes.values("reason")[:1]), Value(""))
    return found.annotate(
        is_mine=Case(When(is_mine, then=True), default=False, output_field=BooleanField()),
        first_reason=Coalesce(given, F("evidence__note"), Value(""), output_field=TextField()),
        readings=Case(
            When(is_mine | Q(state=SecondLookState.SETTLED), then=_readings()),
            default=Value([], output_field=JSONField()),
            output_field=JSONField(),
        ),
        **_passage(),
    )


def all_review_rules(person: User) -> QuerySet[ReviewRules]:
    """Every version of the rules."""
    return ReviewRules.objects.all()


def all_gold_links(person: User) -> QuerySet[GoldLink]:
    """Every gold link, for administrators; others learn of none."""
    return GoldLink.objects.all() if person.is_administrator else GoldLink.objects.none()


def _passage() -> dict[str, Any]:
    """What is read, of a link or of a gold link."""
    first = Greatest(F("evidence__start") + 1 - AROUND, Value(1))
    length = F("evidence__start") + 1 - first
    before = Substr(_TEXT, first, length)
    after = Substr(_TEXT, F("evidence__end") + 1, Value(AROUND))

    def either(link: Any, gold: Any) -> Coalesce:
        return Coalesce(link, gold, Value(""), output_field=TextField())

    return {
        "claim_text": either(F("evidence__claim__text"), F("gold__claim_text")),
        "claim_language": either(F("evidence__claim__language"), F("gold__claim_language")),
        "source_title": either(F("evidence__source__title"), F("gold__source_title")),
        "passage_language": either(F("evidence__source__language"), F("gold__passage_language")),
        "passage": either(F("evidence__passage"), F("gold__passage")),
        "before": either(before, Right("gold__before", AROUND)),
        "after": either(after, Left("gold__after", AROUND)),
    }


def _readings() -> Func:
    """Two objects, ordered by stance: the order says nothing about who read what."""

    def reading(stance: str, reason: str) -> Func:
        return Func(
            Value("stance", output_field=CharField()),
            F(stance),
            Value("reason", output_field=CharField()),
            F(reason),
            function="jsonb_build_object",
            output_field=JSONField(),
        )

    first, second = reading("first_stance", "first_reason"), reading("stance", "reason")
    ordered = Case(
        When(first_stance__lt=F("stance"), then=_array(first, second)),
        default=_array(second, first),
        output_field=JSONField(),
    )
    return Func(ordered, template="%(expressions)s", output_field=JSONField())


def _array(*parts: Func) -> Func:
    return Func(*parts, function="jsonb_build_array", output_field=JSONField())
