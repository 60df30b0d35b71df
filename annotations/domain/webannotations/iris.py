"""IRIs: names for things on the web, of which addresses of pages are one kind."""

from typing import Any

import regex

from annotations.domain.errors import Invalid

LONGEST_IRI = 2_000
"""In bytes of UTF-8: an index of the database holds entries of at most 2,704 bytes."""

# RFC 3987 without its fine print: a scheme, and no character that no part of an IRI may hold.
_IRI = regex.compile(
    r"""[A-Za-z][A-Za-z0-9+.\-]*+:(?:%[0-9A-Fa-f]{2}|[^%\s<>"{}|\\^`\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}])++"""
)
_WITHOUT_HOST = regex.compile(r"(?i)https?:(?!//[^/?#])")


def is_iri(value: Any) -> bool:
    """Whether the value is an absolute IRI of at most 2,000 bytes; web addresses must name a host."""
    return (
        isinstance(value, str)
        and len(value) <= LONGEST_IRI
        and _IRI.fullmatch(value) is not None
        and not _WITHOUT_HOST.match(value)
        and len(value.encode()) <= LONGEST_IRI
    )


def check_iri(value: Any, field: str, rule: str) -> str:
    """The value itself. Invalid with `rule` where it is no IRI."""
    if not is_iri(value):
        raise Invalid(
            f"“{field}” is not an IRI of at most {LONGEST_IRI:,} bytes."
            " Write a complete one, such as https://example.org/a or urn:uuid:….",
            field=field,
            rule=rule,
        )
    return str(value)


def without_fragment(iri: str) -> tuple[str, str]:
    """The IRI before its first `#`, and what stands behind it.

    A fragment that begins with `!` or `/` chooses the page itself and stays.
    """
    resource, _, fragment = iri.partition("#")
    return (iri, "") if fragment.startswith(("!", "/")) else (resource, fragment)
