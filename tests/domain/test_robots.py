"""What robots.txt files ask, by the rules of RFC 9309."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.robots import LONGEST_DELAY_SECONDS, RobotsAnswer

SITE = "https://news.example"


def permits(text: str, path: str, status: int = 200) -> bool:
    return RobotsAnswer(status, text).permits(SITE + path)


RULES = [
    ("", "/a", True),
    ("User-agent: *\nDisallow:", "/a", True),
    ("User-agent: *\nDisallow: /", "/a", False),
    ("User-agent: *\nDisallow: /", "/robots.txt", True),
    ("User-agent: *\nDisallow: /a", "/abc", False),
    ("User-agent: *\nDisallow: /a/", "/a", True),
    ("User-agent: *\nDisallow: /\nAllow: /news", "/news/1", True),
    ("User-agent: *\nAllow: /news\nDisallow: /news/old", "/news/old/1", False),
    ("User-agent: *\nDisallow: /news\nAllow: /news", "/news", True),
    ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
    ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?page=1", True),
    ("User-agent: *\nDisallow: /*print=1", "/a?b=2&print=1", False),
    ("User-agent: *\nDisallow: *print*", "/a?print", False),
    ("User-agent: *\nDisallow: /a$", "/a", False),
    ("User-agent: *\nDisallow: /a$", "/ab", True),
    ("User-agent: *\nDisallow: /a*b*c$", "/a-b-b-c", False),
    ("User-agent: *\nDisallow: /a*b*c$", "/a-b-b-c-d", True),
    ("User-agent: *\nDisallow: /abc*abc$", "/abc", True),
    ("User-agent: *\nDisallow: a", "/a", False),
    ("User-agent: *\nDisallow: /café", "/caf%C3%A9", False),
    ("User-agent: *\nDisallow: /caf%c3%a9", "/café", False),
    ("User-agent: *\nDisallow: /%61", "/a", False),
    ("user-AGENT : * # everybody\n  DISALLOW :  /a  # this", "/a", False),
    ("User-agent: Workbench\nDisallow: /a\n\nUser-agent: *\nDisallow: /", "/b", True),
    ("User-agent: *\nDisallow: /\n\nUser-agent: WORKBENCH/1.0\nAllow: /", "/b", True),
    ("User-agent: workbench-archiver\nDisallow: /", "/b", True),
    ("User-agent: other\nUser-agent: workbench\nDisallow: /a", "/a", False),
    ("User-agent: workbench\nDisallow: /a\nUser-agent: other\nDisallow: /b", "/b", True),
    ("User-agent: workbench\nDisallow: /a\n\nUser-agent: workbench\nDisallow: /b", "/b", False),
    ("User-agent: *\nDisallow: /a\nSitemap: https://x.example/\nDisallow: /b", "/b", False),
    ("User-agent: *\n\nDisallow: /a", "/a", False),
    ("User-agent: *\rDisallow: /a\r", "/a", False),
    ("\ufeffUser-agent: *\r\nDisallow: /a\r\n", "/a", False),
    ("Disallow: /a", "/a", True),
    ("<html><body>Not here</body></html>", "/a", True),
    ("User-agent: *\nDisallow /a", "/a", True),
]


@pytest.mark.parametrize(("text", "path", "permitted"), RULES)
def test_the_longest_rule_of_the_group_that_holds(text: str, path: str, permitted: bool) -> None:
    assert permits(text, path) is permitted


@pytest.mark.parametrize(
    ("status", "permitted"),
    [
        *((200, False), (204, False), (301, True), (302, True), (401, True), (404, True), (410, True)),
        *((429, False), (500, False), (503, False)),
    ],
)
def test_what_the_status_says(status: int, permitted: bool) -> None:
    assert permits("User-agent: *\nDisallow: /", "/a", status) is permitted


def test_why_not_is_said() -> None:
    rules = "User-agent: *\nDisallow: /a"
    reasons = [RobotsAnswer(status, rules).why_not(f"{SITE}/a") for status in (200, 404, 503)]
    assert reasons == [
        "The site asks programs not to read this page (robots.txt). "
        "Open it yourself and upload it as a file.",
        "",
        "The site could not say which pages programs may read (robots.txt, status 503), "
        "so it is left alone for now and asked again later.",
    ]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("2", 2), ("0.5", 0.5), ("86400", LONGEST_DELAY_SECONDS), ("-4", 0), ("nan", 0), ("inf", 0), ("x", 0)],
)
def test_a_pause_is_honoured_up_to_a_bound(value: str, seconds: float) -> None:
    assert RobotsAnswer(200, f"User-agent: *\nCrawl-delay: {value}").delay_seconds == seconds


def test_a_pause_for_others_is_not_ours() -> None:
    text = "User-agent: *\nCrawl-delay: 9\n\nUser-agent: workbench\nDisallow: /a"
    assert (RobotsAnswer(200, text).delay_seconds, RobotsAnswer(404, text).delay_seconds) == (0, 0)


def test_stars_without_end_take_no_time() -> None:
    text = "User-agent: *\nDisallow: /" + "*a" * 1_500 + "b$"
    begun = time.process_time()
    assert permits(text, "/" + "a" * 4_000)
    assert time.process_time() - begun < 2


def test_a_file_without_end_is_read_up_to_a_bound() -> None:
    begun = time.process_time()
    assert permits("User-agent: *\nDisallow: /b\n" + "Disallow: /a\n" * 400_000, "/c")
    assert time.process_time() - begun < 6


@given(st.text(max_size=300), st.sampled_from([200, 404, 500]))
def test_any_text_gives_an_answer(text: str, status: int) -> None:
    answer = RobotsAnswer(status, f"User-agent: *\n{text}")
    assert answer.permits(f"{SITE}/a") is (answer.why_not(f"{SITE}/a") == "")
    assert 0 <= answer.delay_seconds <= LONGEST_DELAY_SECONDS


@given(st.from_regex(r"\A(/[a-z%*$]{0,6}){1,4}\Z"))
def test_a_rule_without_signs_forbids_what_begins_with_it(path: str) -> None:
    plain = path.replace("*", "").replace("$", "").replace("%", "")
    assert not permits(f"User-agent: *\nDisallow: {plain}", plain + "more")
