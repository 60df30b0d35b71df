"""An article whose words changed under its highlights, for tests of what people see and do then."""

from annotations.actions.articles import add_revision
from annotations.actions.reanchoring import reanchor_article
from annotations.domain.canonical import from_plain
from annotations.domain.vocabulary import Origin
from annotations.models import Article, Claim, Highlight
from tests.factories import a_claim, an_article, the_administrator

OLD = (
    "The harbour office counted 410 boats in May.\n\n"
    "Crews were paid on time, the captain said. The ferry made two crossings.\n\n"
    "Nobody asked who had closed the northern gate before the storm came in.\n\n"
    "The lighthouse keeper left the island on Sunday."
)
NEW = (
    "The harbour office counted 460 boats in May.\n\n"
    "Crews were paid on time, the captain said. It was raining.\n\n"
    "The lighthouse keeper left the island on Sunday.\n\n"
    "Rain fell. The ferry made two crossings. Nobody minded.\n\n"
    "Rain fell. The ferry made two crossings. Nobody minded."
)
CHANGED = "The harbour office counted 410 boats in May."
AMBIGUOUS = "The ferry made two crossings."
GONE = "Nobody asked who had closed the northern gate before the storm came in."
SAME = "The lighthouse keeper left the island on Sunday."


def revised(article: Article, text: str = NEW) -> Article:
    """The article with this as its latest text, and its highlights carried over."""
    add_revision(
        article_id=article.pk, canonical=from_plain(text), origin=Origin.PASTE, actor=the_administrator()
    )
    reanchor_article(article_id=article.pk)
    return article


def a_story(*words: str, **given: object) -> tuple[Article, list[Claim]]:
    """An article with a claim on each of these words, revised so that they are no longer the same."""
    article = an_article(text=OLD, **given)
    claims = [a_claim(words=one, article=article) for one in words or (CHANGED, AMBIGUOUS, GONE, SAME)]
    return revised(article), claims


def waits(claim: Claim) -> Highlight:
    """The claim's highlight as it stands now."""
    return Highlight.objects.get(claim=claim, is_current=True)


def many_waiting(number: int) -> Article:
    """An article in whose second revision so many highlights wait, each of a claim of its own."""
    article = an_article(text="\n\n".join(f"Boat {one} had 10 lamps." for one in range(number)))
    text = "\n\n".join(f"Boat {one} had 12 lamps." for one in range(number))
    person = the_administrator()
    claims = Claim.objects.bulk_create(
        Claim(text=f"Boat {one} had 10 lamps.", type="event", created_by=person) for one in range(number)
    )
    made = _placed(article, 1, claims, outcome="made", is_current=False)
    add_revision(article_id=article.pk, canonical=from_plain(text), origin=Origin.PASTE, actor=person)
    found = _placed(article, 2, claims, outcome="changed", state="queued", changes=["number"])
    for former, successor in zip(made, found, strict=True):
        successor.original = successor.anchored_from = former
        successor.sought = former.exact
    Highlight.objects.bulk_update(found, ["original", "anchored_from", "sought"])
    return article


def _placed(article: Article, number: int, claims: list[Claim], **given: object) -> list[Highlight]:
    """A highlight of each claim on the block that has its number."""
    revision = article.revisions.get(number=number)
    words = revision.text.split("\n")
    starts = [sum(len(one) + 1 for one in words[:place]) for place in range(len(words))]
    return Highlight.objects.bulk_create(
        Highlight(
            claim=claim,
            revision=revision,
            start=start,
            end=start + len(exact),
            exact=exact,
            block=f"b{place}",
            block_offset=0,
            made_by=the_administrator(),
            **given,
        )
        for place, (claim, start, exact) in enumerate(zip(claims, starts, words, strict=True), start=1)
    )
