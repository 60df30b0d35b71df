"""Noting copies of sources in the public web archive, for which a local server stands."""

import pytest

from annotations.actions.archived_copies import look_in_archive, save_in_archive
from annotations.actions.protection import protect_source
from annotations.domain.errors import Refusal
from annotations.models import ArchivedCopy, Event
from tests.factories import a_person, a_source
from tests.gateways.safe_fetch.pretend_web import PretendWeb, forward, page
from tests.gateways.test_wayback import COPY, PAGE, STAMP, archive, available, through

__all__ = ["archive"]

pytestmark = pytest.mark.django_db


def test_a_copy_that_is_found_is_noted_once(archive: PretendWeb) -> None:
    archive.routes["/wayback/available"] = available(url=f"http://web.archive.org/web/{STAMP}/{PAGE}")
    source, person = a_source(url=PAGE), a_person()
    noted = [look_in_archive(source_id=source.pk, actor=person, **through(archive)) for _ in range(2)]
    copy = ArchivedCopy.objects.get()
    assert (copy.source, copy.url, copy.archived_at, copy.noted_by) == (
        source,
        COPY.url,
        COPY.archived_at,
        person,
    )
    assert noted == [copy, copy]
    assert Event.objects.filter(verb="source.archived_copy_noted").count() == 1


def test_where_there_is_none_nothing_is_noted(archive: PretendWeb) -> None:
    archive.routes["/wayback/available"] = available()
    source = a_source(url=PAGE)
    assert look_in_archive(source_id=source.pk, actor=a_person(), **through(archive)) is None
    assert ArchivedCopy.objects.count() == 0


def test_a_copy_that_is_made_is_noted(archive: PretendWeb) -> None:
    archive.routes["/save/https://news.example/ferry"] = forward(f"/web/{STAMP}/{PAGE}")
    archive.routes[f"/web/{STAMP}/https://news.example/ferry"] = page(b"kept")
    source = a_source(url=PAGE)
    noted = save_in_archive(source_id=source.pk, actor=a_person(), **through(archive))
    assert (noted.source, noted.url) == (source, COPY.url)


def test_the_archive_never_hears_of_what_has_no_address_or_is_protected(archive: PretendWeb) -> None:
    person, hidden = a_person(), a_source(url=PAGE)
    protect_source(source_id=hidden.pk, reason="Fears for the post.", actor=person)
    for source in (a_source(), hidden):
        with pytest.raises(Refusal) as told:
            look_in_archive(source_id=source.pk, actor=person, **through(archive))
        assert told.value.rule == "source-has-no-address"
    assert archive.requests == []
