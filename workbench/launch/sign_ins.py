"""The demo people, as the seeds give them: who can sign in to a Workbench that was just started."""

import json
from pathlib import Path

PEOPLE = Path(__file__).resolve().parents[2] / "seeds" / "people.json"


def demo_sign_ins() -> str:
    """One line for each demo person: sign-in name, password, role. They hold until somebody changes them."""
    people = json.loads(PEOPLE.read_text(encoding="utf-8")) if PEOPLE.exists() else []
    width = max((len(person["username"]) for person in people), default=0)
    lines = [f"  {p['username']:<{width}}  {p['password']}  ({p['role']})" for p in people]
    return "\n".join(["Demo sign-ins:", *lines, ""]) if lines else "No demo people: the seeds hold none.\n"
