"""A server for others, behind TLS. Every secret and every address comes from the environment."""

from workbench import env
from workbench.logs import configured
from workbench.settings.base import *  # noqa: F403 - the environments are the base and what differs
from workbench.settings.base import CONNECTION_POOL, DATABASES, LOG_LEVEL, STORAGES

DEBUG = False
SECRET_KEY = env.text("WORKBENCH_SECRET_KEY")
ALLOWED_HOSTS = env.words("WORKBENCH_ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.words("WORKBENCH_TRUSTED_ORIGINS", "")

# Only where a proxy that sets this header on every request stands in front: otherwise a client could claim
# TLS.
if env.yes_or_no("WORKBENCH_BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_IPWARE_PROXY_COUNT = env.whole_number("WORKBENCH_PROXY_COUNT", 1, least=1)
SECURE_SSL_REDIRECT = True
# What watches the service speaks to it directly, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

STORAGES["staticfiles"] = {"BACKEND": "workbench.static.ModuleStaticFilesStorage"}

DATABASES["default"]["OPTIONS"]["pool"] = CONNECTION_POOL

LOGGING = configured("json", LOG_LEVEL)
