"""The cost of one revision with many highlights: CPU and memory, in a process of its own.

python -m bench.anchoring.load 2000 1000000 0.15
"""

import json
import random
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from annotations.domain.anchoring import Quote, align, make_selector, reanchor
from annotations.domain.canonical import from_plain
from bench.anchoring.editing import Editor, flat
from bench.anchoring.measuring import highlights
from bench.anchoring.scenarios import article
from bench.anchoring.writing import SCRIPTS


@dataclass(frozen=True)
class Load:
    """Seconds of CPU for the alignment and all highlights; peak memory of the whole process in megabytes,
    its texts, the generator and the framework included.
    """

    script: str
    highlights: int
    characters: int
    rate: float
    seconds: float
    megabytes: float


def measured(highlights_: int, characters: int, rate: float, script: int) -> Load:
    """Measure in a fresh process."""
    command = [
        sys.executable,
        "-m",
        "bench.anchoring.load",
        str(highlights_),
        str(characters),
        str(rate),
        str(script),
    ]
    finished = subprocess.run(command, check=True, capture_output=True, text=True)
    return Load(**json.loads(finished.stdout))


def _measure(count: int, characters: int, rate: float, script: int) -> Load:
    writer, text, paragraphs = article(SCRIPTS[script], 7, characters)
    new = from_plain("".join(piece.text for piece in flat(Editor(writer, 8).edit(paragraphs, rate))))
    old = from_plain(text)
    selectors = [make_selector(old, s, e, text[s:e]) for s, e in highlights(text, count, random.Random(9))]
    began = time.process_time()
    alignment = align(old.text, new.text)
    for made in selectors:
        reanchor(made.start, made.end, Quote(made.exact, made.prefix, made.suffix), old.text, new, alignment)
    seconds = time.process_time() - began
    return Load(SCRIPTS[script].name, count, characters, rate, seconds, _peak_megabytes())


def _peak_megabytes() -> float:
    """The kernel's own count. (That of `getrusage` begins with what the parent had when it forked.)"""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


if __name__ == "__main__":
    count, characters, rate, script = sys.argv[1:]
    print(json.dumps(asdict(_measure(int(count), int(characters), float(rate), int(script)))))
