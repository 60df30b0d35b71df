"""Brings the database up to date before anything is served, and fills it the first time.

    python -m workbench.launch.prepare

Run by the launcher as a process of its own, so that the launcher itself stays small.
"""

import os
import sys

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import OperationalError


def prepare() -> None:
    """Migrate; where demo people are allowed, load the seeds into a database that knows nobody yet."""
    call_command("migrate", interactive=False, verbosity=0)
    if settings.DEMO_DATA_ALLOWED and not apps.get_model(settings.AUTH_USER_MODEL).objects.exists():
        if "load_seeds" not in get_commands():
            print("There is no command load_seeds: the database stays empty.")
            return
        call_command("load_seeds")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings.development")
    django.setup()
    try:
        prepare()
    except OperationalError as error:
        sys.exit(f"The database does not answer: {' '.join(str(error).split())}")
