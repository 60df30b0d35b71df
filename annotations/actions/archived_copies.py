"""Copies of sources in the public web archive: looked for, asked for, and noted."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from annotations.access import require
from annotations.actions.recording import record_event
from annotations.actions.register import standing
from annotations.domain.errors import Conflict, Invalid
from annotations.gateways.wayback import CopyInArchive, find_copy, save_copy
from annotations.models import ArchivedCopy, Source, User
from annotations.queries.sources import source_by_id


def look_in_archive(*, source_id: int, actor: User, **web: Any) -> ArchivedCopy | None:
    """Notes the newest copy that the archive has of the source's address; None where it has none.

    Refuses `source-has-no-address`, and whatever the archive refuses (`ArchiveUnavailable`). `web` is for the
    fetcher.
    """
    return _noted(source_id, actor, lambda url: find_copy(url, **web))


def save_in_archive(*, source_id: int, actor: User, **web: Any) -> ArchivedCopy:
    """Has the archive make a copy of the source's address now, and notes it. Refuses as `look_in_archive`."""
    noted = _noted(source_id, actor, lambda url: save_copy(url, **web))
    assert noted is not None, "saving gives a copy or refuses"
    return noted


def _noted(source_id: int, actor: User, ask: Callable[[str], CopyInArchive | None]) -> ArchivedCopy | None:
    """The archive is asked outside of any transaction: it may take a minute."""
    source = source_by_id(source_id)
    require(actor, "source.visit")
    _require_public_address(source)
    copy = ask(source.url)
    return None if copy is None else _note(source_id, source.url, copy, actor)


@transaction.atomic
def _note(source_id: int, url: str, copy: CopyInArchive, actor: User) -> ArchivedCopy:
    source = standing(Source, source_id)
    if source.url != url:
        raise Conflict("The address of the source was changed meanwhile.", rule="source-has-no-address")
    noted, is_new = ArchivedCopy.objects.get_or_create(
        source=source, url=copy.url, defaults={"archived_at": copy.archived_at, "noted_by": actor}
    )
    if is_new:
        after = {"url": copy.url, "archived_at": copy.archived_at}
        record_event("source.archived_copy_noted", noted, stream=source, actor=actor, after=after)
    return noted


def _require_public_address(source: Source) -> None:
    if not source.url or source.is_protected:
        raise Invalid(
            "This source has no address. Give it one first.", field="url", rule="source-has-no-address"
        )
