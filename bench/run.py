"""Runs one measurement, where it needs them on a PostgreSQL and a broker of its own, which are gone
afterwards.

    python -m bench.run changes [its options]
    python -m bench.run export [its options]
    python -m bench.run anchoring [its options]
    python -m bench.run copying [its options]
    python -m bench.run history [its options]
    python -m bench.run impact [its options]
    python -m bench.run likely_copies [its options]
    python -m bench.run listing [its options]
    python -m bench.run passages [its options]
    python -m bench.run random_work [its options]
    python -m bench.run reviewers [its options]
    python -m bench.run register [its options]
    python -m bench.run register_imports [its options]
    python -m bench.run schemathesis [its options]
    python -m bench.run world [its options]

Each measurement is a module beside this one with a `main(arguments)`.
"""

import importlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

import django
from django.core.management import call_command

from workbench.launch.services import Services

WITHOUT_SERVERS = frozenset(["anchoring", "copying", "passages", "world"])


def run(name: str, arguments: list[str]) -> None:
    """Start the servers, make the tables, measure, stop."""
    if name in WITHOUT_SERVERS:
        importlib.import_module(f"bench.{name}").main(arguments)
        return
    folder = Path(tempfile.mkdtemp(prefix="workbench-bench-"))
    services = Services(folder, durable=True)
    try:
        services.start()
        os.environ.update(services.environment)
        os.environ["WORKBENCH_DATA"] = str(folder / "data")
        os.environ["DJANGO_SETTINGS_MODULE"] = "workbench.settings.test"
        django.setup()
        call_command("migrate", verbosity=0)
        importlib.import_module(f"bench.{name}").main(arguments)
    finally:
        services.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2:])
