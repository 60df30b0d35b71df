"""Brings the database up to date before anything is served, and fills it the first time.

    python -m workbench.launch.prepare

Run by the launcher as a process of its own, so that the launcher itself stays small.
"""

import os
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError


def prepare() -> None:
    """Migrate; load the seeds into a database that knows nobody yet."""
    call_command("migrate", interactive=False, verbosity=0)
    # Stays behind when the loading is interrupted: the people may be there by then, not all of their work.
    unfinished = Path(settings.DATA_FOLDER) / "seeds.unfinished"
    is_first_time = not apps.get_model(settings.AUTH_USER_MODEL).objects.exists()
    if settings.DEMO_DATA_ALLOWED and (is_first_time or unfinished.exists()):
        unfinished.touch()
        call_command("load_seeds")
        unfinished.unlink()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings.development")
    django.setup()
    try:
        prepare()
    except CommandError as refusal:
        sys.exit(str(refusal))
    except OperationalError as error:
        sys.exit(f"The database does not answer: {' '.join(str(error).split())}")
