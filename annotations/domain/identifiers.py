"""Identifiers of publications: recognised, checked by their own check digits, and written in one form.

People paste identifiers as they meet them: a DOI as the address of its resolver, or with the full stop of
the sentence it stood in, an ISBN with hyphens or in the ten digits of older books, an arXiv number with the
version they read. Compared as text these differ, and one publication would be registered twice. So each
scheme that is known has one form here, and a number whose check digit is wrong is refused: it names another
book, or none.

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

LONGEST_WRITTEN: Final = 2_000
"""Characters of an identifier as people paste it, such as an address with all that is hung on it."""

IDENTIFYING: Final = frozenset({"doi", "isbn", "arxiv", "pmid", "pmcid"})
"""Schemes of which one value is one publication."""

_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\x00-\x1f\x7f]+")
_ARXIV = re.compile(r"([0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[a-z]{2})?/[0-9]{7})(?:v[0-9]+)?(?:\s*\[[^\]]*\])?")
_ARXIV_OF_NO_DOUBT = re.compile(
    r"""(?:[0-9]{4}\.[0-9]{4,5}|(?:astro-ph|cond-mat|cs|gr-qc|hep-(?:ex|lat|ph|th)|math(?:-ph)?|nlin
    |nucl-(?:ex|th)|physics|q-bio|quant-ph|stat)(?:\.[a-z]{2})?/[0-9]{7})(?:v[0-9]+)?(?:\s*\[[^\]]*\])?""",
    re.I | re.X,
)
_ISBN_OF_NO_DOUBT = re.compile(r"97[89][0-9 -]{10,14}|(?=[0-9-]{12}[0-9X]\Z)(?:[0-9]+-){3}[0-9X]", re.I)
_NAME = re.compile(r"[a-z][a-z0-9_ -]*")
_NAMED = re.compile(r"(?:info:|urn:)?(doi|isbn|issn|arxiv|pmid|pmcid)(?:-1[03])?\s*[:/ ]\s*(.+)", re.I)
_ADDRESSES: Final = tuple(
    (name, re.compile(rf"(?:https?://)?{place}(.+?)/?(?:\?.*)?(?:\#.*)?", re.I))
    for name, place in (
        ("doi", r"(?:dx\.|www\.)?doi\.org/"),
        ("arxiv", r"(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/"),
        ("pmid", r"pubmed\.ncbi\.nlm\.nih\.gov/"),
        ("pmid", r"(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed/"),
        ("pmcid", r"(?:www|pmc)\.ncbi\.nlm\.nih\.gov(?:/pmc)?/articles/"),
    )
)
_OPENED_BY: Final = {")": "(", "]": "[", "}": "{", ">": "<"}
_BEFORE, _AFTER = "([{<\"'“„«‘", ".,;:!\"'”“»’"
_DASHES: Final = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2212]")
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
    if scheme in _CHECKS and text and len(text) <= LONGEST_WRITTEN:
        text = _CHECKS[scheme](_out_of_its_sentence(text))
    if not _NAME.fullmatch(scheme) or not text or len(scheme + text) > LONGEST_IDENTIFIER:
        raise _invalid(
            f"An identifier has a name and a value, together at most {LONGEST_IDENTIFIER} characters."
        )
    return scheme, text


def recognised(text: str) -> tuple[str, str] | None:
    """The identifier that a text is by itself, as name and value: the address of a resolver, `doi:10.…`, a
    bare DOI, or an ISBN or arXiv number whose form leaves no doubt. None for anything else.
    """
    if len(text) > LONGEST_WRITTEN:
        return None
    plain = _out_of_its_sentence(one_line(text))
    for name in dict.fromkeys(name for name, _ in _ADDRESSES):
        if inside := _in_address(name, plain):
            return _if_valid(name, inside)
    if named := _NAMED.fullmatch(plain):
        return _if_valid(named.group(1), named.group(2))
    if _DOI.fullmatch(plain):
        return _if_valid("doi", plain)
    if _ISBN_OF_NO_DOUBT.fullmatch(plain):
        return _if_valid("isbn", plain)
    return _if_valid("arxiv", plain) if _ARXIV_OF_NO_DOUBT.fullmatch(plain) else None


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
    digits = _digits(r"(?:urn:)?isbn(?:-1[03])?", re.sub(r"\s*\([^()]*\)\Z", "", text))
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
    plain = re.sub(r"\A(?:(?:urn:)?doi(?::\s*|\s*(?=10\.))|info:doi/)", "", text, flags=re.I)
    inside = _in_address("doi", plain) or (unquote(plain) if plain != text else plain)
    name = _out_of_its_sentence(re.sub(r"[?&]utm\w*=.*", "", inside.strip())).lower()
    if not _DOI.fullmatch(name):
        raise _invalid(f"“{text[:40]}” is no DOI. One looks like 10.1000/182.", "doi-unknown")
    return name


def _issn(text: str) -> str:
    digits = _digits(r"e?-?issn(?:-l)?", text)
    if not re.fullmatch(r"[0-9]{7}[0-9X]", digits):
        raise _invalid(f"“{text[:40]}” is no ISSN. One looks like 2049-3630.", "issn-unknown")
    if _weighted(digits, range(8, 0, -1)) % 11:
        raise _wrong_digit("ISSN", text)
    return f"{digits[:4]}-{digits[4:]}"


def _arxiv(text: str) -> str:
    """Without its version, since the versions of one paper are copies of one source; of a number of before
    April 2007 without the class of its subject, which arXiv itself leaves out: `math/0309136`.
    """
    plain = re.sub(r"\Aarxiv(?::\s*|\s+)", "", text, flags=re.I)
    number = (_in_address("arxiv", plain) or plain).lower().removesuffix(".pdf")
    match = _ARXIV.fullmatch(number)
    if not match:
        raise _invalid(f"“{text[:40]}” is no arXiv number. One looks like 2101.00001.", "arxiv-unknown")
    return re.sub(r"\.[a-z]{2}/", "/", match.group(1))


def _pmid(text: str) -> str:
    number = _in_address("pmid", text) or re.sub(r"\Apmid:?\s*", "", text, flags=re.I)
    if not re.fullmatch(r"[1-9][0-9]{0,8}", number):
        raise _invalid(f"“{text[:40]}” is no PMID. It is a number of up to nine digits.", "pmid-unknown")
    return number


def _pmcid(text: str) -> str:
    number = _in_address("pmcid", text) or text
    match = re.fullmatch(r"(?:pmcid:?\s*)?(?:pmc)?([1-9][0-9]{0,8})(?:\.[0-9]+)?", number, re.I)
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


def _in_address(scheme: str, text: str) -> str:
    """What an address of the scheme's own site leads to, without what was hung on it; empty for any other."""
    found = (pattern.fullmatch(text) for name, pattern in _ADDRESSES if name == scheme)
    return next((unquote(match.group(1)) for match in found if match), "")


def _out_of_its_sentence(text: str) -> str:
    """Without the quotation marks, full stops and brackets around it; brackets of its own stay."""
    text = text.lstrip(_BEFORE)
    while text and (
        text[-1] in _AFTER or text.count(text[-1]) > text.count(_OPENED_BY.get(text[-1], text[-1]))
    ):
        text = text[:-1].rstrip()
    return text


def _digits(called: str, text: str) -> str:
    """A number of a book or serial without its name and dashes, an x as X."""
    return _DASHES.sub("", re.sub(rf"\A{called}:?\s*", "", text, flags=re.I)).upper()


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
