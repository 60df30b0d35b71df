"""Asks a health address of the service and ends with status 0 when all is well.

    python -m workbench.probe http://127.0.0.1:8000/healthz
    python -m workbench.probe http://127.0.0.1:8000/readyz "worker background"

With a name, only that check of the answer counts.
"""

import json
import sys
import urllib.error
import urllib.request

from workbench import env


def is_well(address: str, check: str | None) -> bool:
    """Whether the address answers 200, or, with a check's name, whether that check is ok."""
    # The service answers only to the names it is known by.
    host = (
        next(iter(env.words("WORKBENCH_ALLOWED_HOSTS", "")), "localhost")
        .lstrip(".")
        .replace("*", "localhost")
    )
    request = urllib.request.Request(address, headers={"Host": host})
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=4) as answer:
            found = json.load(answer)
    except urllib.error.HTTPError as refusal:
        if check is None:
            return False
        found = json.load(refusal)
    return check is None or found["checks"].get(check) == "ok"


if __name__ == "__main__":
    try:
        sys.exit(0 if is_well(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None) else 1)
    except (OSError, ValueError, KeyError) as error:
        sys.exit(f"{sys.argv[1]} does not answer: {error}")
