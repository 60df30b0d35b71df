"""Canonical text from HTML."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.domain.canonical import from_html, from_plain
from annotations.domain.errors import Invalid
from tests.domain.canonical.texts import HARD_PIECES


def shape(markup: str | bytes) -> list[tuple[str, int, str]]:
    made = from_html(markup)
    return [(block.kind, block.level, made.block_text(block)) for block in made.blocks]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("bare <b>text</b> here", [("paragraph", 0, "bare text here")]),
        ("<p>un<i>broken</i>\n  word</p>", [("paragraph", 0, "unbroken word")]),
        ("<h2>Head</h2>tail", [("heading", 2, "Head"), ("paragraph", 0, "tail")]),
        ("<p>one<br>two<br><br>three", [("paragraph", 0, "one\ntwo"), ("paragraph", 0, "three")]),
        ("<div>a<div>b</div>c</div>", [("paragraph", 0, "a"), ("paragraph", 0, "b"), ("paragraph", 0, "c")]),
        (
            "<ul><li>a<ol><li>b</ol>c<li><p>d<p>e</ul>",
            [
                ("list_item", 1, "a"),
                ("list_item", 2, "b"),
                ("paragraph", 1, "c"),
                ("list_item", 1, "d"),
                ("paragraph", 1, "e"),
            ],
        ),
        (
            "<blockquote><p>a</p><p>b</p><blockquote>c</blockquote></blockquote>",
            [("quote", 1, "a"), ("quote", 1, "b"), ("quote", 2, "c")],
        ),
        ("<p>He said <q>no</q>.", [("paragraph", 0, "He said \u201cno\u201d.")]),
        (
            "<table><caption>Cap</caption><tr><th>a<th>b<tr><td><p>c</p><p>d</p><td>e</table>",
            [
                ("paragraph", 0, "Cap"),
                ("table_cell", 1, "a"),
                ("table_cell", 1, "b"),
                ("table_cell", 2, "c\nd"),
                ("table_cell", 2, "e"),
            ],
        ),
        (
            "<table><tr><td>menu<td><h1>Head</h1><p>a</p><table><tr><td>x</table></table>",
            [
                ("table_cell", 1, "menu"),
                ("heading", 1, "Head"),
                ("paragraph", 0, "a"),
                ("table_cell", 2, "x"),
            ],
        ),
        (
            "<dl><dt>term<dd>meaning</dl><figure><img alt=no><figcaption>cap</figcaption></figure>",
            [("list_item", 1, "term"), ("list_item", 2, "meaning"), ("paragraph", 0, "cap")],
        ),
        ("<pre> a   b\n\n c</pre>", [("preformatted", 0, "a b\nc")]),
        ("<ruby>漢<rt>かん</rt></ruby>字", [("paragraph", 0, "漢字")]),
    ],
)
def test_blocks_of(markup: str, expected: list[tuple[str, int, str]]) -> None:
    assert shape(markup) == expected


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>alert('<p>no</p>')</script>",
        "<style>p{}</style>",
        "<nav>no</nav>",
        "<div role=navigation>no</div>",
        "<p hidden>no</p>",
        "<div style='color:red; display : none'>no</div>",
        "<template>no</template>",
        "<noscript>no</noscript>",
        "<svg><text>no</text></svg>",
        "<select><option>no</select>",
        "<textarea>no</textarea>",
        "<button>no</button>",
        "<iframe>no</iframe>",
        "<dialog>no</dialog>",
        "<!-- no -->",
        "<title>no</title>",
        "<p hidden><q>no</q></p>",
    ],
)
def test_what_is_not_shown_as_text_is_no_text(hidden: str) -> None:
    assert from_html(f"<p>before</p>{hidden}<p>after</p>").text == "before\nafter"


def test_handlers_and_addresses_of_scripts_leave_no_trace() -> None:
    assert from_html('<p onclick="alert(1)"><a href="javascript:alert(2)">click</a></p>').text == "click"


def test_broken_markup_is_read_as_browsers_read_it() -> None:
    assert shape("<p>a<b>b<p>c</i></b><td>d<div>e</p>f") == [
        ("paragraph", 0, "ab"),
        ("paragraph", 0, "cd"),
        ("paragraph", 0, "e"),
        ("paragraph", 0, "f"),
    ]


def test_language_and_direction_of_blocks() -> None:
    made = from_html(
        "<html lang=en><p>English</p><p lang=ar>BBC قالت</p><p lang=ar>BBC</p><p>قالت BBC</p>"
        "<p dir=rtl>figures 12</p><p>12</p><div lang='not a tag!'><p>x</p></div></html>"
    )
    assert [(block.language, block.direction) for block in made.blocks] == [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("ar", "ltr"),
        ("en", "rtl"),
        ("en", "rtl"),
        ("en", "auto"),
        ("en", "ltr"),
    ]


def test_bytes_are_decoded_by_what_they_declare() -> None:
    assert from_html('<meta charset="windows-1251"><p>Привет, мир'.encode("cp1251")).text == "Привет, мир"
    assert from_html("<p>“café”".encode()).text == "“café”"


@pytest.mark.parametrize(
    ("markup", "rule"),
    [
        ("", "empty-text"),
        ("<script>x</script>", "empty-text"),
        ("<p>\u200b&nbsp;</p>", "empty-text"),
        ("<div>" * 200_000 + "x", "markup-too-complex"),
        ("<p " + " ".join(f"a{number}" for number in range(100_000)) + ">x", "markup-too-complex"),
        (
            "<p>" + "".join(f"<b a={number}>" for number in range(2_000)) + "<p>x" * 5_000,
            "markup-too-complex",
        ),
        ("<svg>" + "<td>" * 100_000, "markup-too-complex"),
        ("<p>x</p>" * 300_000, "markup-too-complex"),
        ("<p>" + "long " * 500_000, "text-too-long"),
    ],
    ids=["nothing", "script", "blank", "deep", "attributes", "formatting", "drawing", "tags", "long"],
)
def test_what_cannot_be_read_is_refused_at_once(markup: str, rule: str) -> None:
    began = time.process_time()
    with pytest.raises(Invalid) as refused:
        from_html(markup)
    assert refused.value.rule == rule
    assert time.process_time() - began < 5


def test_deep_but_bearable_nesting_is_read() -> None:
    assert from_html("<div>" * 3_000 + "x").text == "x"
    assert from_html("<ul><li>" * 1_500 + "x").text == "x"


TAGS = (
    "<p> </p> <br> <div> </div> <li> <ul> </ul> <td> <tr> <table> </table> <q> </q> <pre> </pre> <b> </b>"
    " <h1> </h1> <blockquote> <script> </script> <svg> < > & &nbsp; &shy; &#x200d; <!-- --> <a&nbsp;"
)
PIECES = st.lists(st.sampled_from((*HARD_PIECES, *TAGS.split())), max_size=40).map("".join)


@settings(max_examples=300)
@given(PIECES)
def test_canonical_text_of_any_markup_is_canonical(pieces: str) -> None:
    made = from_html("x" + pieces)
    assert "\n".join(made.block_text(block) for block in made.blocks) == made.text
    assert from_plain(made.text).text == made.text
