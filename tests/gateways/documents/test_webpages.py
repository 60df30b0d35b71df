"""Web pages: the article, its surroundings, and what the page says about itself."""

import json
import time
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from annotations.gateways.documents import read_document
from annotations.gateways.documents.metadata import parse_moment

SENTENCE = "The council of the town closed the old bridge on Monday, and nobody was hurt, its speaker said. "
LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Not this"},
        {
            "@type": ["NewsArticle"],
            "headline": "Bridge  closed",
            "datePublished": "2024-03-05T10:15:00+01:00",
            "author": [{"@type": "Person", "name": "By Ann Lee"}, {"name": "Bo Ek"}],
            "publisher": {"name": "The Sample"},
        },
    ],
}
PAGE = f"""<!doctype html><html lang="en-GB"><head><title>Bridge closed - The Sample</title>
<script type="application/ld+json">{json.dumps(LINKED)}</script>
<link rel="canonical" href="/bridge?utm_source=x">
</head><body><header><nav><a href="/">Home</a></nav></header>
<div class="menu"><a href="/a">World</a></div>
<main><article><h1>Bridge closed</h1><p>{SENTENCE * 4}</p>
<blockquote><p>We had no choice, the mayor of the town told reporters.</p></blockquote>
<h2>What comes next</h2><ul><li>A new bridge will be built there.</li></ul>
<p>{SENTENCE * 2}</p></article></main>
<aside><h2>Related</h2><p>Ten things about bridges that nobody has told you so far.</p></aside>
<footer><p>Copyright of The Sample, all rights reserved.</p></footer></body>
</html>""".encode()


def test_the_article_without_its_surroundings() -> None:
    read = read_document(PAGE, media_type="text/html; charset=utf-8", url="https://sample.example/x")

    assert [block.kind for block in read.canonical.blocks] == [
        "heading", "paragraph", "quote", "heading", "list_item", "paragraph",
    ]  # fmt: skip
    assert read.canonical.text.startswith("Bridge closed\nThe council")
    assert read.notes == ("4 of 10 blocks of the page lie outside the article and were left out.",)


def test_the_whole_page_on_demand() -> None:
    read = read_document(PAGE, whole_page=True)

    assert len(read.canonical.blocks) == 10
    assert "Copyright" in read.canonical.text and read.notes == ()


def test_what_the_page_says_about_itself() -> None:
    read = read_document(PAGE, url="https://sample.example/x?y=1")

    assert (read.headline, read.byline, read.publisher_name) == (
        "Bridge closed",
        "Ann Lee, Bo Ek",
        "The Sample",
    )
    assert read.published_on == date(2024, 3, 5)
    assert read.published_at == datetime(2024, 3, 5, 10, 15, tzinfo=timezone(timedelta(hours=1)))
    assert (read.language, read.canonical_url) == ("en-GB", "https://sample.example/bridge")


def test_meta_elements_where_there_is_no_linked_data() -> None:
    read = read_document(
        b'<html><head><meta property="og:title" content="From meta"><meta name="author" content="Ann Lee">'
        b'<meta property="og:site_name" content="The Sample"><meta property="article:published_time" '
        b'content="2024-03-05T10:15:00Z"><meta property="og:url" content="https://sample.example/a">'
        b'<meta property="og:locale" content="de_AT"><script type="application/ld+json">{broken</script>'
        b"</head><body><p>Words of the page.</p></body></html>"
    )
    assert (read.headline, read.byline, read.publisher_name) == ("From meta", "Ann Lee", "The Sample")
    assert read.published_at == datetime(2024, 3, 5, 10, 15, tzinfo=UTC)
    assert (read.language, read.canonical_url) == ("de-AT", "https://sample.example/a")


def test_a_page_may_not_claim_another_host() -> None:
    page = b'<html><link rel=canonical href="https://other.example/a"><p>Words of the page.</html>'

    assert read_document(page, url="https://sample.example/a").canonical_url == "https://sample.example/a"
    assert read_document(page.replace(b"https:", b"javascript:")).canonical_url is None


def test_a_plain_document_is_kept_whole() -> None:
    read = read_document(b"<html><body><h1>Head</h1><p>Short.</p><p>Tiny.</p></body></html>")

    assert (read.canonical.text, read.notes, read.headline) == ("Head\nShort.\nTiny.", (), "Head")


def test_where_no_article_is_found_everything_is_kept_and_said() -> None:
    read = read_document(
        b"<html><body><nav><a href=/>x</a></nav><aside>One.</aside><p>Two.</p></body></html>"
    )

    assert read.canonical.text == "One.\nTwo."
    assert len(read.notes) == 1


def test_a_large_page_is_read_in_bounded_time() -> None:
    body = "".join(f"<div><p>{SENTENCE} {number}</p></div>" for number in range(8_000))
    page = f"<html><body><nav>n</nav><article>{body}</article><footer>f</footer></body></html>".encode()
    began = time.process_time()
    read = read_document(page)

    assert len(read.canonical.blocks) >= 8_000
    assert time.process_time() - began < 30


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-03-05", (date(2024, 3, 5), None)),
        ("2024-03-05T10:15:00Z", (date(2024, 3, 5), datetime(2024, 3, 5, 10, 15, tzinfo=UTC))),
        ("2024-03-05T10:15", (date(2024, 3, 5), None)),
        ("Tue, 05 Mar 2024 10:15:00 +0000", (date(2024, 3, 5), datetime(2024, 3, 5, 10, 15, tzinfo=UTC))),
        ("2024-03-05 (updated)", (date(2024, 3, 5), None)),
        ("2024-13-45", (None, None)),
        ("yesterday", (None, None)),
        (None, (None, None)),
    ],
)
def test_moments(value: str | None, expected: tuple[date | None, datetime | None]) -> None:
    assert parse_moment(value) == expected
