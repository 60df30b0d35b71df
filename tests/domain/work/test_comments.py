"""The words of a comment: people who are named, addresses, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.work.comments import names_in, pieces


def shown(text: str, *people: str) -> list[tuple[str, str]]:
    """The pieces that are not plain words."""
    return [(one.kind, one.text) for one in pieces(text, frozenset(people)) if one.kind != "words"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Celia, look", ["celia"]),
        ("Ask @celia.", ["celia.", "celia"]),
        ("(@j.b.smith)", ["j.b.smith"]),
        ("@celia @celia @bruno", ["celia", "bruno"]),
        ("write to celia@harbour.example", []),
        ("@", []),
        ("مرحبا @سليم، انظر", ["سليم"]),
    ],
)
def test_an_at_sign_names_somebody(text: str, names: list[str]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("See https://a.example/x.", ["https://a.example/x"]),
        ("(https://a.example/x_(y))", ["https://a.example/x_(y)"]),
        ("HTTP://A.example and https://b.example/?q=1,2;", ["HTTP://A.example", "https://b.example/?q=1,2"]),
        ("javascript:alert(1) data:text/html,x //a.example ftp://a.example", []),
        ('https://a.example/"><script>', ["https://a.example/"]),
        ("https://", []),
    ],
)
def test_addresses_of_the_web_alone_are_links(text: str, addresses: list[str]) -> None:
    assert shown(text) == [("link", address) for address in addresses]


def test_only_those_who_are_told_are_shown_as_named() -> None:
    text = "@celia and @nobody: https://a.example/@celia"
    assert shown(text, "celia") == [("person", "@celia"), ("link", "https://a.example/@celia")]
    assert shown("Ask @celia.", "celia") == [("person", "@celia")]


WORDS = st.text(alphabet=st.sampled_from(list("ab @.:/()<>\n-https")), max_size=80)


@given(WORDS)
def test_the_pieces_are_the_comment(text: str) -> None:
    found = pieces(text, frozenset({"a", "ab"}))
    assert "".join(one.text for one in found) == text
    assert all(one.text for one in found)
