"""What holds in every environment. The environments add only what differs."""

import logging
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from workbench import env
from workbench.storage import file_storage
from workbench.workers import WORKERS

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_FOLDER = env.folder("WORKBENCH_DATA", BASE_DIR / ".data")

ROOT_URLCONF = "workbench.urls"
WSGI_APPLICATION = "workbench.wsgi.application"
ASGI_APPLICATION = "workbench.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "workbench.apps.WorkbenchConfig",
    "annotations.apps.AnnotationsConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    "axes",
    "pgtrigger",
    "django_structlog",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "annotations.web.frame.frame",
            ],
        },
    },
]

# --- Database and broker --------------------------------------------------------------------------

DATABASES = {"default": env.database("DATABASE_URL")}
# A connection is checked when it is taken, so that a restarted database costs no request an error afterwards.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Used where processes are long-lived and serve many threads. A request that finds no connection free waits a
# little and is then told so; the pool gives up on a server that is gone just as fast, and so finds it at once
# when it is back.
CONNECTION_POOL = {
    "min_size": 1,
    "max_size": env.whole_number("WORKBENCH_DATABASE_POOL", 16, least=2),
    "timeout": 4,
    "reconnect_timeout": 4,
}

REDIS_URL = env.redis_address("REDIS_URL")

# Counters of the throttles only. Kept in the process: no request then depends on the broker being up.
# Each web process counts for itself, so a rate is a rate per process.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Readiness counts a worker as gone after this many seconds without a heartbeat (one is due every ten).
HEARTBEAT_STALE_SECONDS = 60
WORKER_NAMES = [worker.name for worker in WORKERS]
# How often assessments are looked for whose message was lost; other work at multiples of it.
SWEEP_SECONDS = 15.0

# --- People ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "annotations.User"
# Sign-in names are unique whatever their case by a constraint that this check cannot see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "annotations.queries.sessions.PersonBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "sign-in"

# One person at one address is locked out, never everybody behind one address or one person everywhere.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "lockout.html"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_VERBOSE = False

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "annotations.web.errors.form_expired"

# Whether `load_seeds` may make people whose passwords stand in `seeds/`.
DEMO_DATA_ALLOWED = False

# --- What a page may do ---------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# --- Bounds of what is sent in --------------------------------------------------------------------

# An article or a captured source, as file or as pasted text. Refused by the form, with the typed rest kept.
IMPORT_BYTES_MAX = 20 * 1024 * 1024
# The server's own bound lies well above it, so that a paste that is too long still reaches the form that says
# so.
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * IMPORT_BYTES_MAX
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_HANDLERS = [
    "annotations.gateways.documents.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# --- What others are told --------------------------------------------------------------------------------

# Who answers for the verdicts, and where their pages are: exports say both.
ORGANISATION_NAME = env.text("WORKBENCH_ORGANISATION", "Workbench")
PUBLIC_URL = env.text("WORKBENCH_PUBLIC_URL", "http://localhost:8000").rstrip("/")

# --- Files ----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = env.folder("WORKBENCH_STATIC", DATA_FOLDER / "static")
MEDIA_ROOT = env.folder("WORKBENCH_FILES", DATA_FOLDER / "files")
STORAGES = {
    "default": file_storage(),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# --- Exports --------------------------------------------------------------------------------------

# How long the file of a finished export is kept; of a timetable the last ones are, however old they are.
EXPORT_DAYS = env.whole_number("WORKBENCH_EXPORT_DAYS", 30, least=1)
# How many may wait and be made at once: of one person, and of everybody together.
EXPORTS_OF_A_PERSON = env.whole_number("WORKBENCH_EXPORTS_OF_A_PERSON", 20, least=1)
EXPORTS_TOGETHER = env.whole_number("WORKBENCH_EXPORTS_TOGETHER", 500, least=1)

# --- The web ---------------------------------------------------------------------------------------

# The public web archive learns which pages are looked up there: only who wants that asks it.
WAYBACK_IS_ON = env.yes_or_no("WORKBENCH_WAYBACK", default=False)

# --- Language and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- The API --------------------------------------------------------------------------------------

# Of one person, unless a token has a number of its own; and from one address without signing in.
API_REQUESTS_PER_MINUTE = env.whole_number("WORKBENCH_API_REQUESTS", 1_200, least=1)
API_REQUESTS_PER_MINUTE_ANONYMOUS = env.whole_number("WORKBENCH_API_REQUESTS_ANONYMOUS", 60, least=1)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "annotations.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["annotations.api.parsers.JsonParser"],
    # Else a `format` in an address would lead to "nothing at this address", not to the list of filters.
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "annotations.api.pagination.CursorPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "annotations.api.throttling.RequestsPerMinute",
    ],
    "EXCEPTION_HANDLER": "annotations.api.problems.problem_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Workbench API",
    "DESCRIPTION": "Read and change articles, claims and evidence; follow and fetch verified claim sets.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "annotations.api.documentation.refusals_once",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # The page draws what is on the screen only, so the browser's own search would miss the rest: groups
    # begin folded, and a box filters them.
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "docExpansion": "none", "filter": True},
    "REDOC_DIST": "SIDECAR",
    # Several closed lists go by the same field name; each has one name in the document.
    "ENUM_NAME_OVERRIDES": {
        "AnnotationFormat": "annotations.domain.vocabulary.AnnotationFormat",
        "AnnotationImportState": "annotations.domain.vocabulary.ImportState",
        "Certainty": "annotations.domain.vocabulary.Certainty",
        "CheckOutcome": "annotations.domain.vocabulary.CheckOutcome",
        "ClaimState": "annotations.domain.vocabulary.ClaimState",
        "ClaimSetKind": "annotations.domain.vocabulary.ClaimSetKind",
        "ClaimType": "annotations.domain.vocabulary.ClaimType",
        "DeliveryState": "annotations.domain.vocabulary.DeliveryState",
        "DeskRole": "annotations.api.shapes.desks.AT_THE_DESK",
        "DerivationKind": "annotations.domain.vocabulary.DerivationKind",
        "EvidenceState": "annotations.domain.vocabulary.EvidenceState",
        "ExportFormat": "annotations.domain.vocabulary.ExportFormat",
        "ExportState": "annotations.domain.vocabulary.ExportState",
        "GradeLetter": "annotations.domain.vocabulary.Grade",
        "HighlightOutcome": "annotations.domain.vocabulary.HighlightOutcome",
        "HighlightState": "annotations.domain.vocabulary.HighlightState",
        "ImportedOutcome": "annotations.api.shapes.annotations.OUTCOMES",
        "InterestKind": "annotations.models.ClaimInterest.KINDS",
        "OffsetUnit": "annotations.api.shapes.highlights.UNITS",
        "PolicyTrialState": "annotations.domain.vocabulary.TrialState",
        "PublisherKind": "annotations.domain.vocabulary.PublisherKind",
        "PublisherRelationKind": "annotations.domain.vocabulary.PublisherRelationKind",
        "ReanchoringState": "annotations.domain.vocabulary.ReanchoringState",
        "Role": "annotations.domain.vocabulary.Role",
        "RowOutcome": "annotations.domain.vocabulary.RowOutcome",
        "SecondLookState": "annotations.domain.vocabulary.SecondLookState",
        "SourceKind": "annotations.domain.vocabulary.SourceKind",
        "SourceRelationKind": "annotations.domain.vocabulary.SourceRelationKind",
        "SourceState": "annotations.domain.vocabulary.SourceState",
        "Stance": "annotations.domain.vocabulary.Stance",
        "Status": "annotations.domain.vocabulary.Status",
        "SuggestionState": "annotations.domain.vocabulary.SuggestionState",
        "TextFormat": "annotations.api.shapes.articles.TEXT_FORMATS",
        "VerdictState": "annotations.domain.vocabulary.VerdictState",
        "WebhookState": "annotations.domain.vocabulary.WebhookState",
        "VisitState": "annotations.domain.vocabulary.VisitState",
    },
}

# --- Letters --------------------------------------------------------------------------------------

MAIL = env.choice("WORKBENCH_MAIL", "console", among=("console", "smtp"))
EMAIL_BACKEND = f"django.core.mail.backends.{MAIL}.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("WORKBENCH_MAIL_FROM", "Workbench <workbench@localhost>")
EMAIL_HOST = env.text("WORKBENCH_MAIL_HOST", "localhost")
EMAIL_PORT = env.whole_number("WORKBENCH_MAIL_PORT", 25, least=1)
EMAIL_HOST_USER = env.text("WORKBENCH_MAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("WORKBENCH_MAIL_PASSWORD", "")
_MAIL_SECURITY = env.choice("WORKBENCH_MAIL_SECURITY", "none", among=("none", "starttls", "tls"))
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL_SECURITY == "starttls", _MAIL_SECURITY == "tls"
EMAIL_TIMEOUT = 20

# --- Logs -----------------------------------------------------------------------------------------

LOG_LEVEL = env.choice("WORKBENCH_LOG_LEVEL", "INFO", among=("DEBUG", "INFO", "WARNING", "ERROR"))
DJANGO_STRUCTLOG_CELERY_ENABLED = True
# One line a request and one a task, when it is over; not who came from where.
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
# Whoever lets a person in names them in the logs: asking here would ask the database once more for every
# request, and make people wait twice when it is gone.
DJANGO_STRUCTLOG_USER_ID_FIELD = None
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_CELERY_TASK_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_CELERY_TASK_SUCCESS_LOG_LEVEL = logging.DEBUG
