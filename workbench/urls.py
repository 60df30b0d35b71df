"""Every address of the project, by entry point."""

from django.urls import include, path

from annotations.admin.site import site
from annotations.api.routes import nowhere
from annotations.web.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("admin/", site.urls),
    path("api/v1/", include("annotations.api.urls")),
    path("api/<path:rest>", nowhere),
    path("api/", nowhere),
    path("annotations/", include("annotations.api.webannotations.urls")),
    path("", include("annotations.web.urls")),
]

handler400 = "annotations.web.errors.bad_request"
handler403 = "annotations.web.errors.not_allowed"
handler404 = "annotations.web.errors.not_found"
handler500 = "annotations.web.errors.server_error"
