"""Reading robots.txt from a small web of our own."""

from collections.abc import Iterator

import pytest
import trustme

from annotations.domain.errors import Invalid
from annotations.domain.robots import LONGEST_TEXT, RobotsAnswer
from annotations.gateways.robots import ONLY_FORWARDS, read_robots, robots_url
from annotations.gateways.safe_fetch import FailureReason, FetchFailed, FetchRefused
from tests.gateways.safe_fetch.pretend_web import PUBLIC, PretendWeb, forward, page, pretend_web

RULES = "User-agent: *\nDisallow: /secret\nCrawl-delay: 3"
ASKED = "https://news.example/2024/report?page=2#top"


@pytest.fixture
def web() -> Iterator[PretendWeb]:
    with pretend_web(trustme.CA()) as web:
        yield web


def read(web: PretendWeb, url: str = ASKED) -> RobotsAnswer:
    return read_robots(url, resolver=web.resolve, connect=web.connect, authorities=web.authorities)


@pytest.mark.parametrize(
    ("url", "where"),
    [
        (ASKED, "https://news.example/robots.txt"),
        ("http://NEWS.example:8080", "http://news.example:8080/robots.txt"),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/robots.txt"),
    ],
)
def test_where_it_stands(url: str, where: str) -> None:
    assert robots_url(url) == where


def test_the_answer_can_be_stored_and_asked_again(web: PretendWeb) -> None:
    web.routes["/robots.txt"] = page(RULES.encode(), headers=["Content-Type: text/plain"])
    answer = read(web)
    assert answer == RobotsAnswer(200, RULES)
    stored = RobotsAnswer(answer.status, answer.text)
    assert (stored.permits(ASKED), stored.permits("https://news.example/secret"), stored.delay_seconds) == (
        True,
        False,
        3.0,
    )
    assert "User-Agent: Workbench/" in web.requests[0]


@pytest.mark.parametrize(("status", "permitted"), [("404 Not Found", True), ("503 Busy", False)])
def test_any_status_is_an_answer(web: PretendWeb, status: str, permitted: bool) -> None:
    web.routes["/robots.txt"] = page(b"User-agent: *\nDisallow: /", status=status)
    answer = read(web)
    assert (answer, answer.permits(ASKED)) == (RobotsAnswer(int(status[:3])), permitted)


def test_it_may_stand_elsewhere_and_may_only_forward(web: PretendWeb) -> None:
    web.routes["/robots.txt"] = forward("/rules.txt", "301 Moved Permanently")
    web.routes["/rules.txt"] = page(RULES.encode())
    assert read(web) == RobotsAnswer(200, RULES)
    web.routes["/rules.txt"] = forward("/robots.txt")
    answer = read(web)
    assert (answer, answer.permits(ASKED)) == (RobotsAnswer(ONLY_FORWARDS), True)


def test_a_long_file_is_kept_up_to_a_bound_and_can_be_stored(web: PretendWeb) -> None:
    web.routes["/robots.txt"] = page(b"\xef\xbb\xbf\0\xff" + b"a" * 2 * LONGEST_TEXT)
    text = read(web).text
    assert len(text) <= LONGEST_TEXT and "\0" not in text and text.startswith("\ufffda")


def test_a_site_that_is_out_of_reach_is_the_failure_of_the_visit(web: PretendWeb) -> None:
    with pytest.raises(FetchFailed) as unknown:
        read(web, "https://gone.example/a")
    web.unreachable = {PUBLIC}
    with pytest.raises(FetchFailed) as away:
        read(web)
    assert (unknown.value.reason, away.value.reason) == (
        FailureReason.NO_SUCH_SITE,
        FailureReason.UNREACHABLE,
    )


def test_it_is_read_through_the_same_door(web: PretendWeb) -> None:
    web.name("news.example", ["127.0.0.1"])
    with pytest.raises(FetchRefused):
        read(web)
    with pytest.raises(Invalid):
        read(web, "javascript:alert(1)")
    assert web.dialled == []
