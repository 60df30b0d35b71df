"""Authors as a byline names them, divided into persons with family and given names, and bodies.

Bylines are written for readers. What cannot be told apart with some certainty stays one name as it stands.
"""

from typing import Final

import regex

_BODY: Final = regex.compile(
    r"\b(?:agency|association|authority|bank|board|bureau|centre|center|church|commission|committee|company"
    r"|council|court|department|desk|editors?|foundation|fund|government|group|institute|ministry|museum"
    r"|network|news|office|organi[sz]ation|party|police|press|reporters?|school|service|society|staff|team"
    r"|union|university|agentur|amt|behörde|ministerium|redaktion|agence|ministère|rédaction|agencia"
    r"|ministerio|redacción)\b",
    regex.IGNORECASE,
)
_PARTICLES: Final = frozenset(
    ("van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "du", "la", "le", "el", "al")
) | {"bin", "ibn", "ter", "ten", "zu", "zum"}
_BY: Final = regex.compile(r"^\s*(?:by|von|par|por|di)\s+", regex.IGNORECASE)
_AND: Final = regex.compile(r"\s+(?:and|und|et|&)\s+|\s*;\s*")
_MOST_WORDS: Final = 5


def names_of(byline: str) -> list[dict[str, str]]:
    """CSL names of a byline: `{"family", "given"}` of persons, `{"literal"}` of all else."""
    plain = _BY.sub("", " ".join(byline.split()))
    return [_name(one) for part in _AND.split(plain) for one in _divided(part) if one.strip()]


def _divided(part: str) -> list[str]:
    """The names in what commas divide. "Lind, Jonas" is one, and so is "Jonas Lind, editor" or a name with a
    place.
    """
    pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
    if len(pieces) == 2 and (_is_family(pieces[0]) or " " not in pieces[1]):
        return [f"{pieces[0]}, {pieces[1]}"]
    return pieces


def _is_family(text: str) -> bool:
    first, *rest = text.split(" ")
    return not rest or first.lower() in _PARTICLES


def _name(text: str) -> dict[str, str]:
    cleaned = text.strip()
    family, comma, given = cleaned.partition(", ")
    if comma:
        return {"family": family, "given": given} if _is_family(family) else {"literal": cleaned}
    words = cleaned.split(" ")
    if not 2 <= len(words) <= _MOST_WORDS or _BODY.search(cleaned) or not regex.search(r"\p{Ll}", cleaned):
        return {"literal": cleaned}
    at = len(words) - 1
    while at > 1 and words[at - 1].lower() in _PARTICLES:
        at -= 1
    return {"family": " ".join(words[at:]), "given": " ".join(words[:at])}
