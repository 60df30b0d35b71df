"""Feeds and sitemaps: what is written is XML and says what was meant."""

from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.atom import ATOM, Entry, Feed, as_atom, written
from annotations.domain.sitemaps import as_sitemap, as_sitemap_index

AT = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def a_feed(title: str = "A check", summary: str = "Why") -> Feed:
    """A feed with one entry."""
    entry = Entry(
        id="https://news.example/1", title=title, address="https://news.example/1", published=AT,
        updated=AT, summary=summary, language="de", category="Supported",
    )  # fmt: skip
    return Feed("Checks", "https://news.example/feed", "https://news.example/", "News", AT, [entry])


@given(st.text(), st.text())
def test_any_words_make_a_feed_that_holds_them(title: str, summary: str) -> None:
    root = ElementTree.fromstring(as_atom(a_feed(title, summary)))
    entry = root.find(f"{{{ATOM}}}entry")
    assert entry is not None
    found = [entry.findtext(f"{{{ATOM}}}{name}") or "" for name in ("title", "summary")]
    # A parser of XML reads every end of a line as a line feed.
    lines = [written(one).replace("\r\n", "\n").replace("\r", "\n") for one in (title, summary)]
    assert found == lines


def test_a_feed_says_all_that_it_must() -> None:
    root = ElementTree.fromstring(as_atom(a_feed()))
    assert [child.tag.removeprefix(f"{{{ATOM}}}") for child in root] == [
        "id", "title", "updated", "author", "link", "link", "entry",
    ]  # fmt: skip
    entry = root[-1]
    assert [child.tag.removeprefix(f"{{{ATOM}}}") for child in entry] == [
        "id", "title", "published", "updated", "link", "category", "summary",
    ]  # fmt: skip
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"


def test_moments_are_in_utc() -> None:
    later = AT.astimezone(timezone(timedelta(hours=2)))
    feed = Feed("Checks", "https://n.example/f", "https://n.example/", "News", later, [])
    assert ElementTree.fromstring(as_atom(feed)).findtext(f"{{{ATOM}}}updated") == "2026-03-01T12:30:00Z"


def test_a_sitemap_names_places_with_their_changes() -> None:
    places = [("https://news.example/a?b=1&c=2", AT), ("https://news.example/", None)]
    root = ElementTree.fromstring(as_sitemap(places))
    told = [(one.findtext(f"{NAMESPACE}loc"), one.findtext(f"{NAMESPACE}lastmod")) for one in root]
    assert (root.tag, told) == (
        f"{NAMESPACE}urlset",
        [("https://news.example/a?b=1&c=2", "2026-03-01T12:30:00Z"), ("https://news.example/", None)],
    )


def test_an_index_names_sitemaps() -> None:
    root = ElementTree.fromstring(as_sitemap_index([("https://news.example/1", None)]))
    assert (root.tag, root[0].tag) == (f"{NAMESPACE}sitemapindex", f"{NAMESPACE}sitemap")
