"""The demo people, as the seeds give them: who can sign in to a Workbench that was just filled."""

import tomllib
from pathlib import Path

PEOPLE = Path(__file__).resolve().parents[2] / "seeds" / "people.toml"


def demo_sign_ins() -> str:
    """One line for each demo person: sign-in name, password, role. They hold until somebody changes them."""
    people = tomllib.loads(PEOPLE.read_text(encoding="utf-8"))["person"]
    names = max(len(person["username"]) for person in people)
    passwords = max(len(person["password"]) for person in people)
    return "\n".join(
        f"  {p['username']:<{names}}   {p['password']:<{passwords}}   {p['role']}" for p in people
    )
