"""What the file said from which a claim was read in, for its page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from annotations.domain.claimreview.reading import is_web_address
from annotations.models import Claim, ImportedClaim


@dataclass(frozen=True, slots=True)
class OriginShown:
    """What others found. Addresses that are none of the web are words, never links."""

    format: str
    checked_by: str
    check_address: str
    check_link: bool
    rating: dict[str, Any]
    places: list[str]
    sources: list[dict[str, Any]]
    imported_at: datetime


def origin_shown(claim: Claim) -> OriginShown | None:
    """Where the claim came from; None where it was made here."""
    origin: ImportedClaim | None = getattr(claim, "origin", None)
    if origin is None:
        return None
    named = [one for one in origin.rest.get("sources", []) if isinstance(one, dict)]
    return OriginShown(
        format=origin.get_format_display(),
        checked_by=origin.checked_by,
        check_address=origin.check_address,
        check_link=is_web_address(origin.check_address),
        rating=origin.rating,
        places=[place for place in origin.rest.get("appearances", []) if is_web_address(str(place))],
        sources=[one | {"link": is_web_address(str(one.get("address", "")))} for one in named],
        imported_at=origin.imported_at,
    )
