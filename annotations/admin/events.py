"""The history, to read."""

from typing import cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from annotations.admin.base import ReadOnlyAdmin
from annotations.admin.site import site
from annotations.models import Event, User
from annotations.queries.events import all_events
from annotations.queries.protection import without_masked


@admin.register(Event, site=site)
class EventAdmin(ReadOnlyAdmin):
    """Who did what to what, and when."""

    list_display = ("at", "actor", "verb", "stream", "position", "shown_note")
    search_fields = ("=stream", "=verb", "=request_id")
    search_help_text = "A stream such as publisher:3, a verb such as source.edited, or the id of a request."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        """Latest first."""
        return all_events(cast(User, request.user))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Event | None:
        """Without the words that the person may not read."""
        event = super().get_object(request, object_id, from_field)
        return next(iter(without_masked([event])), None) if event is not None else None

    @admin.display(description="note")
    def shown_note(self, event: Event) -> str:
        """Why, where the person may read it."""
        return "" if event.is_masked else event.note  # type: ignore[attr-defined]
