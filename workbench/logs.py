"""One shape for every log line, whether Django, the queue, the server or a library wrote it.

Lines carry the request's id, which the queue hands on to the task the request caused.
"""

import logging
from typing import Any, Literal

import structlog

Style = Literal["json", "console"]

# Asked or done every few seconds: a line for each would bury the rest. When they go wrong they are logged.
ROUTINE_REQUESTS = frozenset({"GET /healthz", "GET /readyz"})
ROUTINE_TASKS = frozenset({"annotations.heartbeat"})

SHARED: list[structlog.types.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


class NotRoutine(logging.Filter):
    """Lets pass everything but the success of what is done all the time."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno > logging.INFO:
            return True
        if isinstance(record.args, dict) and record.args.get("name") in ROUTINE_TASKS:
            return False
        return not (isinstance(record.msg, dict) and record.msg.get("request") in ROUTINE_REQUESTS)


def configured(style: Style, level: str) -> dict[str, Any]:
    """Configure structlog and return the `LOGGING` of Django: JSON for machines, text for people."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"not_routine": {"()": NotRoutine}},
        "formatters": {"line": {"()": _formatter, "style": style}},
        "handlers": {
            "stream": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["not_routine"],
            },
        },
        "root": {"handlers": ["stream"], "level": level},
        "loggers": {
            # These would bring handlers of their own, or say at length what is said once elsewhere.
            "gunicorn.error": {"handlers": [], "propagate": True},
            "gunicorn.access": {"handlers": [], "propagate": False},
            "django.server": {"handlers": [], "propagate": True, "level": "WARNING"},
            "django.request": {"level": "CRITICAL"},
            "celery.beat": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            "trafilatura": {"level": "ERROR"},
        },
    }


def _formatter(style: Style, **_: Any) -> structlog.stdlib.ProcessorFormatter:
    # The names of logging's own formatter arguments come along and are of no use here.
    render: list[structlog.types.Processor] = [
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    ]
    if style == "json":
        render = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *render],
    )
