"""What the newsroom says about itself: its name and address, who owns it, and how it rates."""

from dataclasses import dataclass
from datetime import datetime

from annotations.domain.verification import USUAL_SCALE, RatingScale


@dataclass(frozen=True, slots=True)
class Profile:
    """One version of it. Number 0 is what holds as long as nobody has written one: the configured name, the
    usual ratings and no public pages. Texts that nobody has written are empty.
    """

    name: str
    number: int = 0
    has_public_pages: bool = False
    legal_name: str = ""
    description: str = ""
    address: str = ""
    same_as: tuple[str, ...] = ()
    ownership: str = ""
    corrections_policy: str = ""
    contact: str = ""
    contact_email: str = ""
    scale: RatingScale = USUAL_SCALE
    changed_at: datetime | None = None
