"""Who is signed in: the person of a session, read together with whether anything is out of their sight."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from annotations.models import User
from annotations.queries.prepared import prepared
from annotations.queries.visibility import with_sight


class PersonBackend(ModelBackend):
    """Signs people in by their password, and finds the person of a session in one statement."""

    def get_user(self, user_id: Any) -> User | None:
        found = User.objects.raw(*prepared(_person, int(user_id)))
        person: User | None = next(iter(found), None)
        return person if self.user_can_authenticate(person) else None


def _person(person_id: int) -> QuerySet[User]:
    return with_sight(User.objects.filter(pk=person_id))
