"""The app's registration with Django."""

from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    """Workbench's one app."""

    name = "annotations"
    verbose_name = "Workbench"
