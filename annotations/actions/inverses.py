"""How each step is taken back: for every verb of the history its inverse action, or why there is none.

An inverse is an ordinary action, with its own access, refusals and event. What stands neither here nor under
`NO_WAY_BACK` happened by itself, or is no step in the work on an object, and stands in nobody's way.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model

from annotations.actions.article_checks import schedule_checks
from annotations.actions.articles import EDITABLE as ARTICLE_FIELDS
from annotations.actions.articles import edit_article
from annotations.actions.assignments import edit_work, release_work, resume_work, undo_assigning
from annotations.actions.claim_nodes import EDITABLE as CLAIM_FIELDS
from annotations.actions.claim_sets import edit_claim_set
from annotations.actions.claims import edit_claim, restore_claim, withdraw_claim
from annotations.actions.comments import remove_comment, restore_comment
from annotations.actions.compounds import add_part, take_part_out
from annotations.actions.corrections import reopen_correction
from annotations.actions.desks import (
    change_member_role,
    close_desk,
    drop_member,
    edit_desk,
    reopen_desk,
)
from annotations.actions.evidence import EDITABLE as EVIDENCE_FIELDS
from annotations.actions.evidence import edit_evidence, restore_evidence, withdraw_evidence
from annotations.actions.export_schedules import edit_schedule
from annotations.actions.exports import cancel_export, retry_export
from annotations.actions.gold import restore_gold, retire_gold
from annotations.actions.highlight_decisions import restore_all, undo_decision
from annotations.actions.highlights import restore_highlight, retire_highlight
from annotations.actions.invitations import revoke_invitation
from annotations.actions.merges import unmerge_publishers, unmerge_sources
from annotations.actions.overrides import end_override
from annotations.actions.people import edit_person
from annotations.actions.publishers import (
    drop_publisher_relation,
    edit_membership,
    edit_publisher,
    relate_publishers,
)
from annotations.actions.register_values import PUBLISHER_FIELDS, SOURCE_FIELDS
from annotations.actions.replies import reopen_reply
from annotations.actions.sources import (
    derive_source,
    drop_derivation,
    drop_source_relation,
    edit_source,
    relate_sources,
)
from annotations.actions.splits import join_parts
from annotations.actions.suggestions import reopen_suggestion
from annotations.actions.verdicts import withdraw_verdict
from annotations.actions.visits import watch_source
from annotations.domain.errors import Conflict
from annotations.domain.vocabulary import AssignmentEnd, HighlightState
from annotations.models import (
    Article,
    Assignment,
    Claim,
    ClaimSet,
    Desk,
    Event,
    Evidence,
    ExportSchedule,
    PartyMembership,
    Publisher,
    Source,
    User,
)

TAKEN_BACK: Final = "Taken back."
"""The reason that is given where an action asks for one."""
Do = Callable[[Event, User], Any]


@dataclass(frozen=True, slots=True)
class Inverse:
    """How a step is taken back. `access` is the row of `access.TABLE` that the action asks for; `opposite`
    the verb that takes the step back when somebody does so without naming it.
    """

    access: str
    do: Do
    opposite: str = ""


def _by_id(action: Callable[..., Any], name: str, **further: Any) -> Do:
    """An action that needs only the id of what the event is about."""
    return lambda event, actor: action(**{name: event.subject_id}, **further, actor=actor)


def _edit(
    action: Callable[..., Any],
    name: str,
    model: type[Model],
    fields: frozenset[str] = frozenset(),
    **further: Any,
) -> Do:
    """The edit that sets what was before. `fields` are those that people set; others follow from them."""

    def do(event: Event, actor: User) -> Any:
        values = _values(event, model, fields)
        return action(**{name: event.subject_id}, values=values, **further, actor=actor)

    return do


def _values(event: Event, model: type[Model], fields: frozenset[str]) -> dict[str, Any]:
    told = event.after.keys() - {"undoes"}
    if unknown := sorted(told - event.before.keys()):
        raise Conflict(
            f"The history does not hold what {', '.join(unknown)} said before. Change it in the form.",
            rule="cannot-be-undone",
        )
    kept = event.before.keys() & fields if fields else event.before.keys()
    columns: Any = model._meta
    return {name: columns.get_field(name).to_python(event.before[name]) for name in sorted(kept)}


def _stream_id(event: Event) -> int:
    return int(event.stream.partition(":")[2])


def _retired(event: Event, actor: User) -> Any:
    if event.before.get("state") == HighlightState.QUEUED:
        return undo_decision(highlight_id=event.subject_id, actor=actor)
    return restore_highlight(highlight_id=event.subject_id, actor=actor)


def _resumed(event: Event, actor: User) -> Any:
    if event.before.get("end") == AssignmentEnd.DONE:
        raise Conflict("Finish it again where it stands in your queue.", rule="cannot-be-undone")
    return release_work(assignment_id=event.subject_id, actor=actor)


def _work_changed(event: Event, actor: User) -> Any:
    """The moment at which work is due is kept; people set the day."""
    if "due_at" in event.before:
        raise Conflict("Set the day on which it is due anew.", rule="cannot-be-undone")
    return edit_work(
        assignment_id=event.subject_id, values=_values(event, Assignment, frozenset({"note"})), actor=actor
    )


def _part_out(event: Event, actor: User) -> Any:
    return add_part(claim_id=_stream_id(event), part_id=event.subject_id, actor=actor)


def _derived_again(event: Event, actor: User) -> Any:
    return derive_source(source_id=_stream_id(event), **event.before, actor=actor)


def _related_again(action: Callable[..., Any]) -> Do:
    def do(event: Event, actor: User) -> Any:
        said = event.before
        ends = {"first_id": said["first"], "second_id": said["second"]}
        return action(**ends, kind=said["kind"], reason=said["reason"], actor=actor)

    return do


def _role(event: Event, actor: User) -> Any:
    member = {"desk_id": _stream_id(event), "person_id": event.after["person_id"]}
    return change_member_role(**member, role=event.before["role"], actor=actor)


INVERSES: Final[Mapping[str, Inverse]] = {
    "claim.created": Inverse("claim.withdraw", _by_id(withdraw_claim, "claim_id")),
    "claim.edited": Inverse("claim.edit", _edit(edit_claim, "claim_id", Claim, CLAIM_FIELDS)),
    "claim.withdrawn": Inverse("claim.restore", _by_id(restore_claim, "claim_id"), "claim.restored"),
    "claim.restored": Inverse("claim.withdraw", _by_id(withdraw_claim, "claim_id"), "claim.withdrawn"),
    "claim.split": Inverse("claim.edit", _by_id(join_parts, "claim_id"), "claim.joined"),
    "claim.part_added": Inverse("claim.edit", _by_id(take_part_out, "claim_id"), "claim.part_taken_out"),
    "claim.part_taken_out": Inverse("claim.edit", _part_out, "claim.part_added"),
    "highlight.made": Inverse("highlight.retire", _by_id(retire_highlight, "highlight_id")),
    "highlight.retired": Inverse("highlight.retire", _retired, "highlight.restored"),
    "highlight.restored": Inverse(
        "highlight.retire", _by_id(retire_highlight, "highlight_id"), "highlight.retired"
    ),
    "highlight.confirmed": Inverse(
        "highlight.decide", _by_id(undo_decision, "highlight_id"), "highlight.requeued"
    ),
    "highlight.reselected": Inverse(
        "highlight.decide", _by_id(undo_decision, "highlight_id"), "highlight.requeued"
    ),
    "revision.highlights_retired": Inverse(
        "highlight.decide", _by_id(restore_all, "revision_id"), "revision.highlights_requeued"
    ),
    "evidence.attached": Inverse("evidence.withdraw", _by_id(withdraw_evidence, "evidence_id")),
    "evidence.edited": Inverse(
        "evidence.edit", _edit(edit_evidence, "evidence_id", Evidence, EVIDENCE_FIELDS)
    ),
    "evidence.withdrawn": Inverse(
        "evidence.restore", _by_id(restore_evidence, "evidence_id"), "evidence.restored"
    ),
    "evidence.restored": Inverse(
        "evidence.withdraw", _by_id(withdraw_evidence, "evidence_id"), "evidence.withdrawn"
    ),
    "verdict.signed": Inverse(
        "verdict.withdraw", _by_id(withdraw_verdict, "verdict_id", reason=TAKEN_BACK), "verdict.withdrawn"
    ),
    "override.proposed": Inverse(
        "override.end", _by_id(end_override, "override_id", reason=TAKEN_BACK), "override.ended"
    ),
    "comment.written": Inverse("comment.remove", _by_id(remove_comment, "comment_id")),
    "comment.removed": Inverse("comment.remove", _by_id(restore_comment, "comment_id"), "comment.restored"),
    "comment.restored": Inverse("comment.remove", _by_id(remove_comment, "comment_id"), "comment.removed"),
    "work.assigned": Inverse(
        "work.assign",
        lambda event, actor: undo_assigning(assignment_ids=[event.subject_id], actor=actor),
        "work.released",
    ),
    "work.taken": Inverse("work.release", _by_id(release_work, "assignment_id"), "work.released"),
    "work.finished": Inverse("work.release", _by_id(resume_work, "assignment_id"), "work.resumed"),
    "work.released": Inverse("work.release", _by_id(resume_work, "assignment_id"), "work.resumed"),
    "work.resumed": Inverse("work.release", _resumed),
    "work.changed": Inverse("work.release", _work_changed),
    "article.edited": Inverse("article.edit", _edit(edit_article, "article_id", Article, ARTICLE_FIELDS)),
    "article.checks_scheduled": Inverse(
        "article.schedule_checks",
        lambda event, actor: schedule_checks(
            article_id=event.subject_id, every_hours=event.before.get("every_hours"), actor=actor
        ),
    ),
    "source.edited": Inverse(
        "source.edit",
        _edit(edit_source, "source_id", Source, SOURCE_FIELDS, reason=TAKEN_BACK),
    ),
    "source.watched": Inverse(
        "source.watch",
        lambda event, actor: watch_source(
            source_id=event.subject_id, every_hours=event.before.get("every_hours"), actor=actor
        ),
    ),
    "source.merged": Inverse("source.merge", _by_id(unmerge_sources, "merge_id"), "source.unmerged"),
    "derivation.noted": Inverse(
        "source.derive", _by_id(drop_derivation, "derivation_id"), "derivation.dropped"
    ),
    "derivation.dropped": Inverse("source.derive", _derived_again),
    "source_relation.stated": Inverse(
        "source.derive", _by_id(drop_source_relation, "relation_id"), "source_relation.dropped"
    ),
    "source_relation.dropped": Inverse("source.derive", _related_again(relate_sources)),
    "suggestion.accepted": Inverse(
        "derivation.decide", _by_id(reopen_suggestion, "suggestion_id"), "suggestion.reopened"
    ),
    "suggestion.rejected": Inverse(
        "derivation.decide", _by_id(reopen_suggestion, "suggestion_id"), "suggestion.reopened"
    ),
    "publisher.edited": Inverse(
        "publisher.edit",
        _edit(edit_publisher, "publisher_id", Publisher, PUBLISHER_FIELDS, reason=TAKEN_BACK),
    ),
    "publisher.merged": Inverse(
        "publisher.merge", _by_id(unmerge_publishers, "merge_id"), "publisher.unmerged"
    ),
    "publisher_relation.stated": Inverse(
        "publisher.relate", _by_id(drop_publisher_relation, "relation_id"), "publisher_relation.dropped"
    ),
    "publisher_relation.dropped": Inverse("publisher.relate", _related_again(relate_publishers)),
    "party_membership.edited": Inverse(
        "publisher.relate", _edit(edit_membership, "membership_id", PartyMembership)
    ),
    "correction.concluded": Inverse(
        "correction.conclude", _by_id(reopen_correction, "correction_id"), "correction.reopened"
    ),
    "reply.concluded": Inverse("reply.conclude", _by_id(reopen_reply, "reply_id"), "reply.reopened"),
    "claim_set.edited": Inverse("claim_set.edit", _edit(edit_claim_set, "claim_set_id", ClaimSet)),
    "export_schedule.edited": Inverse(
        "export.edit_schedule", _edit(edit_schedule, "export_schedule_id", ExportSchedule)
    ),
    "export.requested": Inverse("export.cancel", _by_id(cancel_export, "export_id"), "export.cancelled"),
    "export.cancelled": Inverse("export.retry", _by_id(retry_export, "export_id"), "export.retried"),
    "desk.edited": Inverse("desk.edit", _edit(edit_desk, "desk_id", Desk)),
    "desk.closed": Inverse("desk.close", _by_id(reopen_desk, "desk_id"), "desk.reopened"),
    "desk.reopened": Inverse("desk.close", _by_id(close_desk, "desk_id"), "desk.closed"),
    "desk.joined": Inverse(
        "desk.drop_member",
        lambda event, actor: drop_member(
            desk_id=_stream_id(event), person_id=event.after["person_id"], actor=actor
        ),
        "desk.left",
    ),
    "desk.role_changed": Inverse("desk.add_member", _role),
    "invitation.made": Inverse(
        "desk.invite", _by_id(revoke_invitation, "invitation_id"), "invitation.revoked"
    ),
    "gold_link.retired": Inverse("review.gold", _by_id(restore_gold, "gold_id"), "gold_link.restored"),
    "gold_link.restored": Inverse("review.gold", _by_id(retire_gold, "gold_id"), "gold_link.retired"),
    "person.edited": Inverse("person.edit", _edit(edit_person, "person_id", User)),
}

_SIGN_ANEW = "A signature is given to what one has read: look at the claim as it is now, and sign it anew."
_PUBLISHED = "Readers have seen it. What was published changes only by a correction with a public note."
_PREVIEW = "It moves statuses. Change it again in its form, which shows beforehand what that does."

NO_WAY_BACK: Final[Mapping[str, str]] = {
    "verdict.withdrawn": _SIGN_ANEW,
    "verdict.lapsed": _SIGN_ANEW,
    "override.approved": "Two people decided this together. End it with a reason on the claim's page.",
    "override.ended": "Propose it anew, so that a second person looks at it again.",
    "claim.joined": "Split the claim again: its parts are chosen in a form.",
    "claim.published": _PUBLISHED,
    "claim.corrected": _PUBLISHED,
    "claim.correction_begun": "The signatures lapsed with it. Sign and publish the correction.",
    "claim.unpublished": "Readers have seen it. Bring the claim back to be reviewed; its tombstone stays.",
    "reply.asked": "They were asked. Note what they answered, or that they declined.",
    "reply.postponed": "They were told. Put the deadline off again.",
    "correction.asked": "They were asked. Note what came of it.",
    "comment.edited": "The history does not keep the words of comments. Edit it again.",
    "work.handed_on": "Ask whoever has it now to hand it back.",
    "staleness.dismissed": "Whoever looked again has looked. The mark comes back when something changes.",
    "dispute.settled": "A third person decided. Whoever thinks otherwise asks for another reading.",
    "second_look.answered": "A blind reading is given once. The people who settle a dispute see it as it is.",
    "dissent.upheld": "An editor decided. The claim is signed anew after what had to change was changed.",
    "dissent.overruled": "An editor decided. A new dissent can be signed, with its reason.",
    "evidence.passage_confirmed": "Withdraw the passage, or link another one.",
    "publisher.graded": _PREVIEW,
    "source.state_changed": _PREVIEW,
    "source.unmerged": "Merge them again, with a preview of what that does.",
    "publisher.unmerged": "Merge them again, with a preview of what that does.",
    "suggestion.reopened": "Decide it again.",
    "desk.left": "Add the person again, in the role they are to have.",
    "invitation.revoked": "The link opens nothing any more. Make a new one.",
    "invitation.accepted": "The person has come in. Take them off the desk where that was wrong.",
    "source.protected": "Who may know a source is never widened by a step back.",
    "export.linked": "The link ends by itself, and opens nothing that whoever made it may not fetch.",
    "export.expired": "The file is gone. Ask again for the claims as they are today.",
    "export_schedule.dropped": "Make another one: what it was stands in its history.",
    "claim.owned": "It moves with its article.",
    "article.owned": "Move it in its form, which shows what moves with it.",
    "source.owned": "Move it in its form, which shows what moves with it.",
    "claim_set.frozen": "A frozen set never changes; the live one it was made of is still there.",
}

OPPOSITES: Final = {verb: one.opposite for verb, one in INVERSES.items() if one.opposite}
COUNTED: Final = frozenset({*INVERSES, *NO_WAY_BACK, *OPPOSITES.values()})
"""The verbs that stand in the way of what happened before them."""
