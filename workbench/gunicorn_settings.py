"""Settings of the web server, read by gunicorn itself: few processes, several threads each."""

import gc
from typing import Any

from django.conf import settings
from django.urls import get_resolver

from workbench import env
from workbench.wsgi import application

# Everything is loaded once, here, and shared by the processes that are forked.
loaded = (application, get_resolver().url_patterns)

bind = f"{env.text('WORKBENCH_HOST', '127.0.0.1')}:{env.whole_number('WORKBENCH_PORT', 8000, least=1)}"
worker_class = "gthread"
workers = env.whole_number("WORKBENCH_WEB_PROCESSES", 2, least=1)
threads = env.whole_number("WORKBENCH_WEB_THREADS", 12, least=1)
preload_app = True
timeout = 60
# Pages that wait for news are simply asked again; nothing worth more than this moment is in flight.
graceful_timeout = 3
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
control_socket_disable = True
logconfig_dict = settings.LOGGING


def pre_fork(server: Any, worker: Any) -> None:
    """Keep what is loaded out of the collector's way: touching it would copy it into every process."""
    gc.freeze()
