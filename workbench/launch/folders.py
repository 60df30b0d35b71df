"""The folders a run needs."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

from workbench.launch.refusal import CannotStart

# A Unix socket's path is limited to 107 bytes, of which PostgreSQL's own file name takes twenty.
SOCKET_FOLDER_LENGTH = 80


def private_folder(path: Path) -> Path:
    """The folder, made if need be, closed to everybody else.

    Raises CannotStart when it belongs to another.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        found = path.lstat()
    except OSError as error:
        raise CannotStart(
            f"The folder {path} cannot be used: {error.strerror}. Set WORKBENCH_DATA."
        ) from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise CannotStart(
            f"The folder {path} belongs to someone else. Set WORKBENCH_DATA to a folder of your own."
        )
    path.chmod(0o700)
    return path


def run_folder(data: Path) -> Path:
    """Where sockets and process records are: beside the data, or in a short folder where that is too deep."""
    beside = data / "run"
    if len(os.fsencode(beside)) <= SOCKET_FOLDER_LENGTH:
        return private_folder(beside)
    mark = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    return private_folder(Path(tempfile.gettempdir()) / f"workbench-{os.geteuid()}-{mark}")
