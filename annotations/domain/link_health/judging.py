"""The judgement itself: one rule after the other, the surest first.

What decides is whether the words that were quoted still stand there. Only where they do not, or nothing was
quoted, does it matter why: an error page that calls itself a success, a notice before the article, a teaser.
What none of these explains is a change, in a plain sentence, and never a death: an address is called dead
only when the server itself says so, several visits in a row.
"""

from dataclasses import replace
from typing import Final

from annotations.domain.link_health import signs
from annotations.domain.link_health.comparing import (
    is_another_text,
    is_cut_short,
    keeps_the_beginning,
    seen_passages,
)
from annotations.domain.link_health.places import leads_to_front_page, leads_to_sign_in, moved_to
from annotations.domain.link_health.seen import (
    Judgement,
    Known,
    PassageSeen,
    Seen,
    SeenFailure,
    SeenPage,
    SeenRefusal,
    SeenUnchanged,
)
from annotations.domain.vocabulary import LinkHealth

FAILURES_UNTIL_DEAD: Final = 3
"""Visits in a row that end in a failure, this one included, before "not there" is believed."""

LESS: Final = 0.6
"""The share of the earlier text below which a text is clearly less."""

HARDLY_ANY_TEXT: Final = 200
"""Code points below which a page that once held an article says nothing about it."""

LONGEST_SENTENCE: Final = 500
LONGEST_QUOTATION: Final = 160

GONE_STATUSES: Final = frozenset({404, 410})
BLOCKED_STATUSES: Final = frozenset({401, 403, 407, 429, 451})
PAYMENT_REQUIRED: Final = 402
NO_SUCH_SITE: Final = "no-such-site"


def judge(seen: Seen, known: Known) -> Judgement:
    """What a visit says of an address, told as its health and one sentence (see `Judgement`).

    Equal text is always `ALIVE`, or `MOVED` where it is served elsewhere for good.
    """
    judgement = _judged(seen, known)
    sentence = judgement.sentence
    if len(sentence) > LONGEST_SENTENCE:
        sentence = sentence[: LONGEST_SENTENCE - 1] + "…"
    return replace(judgement, sentence=sentence)


def _judged(seen: Seen, known: Known) -> Judgement:
    if isinstance(seen, SeenFailure):
        return _failed(seen, known)
    if isinstance(seen, SeenRefusal):
        return Judgement(LinkHealth.BLOCKED, seen.message, failures=known.failures)
    place = moved_to(known.url, seen.redirects)
    if isinstance(seen, SeenUnchanged):
        return _as_it_was(place)
    return _page(seen, known, place)


def _failed(seen: SeenFailure, known: Known) -> Judgement:
    failures = known.failures + 1
    if seen.status in GONE_STATUSES or seen.reason == NO_SUCH_SITE:
        return _not_there(seen, failures)
    if seen.status == PAYMENT_REQUIRED:
        sentence = "The site asks for payment before it shows this page (status 402). Open it and upload it."
        return Judgement(LinkHealth.PAYWALLED, sentence, failures=known.failures)
    if seen.status in BLOCKED_STATUSES:
        return Judgement(LinkHealth.BLOCKED, _why_blocked(seen.status), failures=known.failures)
    message = seen.message or "The site gave no usable answer."
    return Judgement(LinkHealth.FAILING, message, failures=failures)


def _not_there(seen: SeenFailure, failures: int) -> Judgement:
    said = (
        "There is no site of that name"
        if seen.reason == NO_SUCH_SITE
        else f"The site says that there is no such page (status {seen.status})"
    )
    if failures < FAILURES_UNTIL_DEAD:
        sentence = f"{said}. It counts as dead after {FAILURES_UNTIL_DEAD} such visits in a row."
        return Judgement(LinkHealth.FAILING, sentence, failures=failures)
    sentence = (
        f"{said}, and the last {failures} visits all failed. Look for an archived copy or a new address."
    )
    return Judgement(LinkHealth.DEAD, sentence, failures=failures)


def _why_blocked(status: int | None) -> str:
    why = {
        429: "The site is visited too often (status 429). It is left alone for a while.",
        451: "The site may not show this page for legal reasons (status 451). Look for an archived copy.",
    }
    return why.get(
        status or 0,
        f"The site does not show this page to programs (status {status}). Open it and upload it as a file.",
    )


def _as_it_was(place: str) -> Judgement:
    if place:
        return Judgement(LinkHealth.MOVED, _moved(place), moved_to=place, shows_the_source=True)
    return Judgement(LinkHealth.ALIVE, "", shows_the_source=True)


def _moved(place: str) -> str:
    return f"The page moved for good to {_quoted(place)}. Give the source its new address."


def _page(seen: SeenPage, known: Known, place: str) -> Judgement:
    if seen.text is None or not seen.text.strip():
        return _without_text(seen, known, place)
    if seen.text == known.text:
        return _equal(seen.text, known, place)
    passages = seen_passages(seen.text, known.passages)
    back = _back(seen.text, known)
    if (passages or back) and all(passage.stands for passage in passages):
        return _intact(passages, back, place) if known.text is not None else _equal(seen.text, known, place)
    return _instead_of_the_page(seen, known, seen.text) or _other_text(seen.text, known, passages, place)


def _without_text(seen: SeenPage, known: Known, place: str) -> Judgement:
    if known.text is not None:
        sentence = (
            "The address served no words where it served a text before: a script may put them there, or it "
            "is a file without text now. Nothing can be said of quoted passages; open it and look."
        )
        return Judgement(LinkHealth.CHANGED, sentence, moved_to=place)
    if known.bytes_sha256 in ("", seen.bytes_sha256):
        return _as_it_was(place)
    sentence = "The address serves another file than before. It holds no text: open both and compare them."
    return Judgement(LinkHealth.CHANGED, sentence, moved_to=place, shows_the_source=True)


def _equal(text: str, known: Known, place: str) -> Judgement:
    return replace(_as_it_was(place), passages=seen_passages(text, known.passages))


def _back(text: str, known: Known) -> str:
    """Of passages that were missing, that they stand there again, as a sentence; empty where none does."""
    back = sum(passage.stands for passage in seen_passages(text, known.missing))
    if not back:
        return ""
    them = "A passage that was missing is" if back == 1 else f"{back} passages that were missing are"
    return f" {them} back, and {'waits' if back == 1 else 'wait'} for a person to let it count again."


def _intact(passages: tuple[PassageSeen, ...], back: str, place: str) -> Judgement:
    count = "The quoted passage still stands" if len(passages) == 1 else "All quoted passages still stand"
    if place:
        stand = f" {count} there." if passages else ""
        sentence = f"{_moved(place)}{stand}{back}"
        return Judgement(LinkHealth.MOVED, sentence, moved_to=place, shows_the_source=True, passages=passages)
    changed = f"changed elsewhere. {count}." if passages else "changed."
    sentence = f"The text of the page {changed}{back}"
    return Judgement(LinkHealth.CHANGED, sentence, shows_the_source=True, passages=passages)


def _instead_of_the_page(seen: SeenPage, known: Known, text: str) -> Judgement | None:
    """Where something else was served in place of the page, which of the things sites serve so."""
    before = known.text or ""
    if leads_to_front_page(known.url, seen.final_url):
        sentence = "The address leads to the front page of the site: the page itself is no longer there. "
        return _soft_404(sentence, known)
    if signs.says_not_found(seen.title, text) and not signs.says_not_found("", before):
        return _soft_404("The site says that there is no such page, without an error status. ", known)
    if signs.doubts_a_human(seen.title, text) and not signs.doubts_a_human("", before):
        return _blocked("The site wants to see a person before it shows this page.", known)
    if signs.asks_for_consent(text) and not signs.asks_for_consent(before):
        return _blocked("The site shows a page that asks for consent instead of this page.", known)
    if _is_behind_a_paywall(seen, known, text):
        return _paywalled(known)
    if leads_to_sign_in(known.url, seen.final_url):
        return _blocked("The address leads to a page where readers sign in.", known)
    return None


def _soft_404(said: str, known: Known) -> Judgement:
    sentence = f"{said}Look for its new address or an archived copy."
    return Judgement(LinkHealth.SOFT_404, sentence, failures=known.failures + 1)


def _blocked(said: str, known: Known) -> Judgement:
    sentence = f"{said} Open it yourself and upload it as a file."
    return Judgement(LinkHealth.BLOCKED, sentence, failures=known.failures)


def _paywalled(known: Known) -> Judgement:
    """The beginning is kept where there is nothing better yet and nothing could be lost by it."""
    sentence = (
        "Only the beginning is shown; the rest may cost money or an account. "
        "Open it there and upload it as a file."
    )
    keeps = known.text is None and not known.passages
    return Judgement(LinkHealth.PAYWALLED, sentence, failures=known.failures, shows_the_source=keeps)


def _is_behind_a_paywall(seen: SeenPage, known: Known, text: str) -> bool:
    """By several signs at once, or by the exact beginning of what was shown before and nothing more.

    A notice that takes a report back is short too, and stands on pages that ask for money: it must not pass
    for a teaser, which begins as the report did.
    """
    is_short = len(text) <= signs.SHORT_TEXT
    if known.text is None:
        return is_short and (seen.is_free is False or signs.asks_for_payment(text))
    asks = seen.is_free is False or (signs.asks_for_payment(text) and not signs.asks_for_payment(known.text))
    is_less = is_short or len(text) < LESS * len(known.text)
    return (asks and is_less and keeps_the_beginning(text, known.text)) or is_cut_short(text, known.text)


def _other_text(text: str, known: Known, passages: tuple[PassageSeen, ...], place: str) -> Judgement:
    if known.text is not None and len(text) < min(HARDLY_ANY_TEXT, len(known.text) // 4):
        sentence = "The address served only a few words; a script may put the rest there. Open it and look."
        return Judgement(LinkHealth.CHANGED, sentence, moved_to=place)
    lost = [passage for passage in passages if not passage.stands]
    if lost:
        health, sentence = _of_lost(lost, known, text)
        sentence += _back(text, known)
    elif known.text is None:
        return _as_it_was(place)
    elif place:
        health, sentence = LinkHealth.MOVED, f"{_moved(place)} Its text differs from the stored copy."
    else:
        health, sentence = LinkHealth.CHANGED, _changed(known.text, text)
    return Judgement(health, sentence, moved_to=place, shows_the_source=True, passages=passages)


def _changed(before: str, text: str) -> str:
    if is_another_text(before, text):
        return "The address now shows another text altogether. Compare both, or look for its new address."
    return "The text of the page changed. Nothing has been quoted from it yet."


def _of_lost(lost: list[PassageSeen], known: Known, text: str) -> tuple[LinkHealth, str]:
    words = {passage.key: passage.words for passage in known.passages}
    gone = next((passage for passage in lost if not passage.new_words), None)
    if gone is None:
        first = lost[0]
        sentence = (
            f"A quoted passage now reads {_quoted(first.new_words)} instead of {_quoted(words[first.key])}. "
            f"{_others(lost)}Compare both and decide whether it still counts."
        )
        return LinkHealth.PASSAGE_CHANGED, sentence
    another = known.text is not None and is_another_text(known.text, text)
    where = "The address now shows another text altogether: a" if another else "A"
    sentence = (
        f"{where} quoted passage is gone: {_quoted(words[gone.key])}. {_others(lost)}"
        "It may have been taken back; look whether the page says so."
    )
    return LinkHealth.PASSAGE_GONE, sentence


def _others(lost: list[PassageSeen]) -> str:
    if len(lost) == 1:
        return ""
    return f"{len(lost) - 1} more changed or went too. "


def _quoted(words: str) -> str:
    return f"“{words if len(words) <= LONGEST_QUOTATION else words[: LONGEST_QUOTATION - 1] + '…'}”"
