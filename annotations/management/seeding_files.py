"""The files of the seeds: what they hold before anything is loaded, and how a mistake in them is told.

A story is a folder of TOML files; `seeds/README.md` describes them. Things name each other by keys that
mean something only within their story.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from annotations.domain.errors import Refusal

Table = dict[str, Any]

STORY_FILES: Final = ("article", "publishers", "sources", "claims", "work")


class SeedError(Exception):
    """Something in the files cannot be loaded; says what and where."""


@dataclass(frozen=True, slots=True)
class Story:
    """One folder: an article with everything that is known about it."""

    name: str
    tables: Mapping[str, Table]

    @property
    def article(self) -> Table:
        return self.tables["article"]

    def rows(self, file: str, noun: str) -> list[Table]:
        """Every `[[noun]]` of one file, in order."""
        return list(self.tables[file].get(noun, []))


def read_people(folder: Path) -> list[Table]:
    """Who is to be there before any story, the first administrator first."""
    return list(_read(folder / "people.toml")["person"])


def read_review(folder: Path) -> Table:
    """Which links are read twice, and passages whose stance is known."""
    return _read(folder / "review.toml")


def read_organisation(folder: Path) -> Table:
    """What the demo newsroom says about itself."""
    return _read(folder / "organisation.toml")


def read_stories(folder: Path) -> list[Story]:
    """Every story by the name of its folder."""
    folders = sorted(path for path in (folder / "stories").iterdir() if path.is_dir())
    return [
        Story(path.name, {file: _read(path / f"{file}.toml") for file in STORY_FILES}) for path in folders
    ]


@contextmanager
def naming(what: str) -> Iterator[None]:
    """Says of which thing a refusal spoke."""
    try:
        yield
    except Refusal as refusal:
        raise SeedError(f"{what}: {refusal.message}") from refusal
    except (KeyError, TypeError, ValueError) as mistake:
        raise SeedError(f"{what}: {type(mistake).__name__} {mistake}") from mistake


def without(row: Table, *names: str) -> Table:
    """The row without these, for passing the rest to an action, which refuses what it does not know."""
    return {name: value for name, value in row.items() if name not in names}


def known(rows: Mapping[str, int], keys: Iterable[str]) -> list[int]:
    """The ids behind keys."""
    return [rows[key] for key in keys]


def _read(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except FileNotFoundError:
        raise SeedError(f"{path.name} is missing in {path.parent}.") from None
    except tomllib.TOMLDecodeError as mistake:
        raise SeedError(f"{path.parent.name}/{path.name}: {mistake}") from mistake
