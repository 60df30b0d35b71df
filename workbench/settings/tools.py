"""For tools that read the code and connect to nothing: types, migration checks, the API's description."""

import os

os.environ.setdefault("DATABASE_URL", "postgresql://nobody@localhost/nothing")
os.environ.setdefault("REDIS_URL", "redis://localhost")

# The addresses have to be there before the rest is read.
from workbench.settings.test import *  # noqa: F403
