"""Loading the publishers of a story, what they speak for and rest on, and their sources with captures."""

from dataclasses import dataclass, field

from annotations.actions.captures import add_capture
from annotations.actions.publishers import (
    add_bloc,
    grade_publisher,
    join_bloc,
    register_publisher,
    relate_publishers,
)
from annotations.actions.sources import derive_source, register_source, relate_sources
from annotations.domain.canonical import from_markdown
from annotations.domain.vocabulary import Origin
from annotations.management.seeding_files import SeedError, Story, Table, naming, without
from annotations.models import User


@dataclass(slots=True)
class Keys:
    """What the keys of a story stand for: people, and the ids of everything loaded so far."""

    people: dict[str, User]
    blocs: dict[str, int] = field(default_factory=dict)
    publishers: dict[str, int] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    captures: dict[str, int] = field(default_factory=dict)
    claims: dict[str, int] = field(default_factory=dict)
    evidence: list[int] = field(default_factory=list)

    def person(self, row: Table) -> User:
        """Who did it: the row's `by`."""
        return self.people[row["by"]]

    def add_claim(self, key: str, claim_id: int) -> None:
        """A key stands for one claim."""
        if key in self.claims:
            raise SeedError(f"Two claims have the key {key}.")
        self.claims[key] = claim_id


def load_register(story: Story, keys: Keys) -> None:
    """Parties, publishers with their grades, sources with their captures, and all that binds them."""
    for row in story.rows("publishers", "bloc"):
        with naming(f"Bloc {row['key']}"):
            keys.blocs[row["key"]] = add_bloc(
                name=row["name"], dispute=row["dispute"], actor=keys.person(row)
            ).pk
    for row in story.rows("publishers", "publisher"):
        with naming(f"Publisher {row['key']}"):
            _load_publisher(row, keys)
    for row in story.rows("publishers", "relation"):
        with naming(f"Relation of {row['first']} and {row['second']}"):
            _relate_publishers(row, keys)
    for row in story.rows("sources", "source"):
        with naming(f"Source {row['key']}"):
            _load_source(row, story, keys)
    _bind_sources(story, keys)


def _load_publisher(row: Table, keys: Keys) -> None:
    owner = keys.publishers[row["owner"]] if "owner" in row else None
    described = without(row, "key", "by", "owner", "grade", "speaks_for")
    publisher = register_publisher(owner_id=owner, actor=keys.person(row), **described)
    keys.publishers[row["key"]] = publisher.pk
    for grade in row.get("grade", []):
        grade_publisher(publisher_id=publisher.pk, actor=keys.person(grade), **without(grade, "by"))
    for membership in row.get("speaks_for", []):
        join_bloc(
            publisher_id=publisher.pk,
            bloc_id=keys.blocs[membership["bloc"]],
            actor=keys.person(membership),
            **without(membership, "bloc", "by"),
        )


def _relate_publishers(row: Table, keys: Keys) -> None:
    relate_publishers(
        first_id=keys.publishers[row["first"]],
        second_id=keys.publishers[row["second"]],
        actor=keys.person(row),
        **without(row, "first", "second", "by"),
    )


def _load_source(row: Table, story: Story, keys: Keys) -> None:
    actor = keys.person(row)
    described = without(row, "key", "by", "publisher", "text", "is_the_article", "is_summary", "rests_on")
    publisher = keys.publishers[row["publisher"]]
    source = register_source(publisher_id=publisher, actor=actor, **described)
    keys.sources[row["key"]] = source.pk
    # The article under check may itself be on the register; then it is captured as it was imported.
    text = story.article["text"] if row.get("is_the_article") else row.get("text")
    if text is not None:
        capture = add_capture(
            source_id=source.pk,
            canonical=from_markdown(text),
            origin=Origin.PASTE,
            media_type="text/markdown",
            is_summary=row.get("is_summary", False),
            actor=actor,
        )
        keys.captures[row["key"]] = capture.pk


def _bind_sources(story: Story, keys: Keys) -> None:
    """Once all are there, since two may rest on each other."""
    for row in story.rows("sources", "source"):
        for beneath in row.get("rests_on", []):
            with naming(f"Source {row['key']}, which rests on {beneath.get('origin')}"):
                derive_source(
                    source_id=keys.sources[row["key"]],
                    origin_id=keys.sources[beneath["origin"]],
                    actor=keys.person(row),
                    **without(beneath, "origin"),
                )
    for row in story.rows("sources", "relation"):
        with naming(f"Relation of {row['first']} and {row['second']}"):
            relate_sources(
                first_id=keys.sources[row["first"]],
                second_id=keys.sources[row["second"]],
                actor=keys.person(row),
                **without(row, "first", "second", "by"),
            )
