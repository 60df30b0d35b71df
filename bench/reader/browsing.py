"""What a browser sees of both pages: how long until they stand, and whether they follow wheel and mouse."""

import os
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, ViewportSize, sync_playwright

from bench.reader.article import Articles
from tests.browser.reading import session_cookie
from tests.conftest import BROWSER_FLAGS, browser_program
from tests.services.live import free_port
from workbench.launch import processes

Figures = dict[str, tuple[float, float]]
"""Name to the medians without and with highlights."""

WATCH = (Path(__file__).parent / "watch.js").read_text()
SCREEN: ViewportSize = {"width": 1440, "height": 900}
NOTCH, PAUSE_MS = 240, 25
DRAG_STEPS = 80
QUIET_MS = 1_800
"""Longer than the page waits before it asks for statuses: the answer belongs to what it costs to open."""


def measured(articles: Articles, runs: int) -> Figures:
    """Medians of everything, the pages in turn: first without highlights, then with them."""
    cookie = session_cookie(articles.reader)
    paths = [f"/articles/{article.pk}/" for article in (articles.plain, articles.full)]
    seen: list[list[dict[str, float]]] = [[], []]
    with served() as address, chromium() as browser:
        context = browser.new_context(base_url=address, viewport=SCREEN)
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": address}])
        context.add_init_script(WATCH)
        for turn in range(runs + 1):
            for side, path in enumerate(paths):
                figures = answered(address + path, cookie) | visited(context, path)
                if turn:  # The first turn only fills caches.
                    seen[side].append(figures)
    return {name: (_middle(seen[0], name), _middle(seen[1], name)) for name in seen[0][0]}


@contextmanager
def served() -> Iterator[str]:
    """The real web server, one process of it; its address."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "WORKBENCH_PORT": str(port), "WORKBENCH_WEB_PROCESSES": "1"}
        web = processes.web(Path(folder), Path(folder), environment)
        web.start()
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz")
            yield f"http://127.0.0.1:{port}"
        finally:
            web.stop()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_program(), args=list(BROWSER_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def answered(address: str, cookie: str) -> dict[str, float]:
    """Milliseconds until the server's answer is there, and its kilobytes."""
    request = urllib.request.Request(address, headers={"Cookie": f"sessionid={cookie}"})
    begun = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as answer:
        content = answer.read()
    return {
        "the server's answer, ms": 1000 * (time.perf_counter() - begun),
        "size of the answer, kB": len(content) / 1000,
    }


def visited(context: BrowserContext, path: str) -> dict[str, float]:
    """One visit: opened, scrolled to the end and back, words selected."""
    page = context.new_page()
    processor = page.context.new_cdp_session(page)
    # Counted in time on the processor: what else the machine does counts for nothing.
    processor.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(path)
    page.wait_for_timeout(QUIET_MS)
    spent = _spent(processor)
    figures = _opened(page.evaluate("told()"), spent) | scrolled(page)
    figures["scrolling: main thread, ms of processor"] = _spent(processor)["Task"] - spent["Task"]
    figures |= dragged(page)
    page.close()
    return figures


def scrolled(page: Page) -> dict[str, float]:
    """How the page keeps up with the wheel, from its first to its last line."""
    page.mouse.move(500, 450)
    page.evaluate("watchAnew()")
    notches = page.evaluate("document.documentElement.scrollHeight") // NOTCH
    for _ in range(notches):
        page.mouse.wheel(0, NOTCH)
        page.wait_for_timeout(PAUSE_MS)
    page.wait_for_timeout(300)
    told = page.evaluate("told()")
    return {
        "scrolling: 95 % of frames within, ms": _high(told["frames"]),
        "scrolling: slowest frame, ms": max(told["frames"]),
        "scrolling: tasks over 50 ms": len(told["long"]),
        "scrolling: longest of them, ms": max(told["long"], default=0.0),
    }


def dragged(page: Page) -> dict[str, float]:
    """How soon what is selected is painted while the mouse is drawn down over several paragraphs."""
    page.evaluate("scrollTo(0, 900)")
    page.wait_for_timeout(300)
    left, top = page.evaluate(
        "(() => { const box = document.querySelector('[data-article-text]').getBoundingClientRect();"
        " return [box.left + 60, Math.max(box.top, 0) + 120]; })()"
    )
    page.evaluate("watchAnew()")
    page.mouse.move(left, top)
    page.mouse.down()
    for step in range(DRAG_STEPS):
        page.mouse.move(left + 5 * step, top + 7 * step)
        page.wait_for_timeout(PAUSE_MS)
    page.mouse.up()
    page.wait_for_timeout(300)
    told = page.evaluate("told()")
    return {
        "selecting: 95 % painted within, ms": _high(told["moves"]),
        "selecting: slowest, ms": max(told["moves"]),
        "selecting: letting go, ms": max(told["deeds"], default=16.0),
        "selecting: tasks over 50 ms": len(told["long"]),
    }


def _opened(told: dict[str, Any], spent: dict[str, float]) -> dict[str, float]:
    return {
        "first paint, ms": told["firstPaint"],
        "document ready, ms": told["ready"],
        "loaded, ms": told["load"],
        "rendered (scripts run, cards in place, painted), ms": told["stands"],
        "opening: main thread, ms of processor": spent["Task"],
        "opening: of it scripts": spent["Script"],
        "opening: of it style": spent["RecalcStyle"],
        "opening: of it layout": spent["Layout"],
        "opening: longest task, ms": max(told["long"], default=0.0),
    }


def _spent(processor: CDPSession) -> dict[str, float]:
    """Milliseconds that the main thread worked since the page was opened, by kind of work."""
    metrics = processor.send("Performance.getMetrics")["metrics"]
    return {one["name"].removesuffix("Duration"): 1000 * one["value"] for one in metrics}


def _wait_for(address: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _high(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def _middle(figures: list[dict[str, float]], name: str) -> float:
    return statistics.median(one[name] for one in figures)
