"""Whether what was started answers, asked the way anything outside would ask: over HTTP."""

import json
import socket
import urllib.request
from datetime import datetime
from typing import Any

from workbench.launch.refusal import CannotStart
from workbench.workers import WORKERS


def require_free_port(host: str, port: int) -> None:
    """Raises CannotStart when another program listens there, or this one may not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(
                f"Port {port} on {host} cannot be used ({error.strerror}). "
                "Choose another: make run WORKBENCH_PORT=8001"
            ) from error


def everything_answers(address: str, since: datetime) -> bool:
    """Whether `address`/readyz finds all well, every worker having given a sign of life after `since`."""
    answer = _readyz(address)
    if answer is None or answer["status"] != "ready":
        return False
    beats = answer["heartbeats"]
    return all(w.name in beats and datetime.fromisoformat(beats[w.name]) >= since for w in WORKERS)


def _readyz(address: str) -> dict[str, Any] | None:
    # No proxy the environment may name: this is our own machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{address}/readyz", timeout=5) as response:
            found: dict[str, Any] = json.load(response)
            return found
    except (OSError, ValueError):
        return None
