"""How far an export is, measured by whoever makes it and written down with the lease: in which phase, how
many claims a second, and for how much longer.
"""

import math
from time import monotonic
from typing import Any, Final

from annotations.actions.export_leases import LEASE, SILENT, Lease

PROGRESS_SECONDS: Final = 0.5
GATHERING, WRITING = "gathering", "writing"


class Progress:
    """One attempt's progress. Each `tick` may raise `LeaseLost`: it was cancelled, or another has it."""

    def __init__(self, lease: Lease, total: int) -> None:
        self.lease, self.total = lease, total
        self.kept = 0
        """Claims that an earlier attempt had gathered, which cost this one nothing."""
        self.round = 0
        self._begin(GATHERING)

    def _begin(self, phase: str) -> None:
        self.phase, self.done, self.idle = phase, 0, 0
        self.begun = monotonic()
        self._write()

    def tick(self, claims: int = 0, *, kept: bool = False) -> None:
        """So many more claims are through; those that were `kept` say nothing about the speed."""
        self.done += claims
        if kept:
            self.kept += claims
            self.idle += claims
        if monotonic() - self.written_at >= PROGRESS_SECONDS:
            self._write()

    def begin_writing(self) -> None:
        """Another round through all claims, for the file."""
        self.round += 1
        self._begin(WRITING)

    def all_read(self) -> None:
        """Everything was handed over; what the format does with it now may take long without a word."""
        self._write(is_silent=True)

    def _write(self, *, is_silent: bool = False) -> None:
        self.written_at = monotonic()
        hold = SILENT if is_silent else LEASE
        self.lease.renew(self.done, self.total, progress=self._told(), hold=hold)

    def _told(self) -> dict[str, Any]:
        seconds, made = self.written_at - self.begun, self.done - self.idle
        rate = made / seconds if made and seconds > 0 else None
        return {
            "phase": self.phase,
            "round": self.round,
            "claims_kept": self.kept,
            "claims_per_second": rate and round(rate, 1),
            "seconds_left": rate and math.ceil((self.total - self.done) / rate),
        }
