"""What a site's robots.txt asks of programs (RFC 9309), kept as plain values and asked without the net.

The group for this product's name holds, else the one for everybody. Within it the longest rule that matches
decides, and of equally long ones the one that allows. `*` stands for anything and `$` for the end. Paths are
compared with their percent-encodings in one spelling. `Crawl-delay` is no part of the standard; it is
honoured all the same, up to a bound, since people who write it mean it.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

import regex

from annotations.domain.weblinks import normal_path, parse_web_url

PRODUCT_TOKEN: Final = "workbench"
"""The name under which robots.txt files address this product, in small letters."""

LONGEST_TEXT: Final = 500 * 1024
"""Code points that are read; the standard asks for at least 500 KiB, and more than that is no rule book."""

LONGEST_DELAY_SECONDS: Final = 60.0
TOO_MANY_REQUESTS: Final = 429

_LINE = regex.compile(r"\s*([A-Za-z][A-Za-z -]*?)\s*:\s*([^#]*?)\s*(?:#.*)?")
_TOKEN = regex.compile(r"[A-Za-z_-]+")
_LINE_END = regex.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Rule:
    """One `Allow` or `Disallow`; `pattern` in normal percent-encoding."""

    allows: bool
    pattern: str


@dataclass(slots=True)
class _Group:
    names: list[str]
    rules: list[Rule] = field(default_factory=list)
    delay: float = 0.0


@dataclass(frozen=True)
class RobotsAnswer:
    """What came back for a site's robots.txt: the HTTP status and, with a 2xx, its text. Both can be stored,
    and the answer made again from them.
    """

    status: int
    text: str = ""

    @property
    def is_refused_for_now(self) -> bool:
        """Whether the site could not say (5xx, or too many requests): then nobody may go, for now."""
        return self.status >= 500 or self.status == TOO_MANY_REQUESTS

    def permits(self, url: str) -> bool:
        """Whether this product may read an address of the site. Raises `Invalid` where it is none."""
        if self.is_refused_for_now:
            return False
        target = parse_web_url(url).request_target
        return target == "/robots.txt" or _permits(self._group[0], target)

    def why_not(self, url: str) -> str:
        """A sentence where it may not be read; empty where it may."""
        if self.permits(url):
            return ""
        if self.is_refused_for_now:
            return (
                f"The site could not say which pages programs may read (robots.txt, status {self.status}), "
                "so it is left alone for now and asked again later."
            )
        return (
            "The site asks programs not to read this page (robots.txt). "
            "Open it yourself and upload it as a file."
        )

    @property
    def delay_seconds(self) -> float:
        """The pause the site asks for between two visits, in seconds, at most `LONGEST_DELAY_SECONDS`."""
        return 0.0 if self.is_refused_for_now else self._group[1]

    @cached_property
    def _group(self) -> tuple[tuple[Rule, ...], float]:
        return _group_for(self.text if 200 <= self.status < 300 else "", PRODUCT_TOKEN)


@lru_cache(maxsize=256)
def _group_for(text: str, name: str) -> tuple[tuple[Rule, ...], float]:
    """The rules that hold for a product, all groups of its name put together; else those for everybody."""
    groups = list(_groups(text))
    for wanted in (name, "*"):
        chosen = [group for group in groups if wanted in group.names]
        if chosen:
            rules = tuple(rule for group in chosen for rule in group.rules)
            return rules, max(group.delay for group in chosen)
    return (), 0.0


def _groups(text: str) -> Iterator[_Group]:
    group: _Group | None = None
    is_open = False
    for name, value in _lines(text):
        if name == "user-agent":
            if group is None or not is_open:
                if group is not None:
                    yield group
                group, is_open = _Group([]), True
            group.names.append(_product(value))
        elif group is not None and name in ("allow", "disallow", "crawl-delay"):
            is_open = False
            _add(group, name, value)
    if group is not None:
        yield group


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in _LINE_END.split(text[:LONGEST_TEXT].removeprefix("\ufeff")):
        found = _LINE.fullmatch(line[:4_000])
        if found:
            yield found[1].lower().replace(" ", "-"), found[2]


def _product(value: str) -> str:
    if value.startswith("*"):
        return "*"
    found = _TOKEN.match(value)
    return found[0].lower() if found else ""


def _add(group: _Group, name: str, value: str) -> None:
    if name == "crawl-delay":
        group.delay = max(group.delay, _seconds(value))
    elif value:
        # An empty Disallow forbids nothing.
        pattern = value if value.startswith(("/", "*")) else f"/{value}"
        group.rules.append(Rule(name == "allow", normal_path(pattern)))


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        return 0.0
    return min(max(seconds, 0.0), LONGEST_DELAY_SECONDS) if math.isfinite(seconds) else 0.0


def _permits(rules: Iterable[Rule], target: str) -> bool:
    matching = [(len(rule.pattern), rule.allows) for rule in rules if _matches(rule.pattern, target)]
    return max(matching, default=(0, True))[1]


def _matches(pattern: str, target: str) -> bool:
    """Whether the target begins as the pattern says; in time linear in both, whatever the stars."""
    is_whole = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not target.startswith(first):
        return False
    return _follow(others, target, len(first), is_whole=is_whole)


def _follow(pieces: Sequence[str], target: str, at: int, *, is_whole: bool) -> bool:
    """Whether the pieces stand in this order from a place on, the last at the very end where asked so."""
    if not pieces:
        return at == len(target) or not is_whole
    for piece in pieces[:-1]:
        found = target.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if is_whole:
        return target.endswith(pieces[-1]) and len(target) - len(pieces[-1]) >= at
    return target.find(pieces[-1], at) >= 0
