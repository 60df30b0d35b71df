"""Questions about people."""

from django.db.models import QuerySet

from annotations.domain.canonical import one_line
from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import Role
from annotations.models import User
from annotations.queries.publishers import name_contains


def all_people() -> QuerySet[User]:
    """Everybody, also those who may no longer sign in, by name."""
    return User.objects.order_by("display_name", "id")


def person_by_id(person_id: int) -> User:
    """One person. Refuses with `NotFound`."""
    person = User.objects.filter(pk=person_id).first()
    if person is None:
        raise NotFound(f"There is no person {person_id}.", details={"id": person_id})
    return person


def reviewers() -> QuerySet[User]:
    """Those who may sign in and make claims, by name."""
    return all_people().filter(is_active=True).exclude(role=Role.READER)


def find_people(words: str, limit: int = 10) -> list[User]:
    """People who may sign in and whose name contains every one of the words."""
    return list(all_people().filter(name_contains(one_line(words), "display_name"), is_active=True)[:limit])
