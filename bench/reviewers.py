"""Twenty reviewers at once on one article, over HTTP, with the worker running.

    python -m bench.run reviewers [--people 20] [--seconds 60] [--pause 2.0] [--write]

Each signs in as a browser does and then, again and again: opens the article, makes a claim of a sentence,
links a passage, looks at the claim, asks what changed, rewords it, and rewords one claim that everybody works
on. Between two of these a person pauses, by default for two seconds, which is quicker than anybody reads.

Told are medians, 95th percentiles and the slowest of every kind of request. Afterwards the database is asked
whether every answered write is there, once; whether one was lost; whether anybody waited in a circle; and
whether the chain of events is whole.
"""

import argparse
import http.client
import json
import os
import random
import statistics
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import connection

from annotations.models import Article, Capture, Claim, Event, Evidence, User
from annotations.queries.history import check_stored_history
from tests.browser.reading import session_cookie
from tests.factories import a_capture, a_claim, a_person, an_article
from tests.services.live import WORKER, free_port
from tests.services.waiting import wait_until
from workbench.launch import processes

RESULT = Path(__file__).with_name("REVIEWERS.json")
CSRF = "a" * 32
PASSAGES = 400


def main(arguments: list[str]) -> None:
    """Make people and an article, let them work, tell."""
    wanted = options(arguments)
    place = made(wanted.people)
    with served() as address:
        crowd = Crowd(place, address, wanted.seconds, wanted.pause)
        crowd.work()
        wait_until(lambda: not Claim.objects.to_assess().exists(), lambda: "assessments are behind")
    figures = {
        "people": wanted.people,
        "seconds": wanted.seconds,
        "pause": wanted.pause,
        "load": os.getloadavg()[0],
        "requests": crowd.figures(),
        "kept": kept(crowd),
    }
    print(json.dumps(figures, indent=2))
    if wanted.write:
        RESULT.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def options(arguments: list[str]) -> argparse.Namespace:
    """What the command line asks for."""
    reader = argparse.ArgumentParser(prog="python -m bench.run reviewers")
    reader.add_argument("--people", type=int, default=20)
    reader.add_argument("--seconds", type=float, default=60)
    reader.add_argument("--pause", type=float, default=2.0)
    reader.add_argument("--write", action="store_true", help="keep the figures in bench/REVIEWERS.json")
    return reader.parse_args(arguments)


@dataclass
class Place:
    """What everybody works on."""

    people: list[User]
    article: Article
    capture: Capture
    shared: Claim
    spans: list[tuple[int, int, str]]
    passages: list[str]


def made(people: int) -> Place:
    """An article of some hundred sentences, a source of as many, and one claim that is everybody's."""
    chance = random.Random(20_260_302)
    lines = [f"Ferry {number} made {chance.randint(20, 900)} crossings in spring." for number in range(300)]
    article = an_article(text="\n\n".join(" ".join(lines[start : start + 5]) for start in range(0, 300, 5)))
    passages = [f"Log {number}: {chance.randint(20, 900)} crossings." for number in range(PASSAGES)]
    revision = article.revisions.get()
    spans = [(start, start + len(line), line) for line in lines if (start := revision.text.find(line)) >= 0]
    shared = a_claim(words=lines[0], article=article)
    capture = a_capture(text="\n\n".join(passages))
    return Place([a_person() for _ in range(people)], article, capture, shared, spans, passages)


@contextmanager
def served() -> Iterator[str]:
    """The web server as it is installed, two processes of it, and a worker; the address."""
    port = free_port()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {**os.environ, "WORKBENCH_PORT": str(port), "WORKBENCH_WEB_PROCESSES": "2"}
        children = [
            processes.web(folder, folder, environment),
            processes.worker_process(WORKER, folder, folder, environment),
        ]
        try:
            for child in children:
                child.start()
            wait_until(lambda: answers(port), lambda: children[0].last_words())
            yield f"http://127.0.0.1:{port}"
        finally:
            for child in children:
                child.stop()


def answers(port: int) -> bool:
    """Whether web server and worker are there."""
    try:
        calling = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        calling.request("GET", "/readyz")
        return calling.getresponse().status == 200
    except OSError:
        return False


@dataclass
class Crowd:
    """Everybody at once; what each request took, and what the server said it had written."""

    place: Place
    address: str
    seconds: float
    pause: float
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    claims: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    rewordings: int = 0
    problems: list[str] = field(default_factory=list)

    def work(self) -> None:
        """Until the time is over."""
        until = time.monotonic() + self.seconds
        cookies = [session_cookie(person) for person in self.place.people]
        threads = [
            threading.Thread(target=self.person, args=(number, cookie, until))
            for number, cookie in enumerate(cookies)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def person(self, number: int, cookie: str, until: float) -> None:
        """One reviewer's rounds."""
        chance = random.Random(number)
        browser = Browser(self, cookie, chance)
        time.sleep(chance.uniform(0, self.pause))
        turn = 0
        while time.monotonic() < until:
            try:
                self.round(browser, chance, number, turn)
            except Exception as failure:  # What goes wrong is told with the figures.
                self.problems.append(f"{type(failure).__name__}: {failure}")
                return
            turn += 1

    def round(self, browser: "Browser", chance: random.Random, number: int, turn: int) -> None:
        """What somebody does with one sentence."""
        place = self.place
        browser.page("article", f"/articles/{place.article.pk}/")
        start, end, words = chance.choice(place.spans)
        highlight = {"article_id": place.article.pk, "start": start, "end": end, "exact": words}
        claim = browser.write(
            "make a claim", "POST", "/claims", {"text": words, "type": "event", "highlight": highlight}
        )
        if claim is None:
            return
        self.claims.append(claim["id"])
        passage = place.passages[(number * 37 + turn) % PASSAGES]
        link = {"claim_id": claim["id"], "capture_id": place.capture.pk, "passage": passage}
        evidence = browser.write("link a passage", "POST", "/evidence", {**link, "stance": "corroborates"})
        if evidence is not None:
            self.links.append(evidence["id"])
        browser.page("claim", f"/claims/{claim['id']}/")
        browser.page("what changed", f"/live/claims?ids={claim['id']}")
        present = browser.read("claim by the API", f"/claims/{claim['id']}")
        browser.write(
            "reword a claim", "PATCH", f"/claims/{claim['id']}", {"text": f"{words} {turn}"}, present["ETag"]
        )
        seen = browser.read("the shared claim", f"/claims/{place.shared.pk}")
        text = {"text": f"Ferry 0, as person {number} saw it in turn {turn}."}
        if browser.write("reword the shared", "PATCH", f"/claims/{place.shared.pk}", text, seen["ETag"]):
            self.rewordings += 1

    def figures(self) -> dict[str, dict[str, float]]:
        """Milliseconds by kind of request."""
        return {
            name: {
                "count": len(times),
                "median": round(statistics.median(times)),
                "p95": round(sorted(times)[int(len(times) * 0.95)]),
                "slowest": round(max(times)),
            }
            for name, times in sorted(self.took.items())
        }


class Browser:
    """One person's connection, kept alive as browsers do."""

    def __init__(self, crowd: Crowd, cookie: str, chance: random.Random) -> None:
        self.crowd, self.chance = crowd, chance
        host = urlsplit(crowd.address)
        self.connection = http.client.HTTPConnection(host.hostname or "", host.port, timeout=60)
        self.headers = {
            "Cookie": f"sessionid={cookie}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
            "Origin": crowd.address,
            "Accept": "application/json",
        }

    def page(self, name: str, path: str) -> None:
        """Opens a page."""
        self.timed(name, lambda: self.ask("GET", path, None, {"Accept": "text/html"}))

    def read(self, name: str, path: str) -> dict[str, str]:
        """Asks the API; gives back the headers."""
        return self.timed(name, lambda: self.ask("GET", f"/api/v1{path}", None, {}))[2]

    def write(
        self, name: str, method: str, path: str, body: dict[str, Any], tag: str = ""
    ) -> dict[str, Any] | None:
        """Writes through the API; None where somebody was quicker."""
        further = {"Content-Type": "application/json", **({"If-Match": tag} if tag else {})}
        status, answer, _ = self.timed(
            name, lambda: self.ask(method, f"/api/v1{path}", json.dumps(body), further)
        )
        return json.loads(answer) if status < 300 else None

    def timed(self, name: str, deed: Callable[[], tuple[int, bytes, dict[str, str]]]) -> Any:
        """Does it, notes how long it took, and pauses."""
        begun = time.perf_counter()
        found = deed()
        self.crowd.took[name].append(1_000 * (time.perf_counter() - begun))
        self.crowd.statuses[f"{name}: {found[0]}"] += 1
        if found[0] >= 500:
            self.crowd.problems.append(f"{name}: {found[0]} {found[1][:200]!r}")
        time.sleep(self.chance.uniform(0.5, 1.5) * self.crowd.pause)
        return found

    def ask(
        self, method: str, path: str, body: str | None, further: dict[str, str]
    ) -> tuple[int, bytes, dict[str, str]]:
        """One request over the connection that is there."""
        self.connection.request(method, path, body, {**self.headers, **further})
        answer = self.connection.getresponse()
        return answer.status, answer.read(), dict(answer.getheaders())


def kept(crowd: Crowd) -> dict[str, Any]:
    """What became of the writes."""
    shared = Event.objects.filter(stream=f"claim:{crowd.place.shared.pk}", verb="claim.edited").count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        (deadlocks,) = cursor.fetchone() or (0,)
    return {
        "claims answered": len(crowd.claims),
        "claims there": Claim.objects.filter(pk__in=crowd.claims).count(),
        "links answered": len(crowd.links),
        "links there": Evidence.objects.filter(pk__in=crowd.links).count(),
        "rewordings of the shared claim answered": crowd.rewordings,
        "rewordings of the shared claim there": shared,
        "claims made twice": len(crowd.claims) - len(set(crowd.claims)),
        "deadlocks": deadlocks,
        "history is whole": check_stored_history().is_whole,
        "statuses": dict(sorted(crowd.statuses.items())),
        "problems": crowd.problems[:10],
    }
