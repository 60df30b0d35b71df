"""What happened, as a sentence: words for every verb that an action records."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from annotations.domain.vocabulary import (
    CheckOutcome,
    CorrectionOutcome,
    DerivationKind,
    HighlightOutcome,
    LinkHealth,
    ReplyOutcome,
    ReportOutcome,
    SourceState,
    StaleCause,
    Stance,
    Status,
)
from annotations.models import Event
from annotations.web.event_labels import label, said
from annotations.web.file_words import WORDS_OF_FILES
from annotations.web.review_words import WORDS_OF_REVIEW


def sentence(event: Event) -> str:
    """One event in one sentence."""
    who = event.actor.display_name if event.actor else _("Workbench")
    if event.actor is None and getattr(event, "is_sealed", False):
        who = _("Somebody")
    words = WORDS.get(event.verb)
    return words(who, event) if words else f"{who}: {event.verb.replace('.', ' ').replace('_', ' ')}"


def _status(who: str, event: Event) -> str:
    new = label(Status, event.after.get("status", "")).lower()
    old = event.before.get("status")
    if old is None:
        return _("Status became %(new)s") % {"new": new}
    return _("Status became %(new)s, was %(old)s") % {"new": new, "old": label(Status, old).lower()}


def _attached(who: str, event: Event) -> str:
    stance = label(Stance, event.after.get("stance", "")).lower()
    if not stance:
        return _("%(who)s linked a passage") % {"who": who}
    return _("%(who)s linked a passage: %(stance)s") % {"who": who, "stance": stance}


def _signed(who: str, event: Event) -> str:
    status = label(Status, event.after.get("status", "")).lower()
    if event.after.get("is_dissent"):
        return _("%(who)s came to another status: %(status)s") % {"who": who, "status": status}
    return _("%(who)s signed: %(status)s") % {"who": who, "status": status}


def _published(template: Any) -> Callable[[str, Event], str]:
    return lambda who, event: (
        str(template) % {"who": who, "status": label(Status, event.after.get("status", "")).lower()}
    )


def _asked(who: str, event: Event) -> str:
    return _("%(who)s noted that %(asked)s was asked about it") % {
        "who": who,
        "asked": event.after.get("asked", ""),
    }


def _replied(who: str, event: Event) -> str:
    outcome = label(ReplyOutcome, event.after.get("outcome", "")).lower()
    return _("%(who)s noted what became of a question: %(outcome)s") % {"who": who, "outcome": outcome}


def _correction_concluded(who: str, event: Event) -> str:
    outcome = label(CorrectionOutcome, event.after.get("outcome", "")).lower()
    return _("%(who)s noted what came of a request to correct it: %(outcome)s") % {
        "who": who,
        "outcome": outcome,
    }


def _report_settled(who: str, event: Event) -> str:
    outcome = label(ReportOutcome, event.after.get("outcome", "")).lower()
    return _("%(who)s settled a reader's report: %(outcome)s") % {"who": who, "outcome": outcome}


def _audited(who: str, event: Event) -> str:
    if event.after.get("is_own"):
        return _("%(who)s audited a link: it is own reporting") % {"who": who}
    return _("%(who)s audited a link: it is not own reporting") % {"who": who}


def _graded(who: str, event: Event) -> str:
    grade, old, topic = event.after.get("grade", ""), event.before.get("grade"), event.after.get("topic")
    said = _("%(who)s graded it %(grade)s") % {"who": who, "grade": grade}
    if topic:
        said = _("%(said)s on “%(topic)s”") % {"said": said, "topic": topic}
    return _("%(said)s, was %(old)s") % {"said": said, "old": old} if old else said


def _joined(who: str, event: Event) -> str:
    side = event.after.get("bloc")
    if not side:
        return _("%(who)s noted for whom it speaks") % {"who": who}
    return _("%(who)s noted that it speaks for %(side)s") % {"who": who, "side": side}


def _state_changed(who: str, event: Event) -> str:
    state = label(SourceState, event.after.get("state", event.before.get("state", ""))).lower()
    return _("%(who)s noted: %(state)s") % {"who": who, "state": state}


def _derived(who: str, event: Event) -> str:
    kind = label(DerivationKind, event.after.get("kind", ""))
    return _("%(who)s noted that it %(kind)s another source") % {"who": who, "kind": kind}


def _reanchored(who: str, event: Event) -> str:
    """The words were looked for in a new text, and somebody has to decide."""
    sentences = {
        HighlightOutcome.CHANGED: _("The article changed: these words changed"),
        HighlightOutcome.AMBIGUOUS: _("The article changed: several places fit a highlight"),
        HighlightOutcome.ORPHANED: _("The article changed: the words of a highlight are gone"),
    }
    return sentences.get(event.after.get("outcome", ""), _("The article changed: a highlight was looked for"))


def _carried_over(who: str, event: Event) -> str:
    counts = event.after.get("counts", {})
    words = ", ".join(
        f"{counts[outcome.value]} {str(outcome.label).lower()}"
        for outcome in HighlightOutcome
        if outcome.value in counts
    )
    said = _("Highlights were carried over into revision %(number)s") % {"number": event.after.get("number")}
    return f"{said}: {words}" if words else said


def _all_at_once(template: Any) -> Callable[[str, Event], str]:
    return lambda who, event: str(template) % {"who": who, "count": len(event.after.get("highlights", ()))}


def _checks_scheduled(who: str, event: Event) -> str:
    hours = event.after.get("every_hours")
    if hours is None:
        return _("%(who)s ended the checks of its address") % {"who": who}
    words = ngettext(
        "%(who)s had its address checked every %(hours)s hour",
        "%(who)s had its address checked every %(hours)s hours",
        hours,
    )
    return words % {"who": who, "hours": hours}


def _watched(who: str, event: Event) -> str:
    hours = event.after.get("every_hours")
    if not hours:
        return _("%(who)s ended the watch over its address") % {"who": who}
    words = ngettext(
        "%(who)s had its address watched every %(hours)s hour",
        "%(who)s had its address watched every %(hours)s hours",
        hours,
    )
    return words % {"who": who, "hours": hours}


def _visited(who: str, event: Event) -> str:
    health = label(LinkHealth, event.after.get("health", "")).lower()
    return _("Its address was visited: %(health)s") % {"health": health}


def _checked(who: str, event: Event) -> str:
    outcome = label(CheckOutcome, event.after.get("outcome", "")).lower()
    return _("Its address was checked: %(outcome)s") % {"outcome": outcome}


def _override(template: Any) -> Callable[[str, Event], str]:
    """A decision to show another status, with that status and the computed one."""

    def words(who: str, event: Event) -> str:
        status, computed = (label(Status, event.after.get(name)).lower() for name in ("status", "computed"))
        return str(template) % {"who": who, "status": status, "computed": computed}

    return words


def _versioned(template: Any) -> Callable[[str, Event], str]:
    return lambda who, event: str(template) % {"who": who, "version": event.after.get("version", "")}


def _tried(who: str, event: Event) -> str:
    moved = event.after.get("moved", 0)
    words = ngettext(
        "The trial ran through: %(count)s status would move",
        "The trial ran through: %(count)s statuses would move",
        moved,
    )
    return words % {"count": moved}


def _dismissed(who: str, event: Event) -> str:
    cause = label(StaleCause, event.before.get("cause", "")).lower()
    return _("%(who)s looked again and left the status (%(cause)s)") % {"who": who, "cause": cause}


def _history_checked(who: str, event: Event) -> str:
    if event.after.get("is_whole"):
        return _("The history was checked: whole")
    broken = event.after.get("broken", 0)
    words = ngettext(
        "The history was checked: %(count)s thing is not as it was recorded",
        "The history was checked: %(count)s things are not as they were recorded",
        broken,
    )
    return words % {"count": broken}


def _came_to_desk(who: str, event: Event) -> str:
    if event.actor is not None and event.after.get("person_id") == event.actor.pk:
        return _("%(who)s came to the desk") % {"who": who}
    return _("%(who)s brought somebody to the desk") % {"who": who}


WORDS: Mapping[str, Callable[[str, Event], str]] = {
    **WORDS_OF_REVIEW,
    **WORDS_OF_FILES,
    "claim.created": said(gettext_lazy("%(who)s made the claim")),
    "claim.edited": said(gettext_lazy("%(who)s changed the claim")),
    "claim.withdrawn": said(gettext_lazy("%(who)s withdrew the claim")),
    "claim.restored": said(gettext_lazy("%(who)s brought the claim back")),
    "claim.published": _published(gettext_lazy("%(who)s published it: %(status)s")),
    "claim.corrected": _published(gettext_lazy("%(who)s published a correction: %(status)s")),
    "claim.correction_begun": said(gettext_lazy("%(who)s began a correction of what is published")),
    "claim.unpublished": said(gettext_lazy("%(who)s withdrew what was published, with a public note")),
    "organisation.revised": said(gettext_lazy("%(who)s changed what the newsroom says about itself")),
    "report.made": lambda who, event: _("A reader reported an error"),
    "report.settled": _report_settled,
    "report.reopened": said(gettext_lazy("%(who)s took back what came of a reader's report")),
    "reply.asked": _asked,
    "reply.postponed": said(gettext_lazy("%(who)s gave more time to answer a question")),
    "reply.concluded": _replied,
    "reply.reopened": said(gettext_lazy("%(who)s took an answer back that was noted")),
    "reply.run_out": lambda who, event: _("Nobody answered a question by its deadline"),
    "correction.asked": said(gettext_lazy("%(who)s noted that its publisher was asked to correct it")),
    "correction.concluded": _correction_concluded,
    "correction.reopened": said(gettext_lazy("%(who)s took back what came of a request to correct it")),
    "claim.split": said(gettext_lazy("%(who)s split the claim into parts")),
    "claim.joined": said(gettext_lazy("%(who)s joined its parts again")),
    "claim.part_added": said(gettext_lazy("%(who)s added a part")),
    "claim.part_taken_out": said(gettext_lazy("%(who)s took a part out")),
    "highlight.made": said(gettext_lazy("%(who)s highlighted a place")),
    "highlight.retired": said(gettext_lazy("%(who)s took a highlight away")),
    "highlight.restored": said(gettext_lazy("%(who)s brought a highlight back")),
    "highlight.reanchored": _reanchored,
    "highlight.confirmed": said(gettext_lazy("%(who)s confirmed where it stands")),
    "highlight.reselected": said(gettext_lazy("%(who)s selected anew where it stands")),
    "highlight.requeued": said(gettext_lazy("%(who)s took back a decision about a highlight")),
    "evidence.attached": _attached,
    "evidence.edited": said(gettext_lazy("%(who)s judged a passage anew")),
    "evidence.withdrawn": said(gettext_lazy("%(who)s withdrew a passage")),
    "evidence.restored": said(gettext_lazy("%(who)s brought a passage back")),
    "status.changed": _status,
    "verdict.signed": _signed,
    "quality.asked": said(gettext_lazy("%(who)s had the figures of agreement and quality computed")),
    "sourcing.audited": _audited,
    "verdict.withdrawn": said(gettext_lazy("%(who)s took a signature back")),
    "verdict.lapsed": lambda who, event: _("A signature lapsed"),
    "desk.made": said(gettext_lazy("%(who)s made the desk")),
    "desk.edited": said(gettext_lazy("%(who)s changed what is said about the desk")),
    "desk.closed": said(gettext_lazy("%(who)s had the desk take no new work")),
    "desk.reopened": said(gettext_lazy("%(who)s had the desk take work again")),
    "desk.joined": _came_to_desk,
    "desk.role_changed": said(gettext_lazy("%(who)s gave somebody another role at the desk")),
    "desk.left": said(gettext_lazy("%(who)s ended somebody’s time at the desk")),
    "invitation.made": said(gettext_lazy("%(who)s made a link to come in by")),
    "invitation.revoked": said(gettext_lazy("%(who)s took a link back")),
    "invitation.accepted": said(gettext_lazy("%(who)s came in by a link")),
    "article.owned": said(gettext_lazy("%(who)s gave the article to another desk")),
    "claim.owned": said(gettext_lazy("%(who)s gave the claim to another desk")),
    "source.owned": said(gettext_lazy("%(who)s gave the source to another desk")),
    "article.imported": said(gettext_lazy("%(who)s imported the article")),
    "article.edited": said(gettext_lazy("%(who)s corrected what is said about the article")),
    "revision.added": said(gettext_lazy("%(who)s added a revision")),
    "revision.reanchored": _carried_over,
    "revision.highlights_retired": _all_at_once(
        gettext_lazy("%(who)s retired all highlights that waited: %(count)s")
    ),
    "revision.highlights_requeued": _all_at_once(
        gettext_lazy("%(who)s brought back the highlights that were retired together: %(count)s")
    ),
    "article.checks_scheduled": _checks_scheduled,
    "article.checked": _checked,
    "source.registered": said(gettext_lazy("%(who)s registered the source")),
    "source.edited": said(gettext_lazy("%(who)s corrected what is said about the source")),
    "source.state_changed": _state_changed,
    "capture.added": said(gettext_lazy("%(who)s stored a copy")),
    "derivation.noted": _derived,
    "derivation.dropped": said(gettext_lazy("%(who)s took back what it rests on")),
    "derivation.suggested": lambda who, event: _("A comparison suggested that it rests on another source"),
    "suggestion.accepted": said(gettext_lazy("%(who)s agreed that it rests on another source")),
    "suggestion.rejected": said(gettext_lazy("%(who)s rejected that it rests on another source")),
    "suggestion.reopened": said(gettext_lazy("%(who)s took back a decision about what it rests on")),
    "source_relation.stated": said(gettext_lazy("%(who)s related it to another source")),
    "source_relation.dropped": said(gettext_lazy("%(who)s took a relation to another source back")),
    "publisher.registered": said(gettext_lazy("%(who)s registered the publisher")),
    "publisher.edited": said(gettext_lazy("%(who)s corrected what is said about the publisher")),
    "publisher.graded": _graded,
    "party_membership.noted": _joined,
    "party_membership.edited": said(gettext_lazy("%(who)s corrected for whom it speaks")),
    "publisher_relation.stated": said(gettext_lazy("%(who)s related it to another publisher")),
    "publisher_relation.dropped": said(gettext_lazy("%(who)s took a relation to another publisher back")),
    "source.protected": said(gettext_lazy("%(who)s protected the source")),
    "source.identity_edited": said(gettext_lazy("%(who)s corrected who the protected source is")),
    "source.confidants_named": said(gettext_lazy("%(who)s named who may know the protected source")),
    "source.confidant_dropped": said(gettext_lazy("%(who)s ended that somebody may know the source")),
    "source.merged": said(gettext_lazy("%(who)s merged another source into it")),
    "source.unmerged": said(gettext_lazy("%(who)s took a merger of sources back")),
    "publisher.merged": said(gettext_lazy("%(who)s merged another publisher into it")),
    "publisher.unmerged": said(gettext_lazy("%(who)s took a merger of publishers back")),
    "party_bloc.added": said(gettext_lazy("%(who)s named the party")),
    "evidence.passage_confirmed": said(
        gettext_lazy("%(who)s let a passage count that is gone from its page")
    ),
    "staleness.dismissed": _dismissed,
    "override.proposed": _override(
        gettext_lazy("%(who)s proposed to show %(status)s in place of computed %(computed)s")
    ),
    "override.approved": _override(
        gettext_lazy("%(who)s approved to show %(status)s in place of computed %(computed)s")
    ),
    "override.ended": said(gettext_lazy("%(who)s ended a decision to show another status")),
    "policy.proposed": _versioned(gettext_lazy("%(who)s proposed policy %(version)s")),
    "policy.tried": _tried,
    "policy.applied": _versioned(gettext_lazy("%(who)s put policy %(version)s in force")),
    "policy.discarded": said(gettext_lazy("%(who)s gave a proposed policy up")),
    "source.watched": _watched,
    "source.archived_copy_noted": said(gettext_lazy("%(who)s noted a copy in the web archive")),
    "source.visited": _visited,
    "work.assigned": said(gettext_lazy("%(who)s gave it to somebody to work on")),
    "work.taken": said(gettext_lazy("%(who)s took it to work on")),
    "work.finished": said(gettext_lazy("%(who)s noted that the work on it is done")),
    "work.released": said(gettext_lazy("%(who)s gave the work on it back")),
    "work.handed_on": said(gettext_lazy("%(who)s handed the work on it on")),
    "work.changed": said(gettext_lazy("%(who)s changed when the work on it is due")),
    "work.resumed": said(gettext_lazy("%(who)s took the work on it up again")),
    "comment.written": said(gettext_lazy("%(who)s commented")),
    "comment.edited": said(gettext_lazy("%(who)s changed a comment")),
    "comment.removed": said(gettext_lazy("%(who)s removed a comment")),
    "comment.restored": said(gettext_lazy("%(who)s brought a comment back")),
    "claim_set.created": said(gettext_lazy("%(who)s made the claim set")),
    "claim_set.edited": said(gettext_lazy("%(who)s changed the claim set")),
    "claim_set.frozen": said(gettext_lazy("%(who)s froze the claim set")),
    "saved_filter.kept": said(gettext_lazy("%(who)s kept a filter")),
    "saved_filter.renamed": said(gettext_lazy("%(who)s renamed a filter")),
    "saved_filter.dropped": said(gettext_lazy("%(who)s dropped a filter")),
    "annotation.made": said(gettext_lazy("%(who)s sent in an annotation")),
    "annotation.replaced": said(gettext_lazy("%(who)s replaced an annotation")),
    "annotation.deleted": said(gettext_lazy("%(who)s deleted an annotation")),
    "claim.imported": said(gettext_lazy("%(who)s read the claim in from what others checked")),
    "history.check_asked": said(gettext_lazy("%(who)s asked for the history to be checked")),
    "history.checked": _history_checked,
    "person.created": said(gettext_lazy("%(who)s made the account")),
    "person.edited": said(gettext_lazy("%(who)s changed the account")),
    "person.profile_changed": said(gettext_lazy("%(who)s changed their profile")),
    "person.password_changed": said(gettext_lazy("%(who)s changed their password")),
    "person.password_set": said(gettext_lazy("%(who)s set a password")),
    "token.issued": said(gettext_lazy("%(who)s issued a token")),
    "token.revoked": said(gettext_lazy("%(who)s revoked a token")),
}
