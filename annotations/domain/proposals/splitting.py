"""Dividing a statement that says more than one thing (specification 1.1, MUST_SPLIT), and saying why.

A statement is cut before a second predicate, then between figures that still share a piece, and a loaded word
is set apart as a judgement of its own. What a piece lacks to be a sentence (its subject, its verb) is taken
from the first one. The outcome is a draft: a reviewer words each part.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from annotations.domain.proposals import words
from annotations.domain.proposals.cautions import splits_of
from annotations.domain.proposals.classification import guess_type
from annotations.domain.proposals.plain import plain_text
from annotations.domain.proposals.proposal import ProposedSplit
from annotations.domain.quantities import FoundQuantity, find_quantities
from annotations.domain.times import find_time_expressions, resolve_time
from annotations.domain.vocabulary import ClaimType

_LANGUAGES = ("en",)
_SECOND = re.compile(
    rf",?\s+(?:{words.SECOND_PREDICATE.pattern})|{words.SECOND_PREDICATE.pattern}", re.IGNORECASE
)
_JOINED = re.compile(r"\s*(?:,|;|\b(?:and|or|but|while|whereas)\b)[\s,]*(?:(?:and|or)\s+)?", re.IGNORECASE)
_FINITE = re.compile(rf"\b{words.FINITE}\b", re.IGNORECASE)
_RESULT = re.compile(r"(?:bringing|raising)\s+(?P<what>.+?)\s+to\s+(?P<figure>.+)", re.IGNORECASE)
_SUBJECT = re.compile(
    rf"^(?P<subject>[^,;:]{{1,120}}?)\s+(?:(?:also|then|later|already|\w+ly)\s+)*{words.FINITE}\b"
)
_DECORATION = re.compile(rf"(?:{words.EVALUATIVE.pattern}|\billegal(?:ly)?\b)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ProposedPart:
    """One statement of several. `words` are those of the whole that it was made of."""

    text: str
    type: str
    words: str


def why_split(text: str, type_: str, language: str = "en") -> tuple[ProposedSplit, ...]:
    """Every reason why a claim looks like more than one, with the words that give rise to it."""
    if not _has_rules(language):
        return ()
    quantities = tuple(found.quantity for found in find_quantities(text, language))
    return splits_of(text, ClaimType(type_), quantities, ())


def propose_parts(text: str, language: str = "en") -> tuple[ProposedPart, ...]:
    """The statements that a text looks to consist of, in its order; none where no rule finds two."""
    if not _has_rules(language):
        return ()
    sentence = " ".join(text.split()).rstrip(".")
    pieces = [piece for clause in _clauses(sentence) for piece in _by_figures(clause)]
    subject = _subject_of(pieces[0]) if pieces else ""
    parts = [_part(piece, pieces[0], subject, is_first=not number) for number, piece in enumerate(pieces)]
    parts = [judged for part in parts for judged in _judgements_apart(part)]
    return tuple(parts) if len(parts) > 1 else ()


def narrower_span(part: str, words_of_whole: str) -> tuple[int, int] | None:
    """Where the words of a part stand in those of the whole, whatever the case; None where they do not, or
    more than once.
    """
    wanted = part.strip(" .,;")
    found = list(re.finditer(re.escape(wanted), words_of_whole, re.IGNORECASE)) if wanted else []
    return found[0].span() if len(found) == 1 else None


def own_words(part: str, words_of_whole: str) -> str:
    """The words of a part as far as they stand in those of the whole: all, or, where its subject does not,
    the longest end of it; empty where fewer than two words are left.
    """
    pieces = part.strip(" .,;").split()
    ends = (" ".join(pieces[start:]) for start in range(len(pieces)))
    found = next((end for end in ends if narrower_span(end, words_of_whole)), "")
    return found if found == " ".join(pieces) or " " in found else ""


def _has_rules(language: str) -> bool:
    return language.split("-")[0].lower() in _LANGUAGES


def _clauses(sentence: str) -> Iterator[str]:
    """The sentence, cut before each further predicate."""
    start = 0
    for match in _SECOND.finditer(sentence):
        if sentence[start : match.start()].strip():
            yield sentence[start : match.start()].strip(" ,;")
            joint = _JOINED.match(sentence, match.start())
            start = joint.end() if joint else match.start()
    if sentence[start:].strip():
        yield sentence[start:].strip(" ,;")


def _by_figures(clause: str) -> Iterator[str]:
    """A clause, cut between figures at the last joint before each; figures without one stay together."""
    start = 0
    found: list[FoundQuantity] = list(find_quantities(clause))
    for before, after in pairwise(found):
        joints = [joint for joint in _JOINED.finditer(clause, before.end, after.start) if joint[0].strip()]
        if joints:
            yield clause[start : joints[-1].start()].strip(" ,;")
            start = joints[-1].end()
    yield clause[start:].strip(" ,;")


def _part(piece: str, first: str, subject: str, *, is_first: bool) -> ProposedPart:
    text = piece if is_first else _as_sentence(piece, first, subject)
    return ProposedPart(plain_text(text), _type_of(text), piece)


def _as_sentence(piece: str, first: str, subject: str) -> str:
    """A piece with the subject or the verb of the first one, where it has none of its own."""
    if result := _RESULT.match(piece):
        return f"{result['what']} came to {result['figure']}"
    verb = _FINITE.search(piece)
    if verb is not None and verb.start() == 0:
        return f"{subject} {piece}" if subject else piece
    if verb is not None:
        return piece
    figures = find_quantities(first)
    lead = first[: figures[0].start].rstrip() if figures else ""
    return f"{lead} {piece}" if _FINITE.search(lead) else piece


def _subject_of(piece: str) -> str:
    found = _SUBJECT.match(piece)
    return found["subject"].strip() if found else ""


def _judgements_apart(part: ProposedPart) -> Iterator[ProposedPart]:
    """The factual core of a part, and each loaded word as a judgement, which has no score."""
    loaded = [
        word
        for split in splits_of(part.words, ClaimType(part.type), (), ())
        if split.reason == "LOADED_TERM"
        for word in split.words
    ]
    core = plain_text(_DECORATION.sub("", part.text.rstrip("."))) if loaded else part.text
    yield ProposedPart(core, part.type, part.words)
    for word in loaded:
        yield ProposedPart(f"It is rightly called “{word}”.", ClaimType.OPINION.value, word)


def _type_of(text: str) -> str:
    times = tuple(resolve_time(found.text, None) for found in find_time_expressions(text))
    guessed = guess_type(text, reports_itself=False, has_figure=bool(find_quantities(text)), times=times)
    return guessed.value
