"""What is asserted, out of words that say who asserts it, too: "Officials said that X" proposes X.

A claim is about what was said; that somebody said it is a claim of its own. Where no rule is sure to leave a
whole sentence, the words stay as they were selected.
"""

import re

from annotations.domain.proposals.attribution import Frame, frames
from annotations.domain.proposals.proposal import ProposedLayer
from annotations.domain.vocabulary import AttributionMode

_DAY = r"(?:\s+(?:on\s+|late\s+|early\s+)?(?:yesterday|today|[A-Z][a-z]+day))?"
_OPENED = re.compile(rf"{_DAY}(?:\s+that\s+|\s*:\s*|\s*,\s*(?=[“\"]))")
_TOLD = re.compile(r"\s+[^.,;:“”\"]{1,60}?\s+that\s+")
_AT_ONCE = re.compile(rf"{_DAY}\s+")
_BY_THEMSELVES = re.compile(r"(?:they|he|she)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"(?:they|it|he|she|we|there)\b", re.IGNORECASE)
_HEDGE = re.compile(r"\b(?:reportedly|allegedly|purportedly|supposedly)\s+", re.IGNORECASE)
# What follows these is a clause even without "that"; "announced a plan" holds no statement behind the verb.
_TAKE_A_CLAUSE = frozenset(
    ("said", "says", "say", "claimed", "claims", "claim", "alleged", "alleges", "insisted", "asserted")
)


def content_of(
    sentence: str, start: int, end: int, layers: tuple[ProposedLayer, ...]
) -> tuple[str, tuple[ProposedLayer, ...]]:
    """The words of the selection without those that say who asserts them, and the layers that do assert them.

    "Ruiz dismissed all calls" is a statement about Ruiz, and nothing that Ruiz asserts.
    """
    found = frames(sentence, start, end)
    begin, stop, speaker = start, end, ""
    for frame in found:
        if frame.is_behind:
            stop = min(stop, frame.covers_to)
        elif opened := _opened(sentence, frame):
            begin, speaker = max(begin, opened), frame.layer.asserter
    if (begin, stop) == (start, end):
        acts = [frame.layer for frame in found]
        layers = tuple(layer for layer in layers if layer not in acts)
    words = _whole(sentence[begin:stop].strip(), speaker) or sentence[start:end]
    hedged = any(layer.mode == AttributionMode.HEDGED for layer in layers)
    return _HEDGE.sub("", words, count=1) if hedged else words, layers


def _whole(words: str, speaker: str) -> str:
    """The words behind a reporting verb as a sentence of their own; empty where they make none."""
    if words.startswith("to have "):
        return f"{speaker} had {words[8:]}" if speaker else ""
    if words.startswith("to "):
        return ""
    return _BY_THEMSELVES.sub(speaker, words, count=1) if _BY_THEMSELVES.match(words) and speaker else words


def _opened(sentence: str, frame: Frame) -> int:
    """Where the words of the speaker begin; 0 where they do not make a clause."""
    verb, place = frame.layer.words, frame.covers_from
    if verb == "according to":
        return place + len(", ")
    found = (_TOLD.match(sentence, place) if verb in ("told", "tells") else None) or _OPENED.match(
        sentence, place
    )
    if found:
        return found.end()
    found = _AT_ONCE.match(sentence, place)
    if found and (verb in _TAKE_A_CLAUSE or _CLAUSE.match(sentence, found.end())):
        return found.end()
    return 0
