"""Disputes between two readings of a passage: who may settle one."""

from collections.abc import Sequence

from django.db.models import QuerySet

from annotations.domain.vocabulary import Role
from annotations.models import DeskMember, Evidence, SecondLook, SourceConfidant, StanceVote, User

SETTLES = (Role.REVIEWER, Role.EDITOR)


def who_may_settle(look: SecondLook, evidence: Evidence) -> list[int]:
    """The ids of those who are told of a dispute: reviewers and editors where the claim and the source are
    worked on who are no party to it. Administrators may settle too, and are not told.
    """
    found = _people(evidence, SETTLES).exclude(pk__in=parties(look, evidence))
    return list(found.order_by("pk").values_list("pk", flat=True))


def may_settle(person: User, look: SecondLook, evidence: Evidence) -> bool:
    """Whether this person is a third one, of those who see both the claim and the source, and is not reading
    the same words blind elsewhere.
    """
    if person.pk in parties(look, evidence):
        return False
    blind = SecondLook.objects.sealing(person.pk).exclude(pk=look.pk)
    if blind.filter(sealed_claims__overlap=look.sealed_claims).exists():
        return False
    if person.role == Role.ADMINISTRATOR:
        return not evidence.source.is_protected or person.pk in _confidants(evidence)
    return _people(evidence, SETTLES).filter(pk=person.pk).exists()


def parties(look: SecondLook, evidence: Evidence) -> set[int]:
    """Who read the passage already or had a hand in the link."""
    read = StanceVote.objects.filter(evidence=evidence).values_list("reviewer_id", flat=True)
    named = {look.first_reviewer_id, look.reader_id, evidence.attached_by_id, evidence.changed_by_id}
    return {pk for pk in {*named, *read} if pk is not None}


def _people(evidence: Evidence, roles: Sequence[str]) -> QuerySet[User]:
    people = User.objects.filter(is_active=True)
    desks = {evidence.claim.desk_id, evidence.source.desk_id} - {None}
    if not desks:
        people = people.filter(role__in=roles)
    for desk in desks:
        here = DeskMember.objects.filter(desk=desk, role__in=roles, left_at__isnull=True)
        people = people.filter(pk__in=here.values("person"))
    return people.filter(pk__in=_confidants(evidence)) if evidence.source.is_protected else people


def _confidants(evidence: Evidence) -> QuerySet[SourceConfidant, int]:
    return SourceConfidant.objects.filter(source=evidence.source_id).values_list("person_id", flat=True)
