"""Ten thousand sequences of random actions by random people, and whether anything broke.

    python -m bench.run random_work [--sequences 10000] [--first 0] [--steps 12] [--write]

What is done, and what always holds, is written in `tests/random_work.py`. A sequence is known by its number:
one that breaks something is run again with `--first NUMBER --sequences 1`.
"""

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.random_work import STEPS, Reached, a_newsroom, work_at_random

RESULT = Path(__file__).with_name("RANDOM-WORK.json")


def main(arguments: list[str]) -> None:
    """Work, print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.run random_work")
    parser.add_argument("--sequences", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--write", action="store_true", help="keep the figures in bench/RANDOM-WORK.json")
    options = parser.parse_args(arguments)
    room, begun = a_newsroom(), time.perf_counter()
    numbers = range(options.first, options.first + options.sequences)
    reached = work_at_random(room, numbers, options.steps)
    figures = Figures(options.sequences, reached, time.perf_counter() - begun).described()
    print(json.dumps(figures, indent=2))
    if options.write:
        RESULT.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Figures:
    """What a run came to."""

    sequences: int
    reached: Reached
    seconds: float

    def described(self) -> dict[str, Any]:
        """As it is printed and kept."""
        return {
            "sequences": self.sequences,
            "seconds": round(self.seconds),
            "steps": self.reached.steps,
            "done": self.reached.done.total(),
            "refused": self.reached.refused.total(),
            "rules": dict(self.reached.refused.most_common()),
            "deeds": dict(self.reached.done.most_common()),
            "moves": {f"{old} to {new}": count for (old, new), count in self.reached.moves.most_common()},
            "states": {noun: sorted(states) for noun, states in self.reached.states.items()},
        }
