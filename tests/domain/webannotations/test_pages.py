"""A page laid out flat counts as a browser does and shows what a reader sees; no selector costs the world."""

import time

import pytest

from annotations.domain.canonical import from_html
from annotations.domain.errors import Invalid
from annotations.domain.webannotations.fragments import html_id
from annotations.domain.webannotations.markup import find_in_page
from annotations.domain.webannotations.pages import Page, read_page
from annotations.domain.webannotations.selectors import Css, Fragment, TextPosition, TextQuote, XPath

MARKUP = (
    "<html><body><style>p{}</style><p id=a>One<br>two <b>three</b><!-- no --> four.</p>"
    "<div hidden>secret</div><p>It’s <i>five</i>,<script>six()</script> seven.</p>"
    "<o:p>eight <q>or so</q></o:p><svg><g><text>nine</text></g></svg></body></html>"
)


@pytest.fixture
def page() -> Page:
    return read_page(MARKUP)


def seen(page: Page, start: int, end: int) -> str:
    return " ".join(page.words(start, end).exact.split())


def test_raw_text_is_all_text_and_words_are_what_is_seen(page: Page) -> None:
    assert page.raw == "p{}Onetwo three four.secretIt’s five,six() seven.eight or sonine"
    assert seen(page, 0, len(page.raw)) == "One two three four. It’s five, seven. eight “or so”"
    assert seen(page, 0, len(page.raw)) == " ".join(from_html(MARKUP).text.split())


def test_the_words_of_a_span_and_those_beside_it(page: Page) -> None:
    start = page.raw.index("three")
    words = page.words(start, start + 5)
    assert (words.exact, words.before.split(), words.after.split()) == (
        "three",
        ["One", "two"],
        ["four.", "It’s", "five,", "seven.", "eight", "“or", "so”"],
    )


def test_what_stands_for_scripts_is_text_to_a_browser() -> None:
    page = read_page("<p>a<noscript><b>b</b></noscript>c</p>")
    assert (page.raw, seen(page, 0, len(page.raw))) == ("a<b>b</b>c", "ac")
    assert (find_in_page(XPath("//b"), page), find_in_page(Css("b"), page)) == ([], [])
    (place,) = find_in_page(XPath("//p", TextPosition(9, 10)), page)
    assert page.raw[place.start : place.end] == "c"


def test_a_node_that_fits_twice_is_one(page: Page) -> None:
    assert [page.raw[one.start : one.end] for one in find_in_page(Css("b, p b"), page)] == ["three"]


def test_words_begin_and_end_at_their_offsets(page: Page) -> None:
    for start in range(len(page.raw) + 1):
        for end in range(start, len(page.raw) + 1):
            visible = page.words(start, end).exact.translate({ord(one): None for one in "\n“”"})
            assert visible in page.raw[start:end] or {"{", "s", "("} & set(page.raw[start:end])


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/p[1]/text()[1]", ["One"]),
        ("/p[1]/text()[2]", ["two "]),
        ("/p[1]/text()[3]", [" four."]),
        ("/html/body/p", ["Onetwo three four.", "It’s five,six() seven."]),
        ("/HTML/BODY/P[last()]/I", ["five"]),
        ("//p[@id]", ["Onetwo three four."]),
        ("//*[@id='a']/*[2]", ["three"]),
        ('//p[@id="b"]', []),
        ("//p[position()=2]/i[1]", ["five"]),
        ("//b//i", []),
        ("//o:p[1]", ["eight or so"]),
        ("//svg/g/text", ["nine"]),
        ("/child::p[2]", ["It’s five,six() seven."]),
        ("//p[0]", []),
        ("id('a')/b", ["three"]),
        (".//b", ["three"]),
        ("p[2]/i", ["five"]),
    ],
)
def test_paths(page: Page, path: str, expected: list[str]) -> None:
    assert [page.raw[place.start : place.end] for place in find_in_page(XPath(path), page)] == expected


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "//",
        "//p[",
        "//p[count(//*)>1]",
        "//p[contains(.,'One')]",
        "//p/..",
        "//p | //b",
        "//p[@id='a' or @id='b']",
        "/p" * 1_001,
        "document('x')",
    ],
)
def test_paths_beyond_what_is_read(page: Page, path: str) -> None:
    assert find_in_page(XPath(path), page) == []


@pytest.mark.parametrize(
    "value", ["", ">", "p:has(b)", "p ~ p", "p:is(:not(i))", "a" * 1_001, "p[", "p::before", "@media"]
)
def test_css_beyond_what_is_read(page: Page, value: str) -> None:
    assert find_in_page(Css(value), page) == []


def test_offsets_inside_an_element(page: Page) -> None:
    refined = TextPosition(1, 3, refined_by=TextPosition(1, 2))
    (place,) = find_in_page(XPath("//i", refined), page)
    assert page.raw[place.start : place.end] == "v"
    assert find_in_page(XPath("//i", TextPosition(3, 9)), page) == []
    assert find_in_page(XPath("//i", TextQuote("ten")), page) == []


@pytest.mark.parametrize(
    ("value", "grammar", "expected"),
    [
        ("part-2", "", "part-2"),
        ("#teil%20zwei", "", "teil zwei"),
        ("p2", "http://tools.ietf.org/rfc/rfc3236", "p2"),
        ("xywh=1,2,3,4", "", ""),
        ("xywh=1,2,3,4", "http://www.w3.org/TR/media-frags/", ""),
        ("page=3", "", ""),
        ("page=3", "http://tools.ietf.org/rfc/rfc3236", "page=3"),
        ("epubcfi(/6/4)", "", ""),
        (":~:text=ships", "", ""),
        ("table", "", "table"),
        ("p2", "http://tools.ietf.org/rfc/rfc5147", ""),
    ],
)
def test_fragments_that_are_ids(value: str, grammar: str, expected: str) -> None:
    assert html_id(value, grammar) == expected


@pytest.mark.parametrize("name", ['a"b', "a\\b", "1", "ключ", "a]b", "x y"])
def test_ids_of_any_characters(name: str) -> None:
    escaped = name.replace("&", "&amp;").replace('"', "&quot;")
    page = read_page(f'<p>no</p><p id="{escaped}">this</p>')
    assert [page.raw[one.start : one.end] for one in find_in_page(Fragment(name), page)] == ["this"]


def test_an_old_anchor_is_an_id_and_the_first_of_equal_ids_has_it() -> None:
    page = read_page('<a name="top">anchor</a><p id="x">one</p><p id="x">two</p>')
    assert [page.raw[one.start : one.end] for one in find_in_page(Fragment("top"), page)] == ["anchor"]
    assert [page.raw[one.start : one.end] for one in find_in_page(Fragment("x"), page)] == ["one"]


NESTED = "<div>" * 400 + "x" + "</div>" * 400
WIDE = "<body>" + "<p>x</p>" * 60_000


@pytest.mark.parametrize(
    ("markup", "selector"),
    [
        (NESTED, Css(".none " + "div " * 30 + "div")),
        (NESTED, Css(".none" + " div" * 9)),
        (NESTED, XPath("//div" * 12)),
        (NESTED, XPath("//*" * 40)),
        (WIDE, Css("p:nth-last-child(2n)")),
        (WIDE, XPath("//p[last()]")),
        (WIDE, XPath("//p//p//p")),
    ],
    ids=["loose css", "nine steps", "deep path", "deeper path", "wide css", "wide path", "wide and deep"],
)
def test_no_selector_costs_the_world(markup: str, selector: Css | XPath) -> None:
    page = read_page(markup)
    begun = time.process_time()
    find_in_page(selector, page)
    assert time.process_time() - begun < 3


def test_a_page_beyond_the_limits_is_refused() -> None:
    with pytest.raises(Invalid):
        read_page("<div>" * 100_000)


def test_deep_pages_are_walked_without_recursion() -> None:
    page = read_page("<div>" * 3_000 + "deep")
    assert (page.raw, page.depth) == ("deep", 3_000)
