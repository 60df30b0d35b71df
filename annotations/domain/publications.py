"""What readers are told about a claim: the words of a publication before there is one, and their fingerprint.

Whoever publishes sees these words first. The fingerprint of what they saw comes back with the deed, so that
nothing else is published than what somebody looked at.
"""

import hashlib
from dataclasses import asdict, dataclass
from typing import Final

from annotations.domain.history import canonical_json
from annotations.domain.vocabulary import ContextFlag, Status

NOTE_MINIMUM: Final = 20
"""So many characters has a public note at least: readers are owed a sentence."""


@dataclass(frozen=True, slots=True)
class Said:
    """What leaves the building about a claim: the status as signed or overridden, and why."""

    text: str
    status: str
    computed_status: str
    context_flag: str = ""
    reason: str = ""
    short_claim: str = ""

    @property
    def seen(self) -> str:
        """A SHA-256 of the words in hexadecimal: the same words, the same fingerprint."""
        return hashlib.sha256(canonical_json(asdict(self)).encode()).hexdigest()

    @property
    def status_label(self) -> str:
        """The status in words."""
        return Status(self.status).label

    @property
    def computed_label(self) -> str:
        """What was computed, where something else is shown; else empty."""
        return "" if self.computed_status == self.status else Status(self.computed_status).label

    @property
    def flag_label(self) -> str:
        """The context flag in words; empty where there is none."""
        return ContextFlag(self.context_flag).label if self.context_flag else ""
