"""Who is looking at something now."""

from datetime import timedelta
from typing import Final

NOTED_EVERY: Final = timedelta(seconds=20)
"""A look is written down at most so often, however often a page asks."""
HERE_FOR: Final = timedelta(seconds=60)
"""Who was not seen for so long has gone."""
