"""Loading the seeds through the actions, as people would have done it.

People come first, each only once. A story is loaded whole, in one transaction, or not at all; one whose
article is there is left alone, whatever people have made of it since.
"""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from annotations.actions.people import create_first_administrator, create_person
from annotations.domain.canonical import from_markdown
from annotations.domain.vocabulary import Role
from annotations.domain.weblinks import canonical_url
from annotations.management.seeding_claims import load_article, load_claims
from annotations.management.seeding_files import (
    Story,
    Table,
    naming,
    read_organisation,
    read_people,
    read_review,
    read_stories,
    without,
)
from annotations.management.seeding_organisation import load_organisation
from annotations.management.seeding_register import Keys, load_register
from annotations.management.seeding_review import load_review
from annotations.management.seeding_work import load_work
from annotations.models import Article, Claim, Revision, User


@dataclass(frozen=True, slots=True)
class LoadedStory:
    """What one story brought: how many of each noun, and by the keys of its claims their statuses. All
    empty when it was there already.
    """

    headline: str
    counts: dict[str, int]
    statuses: dict[str, str]


def load_seeds(folder: Path) -> tuple[list[str], list[LoadedStory]]:
    """Loads what is not there yet; gives back the sign-in names of new people, and every story."""
    added, people = load_people(read_people(folder))
    stories = [load_story(story, people) for story in read_stories(folder)]
    load_review(read_review(folder), people)
    load_organisation(read_organisation(folder), people)
    return added, stories


@transaction.atomic
def load_people(rows: list[Table]) -> tuple[list[str], dict[str, User]]:
    """Makes those who are missing and leaves the others as they are, passwords included."""
    people: dict[str, User] = {}
    added = []
    for row in rows:
        person = User.objects.filter(username__iexact=row["username"]).first()
        if person is None:
            with naming(f"Person {row['username']}"):
                person = _make_person(row)
            added.append(person.username)
        people[row["username"]] = person
    return added, people


@transaction.atomic
def load_story(story: Story, people: dict[str, User]) -> LoadedStory:
    """One story with all that belongs to it, statuses included."""
    headline = story.article["headline"]
    if _is_there(story):
        return LoadedStory(headline, {}, {})
    keys = Keys(people)
    load_register(story, keys)
    revision = load_article(story, keys)
    load_claims(story, keys, revision)
    load_work(story, keys)
    found = dict(Claim.objects.filter(pk__in=keys.claims.values()).values_list("pk", "status"))
    return LoadedStory(headline, _counts(keys), {key: found[pk] for key, pk in keys.claims.items()})


def _make_person(row: Table) -> User:
    administrator = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk").first()
    if administrator is None:
        return create_first_administrator(**without(row, "role"))
    return create_person(actor=administrator, **row)


def _is_there(story: Story) -> bool:
    """By its words, which never change, or by its address, which holds one article."""
    if Revision.objects.filter(sha256=from_markdown(story.article["text"]).sha256).exists():
        return True
    return Article.objects.filter(canonical_url=canonical_url(story.article["url"])).exists()


def _counts(keys: Keys) -> dict[str, int]:
    return {
        "publishers": len(keys.publishers),
        "sources": len(keys.sources),
        "captures": len(keys.captures),
        "claims": len(keys.claims),
        "pieces of evidence": len(keys.evidence),
    }
