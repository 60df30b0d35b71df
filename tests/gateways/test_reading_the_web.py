"""From the wire to the judgement: what sites serve in place of a page is told from the page."""

from collections.abc import Iterator

import pytest
import trustme

from annotations.domain.link_health import (
    Known,
    QuotedPassage,
    Seen,
    SeenFailure,
    SeenPage,
    SeenUnchanged,
    judge,
)
from annotations.domain.vocabulary import LinkHealth
from annotations.gateways.documents import read_capture
from annotations.gateways.safe_fetch import FetchFailed
from tests.gateways.documents.pdfs import make_pdf
from tests.gateways.documents.pictures import png
from tests.gateways.safe_fetch.pretend_web import PretendWeb, Route, forward, page, pretend_web

URL = "https://news.example/ferry"
QUOTED = "Two boats remained in the harbour all night."
REPORT = (
    "The ferry between the islands stopped at noon on Friday because of the storm, its office said.",
    f"{QUOTED} Their owners had tied them to the northern pier before the waves grew too high.",
    "A spokeswoman said that the line would decide in the morning whether the first crossing could sail.",
    "Storms of this strength come to the strait about twice in a winter, the weather service reported.",
)


def html(*paragraphs: str, title: str = "Ferry stopped", head: str = "", encoding: str = "utf-8") -> Route:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    content = f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head>{body}</html>"
    return page(content.encode(encoding), headers=["Content-Type: text/html; charset=utf-8"])


def cut_off(whole: Route) -> Route:
    assert isinstance(whole, bytes)
    return whole[:-200]


FREE_NOT = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
)
SERVED: dict[str, tuple[Route, LinkHealth]] = {
    "the page": (html(*REPORT), LinkHealth.ALIVE),
    "the page in another encoding than it claims": (html(*REPORT, encoding="utf-16"), LinkHealth.ALIVE),
    "not modified": (b"HTTP/1.1 304 Not Modified\r\n\r\n", LinkHealth.ALIVE),
    "one word more at its end": (html(*REPORT, "More soon."), LinkHealth.CHANGED),
    "another figure": (
        html(REPORT[0], REPORT[1].replace("Two", "Five"), *REPORT[2:]),
        LinkHealth.PASSAGE_CHANGED,
    ),
    "without the passage": (html(REPORT[0], *REPORT[2:]), LinkHealth.PASSAGE_GONE),
    "an error page with status 200": (
        html("Sorry, the page you were looking for is not here.", title="404 - Not found"),
        LinkHealth.SOFT_404,
    ),
    "a way to the front page": (forward("/"), LinkHealth.SOFT_404),
    "a way elsewhere for good": (forward("/moved", "301 Moved Permanently"), LinkHealth.MOVED),
    "a teaser": (html(REPORT[0], "Go on reading with an account.", head=FREE_NOT), LinkHealth.PAYWALLED),
    "a wall of consent": (
        html("We value your privacy. We and our partners store things. Accept all cookies"),
        LinkHealth.BLOCKED,
    ),
    "a wall for programs": (html("One moment please.", title="Just a moment..."), LinkHealth.BLOCKED),
    "an empty shell": (html("", head="<script>draw()</script>"), LinkHealth.CHANGED),
    "a picture in its place": (page(png(2, 2)), LinkHealth.CHANGED),
    "a locked PDF in its place": (page(make_pdf([["x"]], encrypted=True)), LinkHealth.CHANGED),
    "half of it": (cut_off(html(*REPORT)), LinkHealth.FAILING),
    "not found": (page(b"", status="404 Not Found"), LinkHealth.FAILING),
    "forbidden": (page(b"", status="403 Forbidden"), LinkHealth.BLOCKED),
    "an error of the server": (page(b"", status="500 Oops"), LinkHealth.FAILING),
}


@pytest.fixture
def web() -> Iterator[PretendWeb]:
    with pretend_web(trustme.CA()) as web:
        web.routes = {"/": html("All the news of the islands."), "/moved": html(*REPORT)}
        yield web


def seen(web: PretendWeb) -> Seen:
    """What a visit to the address sees."""
    try:
        fetched = web.fetch(URL, etag='"1"')
    except FetchFailed as failure:
        return SeenFailure(failure.reason, failure.status, failure.message)
    redirects = tuple((hop.status, hop.location) for hop in fetched.redirects)
    if fetched.status == 304:
        return SeenUnchanged(fetched.final_url, redirects)
    read = read_capture(fetched.body, media_type=fetched.header("Content-Type"), url=fetched.final_url)
    text = read.canonical.text if read.canonical else None
    return SeenPage(fetched.final_url, text, redirects, read.title, read.is_free)


@pytest.mark.parametrize(("route", "health"), SERVED.values(), ids=SERVED)
def test_what_is_served_is_told_from_the_page(web: PretendWeb, route: Route, health: LinkHealth) -> None:
    web.routes["/ferry"] = route
    judgement = judge(seen(web), Known(URL, "\n".join(REPORT), passages=(QuotedPassage(7, QUOTED),)))
    assert judgement.health == health, judgement.sentence
    may_be_kept = health in (
        LinkHealth.ALIVE,
        LinkHealth.MOVED,
        LinkHealth.PASSAGE_CHANGED,
        LinkHealth.PASSAGE_GONE,
    )
    assert judgement.shows_the_source or not may_be_kept


def test_nothing_but_the_page_may_cost_a_passage(web: PretendWeb) -> None:
    """Whatever else is served, no passage is said to be gone."""
    for name, (route, health) in SERVED.items():
        web.routes["/ferry"] = route
        judgement = judge(seen(web), Known(URL, "\n".join(REPORT), passages=(QuotedPassage(7, QUOTED),)))
        lost = [passage.key for passage in judgement.passages if not passage.stands]
        is_lost = health in (LinkHealth.PASSAGE_CHANGED, LinkHealth.PASSAGE_GONE)
        assert (name, lost) == (name, [7] if is_lost else [])
