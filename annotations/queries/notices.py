"""What a person was told without having asked: how much is news, and the list."""

from dataclasses import dataclass
from typing import Final

from annotations.models import Article, Claim, Notice, Publisher, Source, User

PAGE_SIZE: Final = 50
SHOWN: Final = 5
"""How many of the claims that a notice names are shown with it."""


@dataclass(frozen=True, slots=True)
class Reworded:
    """One claim that a notice names: its words before and after, and what changed."""

    claim_id: int
    claim: str
    language: str
    old: str
    new: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedNotice:
    """A notice with the claims it names; `number` is that of its revision."""

    notice: Notice
    number: int | None
    claims: tuple[Reworded, ...]

    @property
    def about(self) -> Article | Source | Publisher:
        """The article, source or publisher that it is about."""
        found = self.notice.article or self.notice.source or self.notice.publisher
        assert found is not None, "the database keeps a notice about one thing"
        return found

    @property
    def because(self) -> tuple[str, ...]:
        """What was done to the register, a sentence each, the earliest first."""
        told = self.notice.detail.get("because", {})
        return tuple(f"{told[pk][:1].upper()}{told[pk][1:]}." for pk in sorted(told, key=int))

    @property
    def count(self) -> int:
        """How many highlights, or claims, it is about."""
        return int(self.notice.detail.get("count", 0))

    @property
    def more(self) -> int:
        """How many it is about that are not shown with it."""
        return self.count - len(self.claims)


@dataclass(frozen=True, slots=True)
class NoticePage:
    """One page of somebody's notices, latest first. `newer` and `older` are ids, None at an end."""

    notices: list[ListedNotice]
    newer: int | None
    older: int | None


def unread_count(person: User) -> int:
    """How many notices the person has not read."""
    return Notice.objects.filter(person=person, read_at__isnull=True).count()


def notice_page(person: User, *, before: int | None = None, after: int | None = None) -> NoticePage:
    """The person's notices, two statements a page."""
    found = Notice.objects.filter(person=person).select_related("article", "revision", "source", "publisher")
    found = found.defer("revision__text", "revision__blocks", "revision__words")
    if after is not None:
        rows = list(found.filter(pk__gt=after).order_by("id")[: PAGE_SIZE + 1])
        more_newer, rows, more_older = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE][::-1], bool(rows)
    else:
        rest = found.filter(pk__lt=before) if before is not None else found
        rows = list(rest.order_by("-id")[: PAGE_SIZE + 1])
        more_newer, more_older, rows = before is not None, len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    return NoticePage(
        _listed(rows),
        newer=rows[0].pk if rows and more_newer else None,
        older=rows[-1].pk if rows and more_older else None,
    )


def _listed(notices: list[Notice]) -> list[ListedNotice]:
    named = {one["claim"] for notice in notices for one in notice.detail.get("claims", ())[:SHOWN]}
    rows = Claim.objects.filter(pk__in=named).values_list("pk", "text", "language")
    claims = {pk: (text, language) for pk, text, language in rows}
    return [
        ListedNotice(
            notice,
            notice.revision.number if notice.revision is not None else None,
            tuple(
                Reworded(
                    one["claim"], *claims[one["claim"]], one["old"], one["new"], tuple(one.get("changes", ()))
                )
                for one in notice.detail.get("claims", ())[:SHOWN]
                if one["claim"] in claims
            ),
        )
        for notice in notices
    ]
