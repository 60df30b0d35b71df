"""Addresses of the protocol: the container, which ends in a slash, and one segment more an annotation."""

from django.urls import path, re_path

from annotations.api.routes import nowhere
from annotations.api.webannotations.containers import ContainerView
from annotations.api.webannotations.items import AnnotationView

app_name = "webannotations"

urlpatterns = [
    path("", ContainerView.as_view(), name="container"),
    re_path(r"^(?P<name>[^/]+)$", AnnotationView.as_view(), name="annotation"),
    re_path(r"^(?P<rest>.*)$", nowhere),
]
