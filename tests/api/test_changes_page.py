"""The programs of docs/changes.md, run as they stand."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from annotations.actions.changes import sequence_changes
from annotations.actions.claims import withdraw_claim
from annotations.domain.webhooks import headers_of, secret_of
from tests.exports.signed_claims import a_signed_claim
from tests.factories import a_token, the_administrator

ROOT = Path(__file__).resolve().parents[2]
FOLLOW, CHECK = re.findall(
    r"^```python\n(.*?)^```$", (ROOT / "docs" / "changes.md").read_text(encoding="utf-8"), re.S | re.M
)
SHOWN = ROOT / "annotations" / "templates" / "webhooks" / "_check.txt"


@pytest.mark.django_db(transaction=True)
def test_the_program_that_keeps_a_copy(live_server: Any, tmp_path: Path) -> None:
    claims = [a_signed_claim() for _ in range(2)]
    environment = {**os.environ, "WORKBENCH": live_server.url, "TOKEN": a_token()[1]}

    def kept() -> list[int]:
        sequence_changes()
        done = subprocess.run(
            [sys.executable, "-c", FOLLOW],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert (done.returncode, done.stderr) == (0, "")
        copy = json.loads((tmp_path / "claims.json").read_text())
        assert int(done.stdout) == len(copy["claims"])
        return [int(pk) for pk in copy["claims"]]

    assert kept() == [claim.pk for claim in claims]
    withdraw_claim(claim_id=claims[0].pk, actor=the_administrator())
    assert kept() == [claims[1].pk]


def test_the_check_of_a_signature() -> None:
    said: dict[str, Any] = {}
    exec(CHECK, said)
    secret, body, now = secret_of("key", "salt"), b'{"type": "webhook.test"}', int(time.time())
    headers = dict(headers_of(secret, "msg_1", now, body))
    old = dict(headers_of(secret, "msg_1", now - 3600, body))
    assert [
        said["is_ours"](secret, headers, body),
        said["is_ours"](secret, headers, body + b" "),
        said["is_ours"](secret_of("key", "other"), headers, body),
        said["is_ours"](secret, old, body),
    ] == [True, False, False, False]
    assert SHOWN.read_text(encoding="utf-8") == CHECK
