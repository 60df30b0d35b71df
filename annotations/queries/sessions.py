"""Who is signed in: the person of a session, read together with whether anything is out of their sight."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from annotations.models import User
from annotations.queries.visibility import with_sight


class PersonBackend(ModelBackend):
    """Signs people in by their password, and finds the person of a session in one statement."""

    def get_user(self, user_id: Any) -> User | None:
        person = with_sight(User.objects.all()).filter(pk=user_id).first()
        return person if self.user_can_authenticate(person) else None
