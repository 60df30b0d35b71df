"""Ten thousand random edits, merges, corrections and withdrawals, followed by programs that stop at random.

    python -m bench.run changes [--edits 10000] [--first 0] [--write]

Every edit is a transaction of its own. Each program has to end with exactly the documents of a full export:
a reader, somebody at a closed desk and an administrator, each with and without what is not verified.
"""

import argparse
import json
import time
from pathlib import Path
from typing import Any

from annotations.models import Claim, ClaimChange, User
from tests.random_work import a_newsroom
from tests.random_work.followers import Follower, end, follow_at_random, followers_of

RESULT = Path(__file__).with_name("CHANGES.json")


def main(arguments: list[str]) -> None:
    """Work, follow, print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.run changes")
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--write", action="store_true", help="keep the figures in bench/CHANGES.json")
    options = parser.parse_args(arguments)
    room, begun = a_newsroom(), time.perf_counter()
    followers = followers_of([room.people[0], room.people[-2], room.people[-3]])
    reached = follow_at_random(room, followers, options.edits, options.first)
    late = followers_of([User.objects.get(pk=room.people[0].pk)])
    end(late)
    figures = {
        "edits": reached.done.total(),
        "refused": reached.refused.total(),
        "seconds": round(time.perf_counter() - begun),
        "claims": Claim.objects.count(),
        "positions": ClaimChange.objects.latest("position").position,
        "deeds": dict(reached.done.most_common()),
        "followers": [_told(follower) for follower in [*followers, *late]],
    }
    print(json.dumps(figures, indent=2))
    if options.write:
        RESULT.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _told(follower: Follower) -> dict[str, Any]:
    return {
        "who": follower.person.get_role_display(),
        "include_unsigned": follower.include_unsigned,
        "entries": follower.read,
        "tombstones": follower.tombstones,
        "documents": len(follower.documents),
    }
