"""One machine, for trying out and for work on the project itself. The launcher uses these."""

from workbench import env
from workbench.logs import configured
from workbench.settings.base import *  # noqa: F403 - the environments are the base and what differs
from workbench.settings.base import CONNECTION_POOL, DATA_FOLDER, DATABASES, LOG_LEVEL

DEBUG = env.yes_or_no("WORKBENCH_DEBUG", default=False)
SECRET_KEY = env.kept_secret(DATA_FOLDER / "secret_key")
ALLOWED_HOSTS = env.words("WORKBENCH_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("WORKBENCH_TRUSTED_ORIGINS", "")

DEMO_DATA_ALLOWED = True

# Static files are served from where they are written: nothing to collect before the first page.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

DATABASES["default"]["OPTIONS"]["pool"] = CONNECTION_POOL

LOGGING = configured("console", LOG_LEVEL)
