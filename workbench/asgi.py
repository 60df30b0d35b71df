"""The door for asynchronous web servers into the project."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings.production")

application = get_asgi_application()
