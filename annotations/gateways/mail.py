"""Letters by e-mail. What they say is finished before it comes here; this knows how a letter looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from annotations.domain.errors import Unavailable

NOT_TAKEN: Final = "mail-not-taken"
ADDRESS_REFUSED: Final = "mail-address-refused"
REFUSED_FOR_GOOD: Final = 500


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One thing that happened: what it is about, the sentence, and the address to read more."""

    title: str
    sentence: str
    address: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody is told by e-mail. `unshown` things are counted only; `older` were told of before and are
    still unread; `work` waits for them. `stop_address` is where they end these letters.
    """

    to: str
    name: str
    how_often: str
    lines: Sequence[LetterLine]
    unshown: int
    older: int
    work: int
    notices_address: str
    stop_address: str

    @property
    def count(self) -> int:
        """How many things happened."""
        return len(self.lines) + self.unshown

    @property
    def subject(self) -> str:
        """One line that says how much, and nothing of what."""
        what = "1 notice" if self.count == 1 else f"{self.count} notices"
        return f"{what} in {settings.ORGANISATION_NAME}"


def send_letter(letter: Letter) -> None:
    """Hands the letter on, as plain text and as a page. Refuses with `Unavailable` where nobody takes it,
    with the rule `ADDRESS_REFUSED` where that is for good.
    """
    message = EmailMultiAlternatives(
        letter.subject,
        render_to_string("mail/digest.txt", {"letter": letter}),
        settings.DEFAULT_FROM_EMAIL,
        [letter.to],
        headers={"List-Unsubscribe": f"<{letter.stop_address}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("mail/digest.html", {"letter": letter}), "text/html")
    try:
        message.send()
    except (SMTPException, OSError) as failure:
        rule = ADDRESS_REFUSED if _is_for_good(failure) else NOT_TAKEN
        raise Unavailable("The mail server did not take the letter.", rule=rule) from failure


def _is_for_good(failure: Exception) -> bool:
    """Whether the server knows no such address, rather than asking to try again (RFC 5321, 4.2.1)."""
    if not isinstance(failure, SMTPRecipientsRefused):
        return False
    return all(code >= REFUSED_FOR_GOOD for code, _ in failure.recipients.values())
