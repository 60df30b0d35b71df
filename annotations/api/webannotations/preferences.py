"""What a client prefers to be given of a container (`Prefer`, RFC 7240), and what it asked for by address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from rest_framework.request import Request

from annotations.api.filters import LARGEST_ID
from annotations.domain.errors import Invalid

MINIMAL = "http://www.w3.org/ns/ldp#PreferMinimalContainer"
IRIS = "http://www.w3.org/ns/oa#PreferContainedIRIs"
DESCRIPTIONS = "http://www.w3.org/ns/oa#PreferContainedDescriptions"

KNOWN = frozenset({"article", "iris", "page"})
# Preferences are separated by commas, their parameters by semicolons; inside quotes neither separates.
PIECE = re.compile(r"""([^\s=,;]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",;]*)))?\s*([,;]|$)""")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which reading of the container: of one article or of all, by IRIs or descriptions, which page, and
    whether without the first page. `applied` is what of the client's preferences is followed.
    """

    article_id: int | None
    by_iris: bool
    page: int | None
    is_minimal: bool
    applied: str

    @property
    def query(self) -> str:
        """What tells this reading from others, as the query of its address."""
        named = {} if self.article_id is None else {"article": self.article_id}
        return urlencode({**named, "iris": int(self.by_iris)})


def asked_of(request: Request) -> Asked:
    """What the request asks for. The address says more than a preference; what is unknown in `Prefer` is
    ignored, but a parameter of the address that does not exist is refused.
    """
    query = request.query_params
    unknown = sorted(set(query) - KNOWN)
    if unknown:
        raise Invalid(
            f"There is no parameter “{unknown[0][:80]}” here. Known: {', '.join(sorted(KNOWN))}.",
            field=unknown[0][:80],
            rule="unknown-filter",
        )
    preferred = included_in(request.headers.get("Prefer", ""))
    page = _number(query.get("page"), "page", 0)
    by_iris = _number(query.get("iris"), "iris", 0, 1)
    followed = _followed(preferred) if page is None else ()
    return Asked(
        article_id=_number(query.get("article"), "article", 1),
        by_iris=bool(by_iris) if by_iris is not None else IRIS in followed,
        page=page,
        is_minimal=MINIMAL in followed,
        applied=f'return=representation; include="{" ".join(followed)}"' if followed else "",
    )


def included_in(header: str) -> tuple[str, ...]:
    """The IRIs that `return=representation` is to include; empty without that preference."""
    for preference in _preferences(header):
        if preference and preference[0] == ("return", "representation"):
            return tuple(iri for name, value in preference if name == "include" for iri in value.split())
    return ()


def _preferences(header: str) -> Iterator[list[tuple[str, str]]]:
    current: list[tuple[str, str]] = []
    for name, quoted, bare, end in PIECE.findall(header):
        current.append((name.lower(), re.sub(r"\\(.)", r"\1", quoted) or bare))
        if end != ";":
            yield current
            current = []


def _followed(preferred: tuple[str, ...]) -> tuple[str, ...]:
    """Of two that exclude each other neither is followed: then the container is as without any."""
    followed = [iri for iri in (MINIMAL, IRIS, DESCRIPTIONS) if iri in preferred]
    if IRIS in followed and DESCRIPTIONS in followed:
        followed = [iri for iri in followed if iri == MINIMAL]
    return tuple(followed)


def _number(given: str | None, name: str, least: int, most: int = LARGEST_ID) -> int | None:
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and len(given) <= 19 and least <= int(given) <= most):
        raise Invalid(f"“{given[:40]}” is no {name}.", field=name, rule="invalid")
    return int(given)
