"""What people say about a claim, its evidence, or an article: conversations, in the order of saying."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Count, F, Q, QuerySet, TextField, Value, When, Window
from django.db.models.functions import JSONObject

from annotations.access import may
from annotations.domain.errors import NotFound
from annotations.domain.work.comments import Piece, pieces
from annotations.models import Article, Claim, Comment, User
from annotations.queries.publishers import name_contains
from annotations.queries.told import people_seeing
from annotations.queries.visibility import visible

SHOWN = 200
OFFERED = 8


@dataclass(frozen=True, slots=True)
class CommentLine:
    """One comment. Of a removed one only its place is shown, to those who reply beneath it."""

    comment: Comment
    pieces: list[Piece]
    may_edit: bool
    may_remove: bool
    may_restore: bool
    replies: list["CommentLine"] = field(default_factory=list)

    @property
    def is_removed(self) -> bool:
        """Whether its words are out of sight."""
        return self.comment.removed_at is not None


@dataclass(frozen=True, slots=True)
class Conversation:
    """The comments on one thing, the latest `SHOWN` of them; `earlier` is how many stand before these."""

    lines: list[CommentLine]
    count: int
    earlier: int


def comments_in_full(person: User) -> QuerySet[Comment]:
    """Comments with the ids of the people they name; of removed ones without the words."""
    rows = visible(Comment.objects.all(), person)
    return rows.annotate(
        shown_text=Case(
            When(removed_at__isnull=True, then="text"), default=Value(""), output_field=TextField()
        ),
        named=ArrayAgg(
            "mentions__person", filter=Q(mentions__isnull=False), order_by="mentions__person", default=[]
        ),
    )


def comment_for(comment_id: int, person: User) -> Comment:
    """One comment. Refuses with `NotFound`."""
    rows = visible(Comment.objects.filter(pk=comment_id), person)
    found = rows.select_related("author", "claim", "article").first()
    if found is None:
        raise NotFound(f"There is no comment {comment_id}.", details={"id": comment_id})
    return found


def conversation(subject: Claim | Article, person: User) -> Conversation:
    """What is said about a claim or an article: one statement, and one more for what a desk owns."""
    named = "claim" if isinstance(subject, Claim) else "article"
    rows = visible(Comment.objects.filter(**{named: subject.pk}), person)
    there = Q(removed_at__isnull=True)
    related = ("author", "removed_by", "evidence__source")
    people = ArrayAgg(
        JSONObject(name="mentions__person__username"), filter=Q(mentions__isnull=False), default=[]
    )
    counted = rows.annotate(there=Window(Count("pk", filter=there)), named=people)
    shown = list(counted.select_related(*related).order_by("-id")[:SHOWN])[::-1]
    total = shown[0].there if shown else 0
    lines = _lines(shown, person, may(person, "comment.write", subject), may(person, "work.assign", subject))
    return Conversation(lines, total, max(total - sum(not one.removed_at for one in shown), 0))


def _lines(comments: Sequence[Comment], person: User, may_write: bool, is_editor: bool) -> list[CommentLine]:
    """Conversations in the order in which they began, replies beneath; what was removed stays where somebody
    replied to it, and for who removed it.
    """
    by_first: dict[int | None, list[CommentLine]] = defaultdict(list)
    known = {one.pk for one in comments}
    for one in comments:
        first = one.replies_to_id if one.replies_to_id in known else None
        by_first[first].append(_line(one, person, may_write, is_editor))
    found = []
    for line in by_first[None]:
        replies = [reply for reply in by_first[line.comment.pk] if not reply.is_removed]
        line.replies.extend(replies)
        if replies or not line.is_removed:
            found.append(line)
    return found


def _line(comment: Comment, person: User, may_write: bool, is_editor: bool) -> CommentLine:
    is_own, is_there = comment.author_id == person.pk, comment.removed_at is None
    names = frozenset(one["name"].lower() for one in comment.named)  # type: ignore[attr-defined]
    return CommentLine(
        comment=comment,
        pieces=pieces(comment.text, names) if is_there else [],
        may_edit=is_own and may_write and is_there,
        may_remove=((is_own and may_write) or is_editor) and is_there,
        may_restore=not is_there and comment.removed_by_id == person.pk,
    )


def people_to_name(words: str, desk_id: int | None, person: User) -> list[User]:
    """People who see what the desk owns and whose name, or sign-in name, contains every word; by name."""
    wanted = name_contains(words, "display_name") | Q(username__istartswith=words.strip())
    found = people_seeing(desk_id).filter(wanted).exclude(pk=person.pk)
    return list(found.order_by(F("display_name"), "id")[:OFFERED])
