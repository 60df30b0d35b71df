"""Exports, to look at."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from annotations.admin.base import ReadOnlyAdmin
from annotations.admin.site import site
from annotations.models import Export
from annotations.queries.exports import all_exports


@admin.register(Export, site=site)
class ExportAdmin(ReadOnlyAdmin):
    """Renderings of claim sets, and how they went."""

    list_display = ("id", "claim_set", "format", "state", "claims_done", "requested_by", "requested_at")
    list_filter = ("state", "format")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Export]:
        """Latest first."""
        return all_exports()
