"""The examples of docs/api.md, run as they stand, one after the other, against a real server."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from annotations.domain.vocabulary import Role
from tests.factories import a_person, a_token
from tests.services.live import LiveWorkbench

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"
STAND_IN = Path(__file__).resolve().parent / "curl_stand_in.py"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.S | re.M)


@dataclass(frozen=True)
class Example:
    """One block to run, and what it is said to print."""

    language: str
    source: str
    printed: Any


def examples() -> Iterator[Example]:
    """The blocks that can be run, each with the JSON block that follows it."""
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    for number, (language, source) in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else ("", "")
        if language in ("sh", "python"):
            printed = json.loads(following[1]) if following[0] == "json" else None
            yield Example(language, source, printed)


def shows(printed: Any, said: Any) -> bool:
    """Whether an answer has every member that the page shows, of the same kind; texts that are no ids are
    equal. Where a job waits in the page, a quick worker may have begun or done it.
    """
    if isinstance(said, dict):
        return isinstance(printed, dict) and all(
            name in printed and shows(printed[name], part) for name, part in said.items()
        )
    if isinstance(said, list):
        return isinstance(printed, list) and all(map(shows, printed, said)) and len(printed) >= len(said)
    if isinstance(said, str) and re.fullmatch(r"[A-Za-z_/ .-]+", said):
        return printed in ("queued", "running", "done") if said == "queued" else bool(printed == said)
    return type(printed) is type(said)


def shell(folder: Path, environment: dict[str, str]) -> list[str]:
    """Runs all shell examples in one session; gives back what each printed."""
    curl = "" if shutil.which("curl") else f'curl() {{ "{sys.executable}" "{STAND_IN}" "$@"; }}\n'
    sources = [example.source for example in examples() if example.language == "sh"]
    script = "set -eu\n" + curl + "".join(f"{{\n{source}\n}} > out{n}\n" for n, source in enumerate(sources))
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, ""), outputs(folder)
    return outputs(folder)


def outputs(folder: Path) -> list[str]:
    files = sorted(folder.glob("out*"), key=lambda path: int(path.name[3:]))
    return [path.read_text(encoding="utf-8") for path in files]


@pytest.fixture
def environment(live_workbench: LiveWorkbench) -> dict[str, str]:
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "WORKBENCH": live_workbench.address,
        "TOKEN": a_token(person=a_person(username="ada"), name="Desk import")[1],
        "SIGNER_TOKEN": a_token(person=a_person(role=Role.EDITOR))[1],
        "ADMIN_TOKEN": a_token(person=a_person(role=Role.ADMINISTRATOR))[1],
    }


def test_every_example_does_what_the_page_says(environment: dict[str, str], tmp_path: Path) -> None:
    printed = shell(tmp_path, environment)
    said = [example.printed for example in examples() if example.language == "sh"]
    for output, expected in zip(printed, said, strict=True):
        if expected is not None:
            assert shows(json.loads(output), expected), (output, expected)
    [program] = [example.source for example in examples() if example.language == "python"]
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    listed = [json.loads(line) for line in done.stdout.splitlines()]
    claim = json.loads((tmp_path / "claim.json").read_text(encoding="utf-8"))
    assert {"id": claim["id"], "status": "SUPPORTED"} in listed


def test_the_stand_in_for_curl_does_as_curl_does(environment: dict[str, str], tmp_path: Path) -> None:
    """Machines without curl run the page with a stand-in; here both ask the same."""
    (tmp_path / "ferry.txt").write_text("The ferry was late.\n", encoding="utf-8")
    address = environment["WORKBENCH"]
    token = f"Authorization: Bearer {environment['TOKEN']}"
    said = [
        subprocess.run(
            [sys.executable, str(STAND_IN), "-sS", "-H", token, *words],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for words in (
            ["-F", "file=@ferry.txt", "-F", "headline=Ferry late", f"{address}/api/v1/articles"],
            ["-D", "-", "-o", "me.json", f"{address}/api/v1/me"],
            ["-X", "PATCH", "-d", "{}", "-H", "Content-Type: application/json", f"{address}/api/v1/claims/1"],
        )
    ]
    assert json.loads(said[0])["headline"] == "Ferry late"
    assert "content-type: application/json" in said[1].lower()
    assert json.loads((tmp_path / "me.json").read_text(encoding="utf-8"))["role"] == "reviewer"
    assert json.loads(said[2])["status"] == 404
