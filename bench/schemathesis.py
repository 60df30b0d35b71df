"""The running server against docs/openapi.yaml: schemathesis sends what the document admits, and what it does
not, to every operation, and no answer may be of an undocumented kind, or an error of the server.

    python -m bench.run schemathesis [--minutes 10] [--seed 1] [--only claims_list]

Ends with what schemathesis itself says, and with its exit status.
"""

import argparse
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

from annotations.actions.tokens import issue_token
from annotations.domain.vocabulary import Role, Scope
from annotations.models import User
from bench.reviewers import served

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "openapi.yaml"
# An error of the server is an undocumented status; that something outside does not answer (503) is not one.
CHECKS = (
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
# The run would end its own token.
LEFT_OUT = ("token_revoke_post",)


def main(arguments: list[str]) -> None:
    """The demo stories, a web server with a worker, and schemathesis for that long."""
    words = argparse.ArgumentParser(prog="python -m bench.run schemathesis")
    words.add_argument("--minutes", type=float, default=10)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--only", action="append", default=[], help="An operation id; may be repeated.")
    words.add_argument("--document", type=Path, default=DOCUMENT)
    asked = words.parse_args(arguments)
    call_command("load_seeds", verbosity=0)
    with served() as address:
        done = subprocess.run(command(asked, address, a_token()), check=False)
    sys.exit(done.returncode)


def command(asked: argparse.Namespace, address: str, token: str) -> list[str]:
    """The whole line. Every answer is held against the document; what is refused may be refused."""
    line = [str(Path(sys.executable).with_name("schemathesis")), "run", str(asked.document)]
    line += ["--url", address, "--header", f"Authorization:Bearer {token}"]
    line += ["--checks", ",".join(CHECKS), "--suppress-health-check", "all", "--continue-on-failure"]
    line += ["--max-time", str(round(asked.minutes * 60)), "--seed", str(asked.seed), "--no-shrink"]
    line += ["--request-timeout", "30", "--warnings", "off", "--output-truncate", "true"]
    for name in LEFT_OUT:
        line += ["--exclude-operation-id", name]
    for name in asked.only:
        line += ["--include-operation-id", name]
    return line


def a_token() -> str:
    """Of an administrator who may do everything, as often as the machine can."""
    person = User.objects.create_user(
        username="schemathesis", display_name="Schemathesis", role=Role.ADMINISTRATOR
    )
    return issue_token(
        person_id=person.pk,
        name="Schemathesis",
        scopes=Scope.values,
        expires_at=timezone.now() + timedelta(days=1),
        requests_per_minute=1_000_000,
        actor=person,
    )[1]
