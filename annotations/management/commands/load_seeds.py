"""Fills an installation with the demo people and the stories in `seeds/`."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.management.seeding import LoadedStory, load_seeds
from annotations.management.seeding_files import SeedError

FOLDER = settings.BASE_DIR / "seeds"


class Command(BaseCommand):
    """Running it again changes nothing."""

    help = "Loads the demo people and stories of seeds/. What is there already stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--yes-demo-data",
            action="store_true",
            help="also where others reach this service: anybody who reads seeds/ can then sign in",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO_DATA_ALLOWED or options["yes_demo_data"]):
            raise CommandError(
                "The seeds hold people whose passwords everybody can read, so they are not loaded where "
                "others reach this service. Say --yes-demo-data if you mean it."
            )
        if not FOLDER.is_dir():
            raise CommandError(f"There are no seeds in {FOLDER}.")
        try:
            added, stories = load_seeds(FOLDER)
        except SeedError as mistake:
            raise CommandError(f"The seeds were not loaded. {mistake}") from mistake
        self.stdout.write(report(added, stories))


def report(added: list[str], stories: list[LoadedStory]) -> str:
    """What was loaded, in lines for a terminal."""
    people = f"People: {', '.join(added)} added." if added else "People: all there already."
    return "\n".join([people, *map(_in_words, stories)])


def _in_words(story: LoadedStory) -> str:
    if not story.counts:
        return f"“{story.headline}”: there already, left as it is."
    counts = ", ".join(f"{count} {noun}" for noun, count in story.counts.items())
    statuses = ", ".join(
        f"{status} {count}" for status, count in Counter(story.statuses.values()).most_common()
    )
    return f"“{story.headline}”: {counts}.\n  {statuses}"
