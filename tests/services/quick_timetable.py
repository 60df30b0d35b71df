"""The settings of the suite with a timetable that looks for lost work sooner than anybody would wait for."""

from workbench.settings.test import *  # noqa: F403

SWEEP_SECONDS = 1.0
