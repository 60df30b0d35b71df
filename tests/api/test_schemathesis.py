"""A short run of schemathesis against the running server: of each kind of operation one, with what the
document admits and what it does not. The long one, of every operation: `python -m bench.run schemathesis`.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from annotations.domain.vocabulary import Role
from tests.api.conformance import document
from tests.factories import a_claim, a_person, a_token, some_evidence
from tests.services.live import LiveWorkbench

PATHS = (
    "/api/v1/assignments/take",
    "/api/v1/claims",
    "/api/v1/claims/{id}",
    "/api/v1/claims/{id}/withdraw",
    "/api/v1/evidence/batch",
    "/api/v1/history",
    "/api/v1/publications/try",
    "/api/v1/sources",
    "/api/v1/tokens",
)
CHECKS = (
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)


def some_of_the_document(folder: Path) -> Path:
    """Of the whole these addresses: what is read takes longer than what is asked."""
    whole: dict[str, Any] = document()
    place = folder / "openapi.json"
    paths = {path: whole["paths"][path] for path in PATHS}
    place.write_text(json.dumps({**whole, "paths": paths}), encoding="utf-8")
    return place


@pytest.mark.django_db(transaction=True)
def test_no_answer_is_of_a_kind_that_is_not_announced(live_workbench: LiveWorkbench, tmp_path: Path) -> None:
    some_evidence(claim=a_claim())
    token = a_token(person=a_person(role=Role.ADMINISTRATOR), requests_per_minute=100_000)[1]
    line = [str(Path(sys.executable).with_name("schemathesis")), "run", str(some_of_the_document(tmp_path))]
    line += ["--url", live_workbench.address, "--header", f"Authorization:Bearer {token}"]
    line += ["--checks", ",".join(CHECKS), "--phases", "examples,fuzzing", "--max-examples", "5"]
    line += ["--seed", "1", "--no-shrink", "--suppress-health-check", "all", "--warnings", "off"]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout
