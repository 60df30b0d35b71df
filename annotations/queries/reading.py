"""What an article's page needs: one revision, its claims in reading order, and where each stands.

A fixed number of statements, whatever the number of claims; what there is none of is not asked for. "X said
that Y" over one span is one *item* of the panel: its claims stand as steps, outermost first, down to the
content.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Subquery

from annotations.domain.canonical import CanonicalText
from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import (
    ClaimState,
    HighlightState,
    ReanchoringState,
    Status,
    VerdictState,
)
from annotations.models import (
    Article,
    Assignment,
    Claim,
    Comment,
    CorrectionRequest,
    Highlight,
    Reanchoring,
    Revision,
    User,
    Verdict,
)
from annotations.queries.articles import Progress, all_articles, progress, revisions_of
from annotations.queries.claims import SIGNED
from annotations.queries.overrides import OverrideBeside, with_override
from annotations.queries.sealed_spans import SealedSpan, sealed_spans
from annotations.queries.sealing import with_seals
from annotations.queries.visibility import visible

COMPUTING, COMPUTING_LABEL = "COMPUTING", "Being computed"
"""Shown for a claim that was never assessed yet."""
MANY_CLAIMS = 100
SHOWN = 20
"""So many of those who work on an article are named."""


@dataclass(slots=True)
class ReadClaim:
    """A claim on an article's page. `number` counts in reading order from 1; spans are code points."""

    claim: Claim
    spans: list[tuple[int, int]]
    signers: dict[int, str] = field(default_factory=dict)
    override: OverrideBeside | None = None
    number: int = 0
    depth: int = 0
    who: tuple[str, ...] = ()

    @property
    def is_due(self) -> bool:
        """Whether its status is being computed anew."""
        return self.claim.assessed_version < self.claim.inputs_version

    @property
    def is_signed(self) -> bool:
        """Whether as many have signed as have to."""
        return self.claim.state in SIGNED

    @property
    def shown(self) -> str:
        """The status people are shown."""
        return COMPUTING if self.claim.assessed_version == 0 else self.claim.status

    @property
    def shown_label(self) -> str:
        """The word for `shown`."""
        return COMPUTING_LABEL if self.shown == COMPUTING else Status(self.claim.status).label

    @property
    def reviewer_ids(self) -> list[int]:
        """Who made or signed it."""
        return sorted({self.claim.created_by_id, *self.signers})


@dataclass(slots=True)
class Item:
    """One place of the panel: a claim, or the steps of an attribution over the same words."""

    claims: list[ReadClaim]

    @property
    def start(self) -> int:
        """Where its words begin."""
        return self.claims[0].spans[0][0]

    @property
    def end(self) -> int:
        """Where its words end."""
        return self.claims[0].spans[0][1]

    @property
    def is_stack(self) -> bool:
        """Whether it holds layers of an attribution."""
        return len(self.claims) > 1


@dataclass(frozen=True, slots=True)
class Around:
    """What there is beside an article's text, read with the article: the names of who works on it, and how
    many comments stand; and whether there is more to ask for. What a person may not see counts in the latter.
    """

    workers: tuple[str, ...]
    comments: int
    is_carrying: bool
    has_waiting: bool
    has_corrections: bool


@dataclass(frozen=True)
class Reading:
    """One revision of an article with everything its page shows."""

    article: Article
    around: Around
    revision: Revision
    revisions: list[Revision]
    items: list[Item]
    withdrawn: list[Claim]
    withdrawn_spans: Mapping[int, list[tuple[int, int]]]
    sealed: list[SealedSpan] = field(default_factory=list)

    @cached_property
    def canonical(self) -> CanonicalText:
        """The text and its blocks."""
        return CanonicalText.from_json(self.revision.text, self.revision.blocks)

    @cached_property
    def claims(self) -> dict[int, ReadClaim]:
        """The claims by id, in reading order."""
        return {read.claim.pk: read for item in self.items for read in item.claims}

    @cached_property
    def progress(self) -> Progress:
        """Where the claims of this revision stand."""
        counts: dict[str, int] = defaultdict(int)
        for read in self.claims.values():
            counts[read.claim.status] += 1
        return progress(counts, sum(1 for read in self.claims.values() if read.is_signed))

    @cached_property
    def reviewers(self) -> list[tuple[int, str]]:
        """Who made or signed a claim here, by name."""
        names = {
            read.claim.created_by_id: read.claim.created_by.display_name for read in self.claims.values()
        }
        for read in self.claims.values():
            names |= read.signers
        return sorted(names.items(), key=lambda person: (person[1].casefold(), person[0]))

    @property
    def is_latest(self) -> bool:
        """Whether no later text of the article is known."""
        return self.revision.pk == self.revisions[0].pk

    @property
    def is_long(self) -> bool:
        """Whether there are more claims than a page shows at a time, many times over."""
        return len(self.claims) > MANY_CLAIMS

    @property
    def claims_elsewhere(self) -> list[Revision]:
        """Other revisions in which claims are highlighted, latest first."""
        return [other for other in self.revisions if other.pk != self.revision.pk and other.claim_count]  # type: ignore[attr-defined]

    def item_of(self, claim_id: int) -> Item:
        """The place of the panel that holds the claim. Refuses with `NotFound`."""
        for item in self.items:
            if any(read.claim.pk == claim_id for read in item.claims):
                return item
        raise NotFound(f"Claim {claim_id} does not stand in this revision.", details={"id": claim_id})

    def spans(self) -> list[tuple[int, int, int]]:
        """Start, end and claim of every highlight; of equal spans the innermost claim last."""
        return [(*span, read.claim.pk) for read in self.claims.values() for span in read.spans]


_CLAIM = [
    "text",
    "type",
    "language",
    "state",
    "risk",
    "must_split",
    "asserts",
    "asserter",
    "verb",
    "mode",
    "is_worth_checking",
    "status",
    "inputs_version",
    "assessed_version",
    "version",
    "created_by__display_name",
]
_READ = ("start", "end", *(f"claim__{name}" for name in _CLAIM))


def reading(article_id: int, person: User, *, number: int | None = None) -> Reading:
    """The article in its latest revision, or in the one with this number, in three statements, and one more
    where somebody signed. Refuses with `NotFound`.
    """
    article, around = _article(article_id)
    revisions = list(revisions_of(article_id, number=number))
    revision = _read(article, revisions, number)
    spans, claims, overrides, is_signed = _highlighted(revision.pk, person)
    standing = [claim for claim in claims.values() if claim.state != ClaimState.WITHDRAWN]
    signers = _signers(revision.pk, person) if is_signed else defaultdict(dict)
    reads = {
        claim.pk: ReadClaim(claim, spans[claim.pk], signers[claim.pk], overrides.get(claim.pk))
        for claim in standing
    }
    return Reading(
        article,
        around,
        revision,
        revisions,
        items_of(reads),
        [claim for claim in claims.values() if claim.state == ClaimState.WITHDRAWN],
        {pk: spans[pk] for pk, claim in claims.items() if claim.state == ClaimState.WITHDRAWN},
        sealed_spans(revision.pk, person),
    )


def _article(article_id: int) -> tuple[Article, Around]:
    """The article with what there is around it; asked before anything else, so that what is carried over
    between two questions is told as still under way, not left out.
    """
    here = OuterRef("pk")
    work = Assignment.objects.filter(article=here, ended_at__isnull=True).order_by("assigned_at", "id")
    said = Comment.objects.filter(article=here, removed_at__isnull=True).order_by().values("article")
    carried = Reanchoring.objects.filter(revision__article=here).order_by("-revision")
    found = all_articles().annotate(
        workers=ArraySubquery(work.values("person__display_name")[:SHOWN]),
        comment_count=Subquery(said.annotate(count=Count("pk")).values("count")),
        carrying=Subquery(carried.values("state")[:1]),
        has_waiting=Exists(Highlight.objects.waiting().filter(revision__article=here)),
        has_corrections=Exists(CorrectionRequest.objects.filter(article=here)),
    )
    article = found.filter(pk=article_id).first()
    if article is None:
        raise NotFound(f"There is no article {article_id}.", details={"id": article_id})
    around = Around(
        workers=tuple(article.workers),
        comments=article.comment_count or 0,
        is_carrying=article.carrying not in (None, ReanchoringState.DONE),
        has_waiting=article.has_waiting,
        has_corrections=article.has_corrections,
    )
    return article, around


def _read(article: Article, revisions: list[Revision], number: int | None) -> Revision:
    """The revision that is read, with its text; refuses with `NotFound`."""
    for revision in revisions:
        if number in (None, revision.number):
            revision.article = article
            revision.text, revision.blocks = revision.read_text, revision.read_blocks  # type: ignore[attr-defined]
            return revision
    raise NotFound(f"Article {article.pk} has no revision {number}.", details={"number": number})


def reading_of_revision(revision_id: int, person: User) -> Reading:
    """The article in the revision with this id. Refuses with `NotFound`."""
    article_id, number = article_and_number(revision_id)
    return reading(article_id, person, number=number)


def article_and_number(revision_id: int) -> tuple[int, int]:
    """Which article's how many-eth revision it is. Refuses with `NotFound`."""
    found = Revision.objects.filter(pk=revision_id).values_list("article_id", "number").first()
    if found is None:
        raise NotFound(f"There is no revision {revision_id}.", details={"id": revision_id})
    return found


def items_of(reads: Mapping[int, ReadClaim]) -> list[Item]:
    """The claims in reading order, attributions over one span together, numbered."""
    outer_of = {inner: read for read in reads.values() if (inner := _inner_over_same_words(read, reads))}
    items = []
    for read in reads.values():
        if read.claim.pk in outer_of:
            continue
        steps = list(_inwards(read, reads, outer_of))
        items.append(Item(steps))
    items.sort(key=lambda item: (item.start, -item.end, item.claims[-1].claim.pk))
    for number, read in enumerate((read for item in items for read in item.claims), start=1):
        read.number = number
    return items


def _inner_over_same_words(read: ReadClaim, reads: Mapping[int, ReadClaim]) -> int | None:
    """The claim it asserts, where that stands on the same words."""
    inner = read.claim.asserts_id
    if inner is None or inner not in reads or reads[inner].spans[0] != read.spans[0]:
        return None
    return inner


def _inwards(
    read: ReadClaim, reads: Mapping[int, ReadClaim], outer_of: Mapping[int, ReadClaim]
) -> Iterable[ReadClaim]:
    """The claim and what it asserts, step by step; each step knows who speaks before it."""
    depth, who, step = 0, tuple(_speaker(read)), read
    while True:
        step.depth, step.who = depth, who
        yield step
        inner = step.claim.asserts_id
        if inner is None or outer_of.get(inner) is not step:
            return
        step = reads[inner]
        depth, who = depth + 1, (*who, *_speaker(step))


def _speaker(read: ReadClaim) -> list[str]:
    claim = read.claim
    if claim.asserter:
        return [claim.asserter]
    return [claim.get_mode_display()] if claim.mode else []


def _highlighted(
    revision_id: int, person: User
) -> tuple[dict[int, list[tuple[int, int]]], dict[int, Claim], dict[int, OverrideBeside], bool]:
    """Spans by claim, in order, the claims, what is shown beside their statuses, and whether anybody signed
    one, in one statement.
    """
    live = visible(Highlight.objects.filter(revision=revision_id, state=HighlightState.LIVE), person)
    signed = Verdict.objects.filter(claim=OuterRef("claim"), state=VerdictState.LIVE)
    rows = (
        with_override(live, "annotations_highlight.claim_id")
        .annotate(is_signed=Exists(signed))
        .select_related("claim__created_by")
        .only(*_READ)
        .order_by("start", "-end", "claim_id")
    )
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    claims: dict[int, Claim] = {}
    overrides: dict[int, OverrideBeside] = {}
    is_signed = False
    for highlight in rows:
        is_signed = is_signed or highlight.is_signed
        # One that is live has a place.
        spans[highlight.claim_id].append(cast(tuple[int, int], (highlight.start, highlight.end)))
        claims.setdefault(highlight.claim_id, highlight.claim)
        if override := OverrideBeside.read(highlight.override_part):
            overrides[highlight.claim_id] = override
    return spans, claims, overrides, is_signed


def _signers(revision_id: int, person: User) -> dict[int, dict[int, str]]:
    """Who stands behind a live verdict on each claim of a revision, as far as the person may know it."""
    here = Highlight.objects.filter(revision=revision_id, state=HighlightState.LIVE)
    live = Verdict.objects.filter(claim__in=here.values("claim"), state=VerdictState.LIVE)
    rows = with_seals(live, person).filter(is_sealed=False)
    signers: dict[int, dict[int, str]] = defaultdict(dict)
    for claim_id, person_id, name in rows.values_list("claim_id", "reviewer_id", "reviewer__display_name"):
        signers[claim_id][person_id] = name
    return signers
