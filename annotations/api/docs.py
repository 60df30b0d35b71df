"""The OpenAPI document, and the page that shows it without asking anybody else for a file.

The page's content security policy is that of the whole product: its scripts and styles come from our own
addresses, and none stands in the page. The start-up script, which other set-ups write into the page, is an
answer of its own.
"""

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny


class SchemaView(SpectacularAPIView):
    """The description of this API (OpenAPI 3.0), as YAML or JSON."""

    permission_classes = [AllowAny]
    authentication_classes = []


class DocsView(SpectacularSwaggerSplitView):
    """The description as a page."""

    permission_classes = [AllowAny]
    authentication_classes = []
    template_name = "api/docs.html"
