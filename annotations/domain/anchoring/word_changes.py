"""Whether a change of words touched a number, a negation or a name.

These are the edits that turn a claim around while it still reads the same. They are told by lists and
rules, not understood: what is found sorts the queue and raises a notice, what is missed is still shown to a
person word by word.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel

from annotations.domain.anchoring.figures import bounds, numbers
from annotations.domain.anchoring.measures import measures
from annotations.domain.anchoring.negations import count_negations, denies
from annotations.domain.anchoring.words import divide
from annotations.domain.canonical.languages import propose_language
from annotations.domain.vocabulary import WordChange

_SENTENCE_ENDS = frozenset(".!?…:;\n\"'“”„«»‘’()[]-–—•")
_NOUNS_ARE_CAPITALISED = frozenset(["de", "lb"])


def word_changes(old: str, new: str, language: str = "und") -> tuple[WordChange, ...]:
    """What became different, in the order number, negation, name; empty where it was none of them.

    `language` is a BCP 47 tag; where it says nothing the words themselves are asked.
    """
    spoken = _spoken(language, old, new)
    before, after = divide(old).strings(), divide(new).strings()
    found = (
        (WordChange.NUMBER, _numbers_changed(before, after, old, new, spoken)),
        (WordChange.NEGATION, _negations_changed(before, after, old, new, spoken)),
        (WordChange.NAME, _names(before, spoken) != _names(after, spoken)),
    )
    return tuple(kind for kind, is_changed in found if is_changed)


def names_are_lost(old: str, new: str, language: str = "und") -> bool:
    """Whether a name of the old words is no word of the new ones."""
    if old == new:
        return False
    spoken = _spoken(language, old, new)
    named = Counter(_names(divide(old).strings(), spoken))
    return bool(named - Counter(divide(new).strings()))


def _spoken(language: str, old: str, new: str) -> str:
    spoken = language.split("-")[0].lower()
    return spoken if spoken not in ("", "und") else propose_language(f"{old} {new}") or "und"


def _numbers_changed(before: Sequence[str], after: Sequence[str], old: str, new: str, language: str) -> bool:
    return (
        numbers(_small(before), old, language) != numbers(_small(after), new, language)
        or measures(old, language) != measures(new, language)
        or bounds(old, language) != bounds(new, language)
    )


def _negations_changed(
    before: Sequence[str], after: Sequence[str], old: str, new: str, language: str
) -> bool:
    counts = (count_negations(_small(words), text, language) for words, text in ((before, old), (after, new)))
    return len(set(counts)) > 1 or any(
        denies(one.casefold(), other.casefold(), language) for one, other in _exchanged(before, after)
    )


def _exchanged(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of words of which the second may have taken the place of the first."""
    old_gone: list[str] = []
    new_come: list[str] = []
    for code in Indel.opcodes(before, after):
        if code.tag == "equal":
            old_gone, new_come = [], []
            continue
        old_gone += before[code.src_start : code.src_end]
        new_come += after[code.dest_start : code.dest_end]
        yield from ((one, other) for one in old_gone for other in new_come)


def _small(words: Sequence[str]) -> list[str]:
    return [word.casefold() for word in words]


def _names(words: Sequence[str], language: str) -> list[str]:
    """Capitalised words that are so not only because a sentence begins; none in scripts without capitals.

    A sentence's first word counts where the next is capitalised too ("John Smith said"). In German, where all
    nouns are, only capitalised words side by side count, and words with a capital inside.
    """
    capitals = [word[:1].isupper() or word[:1].istitle() for word in words]
    begins = [at == 0 or words[at - 1] in _SENTENCE_ENDS for at in range(len(words))]
    nouns_are_capitalised = language in _NOUNS_ARE_CAPITALISED
    names: list[str] = []
    for at, word in enumerate(words):
        if not capitals[at]:
            continue
        # Where nouns have capitals, one after a sentence's first word is in no company yet.
        before = at > 0 and capitals[at - 1] and not (nouns_are_capitalised and begins[at - 1])
        after = capitals[at + 1 : at + 2] == [True] and not (nouns_are_capitalised and begins[at])
        has_inner = any(character.isupper() for character in word[1:])
        if has_inner or before or after or not (begins[at] or nouns_are_capitalised):
            names.append(word)
    return names
