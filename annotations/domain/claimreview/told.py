"""What readers are told about an exported claim: what was published last, else what was signed.

Work goes on after publishing. Until it is published as a correction, readers are told what they were told:
the words, the verdict and the evidence of the publication, not those of today.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotations.domain.published import SHOWN
from annotations.domain.verification import EffectiveStatus, Standing, effective_status
from annotations.domain.vocabulary import PublicationKind, Status


@dataclass(frozen=True, slots=True)
class Told:
    """The verdict in effect, with its words and days; moments are ISO 8601 in UTC. `links` are the pieces of
    evidence it rests on, `places` the highlights; `number` is that of the publication, 0 for what is signed
    and was not published.
    """

    text: str
    short_claim: str
    status: EffectiveStatus
    context_flags: tuple[str, ...]
    reason: str
    first_at: str
    last_at: str
    expires_at: str | None
    links: Sequence[Mapping[str, Any]]
    places: Sequence[Mapping[str, Any]]
    corrections: Sequence[Mapping[str, Any]] = ()
    number: int = 0
    is_withdrawn: bool = False


def told_of(claim: Mapping[str, Any]) -> Told | None:
    """What an export document says to readers; None where nothing was published and nobody has signed."""
    published = claim.get("publication")
    return _published(claim, published) if published else _signed(claim)


def _published(claim: Mapping[str, Any], published: Mapping[str, Any]) -> Told:
    status, computed = Status(published["status"]), Status(published["computed_status"])
    is_override = status != computed
    override = claim.get("override") or {}
    holds = is_override and override.get("status") == status
    told_at = published["published_at"]
    return Told(
        text=published["text"],
        short_claim=published["short_claim"],
        status=effective_status(computed, signed=computed, overridden=status if is_override else None),
        context_flags=(published["context_flag"],) if published["context_flag"] else (),
        reason=published["reason"],
        first_at=published["first_published_at"],
        last_at=told_at,
        expires_at=override["expires_at"] if holds else None,
        links=[link for link in _accepted(claim) if link["attached_at"] <= told_at],
        places=[place for place in claim["highlights"] if place["made_at"] <= told_at],
        corrections=[each for each in published["corrections"] if each["kind"] == PublicationKind.CORRECTED],
        number=published["number"],
        is_withdrawn=published["kind"] == PublicationKind.WITHDRAWN,
    )


def _signed(claim: Mapping[str, Any]) -> Told | None:
    told = {name: Status(status) for name, status in claim["status"].items() if status}
    effective = effective_status(**told)
    verdicts, override = claim["verdicts"], claim["override"] or {}
    if not verdicts or effective.standing is Standing.PROVISIONAL:
        return None
    signed_at = verdicts[-1]["signed_at"]
    return Told(
        text=claim["text"],
        short_claim=next((each["short_claim"] for each in reversed(verdicts) if each["short_claim"]), ""),
        status=effective,
        context_flags=tuple(each["context_flag"] for each in verdicts if each["context_flag"]),
        reason=override.get("text") or verdicts[-1]["reason"],
        first_at=signed_at,
        last_at=max(signed_at, override.get("approved_at") or ""),
        expires_at=override.get("expires_at"),
        links=_accepted(claim),
        places=claim["highlights"],
    )


def _accepted(claim: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [link for link in claim["evidence"] if link["state"] in SHOWN]
