"""Words for what waits: each group with its heading, and each line with its reason and where it leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.queries.queue import Group, QueueGroup, QueueLine
from annotations.web.waiting_words import waiting_line


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as the page shows it: where it leads, what stands there, and why it is there."""

    line: QueueLine
    address: str
    title: str
    why: str
    entry: Any = None


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group as the page shows it."""

    name: str
    heading: str
    total: int
    lines: list[ShownLine]
    more: str


def shown_groups(groups: list[QueueGroup]) -> list[ShownGroup]:
    """The groups in order, in words."""
    return [
        ShownGroup(
            name=one.group.value,
            heading=str(HEADINGS[one.group]),
            total=one.total,
            lines=[shown_line(line) for line in one.lines],
            more=_further(one),
        )
        for one in groups
    ]


def _further(group: QueueGroup) -> str:
    """Where the other lines of a group are."""
    if group.total <= len(group.lines):
        return ""
    return reverse(MORE[group.group]) if group.group in MORE else f"?group={group.group.value}"


def shown_line(line: QueueLine) -> ShownLine:
    """One line, in words."""
    entry = waiting_line(line.highlight) if line.highlight is not None else None
    title = line.row.text if line.row else line.title or str(UNTITLED[line.noun])
    return ShownLine(line=line, address=_address(line), title=title, why=_why(line), entry=entry)


def _address(line: QueueLine) -> str:
    if line.highlight is not None:
        place = reverse("highlights-waiting", args=[line.highlight.article_id])
        return f"{place}?at={line.id}#waiting-{line.id}"
    if line.group is Group.UNREAD_LOOKS:
        # The passage itself is for its reader alone.
        return reverse("second-looks")
    if line.group is Group.OVERRIDES:
        return reverse("override", args=[line.id])
    anchor = ANCHORS.get(line.group, "")
    if line.comment_id is not None:
        anchor = f"#comment-{line.comment_id}"
    return reverse(ROUTES[line.noun], args=[line.id]) + anchor


def _why(line: QueueLine) -> str:
    if line.group in (Group.OVERDUE, Group.WORK):
        return _("%(who)s gave it to you") % {"who": line.who} if line.who else _("You have taken it")
    if line.group is Group.DISPUTES:
        return _("You have taken it: settle it") if line.is_taken else _("You may settle it")
    if line.group is Group.OVERRIDES:
        return _("%(who)s proposed another status") % {"who": line.who}
    if line.group is Group.MENTIONS:
        return _("%(who)s named you") % {"who": line.who}
    return str(REASONS.get(line.group, ""))


HEADINGS: Mapping[Group, Any] = {
    Group.OVERDUE: gettext_lazy("Overdue"),
    Group.LOOKS: gettext_lazy("To read blind"),
    Group.DISPUTES: gettext_lazy("Disputes to settle"),
    Group.WORK: gettext_lazy("Your work"),
    Group.LAPSED: gettext_lazy("Your signature no longer stands"),
    Group.IN_DOUBT: gettext_lazy("Published, and in doubt"),
    Group.OVERRIDES: gettext_lazy("Overrides that wait for a second person"),
    Group.UNREAD_LOOKS: gettext_lazy("These wait for somebody to read them blind"),
    Group.TO_SIGN: gettext_lazy("You may sign"),
    Group.MENTIONS: gettext_lazy("You were named"),
    Group.HIGHLIGHTS: gettext_lazy("Words changed under highlights"),
    Group.WITHOUT_EVIDENCE: gettext_lazy("Your claims without evidence"),
    Group.CHANGED: gettext_lazy("Changed lately"),
}
REASONS: Mapping[Group, Any] = {
    Group.LOOKS: gettext_lazy("It was given to you, without anybody else's reading"),
    Group.LAPSED: gettext_lazy("The status changed since you signed"),
    Group.IN_DOUBT: gettext_lazy("Its signatures lapsed"),
    Group.UNREAD_LOOKS: gettext_lazy("Everybody who might has seen it, or somebody has had it for a week"),
    Group.TO_SIGN: gettext_lazy("None of the evidence that counts is yours"),
    Group.WITHOUT_EVIDENCE: gettext_lazy("You made it, and nothing is linked"),
    Group.CHANGED: gettext_lazy("You had a hand in it"),
}
UNTITLED: Mapping[str, Any] = {
    "second_look": gettext_lazy("A passage of a source"),
    "dispute": gettext_lazy("A passage that two people read differently"),
}
ROUTES: Mapping[str, str] = {
    "claim": "claim",
    "article": "article",
    "second_look": "second-look",
    "dispute": "dispute",
}
ANCHORS: Mapping[Group, str] = {Group.TO_SIGN: "#verdict", Group.LAPSED: "#verdict"}
MORE: Mapping[Group, str] = {Group.HIGHLIGHTS: "waiting", Group.MENTIONS: "notices"}
