"""The sentences of the labelled set, from `stories.toml`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

_SET = tomllib.loads(Path(__file__).with_name("stories.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Story:
    """One event. `agency` and `independent` are sentences of two reports, `later` of what followed days
    after; `quotes` are what somebody said aloud, with the words that say who; `translated` is what the
    agency sent, put into another language.
    """

    headline: str
    other_headline: str
    agency: list[str]
    independent: list[str]
    quotes: list[str]
    later: list[str]
    translated: list[str]


STORIES: tuple[Story, ...] = tuple(Story(**{"translated": [], **one}) for one in _SET["stories"])
LOCAL_PARAGRAPHS: list[str] = _SET["local_paragraphs"]
BOILERPLATE: list[str] = _SET["boilerplate"]
