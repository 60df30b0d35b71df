"""What is asserted, out of words that say who asserts it, too: "Officials said that X" proposes X.

A claim is about what was said; that somebody said it is a claim of its own. Where no rule is sure to leave a
whole sentence, the words stay as they were selected.
"""

import re

from annotations.domain.proposals.attribution import Frame, frames
from annotations.domain.proposals.proposal import ProposedLayer
from annotations.domain.proposals.words import FINITE
from annotations.domain.vocabulary import AttributionMode

_DAY = r"(?:\s+(?:on\s+|late\s+|early\s+)?(?:yesterday|today|[A-Z][a-z]+day))?"
_OPENED = re.compile(rf"{_DAY}(?:\s+that\s+|\s*:\s*|\s*,\s*(?=[“\"]))")
_TOLD = re.compile(r"\s+[^.,;:“”\"]{1,60}?\s+that\s+")
_TOLD_AT_ONCE = re.compile(
    r"\s+(?:reporters|journalists|lawmakers|investors|parliament|(?:the|an?|its|his|her|their)\s+\w+"
    r"|[A-Z]\w+(?:\s+[A-Z]\w+)?)\s+(?=(?:the|an?|it|he|she|they|we|there|no|all)\s[^.;]*\b"
    rf"{FINITE}\b)"
)
_AT_ONCE = re.compile(rf"{_DAY}\s+")
_HAVING_DONE = re.compile(r"(?:to have|having)\s+")
_BY_THEMSELVES = re.compile(r"(?:they|he|she)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"(?:they|it|he|she|we|there|having)\b", re.IGNORECASE)
_CONJUNCTION = re.compile(r"(?:and|but|while|whereas|because|although|though|which|who)\b")
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
    begin, stop, speaker, rest = start, end, "", ""
    for frame in found:
        if frame.is_behind:
            stop = min(stop, frame.covers_to)
            rest = sentence[frame.rest_from : end] if frame.rest_from is not None else rest
        elif opened := _opened(sentence, frame):
            begin, speaker = max(begin, opened), frame.layer.asserter
    if (begin, stop) == (start, end):
        acts = [frame.layer for frame in found]
        layers = tuple(layer for layer in layers if layer not in acts)
    words = _whole(_joined(sentence[begin:stop].strip(), rest), speaker) or sentence[start:end]
    hedged = any(layer.mode == AttributionMode.HEDGED for layer in layers)
    return _HEDGE.sub("", words, count=1) if hedged else words, layers


def _joined(words: str, rest: str) -> str:
    """Words on both sides of inserted ones; a comma parts them where the second would stand without."""
    if not rest:
        return words
    return f"{words.rstrip(' ,')}{', ' if _CONJUNCTION.match(rest) else ' '}{rest}"


def _whole(words: str, speaker: str) -> str:
    """The words behind a reporting verb as a sentence of their own; empty where they make none."""
    if had := _HAVING_DONE.match(words):
        return f"{speaker} had {words[had.end() :]}" if speaker else ""
    if words.startswith("to "):
        return ""
    return _BY_THEMSELVES.sub(speaker, words, count=1) if _BY_THEMSELVES.match(words) and speaker else words


def _opened(sentence: str, frame: Frame) -> int:
    """Where the words of the speaker begin; 0 where they do not make a clause."""
    verb, place = frame.layer.words, frame.covers_from
    if verb == "according to":
        return place + len(", ")
    told = verb in ("told", "tells")
    found = (
        told and (_TOLD.match(sentence, place) or _TOLD_AT_ONCE.match(sentence, place))
    ) or _OPENED.match(sentence, place)
    if found:
        return found.end()
    found = _AT_ONCE.match(sentence, place)
    if found and (verb in _TAKE_A_CLAUSE or _CLAUSE.match(sentence, found.end())):
        return found.end()
    return 0
