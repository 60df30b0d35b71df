"""Writes the history into a file that anybody can check without this program."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.exports.history_bundle import write_bundle
from annotations.queries.history import last_sealed_event, rows_to_hand_out, seal_rows


class Command(BaseCommand):
    """What would tell who a protected source is stays inside; its rows are there, without their words."""

    help = "Writes every event, the seals and a script that checks them into a ZIP."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the ZIP to write; it must not be there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            with file.open("xb") as target:
                count = write_bundle(target, rows_to_hand_out(up_to=last_sealed_event()), seal_rows())
        except FileExistsError as there:
            raise CommandError(f"{file} is there already. Choose another name.") from there
        except OSError as failure:
            raise CommandError(f"{file} cannot be written: {failure.strerror}.") from failure
        self.stdout.write(
            f"{count:,} events are in {file}. Check them with the script that lies beside them."
        )
