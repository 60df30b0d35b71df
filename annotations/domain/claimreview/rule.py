"""What a rule of the linter is, and what it finds."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple


class Severity(StrEnum):
    """What a finding means for whoever publishes."""

    REFUSE = "refuse"
    ADVISE = "advise"


class Fault(NamedTuple):
    """A rule that is broken, where, and by which value."""

    code: str
    path: str
    value: Any = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `{value}` in `wrong` stands for the value that was found."""

    code: str
    wrong: str
    fix: str
    severity: Severity = Severity.REFUSE


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in words. `path` is a JSON path from `$`, the root."""

    code: str
    severity: Severity
    path: str
    message: str
    fix: str
