"""Which worker processes there are, and which queues each serves.

Interactive work has a process of its own, so that neither a busy thread nor a busy interpreter elsewhere
delays what a person waits for. Threads, since work mostly waits for the database or the network.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Worker:
    """One worker process: its queues by urgency, how many jobs it does at once, who keeps the timetable."""

    name: str
    queues: tuple[str, ...]
    threads: int
    keeps_timetable: bool


WORKERS = (
    Worker("interactive", ("interactive",), threads=4, keeps_timetable=True),
    Worker("background", ("bulk", "exports"), threads=4, keeps_timetable=False),
)
