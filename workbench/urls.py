"""Every address of the project, by entry point."""

from django.contrib import admin
from django.urls import include, path

from annotations.web.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("annotations.api.urls")),
    path("", include("annotations.web.urls")),
]

handler400 = "annotations.web.errors.bad_request"
handler403 = "annotations.web.errors.not_allowed"
handler404 = "annotations.web.errors.not_found"
handler500 = "annotations.web.errors.server_error"
