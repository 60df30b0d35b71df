"""The test suite: real PostgreSQL and a real broker, made by the suite's own plugin."""

from workbench.logs import configured
from workbench.settings.base import *  # noqa: F403 - the environments are the base and what differs

DEBUG = False
SECRET_KEY = "of no worth: used by the test suite alone, for data that lives as long as one run"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]

DEMO_DATA_ALLOWED = True

STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
# Static files are looked for when asked for: every client of the suite would look at all of them beforehand.
WHITENOISE_AUTOREFRESH = True

# Cheap on purpose: the suite signs in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

LOGGING = configured("console", "WARNING")
