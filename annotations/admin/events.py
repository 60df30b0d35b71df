"""The history, to read."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from annotations.admin.base import ReadOnlyAdmin
from annotations.admin.site import site
from annotations.models import Event
from annotations.queries.events import all_events


@admin.register(Event, site=site)
class EventAdmin(ReadOnlyAdmin):
    """Who did what to what, and when."""

    list_display = ("at", "actor", "verb", "stream", "position", "note")
    search_fields = ("=stream", "=verb", "=request_id")
    search_help_text = "A stream such as publisher:3, a verb such as source.edited, or the id of a request."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        """Latest first."""
        return all_events()
