"""Who may do what, as one table.

Each row names an action and the predicates of which one must hold for the person. A predicate looks at the
person and, where the rule depends on it, at the object: what a desk owns is judged by the person's role at
that desk, everything else by their role in the newsroom. An administrator is one everywhere. Entry points and
queries ask `may`; actions call `require`, which refuses by the rule's name. Tokens narrow this further:
`SCOPES` says which scope a program needs for an action.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from annotations.domain.errors import NotAllowed, NotFound
from annotations.domain.vocabulary import DeskVisibility, Role, Scope
from annotations.models import Claim, Desk, DeskMember, SecondLook, User

Predicate = Callable[[User, Any], bool]


def anyone(person: User, subject: Any) -> bool:
    """Everybody who may sign in."""
    return True


def desk_of(subject: Any) -> int | None:
    """The id of the desk that owns it: its own, or that of the claim, article or source it is part of."""
    if isinstance(subject, Desk):
        return subject.pk
    for name in ("desk_id", "claim_id", "article_id", "source_id", "evidence_id"):
        found = getattr(subject, name, None)
        if found is not None:
            return int(found) if name == "desk_id" else desk_of(getattr(subject, name.removesuffix("_id")))
    return None


def role_in(person: User, subject: Any) -> Role | None:
    """What the person is where this object is worked on; None where they have no business at all."""
    desk_id = None if person.role == Role.ADMINISTRATOR else desk_of(subject)
    if desk_id is None:
        return Role(person.role)
    if (role := _role_at(person, desk_id)) is not None:
        return role
    # Who is kept from nothing belongs to every desk that is closed.
    if getattr(person, "is_held_back", True) is False:
        return Role.READER
    is_open = Desk.objects.filter(pk=desk_id, visibility=DeskVisibility.OPEN).exists()
    return Role.READER if is_open else None


def _role_at(person: User, desk_id: int) -> Role | None:
    """As a member of the desk. A page asks a dozen times; whoever signs in is read with all their roles."""
    known: list[str] | None = getattr(person, "desk_roles", None)
    if known is not None:
        roles = dict(one.split(":") for one in known)
        return Role(roles[str(desk_id)]) if str(desk_id) in roles else None
    here = DeskMember.objects.filter(desk=desk_id, person=person, left_at__isnull=True)
    role = here.values_list("role", flat=True).first()
    return None if role is None else Role(role)


def claim_of(subject: Any) -> int | None:
    """The id of the claim that it is or belongs to."""
    if isinstance(subject, Claim):
        return subject.pk
    found: int | None = getattr(subject, "claim_id", None)
    return found


def reviewer(person: User, subject: Any) -> bool:
    """A reviewer or an editor of the desk, or an administrator."""
    return role_in(person, subject) in (Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR)


def editor(person: User, subject: Any) -> bool:
    """An editor of the desk, or an administrator."""
    return role_in(person, subject) in (Role.EDITOR, Role.ADMINISTRATOR)


def reader_of_look(person: User, subject: Any) -> bool:
    """Whoever has taken this second look, and is a reviewer there still."""
    if subject is None or getattr(subject, "reader_id", None) != person.pk:
        return False
    # A gold link is worked on nowhere, and is read by whoever reads others.
    is_gold = getattr(subject, "gold_id", None) is not None
    return may_somewhere(person, "second_look.take") if is_gold else reviewer(person, subject)


def settler(person: User, subject: Any) -> bool:
    """Whoever has taken this dispute, and is a reviewer there still."""
    is_theirs = subject is not None and getattr(subject, "settler_id", None) == person.pk
    return is_theirs and reviewer(person, subject)


def administrator(person: User, subject: Any) -> bool:
    """An administrator."""
    return person.role == Role.ADMINISTRATOR


def author(person: User, subject: Any) -> bool:
    """The reviewer who made it."""
    return reviewer(person, subject) and person.pk in (
        getattr(subject, "created_by_id", None),
        getattr(subject, "attached_by_id", None),
        getattr(subject, "reviewer_id", None),
        getattr(subject, "requested_by_id", None),
        getattr(subject, "made_by_id", None),
        getattr(subject, "proposed_by_id", None),
        getattr(subject, "author_id", None),
        getattr(subject, "noted_by_id", None),
    )


def oneself(person: User, subject: Any) -> bool:
    """The person it belongs to."""
    return subject is not None and person.pk in (
        getattr(subject, "person_id", None),
        subject.pk if isinstance(subject, User) else None,
        getattr(subject, "requested_by_id", None),
    )


def webhook_owner(person: User, subject: Any) -> bool:
    """The reviewer it tells of changes, or an administrator."""
    owner = getattr(subject, "owner_id", None)
    return person.role == Role.ADMINISTRATOR or (owner == person.pk and reviewer(person, subject))


def schedule_owner(person: User, subject: Any) -> bool:
    """The reviewer for whom it makes exports."""
    return subject is not None and getattr(subject, "owner_id", None) == person.pk and reviewer(person, None)


def confidant(person: User, subject: Any) -> bool:
    """One of those who are named for a protected source; of any other source, everybody who sees it."""
    if role_in(person, subject) is None:
        return False
    return not subject.is_protected or subject.confidants.filter(person=person).exists()


TABLE: dict[str, tuple[Predicate, ...]] = {
    "workbench.read": (anyone,),
    "article.import": (reviewer,),
    "article.edit": (reviewer,),
    "article.revise": (reviewer,),
    "claim.create": (reviewer,),
    "claim.edit": (reviewer,),
    "claim.withdraw": (author, editor),
    "claim.restore": (author, editor),
    "claim.assess": (reviewer,),
    "highlight.make": (reviewer,),
    "highlight.retire": (reviewer,),
    "highlight.decide": (reviewer,),
    "article.schedule_checks": (reviewer,),
    "annotation.import": (reviewer,),
    "annotation.replace": (author, editor),
    "annotation.delete": (author, editor),
    "notice.read": (oneself,),
    "publisher.register": (reviewer,),
    "publisher.edit": (administrator,),
    "publisher.grade": (administrator,),
    "publisher.relate": (administrator,),
    "source.register": (reviewer,),
    "source.edit": (reviewer,),
    "source.derive": (reviewer,),
    "source.change_state": (administrator,),
    "source.protect": (reviewer,),
    "source.know": (confidant,),
    "source.watch": (reviewer,),
    "source.visit": (reviewer,),
    "source.merge": (administrator,),
    "publisher.merge": (administrator,),
    "register.import": (administrator,),
    "register.export": (reviewer,),
    "saved_filter.keep": (anyone,),
    "saved_filter.drop": (oneself,),
    "derivation.decide": (reviewer,),
    "capture.add": (reviewer,),
    "evidence.attach": (reviewer,),
    "evidence.edit": (author, editor),
    "evidence.withdraw": (author, editor),
    "evidence.restore": (author, editor),
    "verdict.sign": (reviewer,),
    "verdict.withdraw": (author, editor),
    "staleness.dismiss": (reviewer,),
    "override.propose": (reviewer,),
    "override.approve": (reviewer,),
    "override.end": (author, editor),
    "policy.propose": (administrator,),
    "policy.apply": (administrator,),
    "policy.discard": (administrator,),
    "claim_set.create": (reviewer,),
    "claim_set.edit": (author, editor),
    "claim_set.freeze": (author, editor),
    "desk.make": (administrator,),
    "desk.edit": (editor,),
    "desk.close": (administrator,),
    "desk.own": (editor,),
    "desk.add_member": (editor,),
    "desk.drop_member": (editor,),
    "desk.leave": (oneself,),
    "desk.invite": (editor,),
    "person.invite": (administrator,),
    "work.assign": (editor,),
    "work.take": (reviewer,),
    "work.finish": (oneself, editor),
    "work.release": (oneself, editor),
    "work.follow": (anyone,),
    "comment.write": (reviewer,),
    "comment.edit": (author,),
    "comment.remove": (author, editor),
    "second_look.ask": (reviewer,),
    "second_look.take": (reviewer,),
    "second_look.assign": (editor,),
    "second_look.answer": (reader_of_look,),
    "second_look.release": (reader_of_look, editor),
    "dispute.take": (reviewer,),
    "dispute.settle": (settler,),
    "dispute.release": (settler, editor),
    "review.rules": (administrator,),
    "review.gold": (administrator,),
    "verdict.settle": (editor,),
    "claim.publish": (editor,),
    "claim.correct": (editor,),
    "claim.unpublish": (editor,),
    "correction.ask": (reviewer,),
    "correction.conclude": (reviewer,),
    "reply.ask": (reviewer,),
    "reply.conclude": (reviewer,),
    "report.read": (editor,),
    "report.settle": (editor,),
    "quality.read": (reviewer,),
    "quality.read_people": (editor,),
    "quality.compute": (administrator,),
    "quality.audit": (reviewer,),
    "organisation.read": (anyone,),
    "organisation.edit": (administrator,),
    "claimreview.lint": (anyone,),
    "event.undo": (anyone,),
    "claim_import.request": (reviewer,),
    "claim_import.carry_out": (author, administrator),
    "changes.read": (anyone,),
    "webhook.create": (reviewer,),
    "webhook.read": (webhook_owner,),
    "webhook.edit": (webhook_owner,),
    "webhook.replay": (webhook_owner,),
    "history.seal": (administrator,),
    "history.export": (administrator,),
    "claim_set.read": (anyone,),
    "export.request": (anyone,),
    "export.watch": (anyone,),
    "export.download": (anyone,),
    "export.cancel": (oneself, editor),
    "export.retry": (oneself, editor),
    "export.link": (anyone,),
    "export.schedule": (reviewer,),
    "export.edit_schedule": (schedule_owner, administrator),
    "person.create": (administrator,),
    "person.edit": (administrator,),
    "person.change_own_profile": (oneself,),
    "token.issue": (administrator, oneself),
    "token.revoke": (administrator, oneself),
}

SCOPES: dict[str, Scope] = {
    "workbench.read": Scope.READ,
    "report.read": Scope.READ,
    "quality.read": Scope.READ,
    "changes.read": Scope.READ,
    "organisation.read": Scope.READ,
    "claimreview.lint": Scope.READ,
    "webhook.read": Scope.READ,
    "register.export": Scope.EXPORT,
    "history.export": Scope.EXPORT,
    "export.request": Scope.EXPORT,
    "export.watch": Scope.EXPORT,
    "export.download": Scope.EXPORT,
    "export.cancel": Scope.EXPORT,
    "export.retry": Scope.EXPORT,
    "export.link": Scope.EXPORT,
    "export.schedule": Scope.EXPORT,
    "export.edit_schedule": Scope.EXPORT,
    "claim_set.read": Scope.READ,
    "claim_set.create": Scope.EXPORT,
    "claim_set.edit": Scope.EXPORT,
    "claim_set.freeze": Scope.EXPORT,
}
"""The scope a token needs; every action that is not listed needs `write`."""


def may(person: User, action: str, subject: Any = None) -> bool:
    """Whether this person may do this, to this object where the rule depends on one."""
    return person.is_active and any(predicate(person, subject) for predicate in TABLE[action])


def require(person: User, action: str, subject: Any = None) -> None:
    """Refuses with `NotAllowed` unless the person may. The rule is the action's name in the table.

    Of a claim that the person must not see now, whatever is asked, there is none (`NotFound`): they are
    reading a passage of it blind, or settling between two readings.
    """
    _refuse_sealed(person, claim_of(subject))
    if may(person, action, subject):
        return
    needed = " or ".join(predicate.__name__ for predicate in TABLE[action])
    raise NotAllowed(f"This needs: {needed}. {_standing_of(person, subject)}", rule=action)


def _standing_of(person: User, subject: Any) -> str:
    """What the person is in the newsroom, and at the desk where that is what counts."""
    told = f"You are signed in as {person.display_name} ({person.get_role_display()})"
    if person.role == Role.ADMINISTRATOR or desk_of(subject) is None:
        return f"{told}."
    role = role_in(person, subject)
    return f"{told}; at the desk that owns this you are {f'a {role.label.lower()}' if role else 'no member'}."


@dataclass(frozen=True, slots=True)
class OwnThing:
    """Stands for an object that belongs to the person in every way a rule can look at."""

    person_id: int
    desk_id: int | None = None
    pk: None = None

    @property
    def created_by_id(self) -> int:
        return self.person_id

    attached_by_id = reviewer_id = requested_by_id = owner_id = created_by_id
    reader_id = settler_id = author_id = made_by_id = created_by_id
    is_protected = False


def may_somewhere(person: User, action: str) -> bool:
    """Whether this person may ever do this, to something of their own: in the newsroom, or at one of the
    desks they belong to.
    """
    if may(person, action, OwnThing(person.pk)):
        return True
    here = DeskMember.objects.filter(person=person.pk, left_at__isnull=True).values_list("desk", flat=True)
    return any(may(person, action, OwnThing(person.pk, desk)) for desk in here)


def require_somewhere(person: User, action: str) -> None:
    """Refuses as `require` whoever could never do this, whatever the object."""
    if not may_somewhere(person, action):
        require(person, action, OwnThing(person.pk))


def _refuse_sealed(person: User, claim_id: int | None) -> None:
    if claim_id is None or getattr(person, "is_held_back", True) is False:
        return
    if SecondLook.objects.sealing(person.pk).filter(sealed_claims__contains=[claim_id]).exists():
        raise NotFound(f"There is no claim {claim_id}.", details={"id": claim_id})


def scope_of(action: str) -> Scope:
    """The scope a token needs for an action."""
    return SCOPES.get(action, Scope.WRITE)
