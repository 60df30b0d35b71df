"""One visit in a process of its own, so that its memory can be measured, also what C libraries take.

    python -m tests.gateways.safe_fetch.one_visit PORT

Visits a page at a port of this machine, which stands for the web, and prints how the visit ended and by how
many kilobytes the process grew at its largest.
"""

import resource
import socket
import sys

from annotations.gateways.safe_fetch import FetchFailed, Limits, fetch
from tests.gateways.safe_fetch.pretend_web import PUBLIC

KILOBYTES = 1024 if sys.platform == "darwin" else 1


def largest() -> int:
    """The most memory this process ever had, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KILOBYTES


def visit(port: int) -> str:
    """How the visit ended, and the growth."""
    before = largest()
    try:
        fetch(
            "http://news.example/",
            limits=Limits(total_seconds=20),
            resolver=lambda host: [PUBLIC],
            connect=lambda _number, _port, seconds: socket.create_connection(("127.0.0.1", port), seconds),
        )
    except FetchFailed as failure:
        return f"{failure.reason} {largest() - before}"
    return f"fetched {largest() - before}"


if __name__ == "__main__":
    print(visit(int(sys.argv[1])))
