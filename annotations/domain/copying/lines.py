"""Lines that stand on the pages of every publisher and that nobody wrote for the story: consent to cookies,
rights, newsletters, sharing.

A line is left out when it is short and says something of the table. A story about cookies or copyright has
longer paragraphs, and losing one line of it does no harm.
"""

from typing import Final

import regex

LONGEST_UNITS: Final = 160
"""Eighty words: longer paragraphs are read as part of the story, whatever they speak of."""

_SAID: Final = (
    # Consent and privacy
    r"(?:we|this (?:web)?site|our partners?) (?:and our partners )?(?:use|uses|store)s? cookies",
    r"\bcookies?\b.{0,80}\b(?:experience|consent|accept|settings|preferences|policy|analyse|analyze|traffic)",
    r"\b(?:accept|manage|reject) (?:all )?cookies\b",
    r"\b(?:privacy (?:policy|notice|settings)|terms (?:of (?:use|service)|and conditions))\b",
    r"\b(?:wir|diese (?:web)?seite) (?:verwenden|nutz(?:en|t)|setzen) .{0,30}cookies",
    r"\b(?:datenschutzerklärung|nutzungsbedingungen|impressum)\b",
    r"\b(?:nous utilisons|ce site utilise) .{0,20}cookies|politique de confidentialité|mentions légales",
    r"\b(?:utilizamos|este sitio (?:web )?utiliza|usamos) .{0,20}cookies|política de privacidad",
    r"\b(?:utilizziamo|questo sito utilizza) .{0,20}cookie|informativa sulla privacy",
    r"\bмы используем .{0,20}(?:cookie|куки)|политик\w+ конфиденциальности",
    # Rights
    r"\ball rights reserved\b|\balle rechte vorbehalten\b|\btous droits réservés\b",
    r"\btodos los derechos reservados\b|\btutti i diritti riservati\b|\btodos os direitos reservados\b",
    r"\bвсе права защищены\b|版权所有|不得转载|無断転載|무단\s?전재",
    r"\bmay not be (?:published|reproduced|republished)\b.{0,80}\b(?:broadcast|rewritten|redistributed)",
    r"\bstandards?: .{0,40}\btrust principles\b",
    # Asking for something
    r"\b(?:sign up|subscribe|register)\b.{0,60}\b(?:newsletter|inbox|updates|unlimited access|today)\b",
    r"\b(?:newsletter|push-?nachrichten)\b.{0,40}\b(?:abonnieren|anmelden|bestellen)\b",
    r"\binscrivez-vous\b.{0,40}\bnewsletter\b|\bsuscríbe\w*\b.{0,40}\bbolet[ií]n\b",
    r"\b(?:follow|like|find) us on\b|\bshare (?:this|on) \b|\bread more\b|\bclick here\b|\bmost read\b",
    r"\bcontact (?:us|the newsroom|our newsroom)\b|\bgot a (?:tip|story)\b|\bsend us (?:your|a)\b",
    r"\b(?:disable|turn off) your ad ?blocker\b|\badvertisement\b",
)
_BOILERPLATE: Final = regex.compile("|".join(f"(?:{one})" for one in _SAID), regex.IGNORECASE)


def is_boilerplate(line: str, units: int) -> bool:
    """Whether a line is no part of a story; `units` is its length, two for a word (see `tokens`)."""
    return units <= LONGEST_UNITS and _BOILERPLATE.search(line) is not None
