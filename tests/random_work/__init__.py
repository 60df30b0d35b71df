"""People of every role doing anything to anything, in any order: what `tests/actions/test_random_work.py` and
`bench/random_work.py` run.

A sequence is eight actions on one small newsroom, chosen by its number, and is taken back afterwards. Most
steps are what a claim asks for in its state, so that sequences go far; the others are anything at all. An
action does its work or refuses by a rule. After each step `Invariants` looks at the tables.
"""

from tests.random_work.invariants import Reached
from tests.random_work.newsroom import Newsroom, a_newsroom
from tests.random_work.sequences import DEEDS, STEPS, work_at_random

__all__ = ["DEEDS", "STEPS", "Newsroom", "Reached", "a_newsroom", "work_at_random"]
