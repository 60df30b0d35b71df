"""Browsers of people, for tests of pages."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from annotations.models import User
from tests.factories import a_person


def visitor(person: User | None = None, **given: Any) -> Client:
    """A browser in which the person (a new reviewer by default) is signed in."""
    client = Client()
    client.force_login(person or a_person(**given))
    return client


def field_errors(response: Any) -> dict[str, list[str]]:
    """What stands beside the fields of the page's form."""
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def words_of(response: Any) -> str:
    """The text of the page, without markup and with single spaces."""
    page: HttpResponse = response
    text = re.sub(r"<(script|template|dialog)\b.*?</\1>|<[^>]+>", " ", page.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", text)


def toasts_of(response: Any) -> list[tuple[str, str]]:
    """The toasts a page shows, each with where its undo goes."""
    return [(str(message), message.extra_tags) for message in response.context["messages"]]
