"""Whose readings of a passage in dispute are: nobody who may settle between them is to know.

Whoever settles reads both without the names, so until that is done the names stay out of the history and away
from the link; those of the people concerned themselves do not.
"""

from django.db.models import Exists, OuterRef, Q

from annotations.domain.vocabulary import EvidenceState, SecondLookState
from annotations.models import Evidence, SecondLook, User


def event_tells_who_read(person: User) -> Q:
    """Events that say who read a passage that is in dispute, and how."""
    disputed = SecondLook.objects.filter(pk=OuterRef("subject_id"), state=SecondLookState.DISPUTED)
    answered = Q(verb="second_look.answered") & Exists(disputed.exclude(reader=person.pk))
    links = Evidence.objects.filter(names_are_sealed(person), pk=OuterRef("subject_id"))
    return answered | Q(subject_type="evidence") & Exists(links)


def names_are_sealed(person: User) -> Q:
    """Links in dispute that this person neither made nor judged."""
    own = Q(attached_by=person.pk) | Q(changed_by=person.pk)
    return Q(state=EvidenceState.DISPUTED) & ~own


def may_know_who(link: Evidence, person: User) -> bool:
    """The same of a link at hand, the other way round."""
    return link.state != EvidenceState.DISPUTED or person.pk in (link.attached_by_id, link.changed_by_id)
