"""Tags: words that people file things under, spelt so that equal ones compare equal."""

from collections.abc import Iterable
from typing import Final

from annotations.domain.canonical import one_line
from annotations.domain.errors import Invalid

MOST_TAGS: Final = 20
LONGEST_TAG: Final = 50


def checked_tags(tags: Iterable[str]) -> list[str]:
    """The tags in lower case, each once, in order. Raises `Invalid` (field `tags`)."""
    if isinstance(tags, str):
        raise _invalid("Give the tags as a list.")
    found = sorted({one_line(str(tag)).lower() for tag in tags} - {""})
    if any("," in tag or len(tag) > LONGEST_TAG for tag in found):
        raise _invalid(f"A tag has at most {LONGEST_TAG} characters, and no comma.")
    if len(found) > MOST_TAGS:
        raise _invalid(f"At most {MOST_TAGS} tags can be kept.")
    return found


def tags_in(text: str) -> list[str]:
    """What people write, with commas between. Raises `Invalid` as `checked_tags`."""
    return checked_tags(text.split(","))


def _invalid(message: str) -> Invalid:
    return Invalid(message, field="tags", rule="tags-unusable")
