"""Whether two headlines are the same (specification 2.3)."""

from typing import Final

from annotations.domain.copying.tokens import read_text

SAME_FROM: Final = 0.6
LEAST_TOKENS: Final = 4


def headline_similarity(one: str, other: str) -> float:
    """Jaccard similarity of the words of two headlines, from 0 to 1."""
    words, others = _tokens(one), _tokens(other)
    either = words | others
    return len(words & others) / len(either) if either else 0.0


def is_same_headline(one: str, other: str) -> bool:
    """Whether two headlines share six in ten of their words; short ones say too little."""
    few = min(len(_tokens(one)), len(_tokens(other)))
    return few >= LEAST_TOKENS and headline_similarity(one, other) >= SAME_FROM


def _tokens(headline: str) -> frozenset[str]:
    """Words; where a script has none, pairs of neighbouring characters."""
    read = read_text(headline)
    words = {word for word, units in zip(read.words, read.units, strict=True) if units > 1}
    pairs = {
        read.words[at] + read.words[at + 1]
        for at in range(len(read) - 1)
        if read.units[at] == read.units[at + 1] == 1
    }
    return frozenset(words | pairs)
