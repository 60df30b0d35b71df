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
TAIL = re.compile(r"\.[a-z_]+")


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


def endings() -> set[str]:
    """Endings of verbs that are put together, such as `.merged`."""
    lasts = [node.values[-1] for node in dotted() if isinstance(node, ast.JoinedStr)]
    texts = {last.value for last in lasts if isinstance(last, ast.Constant) and isinstance(last.value, str)}
    return {text for text in texts if TAIL.fullmatch(text)}


def test_every_verb_has_words_and_no_words_are_left_over() -> None:
    made = {verb for verb in WORDS if f".{verb.partition('.')[2]}" in endings()}
    assert set(WORDS) - made == verbs() - made
    assert endings() == {f".{verb.partition('.')[2]}" for verb in made}


@pytest.mark.parametrize("verb", sorted(WORDS))
def test_words_are_a_sentence_whatever_the_event_holds(verb: str) -> None:
    told = sentence(Event(verb=verb, before={}, after={}))
    assert told[0].isupper() and "%" not in told and not told.endswith(".")
