"""Which status holds for readers: what was computed, what people signed, what they decided otherwise
(specification 3.6). All of them are shown; one of them is in effect.
"""

from dataclasses import dataclass
from enum import StrEnum

from annotations.domain.verification import rank
from annotations.domain.vocabulary import Status


class Standing(StrEnum):
    """On whose word the effective status rests."""

    BY_TYPE = "by_type"
    OVERRIDDEN = "overridden"
    SIGNED = "signed"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class EffectiveStatus:
    """The status in effect, with the three it came from; None where nobody signed or overrode."""

    status: Status
    standing: Standing
    computed: Status
    signed: Status | None
    overridden: Status | None


def effective_status(
    computed: Status, *, signed: Status | None = None, overridden: Status | None = None
) -> EffectiveStatus:
    """The status in effect. `signed` is the status under a complete and live sign-off, `overridden` that of
    an approved override that has not ended.
    """
    if rank(computed) is None:
        return EffectiveStatus(computed, Standing.BY_TYPE, computed, signed, overridden)
    if overridden is not None:
        return EffectiveStatus(overridden, Standing.OVERRIDDEN, computed, signed, overridden)
    standing = Standing.PROVISIONAL if signed is None else Standing.SIGNED
    return EffectiveStatus(computed, standing, computed, signed, overridden)
