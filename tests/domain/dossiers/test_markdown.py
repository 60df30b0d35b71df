"""Text in Markdown that stands for itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from annotations.domain.dossiers.markdown import line, link, paragraph, quoted

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def plain(markdown: str) -> list[str]:
    """What a reader sees, where there is no markup but a paragraph; else the names of what there is."""
    found = READER.parse(markdown)
    kinds = [token.type for token in found]
    if kinds != ["paragraph_open", "inline", "paragraph_close"]:
        return kinds
    parts = found[1].children or []
    return ["".join(part.content if part.type == "text" else f"<{part.type}>" for part in parts)]


@pytest.mark.parametrize(
    "text",
    [
        "# no heading",
        "- no item",
        "+ no item",
        "1. no item",
        "12) no item",
        "> no quotation",
        "---",
        "===",
        "*no* _emphasis_ ~~here~~",
        "[no](https://x.example) ![no](x)",
        "<b>no</b> <script>alert(1)</script> <https://x.example>",
        "`no` ``code``",
        "| no | table |",
        "&amp; &lt; \\* \\",
        "{: .no} $x^2$ ==no== :no:",
        "https://x.example www.x.example a@x.example",
        "[1]: https://x.example",
    ],
)
def test_nothing_in_it_is_markup(text: str) -> None:
    assert plain(line(text)) == [text]


def test_addresses_do_not_become_links_by_themselves() -> None:
    """What would be one is recognised by these signs, in every program that does it."""
    told = line("https://x.example www.x.example a@x.example mailto:a@x.example")
    assert told == r"https\://x.example www\.x.example a\@x.example mailto\:a\@x.example"


words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]) | st.just(" "), min_size=1)


@given(words)
def test_any_text_comes_back(text: str) -> None:
    expected = " ".join(text.split(" ")).strip()
    while "  " in expected:
        expected = expected.replace("  ", " ")
    assert plain(line(text)) == ([expected] if expected else [])


def test_lines_are_kept_where_there_is_room_for_them() -> None:
    assert quoted("one\n\n- two\u2028three") == "> one\\\n> \\- two\\\n> three"
    assert paragraph("one\r\ntwo") == "one\\\ntwo"
    assert line("one\n- two") == "one - two"


def test_a_link_leads_to_its_address_and_nowhere_else() -> None:
    assert link("[a]", "https://x.example/a b>(c)&lt;") == (
        r"[\[a\]](<https://x.example/a%20b%3E%28c%29\&lt;>)"
    )
    assert link("a*", "") == r"a\*"
