"""Setting up on a machine that lacks something: one line that says what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.trees import PROJECT


def set_up(folder: Path, python: str, requirement: str = "", **environment: str) -> tuple[int, str, str]:
    """Exit status, output and complaints of the script that makes the environment."""
    (folder / "requirements.txt").write_text(requirement)
    done = subprocess.run(
        [PROJECT / ".ci" / "environment", python, "requirements.txt", folder / "stamp"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr


def pretend_python(folder: Path, script: str) -> str:
    program = folder / "pretended"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return str(program)


def test_without_python(tmp_path: Path) -> None:
    assert set_up(tmp_path, "python-of-nowhere") == (
        1,
        "",
        "Workbench cannot be set up: python-of-nowhere was not found. Install Python 3.11 or later, "
        "or name it: make PYTHON=/path/to/python3.11 ...\n",
    )


def test_with_an_old_python(tmp_path: Path) -> None:
    old = pretend_python(tmp_path, '[ "$1" = --version ] && echo Python 3.9.2; [ "$1" = --version ]')
    assert set_up(tmp_path, old) == (
        1,
        "",
        "Workbench cannot be set up: Python 3.9.2 is too old. Install Python 3.11 or later, "
        "or name it: make PYTHON=/path/to/python3.11 ...\n",
    )


def test_with_a_python_without_venv(tmp_path: Path) -> None:
    bare = pretend_python(tmp_path, 'case "$2" in *ensurepip*) exit 1;; esac; exit 0')
    assert set_up(tmp_path, bare) == (
        1,
        "",
        "Workbench cannot be set up: this Python has no venv. "
        "On Debian and Ubuntu: apt-get install python3-venv\n",
    )


@pytest.mark.parametrize("nowhere", ["http://127.0.0.1:9/simple"])
def test_without_a_package_index(tmp_path: Path, nowhere: str) -> None:
    status, _, complaint = set_up(
        tmp_path,
        sys.executable,
        f"workbench-no-such-package==1 --hash=sha256:{'0' * 64}\n",
        PIP_INDEX_URL=nowhere,
        PIP_CONFIG_FILE=os.devnull,
        PIP_RETRIES="0",
    )
    assert status == 1
    assert complaint.splitlines()[-1] == (
        "Workbench cannot be set up: the packages could not be installed. Is there a network, "
        "or a package index pip knows? All of it: .venv/install.log"
    )
    assert not (tmp_path / "stamp").exists()
