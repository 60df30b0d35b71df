"""What a notice says, in one sentence, and what it is about: for the page and for the letter alike."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from annotations.domain.vocabulary import NoticeKind
from annotations.models import Claim, SecondLook
from annotations.queries.notices import About, ListedNotice

TITLE_CHARACTERS: Final = 140


def sentence(one: ListedNotice) -> str:
    """What happened, in one sentence. Names nobody's words."""
    if one.notice.kind == NoticeKind.JOINED_DESK and one.notice.detail.get("person") == one.notice.person_id:
        return _("You belong to the desk now.")
    words = SENTENCES[NoticeKind(one.notice.kind)] % {
        "number": one.number,
        "count": one.count,
        "who": one.who or _("Somebody"),
        "due": _day(one),
    }
    return f"{words} {_due(one)}".strip() if one.notice.kind == NoticeKind.ASSIGNED else str(words)


def title_of(about: About) -> str:
    """The name of what a notice is about; a passage that somebody reads blind has none."""
    if isinstance(about, SecondLook):
        return _("A passage of a source")
    name = str(about.text if isinstance(about, Claim) else about)
    return name if len(name) <= TITLE_CHARACTERS else f"{name[: TITLE_CHARACTERS - 1]}…"


def _day(one: ListedNotice) -> str:
    return date_format(timezone.localtime(one.due_at), "j F Y") if one.due_at else ""


def _due(one: ListedNotice) -> str:
    return _("It is due on %(day)s.") % {"day": _day(one)} if one.due_at else ""


SENTENCES: Final[Mapping[NoticeKind, Any]] = {
    # The publisher changed the words: a figure turns a claim into another one.
    NoticeKind.WORDS_CHANGED: ngettext_lazy(
        "In revision %(number)s figures or negations changed under %(count)s highlight.",
        "In revision %(number)s figures or negations changed under %(count)s highlights.",
        "count",
    ),
    NoticeKind.TEXT_REPLACED: ngettext_lazy(
        "Nothing of the earlier text is left in revision %(number)s: %(count)s highlight waits.",
        "Nothing of the earlier text is left in revision %(number)s: %(count)s highlights wait.",
        "count",
    ),
    NoticeKind.CHECK_DIFFERENT: gettext_lazy(
        "Its address shows another text altogether. Nothing was added; look whether it is the article."
    ),
    NoticeKind.SOURCE_CHANGED: ngettext_lazy(
        "The register changed under %(count)s claim that you signed or linked evidence to.",
        "The register changed under %(count)s claims that you signed or linked evidence to.",
        "count",
    ),
    NoticeKind.PASSAGE_LOST: gettext_lazy("A passage that you linked is no longer where it was."),
    NoticeKind.COPY_SUGGESTED: gettext_lazy(
        "It may rest on another source. Look at the suggestion, and decide."
    ),
    NoticeKind.CHECK_FAILED: gettext_lazy("Its address could not be read several times in a row."),
    NoticeKind.ASSIGNED: ngettext_lazy(
        "%(who)s gave this to you.",
        "%(who)s gave you %(count)s things to work on; this is the first.",
        "count",
    ),
    NoticeKind.DUE_SOON: gettext_lazy("Your work on it is due on %(due)s."),
    NoticeKind.MENTIONED: gettext_lazy("%(who)s named you in a comment."),
    NoticeKind.COMMENTED: gettext_lazy("%(who)s commented."),
    NoticeKind.SECOND_LOOK_ASKED: gettext_lazy("It waits for your reading, without anybody else's."),
    NoticeKind.DISPUTE_OPENED: gettext_lazy(
        "Two people read it differently. Somebody who has read neither settles it."
    ),
    NoticeKind.DISPUTE_SETTLED: gettext_lazy("Two people read it differently; a third has settled it."),
    NoticeKind.DISPUTE_OVER: gettext_lazy(
        "You were settling between two readings of a passage. It was taken out of the reckoning; there is "
        "nothing to settle."
    ),
    NoticeKind.SIGNATURE_LAPSED: gettext_lazy("A signature no longer stands: what was signed has changed."),
    NoticeKind.OVERRIDE_PROPOSED: gettext_lazy(
        "%(who)s proposed to show another status than the computed one. It takes a second person."
    ),
    NoticeKind.PUBLISHED_IN_DOUBT: gettext_lazy(
        "It is published, and its signatures no longer stand. Correct it, or sign it anew."
    ),
    NoticeKind.JOINED_DESK: gettext_lazy("%(who)s came to the desk."),
    NoticeKind.READER_REPORTED: gettext_lazy("A reader says that what is published of it is wrong."),
}
