"""The register with fifty thousand sources: how long a search or filter takes, from request to page.

    python -m bench.run register [--sources 50000] [--publishers 2000] [--rounds 20] [--keep]

Each question, and each two filters together, is asked as a page, in turn with all others, `--rounds` times:
the whole answer is measured, with its counts, its fifty rows and its markup. Beside the milliseconds on the
clock stand those that this process and the database computed, which other work on the machine does not
lengthen, and their ratio to one reading of the table by PostgreSQL alone, measured in the same round, so that
figures of different machines can be compared.
"""

import argparse
import json
import os
import random
import statistics
import time
from itertools import combinations
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection
from django.test import Client

from annotations.models import Publisher, Source, User
from annotations.queries.alike import alike
from bench.recompute import computed_seconds

RESULTS = Path(__file__).with_name("REGISTER.json")
LIMIT_MS = 100

WORDS = {
    "nouns": """harbour bridge council ferry school hospital budget river coast union festival museum railway
        airport""",
    "verbs": "closes opens rejects approves delays extends sells repairs denies confirms questions inspects",
    "things": "contract report strike plan tender licence petition minutes inquiry record survey statement",
    "places": "Northbank Gullhythe Skerrow Wend Estuary Marrow Bay Lantern Quay Pikeston Tidemouth Ashford",
    "tags": "ferry port budget court health energy housing schools transport elections",
    "languages": "en en en en de fr hy el ar pt-BR",
    "kinds": "report report report record dataset statement interview media page",
}

QUESTIONS: dict[str, dict[str, str | list[str]]] = {
    "everything": {},
    "one common word": {"words": "harbour"},
    "two words": {"words": "harbour strike"},
    "three words": {"words": "northbank council budget"},
    "a rare word": {"words": "zebra"},
    "a number": {"words": "31234"},
    "half a word": {"words": "har"},
    "two letters": {"words": "ha"},
    "one letter": {"words": "h"},
    "a publisher's name": {"words": "gazette 77"},
    "publisher and title": {"words": "gazette 77 ferry"},
    "an address": {"words": "https://news-5.example/31234?utm_source=x"},
    "a DOI": {"words": "10.1000/31234"},
    "nothing": {"words": "there is no such title"},
    "kind": {"kind": "record"},
    "kind and language": {"kind": ["record", "dataset"], "language": "de"},
    "state": {"state": "retracted"},
    "publisher": {"publisher": "5"},
    "country": {"country": "DE"},
    "grade": {"grade": ["D", "E"]},
    "owner": {"owner": "1"},
    "year": {"year": "2021"},
    "no date": {"year": "none"},
    "tag": {"tag": "ferry"},
    "two tags": {"tag": ["ferry", "port"]},
    "captured": {"captured": "yes"},
    "not captured": {"captured": "no"},
    "health": {"health": "dead"},
    "not visited": {"health": "unknown"},
    "word and filters": {"words": "ferry", "kind": "report", "year": "2022", "grade": "B", "captured": "yes"},
    "by title": {"sort": "title"},
    "by date": {"sort": "-published"},
    "word, by title": {"words": "council", "sort": "title"},
    "a page far behind": {"page": "900"},
}
FILTERS: dict[str, str] = {
    "words": "harbour",
    "kind": "record",
    "state": "retracted",
    "language": "de",
    "publisher": "5",
    "country": "DE",
    "grade": "D",
    "owner": "1",
    "year": "2021",
    "tag": "ferry",
    "captured": "yes",
    "health": "unknown",
    "protected": "no",
    "sort": "title",
}
PAIRS: dict[str, dict[str, str | list[str]]] = {
    f"{one} and {other}": {one: FILTERS[one], other: FILTERS[other]}
    for one, other in combinations(FILTERS, 2)
}
OTHERS = ("what is like it", "all publishers")


def main(arguments: list[str]) -> None:
    """Fill, ask, tell; with `--keep` write the results down beside this module."""
    wanted = options(arguments)
    fill(wanted.sources, wanted.publishers)
    client = Client()
    client.force_login(User.objects.get())
    taken: dict[str, list[float]] = {name: [] for name in (*QUESTIONS, *OTHERS, *PAIRS)}
    ratios: dict[str, list[float]] = {name: [] for name in taken}
    computed: dict[str, list[float]] = {name: [] for name in taken}
    load = [os.getloadavg()[0]]
    for number in range(wanted.rounds + 1):
        reading = one_reading()
        for name in taken:
            before = computed_seconds()
            seconds = asked(client, name)
            if number:
                taken[name].append(1000 * seconds)
                ratios[name].append(seconds / reading)
                computed[name].append(1000 * (computed_seconds() - before))
        load.append(os.getloadavg()[0])
    result = {
        "load": [round(one, 1) for one in (min(load), max(load))],
        **told(wanted, taken, ratios, computed),
    }
    if wanted.keep:
        RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


def options(arguments: list[str]) -> argparse.Namespace:
    """What the command line asks for."""
    reader = argparse.ArgumentParser(prog="python -m bench.run register")
    reader.add_argument("--sources", type=int, default=50_000)
    reader.add_argument("--publishers", type=int, default=2_000)
    reader.add_argument("--rounds", type=int, default=20)
    reader.add_argument("--keep", action="store_true", help="Write the results down.")
    return reader.parse_args(arguments)


def asked(client: Client, name: str) -> float:
    """Seconds from the request to the answer."""
    begun = time.perf_counter()
    if name == "what is like it":
        person = User.objects.earliest("pk")
        begun = time.perf_counter()
        alike(title="Northbank council rejects harbour plan 31234", publisher="Gazette 77", person=person)
        return time.perf_counter() - begun
    criteria = QUESTIONS[name] if name in QUESTIONS else PAIRS.get(name, {})
    address = "/publishers/" if name == "all publishers" else f"/sources/?{urlencode(criteria, doseq=True)}"
    answer = client.get(address)
    seconds = time.perf_counter() - begun
    assert answer.status_code == 200, (name, answer.status_code)
    return seconds


def one_reading() -> float:
    """Seconds in which PostgreSQL reads the whole table once and compares every title."""
    with connection.cursor() as cursor:
        begun = time.perf_counter()
        cursor.execute("SELECT count(*) FROM annotations_source WHERE title || '' LIKE '%nowhere%'")
        return time.perf_counter() - begun


def told(
    wanted: argparse.Namespace,
    taken: dict[str, list[float]],
    ratios: dict[str, list[float]],
    computed: dict[str, list[float]],
) -> dict[str, object]:
    """Prints and gives back, for each question and for all, the middle and the 95th percentile."""
    rows = {
        name: {
            "median_ms": round(statistics.median(times), 1),
            "p95_ms": round(percentile(times), 1),
            "computed_ms": round(statistics.median(computed[name]), 1),
            "ratio": round(statistics.median(ratios[name]), 2),
        }
        for name, times in taken.items()
    }
    for name, row in sorted(rows.items(), key=lambda item: item[1]["p95_ms"]):
        print(
            f"{name:24} {row['median_ms']:7.1f} ms  p95 {row['p95_ms']:7.1f} ms  "
            f"computed {row['computed_ms']:6.1f} ms  {row['ratio']:6.2f} readings"
        )
    groups = {"all": [*QUESTIONS, *OTHERS], "pairs": list(PAIRS)}
    whole = {
        name: summed([taken[one] for one in names], [computed[one] for one in names])
        for name, names in groups.items()
    }
    slow = [name for name, row in rows.items() if row["p95_ms"] >= LIMIT_MS]
    print(f"{whole}; p95 of {LIMIT_MS} ms or more: {slow}")
    sizes = {"sources": wanted.sources, "publishers": wanted.publishers, "rounds": wanted.rounds}
    return {**sizes, **whole, "questions": rows}


def summed(taken: list[list[float]], computed: list[list[float]]) -> dict[str, float]:
    """The middle and the 95th percentile of all times together."""
    clock = [one for times in taken for one in times]
    work = [one for times in computed for one in times]
    return {
        "median_ms": round(statistics.median(clock), 1),
        "p95_ms": round(percentile(clock), 1),
        "computed_median_ms": round(statistics.median(work), 1),
        "computed_p95_ms": round(percentile(work), 1),
    }


def percentile(times: list[float]) -> float:
    """The value below which 95 of 100 lie."""
    return statistics.quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]


def fill(sources: int, publishers: int) -> None:
    """Made-up publishers with owners and grades, and sources with titles of words, copies and visits."""
    chosen = random.Random(20)
    with connection.cursor() as cursor:
        for statement in PEOPLE_AND_PUBLISHERS:
            cursor.execute(statement, {"publishers": publishers})
        first = Publisher.objects.order_by("pk").values_list("pk", flat=True)[0]
        with cursor.copy(COPY_SOURCES) as copy:
            for number in range(sources):
                copy.write_row(a_source(chosen, number, first + number % publishers))
        for statement in COPIES_AND_VISITS:
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE")
    assert Source.objects.count() == sources


def a_source(chosen: random.Random, number: int, publisher: int) -> tuple[object, ...]:
    """One row of the table of sources."""

    def pick(name: str) -> str:
        return chosen.choice(WORDS[name].split())

    names = ("places", "nouns", "verbs", "nouns", "things")
    title = f"{' '.join(pick(name) for name in names)} {number}"
    day = f"20{chosen.randrange(10, 26)}-{chosen.randrange(1, 13):02}-{chosen.randrange(1, 29):02}"
    address = f"https://news-{number % 400}.example/{number}" if number % 10 else ""
    state = "retracted" if number % 200 == 0 else "active"
    tags = sorted({pick("tags") for _ in range(chosen.randrange(4))})
    identifiers = json.dumps({"doi": f"10.1000/{number}"} if number % 3 == 0 else {})
    return (
        publisher, pick("kinds"), title, "", address, address, identifiers, pick("languages"),
        None if number % 25 == 0 else day, state, "Invented." if state != "active" else "",
        "2024-01-01T00:00:00Z" if state != "active" else None, tags,
    )  # fmt: skip


PEOPLE_AND_PUBLISHERS = (
    """INSERT INTO annotations_user (password, username, display_name, email, role, is_active, time_zone,
           theme, digest, joined_at)
       VALUES ('', 'bench', 'Bench', '', 'administrator', true, 'UTC', 'auto', 'never', now())""",
    """INSERT INTO annotations_publisher (name, kind, country, languages, homepage, wikidata_id, tags,
           is_fictional, is_protected, note, version, registered_by_id, registered_at)
       SELECT 'Gazette ' || n, (ARRAY['newspaper', 'wire', 'ngo', 'unknown'])[1 + n %% 4],
              (ARRAY['DE', 'FR', 'AM', 'GR', ''])[1 + n %% 5], '["en"]', '', '', '{}', true, false, '', 1,
              (SELECT id FROM annotations_user), now()
         FROM generate_series(1, %(publishers)s) n""",
    """UPDATE annotations_publisher SET owner_id = (SELECT min(id) FROM annotations_publisher)
        WHERE id %% 20 = 0 AND id > (SELECT min(id) FROM annotations_publisher)""",
    """INSERT INTO annotations_gradechange (publisher_id, topic, grade, reason, graded_by_id, graded_at,
           holds_from)
       SELECT id, '', (ARRAY['A', 'B', 'C', 'D', 'E'])[1 + id %% 5], 'Measured.', registered_by_id, now(),
              current_date FROM annotations_publisher WHERE id %% 2 = 0""",
    """ALTER TABLE annotations_source ALTER is_anonymous SET DEFAULT false,
        ALTER is_protected SET DEFAULT false, ALTER is_unreachable SET DEFAULT false,
        ALTER note SET DEFAULT '', ALTER version SET DEFAULT 1, ALTER registered_by_id SET DEFAULT 1,
        ALTER registered_at SET DEFAULT now()""",
)
COPY_SOURCES = """COPY annotations_source (publisher_id, kind, title, authors, url, canonical_url,
    identifiers, language, published_on, state, state_reason, state_changed_at, tags) FROM STDIN"""
COPIES_AND_VISITS = (
    """INSERT INTO annotations_capture (source_id, text, blocks, text_sha256, bytes_sha256, file_name,
           media_type, origin, origin_name, http_headers, metadata, is_summary, captured_by_id, captured_at,
           final_url, tool, tool_version)
       SELECT id, title, '[]', encode(sha256(convert_to(title, 'UTF8')), 'hex'), '', '', '', 'paste', '',
              '{}', '{}', false, registered_by_id, now(), '', '', ''
         FROM annotations_source WHERE id % 3 > 0""",
    """INSERT INTO annotations_sourcewatch (source_id, every_hours, next_visit_at, visited_at, health,
           problem, failures, moved_to, etag, last_modified, set_by_id, set_at)
       SELECT id, 24, now(), now(),
              (ARRAY['alive', 'alive', 'alive', 'changed', 'moved', 'dead'])[1 + id % 6], '', 0, '', '', '',
              registered_by_id, now()
         FROM annotations_source WHERE canonical_url <> '' AND id % 2 = 0""",
)
