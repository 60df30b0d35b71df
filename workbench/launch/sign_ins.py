"""The demo people of the seeds."""

import tomllib
from pathlib import Path

PEOPLE = Path(__file__).resolve().parents[2] / "seeds" / "people.toml"


def demo_sign_ins() -> str:
    """Lines that say who can sign in, as long as nobody changed a password; none where there are no seeds."""
    if not PEOPLE.exists():
        return ""
    people = tomllib.loads(PEOPLE.read_text(encoding="utf-8"))["person"]
    lines = [f"  {one['username']:<10}{one['password']:<22}{one['role']}" for one in people]
    return "\n".join(["Demo people (sign-in name, password, role):", *lines, ""])
