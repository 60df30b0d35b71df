"""Identifiers of publications: recognised, checked by their own check digits, and written in one form.

People paste identifiers as they meet them: a DOI as the address of its resolver, an ISBN with hyphens or in
the ten digits of older books, an arXiv number with the version they read. Compared as text these differ, and
one publication would be registered twice. So each scheme that is known has one form here, and a number whose
check digit is wrong is refused: it names another book, or none.

Schemes nobody knows here ("symbol", "notice") are kept as they are. They help to find a publication, yet two
offices may count with the same numbers, so that only those of `IDENTIFYING` prove that two are the same. An
ISSN names a serial, not one publication in it.

Sources: ISO 26324 (DOI), ISO 2108 (ISBN), ISO 3297 (ISSN), arXiv's scheme of identifiers, NCBI's for PubMed.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final
from urllib.parse import quote, unquote

from annotations.domain.canonical import one_line
from annotations.domain.errors import Invalid

MOST_IDENTIFIERS: Final = 20
LONGEST_IDENTIFIER: Final = 200
"""Characters of a name and its value together."""

IDENTIFYING: Final = frozenset({"doi", "isbn", "arxiv", "pmid", "pmcid"})
"""Schemes of which one value is one publication."""

_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+")
_ARXIV = re.compile(r"([0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[a-z]{2})?/[0-9]{7})(?:v[0-9]+)?")
_NAME = re.compile(r"[a-z][a-z0-9_ -]*")
_ADDRESSES: Final = (
    ("doi", re.compile(r"https?://(?:dx\.|www\.)?doi\.org/(.+)", re.I)),
    ("arxiv", re.compile(r"https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf)/(.+?)(?:\.pdf)?/?", re.I)),
    ("pmid", re.compile(r"https?://pubmed\.ncbi\.nlm\.nih\.gov/([0-9]+)/?", re.I)),
    ("pmcid", re.compile(r"https?://(?:www|pmc)\.ncbi\.nlm\.nih\.gov(?:/pmc)?/articles/(.+?)/?", re.I)),
)
_RESOLVERS: Final = {
    "doi": "https://doi.org/{}",
    "arxiv": "https://arxiv.org/abs/{}",
    "issn": "https://portal.issn.org/resource/ISSN/{}",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
}
LABELS: Final = {
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "arxiv": "arXiv",
    "pmid": "PMID",
    "pmcid": "PMCID",
}


def checked_identifiers(identifiers: Mapping[str, str]) -> dict[str, str]:
    """The identifiers in their one form, names in lower case and in order. Raises `Invalid` (field
    `identifiers`; rules `invalid`, `doi-unknown`, `isbn-check-digit` and their like).
    """
    if not isinstance(identifiers, Mapping) or len(identifiers) > MOST_IDENTIFIERS:
        raise _invalid(f"Give identifiers as at most {MOST_IDENTIFIERS} names with a text each, such as doi.")
    checked = dict(checked_identifier(str(name), str(value)) for name, value in identifiers.items())
    return {name: checked[name] for name in sorted(checked)}


def checked_identifier(name: str, value: str) -> tuple[str, str]:
    """One name and value in their one form. Raises `Invalid` as `checked_identifiers`."""
    scheme, text = one_line(name).lower(), one_line(value)
    if not _NAME.fullmatch(scheme) or not text or len(scheme + text) > LONGEST_IDENTIFIER:
        raise _invalid(
            f"An identifier has a name and a value, together at most {LONGEST_IDENTIFIER} characters."
        )
    return scheme, _CHECKS[scheme](text) if scheme in _CHECKS else text


def recognised(text: str) -> tuple[str, str] | None:
    """The identifier that a text is by itself, as name and value: the address of a resolver, `doi:10.…`, a
    bare DOI, or an ISBN or arXiv number whose form leaves no doubt. None for anything else.
    """
    plain = one_line(text)
    for name, pattern in _ADDRESSES:
        if match := pattern.fullmatch(plain):
            return _if_valid(name, unquote(match.group(1)))
    named = re.fullmatch(r"(doi|isbn|issn|arxiv|pmid|pmcid)\s*[: ]\s*(.+)", plain, re.I)
    if named:
        return _if_valid(named.group(1), named.group(2))
    if _DOI.fullmatch(plain.lower()):
        return _if_valid("doi", plain)
    if re.fullmatch(r"97[89][0-9 -]{10,14}", plain):
        return _if_valid("isbn", plain)
    return _if_valid("arxiv", plain) if re.fullmatch(r"[0-9]{4}\.[0-9]{4,5}(v[0-9]+)?", plain) else None


def identifiers_in(text: str) -> dict[str, str]:
    """What people write, one identifier a line, as `name: value` or as it is recognised by itself.

    Raises `Invalid` as `checked_identifiers`, and with rule `identifier-unclear` for a line that is neither.
    """
    found: dict[str, str] = {}
    for line in filter(None, map(one_line, text.splitlines())):
        name, value = recognised(line) or _named(line)
        if found.get(name, value) != value:
            raise _invalid(f"There are two of “{LABELS.get(name, name)}”. Keep one.", "identifier-twice")
        found[name] = value
    return checked_identifiers(found)


def in_lines(identifiers: Mapping[str, str]) -> str:
    """Identifiers as `identifiers_in` reads them."""
    return "\n".join(f"{LABELS.get(name, name)}: {value}" for name, value in identifiers.items())


def resolver_address(name: str, value: str) -> str:
    """Where the scheme itself leads to what is identified; empty when it has no such place."""
    return _RESOLVERS[name].format(quote(value, safe="/():;.-_")) if name in _RESOLVERS else ""


def isbn13(text: str) -> str:
    """An ISBN of ten or thirteen digits as thirteen. Raises `Invalid`."""
    digits = re.sub(r"[\s‐-–-]", "", re.sub(r"\A(?:urn:)?isbn(?:-1[03])?:?\s*", "", text, flags=re.I)).upper()
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        if _weighted(digits, range(10, 0, -1)) % 11:
            raise _wrong_digit("ISBN", text)
        return _with_last_digit(f"978{digits[:9]}")
    if not re.fullmatch(r"97[89][0-9]{10}", digits):
        raise _invalid(f"“{text[:40]}” is no ISBN: it has ten or thirteen digits.", "isbn-unknown")
    if _with_last_digit(digits[:12]) != digits:
        raise _wrong_digit("ISBN", text)
    return digits


def _doi(text: str) -> str:
    """In lower case, since DOIs are the same whatever their case."""
    plain = re.sub(r"\A(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*|info:doi/)", "", text, flags=re.I)
    name = (unquote(plain) if plain != text and "%" in plain else plain).strip().lower()
    if not _DOI.fullmatch(name):
        raise _invalid(f"“{text[:40]}” is no DOI. One looks like 10.1000/182.", "doi-unknown")
    return name


def _issn(text: str) -> str:
    digits = re.sub(r"[\s‐-–-]", "", re.sub(r"\Ae?-?issn:?\s*", "", text, flags=re.I)).upper()
    if not re.fullmatch(r"[0-9]{7}[0-9X]", digits):
        raise _invalid(f"“{text[:40]}” is no ISSN. One looks like 2049-3630.", "issn-unknown")
    if _weighted(digits, range(8, 0, -1)) % 11:
        raise _wrong_digit("ISSN", text)
    return f"{digits[:4]}-{digits[4:]}"


def _arxiv(text: str) -> str:
    """Without its version: the versions of one paper are copies of one source."""
    plain = re.sub(
        r"\A(?:https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf)/|arxiv:\s*)", "", text, flags=re.I
    )
    match = _ARXIV.fullmatch(plain.lower().removesuffix(".pdf"))
    if not match:
        raise _invalid(f"“{text[:40]}” is no arXiv number. One looks like 2101.00001.", "arxiv-unknown")
    return match.group(1)


def _pmid(text: str) -> str:
    number = re.sub(r"\Apmid:?\s*", "", text, flags=re.I)
    if not re.fullmatch(r"[1-9][0-9]{0,8}", number):
        raise _invalid(f"“{text[:40]}” is no PMID. It is a number of up to nine digits.", "pmid-unknown")
    return number


def _pmcid(text: str) -> str:
    match = re.fullmatch(r"(?:pmcid:?\s*)?(?:pmc)?([1-9][0-9]{0,8})(?:\.[0-9]+)?", text, re.I)
    if not match:
        raise _invalid(f"“{text[:40]}” is no PMCID. One looks like PMC3531190.", "pmcid-unknown")
    return f"PMC{match.group(1)}"


_CHECKS: Final[dict[str, Callable[[str], str]]] = {
    "doi": _doi,
    "isbn": isbn13,
    "issn": _issn,
    "arxiv": _arxiv,
    "pmid": _pmid,
    "pmcid": _pmcid,
}


def _named(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or not _NAME.fullmatch(name.strip().lower()):
        raise _invalid(
            f"“{line[:40]}” is not understood. Write the name first, such as “DOI: 10.1000/182”.",
            "identifier-unclear",
        )
    return checked_identifier(name, value)


def _if_valid(name: str, value: str) -> tuple[str, str] | None:
    try:
        return checked_identifier(name, value)
    except Invalid:
        return None


def _weighted(digits: str, weights: Iterable[int]) -> int:
    return sum(
        weight * (10 if digit == "X" else int(digit)) for digit, weight in zip(digits, weights, strict=True)
    )


def _with_last_digit(twelve: str) -> str:
    """ISO 2108: weights 1 and 3 in turn, the sum of all thirteen a multiple of ten."""
    return f"{twelve}{-_weighted(twelve, [1, 3] * 6) % 10}"


def _wrong_digit(scheme: str, text: str) -> Invalid:
    return _invalid(
        f"“{text[:40]}” is mistyped: the last digit of this {scheme} does not fit the others.",
        f"{scheme.lower()}-check-digit",
    )


def _invalid(message: str, rule: str = "invalid") -> Invalid:
    return Invalid(message, field="identifiers", rule=rule)
