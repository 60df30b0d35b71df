"""What a person sees of articles, claims, evidence, sources and the history: the one place that decides.

Two things put a row out of sight. What a closed desk owns is seen by its members and by administrators. And
who is reading a passage blind, or settling between two readings of it, sees nothing of the claims concerned
except on the page made for that (`models.review`): no list, no figure, no event.

Lists are narrowed by subqueries (`visible`), so a question costs no further statement. Addresses and forms
name single rows: `refuse_unseen` answers for a row out of sight as for one that is not there, before anything
is read. Most people are kept from nothing; whoever signs in is read together with whether that is so
(`with_sight`), and nothing is added to their questions.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    F,
    Func,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat

from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import DeskVisibility, Role
from annotations.models import (
    Annotation,
    AnnotationImport,
    ArchivedCopy,
    ArchiveRequest,
    Article,
    ArticleCheck,
    Assessment,
    Assignment,
    Capture,
    Claim,
    ClaimImportRow,
    Comment,
    CorrectionRequest,
    Derivation,
    DerivationSuggestion,
    Desk,
    DeskMember,
    ErrorReport,
    Event,
    Evidence,
    Following,
    Highlight,
    ImportedClaim,
    Invitation,
    Notice,
    Override,
    PolicyTrial,
    PolicyTrialMove,
    Presence,
    Publication,
    Reanchoring,
    Recomputation,
    ReplyRequest,
    Revision,
    SecondLook,
    Source,
    SourceMerge,
    SourceRelation,
    SourceVisit,
    SourceWatch,
    StaleFlag,
    User,
    Verdict,
)
from annotations.models.claims import ClaimQuerySet
from annotations.queries.audiences import refuse_unseen_sets, without_untold_sets

Row = TypeVar("Row", bound=Model)

_Paths = tuple[tuple[str, ...], tuple[str, ...]]
_OF_A_CLAIM: Final[_Paths] = (("claim__desk",), ("claim",))
_OF_A_SOURCE: Final[_Paths] = (("source__desk",), ())
_OF_A_CLAIM_OR_ARTICLE: Final[_Paths] = (("claim__desk", "article__desk"), ("claim",))

OWNED: Final[Mapping[type[Model], _Paths]] = {
    Article: (("desk",), ()),
    ArticleCheck: (("article__desk",), ()),
    Revision: (("article__desk",), ()),
    Reanchoring: (("revision__article__desk",), ()),
    Claim: (("desk",), ("pk",)),
    ClaimImportRow: _OF_A_CLAIM,
    ImportedClaim: _OF_A_CLAIM,
    Highlight: (("claim__desk", "revision__article__desk"), ("claim",)),
    Evidence: (("claim__desk", "source__desk"), ("claim",)),
    Assessment: _OF_A_CLAIM,
    Verdict: _OF_A_CLAIM,
    Override: _OF_A_CLAIM,
    StaleFlag: _OF_A_CLAIM,
    PolicyTrialMove: _OF_A_CLAIM,
    Publication: _OF_A_CLAIM,
    CorrectionRequest: _OF_A_CLAIM_OR_ARTICLE,
    ReplyRequest: _OF_A_CLAIM,
    ErrorReport: _OF_A_CLAIM_OR_ARTICLE,
    Assignment: _OF_A_CLAIM_OR_ARTICLE,
    Comment: _OF_A_CLAIM_OR_ARTICLE,
    Following: _OF_A_CLAIM_OR_ARTICLE,
    Presence: _OF_A_CLAIM_OR_ARTICLE,
    Notice: (("claim__desk", "article__desk", "source__desk", "desk"), ("claim",)),
    Annotation: _OF_A_CLAIM_OR_ARTICLE,
    AnnotationImport: (("article__desk",), ()),
    Source: (("desk",), ()),
    Capture: _OF_A_SOURCE,
    SourceVisit: _OF_A_SOURCE,
    SourceWatch: _OF_A_SOURCE,
    ArchivedCopy: _OF_A_SOURCE,
    ArchiveRequest: _OF_A_SOURCE,
    Derivation: (("source__desk", "origin__desk"), ()),
    DerivationSuggestion: (("source__desk", "origin__desk"), ()),
    SourceRelation: (("first__desk", "second__desk"), ()),
    SourceMerge: (("kept__desk", "absorbed__desk"), ()),
    Desk: (("pk",), ()),
    DeskMember: (("desk",), ()),
    Invitation: (("desk",), ()),
}
"""For each kind of row the ways to the desks that own it, and to the claims that it tells of."""

COUNTED: Final = frozenset({PolicyTrial, Recomputation})
"""What counts many claims by their statuses at once; nobody sees it who must not learn one of them."""

TOLD: Final[Mapping[type[Model], _Paths]] = {
    **OWNED,
    SecondLook: (("evidence__claim__desk",), ("evidence__claim",)),
}
"""The same for what events tell of. Who is asked for a second look sees it, but not its history."""

NOUNS: Final[Mapping[str, type[Model]]] = {
    "article": Article,
    "revision": Revision,
    "claim": Claim,
    "asserts": Claim,
    "part": Claim,
    "part_of": Claim,
    "highlight": Highlight,
    "evidence": Evidence,
    "assessment": Assessment,
    "verdict": Verdict,
    "override": Override,
    "stale-flag": StaleFlag,
    "assignment": Assignment,
    "comment": Comment,
    "publication": Publication,
    "correction": CorrectionRequest,
    "reply": ReplyRequest,
    "report": ErrorReport,
    "source": Source,
    "origin": Source,
    "relies_on": Source,
    "derivation": Derivation,
    "suggestion": DerivationSuggestion,
    "source_relation": SourceRelation,
    "capture": Capture,
    "later": Capture,
    "file": Capture,
    "picture": Capture,
    "visit": SourceVisit,
    "import": AnnotationImport,
    "desk": Desk,
    "trial": PolicyTrial,
    "recomputation": Recomputation,
}
"""What addresses, forms and requests call the rows that may be out of sight."""


def seen_by(person: User, path: str = "") -> Q:
    """Rows whose desk, at this path, hides nothing from the person."""
    return _seen_at(person, f"{path}desk")


def _seen_at(person: User, way: str) -> Q:
    if person.role == Role.ADMINISTRATOR or sees_all_desks(person):
        return Q()
    hidden = hidden_desks(person).values("pk")
    return (
        ~Q(**{f"{way}__in": hidden})
        if way == "pk"
        else Q(**{f"{way}__isnull": True}) | ~Q(**{f"{way}__in": hidden})
    )


def hidden_desks(person: User) -> QuerySet[Desk]:
    """The closed desks that the person is no member of."""
    if person.role == Role.ADMINISTRATOR:
        return Desk.objects.none()
    return _closed_to(Value(person.pk))


def _closed_to(person: Any) -> QuerySet[Desk]:
    member = DeskMember.objects.filter(desk=OuterRef("pk"), person=person, left_at__isnull=True)
    return Desk.objects.filter(visibility=DeskVisibility.CLOSED).exclude(Exists(member))


def sealed_claims(person: User) -> QuerySet[SecondLook, Any]:
    """The ids of the claims that the person must not see before they said how they read a passage."""
    return SecondLook.objects.sealing(person.pk).sealed_ids()


def sealed_ids(person: User) -> frozenset[int]:
    """The same ids at hand; no statement for who is kept from nothing."""
    if sees_everything(person):
        return frozenset()
    return frozenset(row["sealed"] for row in sealed_claims(person))


def with_sight(people: QuerySet[User]) -> QuerySet[User]:
    """People, each with `is_held_back`: whether anything is out of their sight; `is_kept_out`: whether what a
    closed desk owns is; `is_at_a_desk`: whether they belong to one, as administrators do to all; and
    `desk_roles`: as what they belong to which, as in "7:editor".
    """
    here = DeskMember.objects.filter(person=OuterRef("pk"), left_at__isnull=True)
    any_desk = Q(role=Role.ADMINISTRATOR) & Exists(Desk.objects.all())
    return people.annotate(
        is_held_back=held_back("pk", "role"),
        is_kept_out=kept_out("pk", "role"),
        is_at_a_desk=Case(When(Q(Exists(here)) | any_desk, then=True), default=False),
        desk_roles=ArraySubquery(here.values_list(Concat(Cast("desk", CharField()), Value(":"), "role"))),
    )


def held_back(person: str, role: str) -> Case:
    """Whether anything is out of the sight of the person at these columns."""
    looks = Exists(SecondLook.objects.sealing(OuterRef(person)))
    return Case(When(_kept_out(person, role) | Q(looks), then=True), default=False)


def kept_out(person: str, role: str) -> Case:
    """Whether a closed desk is out of the sight of the person at these columns."""
    return Case(When(_kept_out(person, role), then=True), default=False)


def _kept_out(person: str, role: str) -> Q:
    return ~Q(**{role: Role.ADMINISTRATOR}) & Q(Exists(_closed_to(OuterRef(OuterRef(person)))))


def sees_everything(person: User) -> bool:
    """Whether the person is known to be kept from nothing (`with_sight`)."""
    return not getattr(person, "is_held_back", True)


def sees_all_desks(person: User) -> bool:
    """Whether the person is known to be kept from nothing by a desk: then looks alone decide."""
    return sees_everything(person) or not getattr(person, "is_kept_out", True)


def visible(rows: QuerySet[Row], person: User) -> QuerySet[Row]:
    """Of these rows those that the person may see. What no desk can own is everybody's."""
    if sees_everything(person) or rows.model not in (*OWNED, *COUNTED):
        return rows
    return rows.filter(sight(rows.model, person))


def sight(model: type[Model], person: User, path: str = "") -> Q:
    """The condition that a row of this kind, at this path, is in sight."""
    condition = Q()
    if sees_everything(person):
        return condition
    if model in COUNTED:
        return ~Q(Exists(SecondLook.objects.sealing(person.pk)))
    desks, claims = TOLD[model]
    for way in desks:
        condition &= _seen_at(person, f"{path}{way}")
    for way in claims:
        condition &= ~Q(**{f"{path}{way}__in": sealed_claims(person)})
    return condition


def in_sight(row: Model, person: User) -> bool:
    """Whether the person may see this row."""
    return sees_everything(person) or visible(type(row)._default_manager.filter(pk=row.pk), person).exists()


def visible_articles(person: User) -> QuerySet[Article]:
    """The articles that the person may read."""
    return visible(Article.objects.all(), person)


def visible_claims(person: User) -> ClaimQuerySet:
    """The claims that the person may see now."""
    return visible(Claim.objects.all(), person)  # type: ignore[return-value]


def visible_sources(person: User) -> QuerySet[Source]:
    """The sources that the person may see; who is behind a protected one is told by `queries.protection`."""
    return visible(Source.objects.all(), person)


def visible_evidence(person: User) -> QuerySet[Evidence]:
    """The evidence of claims that the person may see now, from sources that they may see."""
    return visible(Evidence.objects.all(), person)


def visible_events(events: QuerySet[Event], person: User) -> QuerySet[Event]:
    """Of these events those that tell of nothing out of the person's sight: neither in the stream of such a
    row, nor about one in the stream of another. Second readings of passages whose stance is known, which have
    streams of their own, are told to administrators alone: nobody is to know them from others.
    """
    events = without_untold_sets(events, person)
    if person.role != Role.ADMINISTRATOR:
        events = events.exclude(stream__startswith="second_look:")
    if sees_everything(person):
        return events
    streams = "|".join(sorted(_STREAMS))
    number = Cast(Func(F("stream"), Value(":"), Value(2), function="split_part"), BigIntegerField())
    numbered = events.alias(
        stream_number=Case(
            When(stream__regex=rf"^({streams}):[0-9]{{1,18}}$", then=number), output_field=BigIntegerField()
        )
    )
    hidden: Any = Q(pk__in=[])
    for noun, model in _STREAMS.items():
        if sight(model, person):
            hidden |= Q(stream__startswith=f"{noun}:") & Exists(_hidden(model, person, "stream_number"))
    for model in TOLD:
        if sight(model, person):
            hidden |= Q(subject_type=subject_of(model)) & Exists(_hidden(model, person, "subject_id"))
    return numbered.exclude(hidden)


_STREAMS: Final[Mapping[str, type[Model]]] = {
    "article": Article,
    "claim": Claim,
    "source": Source,
    "desk": Desk,
    "second_look": SecondLook,
}


def subject_of(model: type[Model]) -> str:
    """What events call rows of this kind."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in model.__name__)[1:]


def _hidden(model: type[Model], person: User, number: str) -> QuerySet[Any]:
    return _out_of_sight(model._default_manager.filter(pk=OuterRef(number)), person)


def _out_of_sight(rows: QuerySet[Any], person: User) -> QuerySet[Any]:
    """Leaving out those of an empty condition would leave out none."""
    condition = sight(rows.model, person)
    return rows.exclude(condition) if condition else rows.none()


def refuse_unseen(person: User, named: Iterable[tuple[str, int]]) -> None:
    """Refuses with `NotFound` where one of these is out of the person's sight, in the words for one that is
    not there. Takes pairs of a noun (of `NOUNS`, or of what belongs to a claim set; others are nobody's) and
    an id; one statement a noun, and none of `NOUNS` for who is kept from nothing.
    """
    named = list(named)
    refuse_unseen_sets(person, named)
    if sees_everything(person):
        return
    asked: dict[str, set[int]] = {}
    for noun, pk in named:
        if noun in NOUNS and 0 < pk < 2**63:
            asked.setdefault(noun, set()).add(pk)
    for noun, ids in asked.items():
        rows = _out_of_sight(NOUNS[noun]._default_manager.filter(pk__in=ids), person)
        for pk in rows.order_by("pk").values_list("pk", flat=True)[:1]:
            raise NotFound(f"There is no {noun.replace('_', ' ')} {pk}.", details={"id": pk})
