"""Words for what happened: every verb that an action records has a sentence, and none is left over."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations import access, actions
from annotations.models import Event
from annotations.web.event_words import WORDS, sentence

ACTIONS = Path(str(actions.__file__)).parent
VERB = re.compile(r"[a-z_]+\.[a-z_]+")
PATTERN = re.compile(r"[a-z_]+\.|\.[a-z_]+")


def dotted() -> Iterator[ast.Constant | ast.JoinedStr]:
    """Every string of the actions that may be a verb: written out, or made of a noun and an ending. Names of
    modules and of rules of access look the same.
    """
    for path in sorted(ACTIONS.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parts = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and node not in parts):
                yield node


def verbs() -> set[str]:
    """Verbs that are written out."""
    found = {
        node.value for node in dotted() if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    written = {value for value in found if VERB.fullmatch(value) and not value.startswith("annotations.")}
    return written - access.TABLE.keys()


def patterns() -> set[str]:
    """What is written of verbs that are put together: a noun (`suggestion.`) or an ending (`.merged`)."""
    made = [node.values for node in dotted() if isinstance(node, ast.JoinedStr) and len(node.values) == 2]
    parts = [part.value for values in made for part in values if isinstance(part, ast.Constant)]
    return {str(part) for part in parts if PATTERN.fullmatch(str(part))}


def fits(verb: str, pattern: str) -> bool:
    return verb.startswith(pattern) or verb.endswith(pattern)


def test_every_verb_has_words_and_no_words_are_left_over() -> None:
    put_together = patterns()
    made = {verb for verb in WORDS if any(fits(verb, pattern) for pattern in put_together)}
    assert set(WORDS) - made == verbs() - made
    assert [pattern for pattern in put_together if not any(fits(verb, pattern) for verb in WORDS)] == []


@pytest.mark.parametrize("verb", sorted(WORDS))
def test_words_are_a_sentence_whatever_the_event_holds(verb: str) -> None:
    told = sentence(Event(verb=verb, before={}, after={}))
    assert told[0].isupper() and "%" not in told and not told.endswith(".")
