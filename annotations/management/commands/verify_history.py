"""Checks that nobody changed, left out, added or moved anything in the history."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations.queries.history import check_stored_history


class Command(BaseCommand):
    """Changes nothing. Ends with an error if the history is not as it was recorded."""

    help = "Recomputes the chain of hashes of every event; names each row that does not fit."

    def handle(self, *args: Any, **options: Any) -> None:
        found = check_stored_history()
        for finding in found.findings:
            self.stdout.write(f"{'remark' if finding.is_remark else 'BROKEN'}  {finding.words}")
        seals = "1 seal" if found.seals == 1 else f"{found.seals:,} seals"
        counts = f"{found.events:,} events in {found.streams:,} streams, {seals}"
        if not found.is_whole:
            raise CommandError(f"{counts}: NOT as it was recorded.")
        self.stdout.write(f"{counts}: whole.")
