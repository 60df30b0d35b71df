"""What is kept of a file when it is kept as evidence: with its text, or saying why it has none."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.errors import Invalid
from annotations.gateways.documents import CapturedDocument, ReadingState, read_capture
from annotations.gateways.documents.pictures import Picture, picture
from tests.gateways.documents.pdfs import make_pdf
from tests.gateways.documents.pictures import gif, jpeg, png, webp

URL = "https://news.example/2024/ferry"
SENTENCE = "The ferry between the islands stopped at noon on Friday because of the storm, its office said. "
ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Ferry  stopped",
    "author": [{"@type": "Person", "name": "Ann Lee"}, {"name": "By Bo Ek"}],
    "datePublished": "2024-03-05T10:15:00+01:00",
    "dateModified": "2024-03-06",
    "publisher": {"name": "The Sample"},
    "image": [{"@type": "ImageObject", "url": "/ferry.jpg"}],
    "inLanguage": "en-GB",
    "isAccessibleForFree": "False",
    "sourceOrganization": {"name": "Sample Wire"},
}


def a_page(head: str = "", body: str = f"<p>{SENTENCE * 3}</p>") -> bytes:
    body = f"<body><article>{body}</article></body>"
    return f"<!doctype html><html lang=en><head>{head}</head>{body}</html>".encode()


def linked(item: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(item)}</script>'


def described(head: str, body: str = f"<p>{SENTENCE * 3}</p>") -> dict[str, Any]:
    return read_capture(a_page(head, body), media_type="text/html", url=URL).metadata


def test_a_page_is_kept_with_its_text_and_what_it_says_of_itself() -> None:
    head = linked(ARTICLE) + '<link rel="canonical" href="https://wire.example/ferry?utm_source=x">'
    captured = read_capture(a_page(head), media_type="text/html; charset=utf-8", url=URL)
    assert captured.metadata == {
        "state": "text",
        "title": "Ferry stopped",
        "authors": ["Ann Lee", "Bo Ek"],
        "published": "2024-03-05T10:15:00+01:00",
        "modified": "2024-03-06",
        "canonical": "https://wire.example/ferry",
        "image": "https://news.example/ferry.jpg",
        "site": "The Sample",
        "language": "en-GB",
        "is_free": False,
        "agency": "Sample Wire",
    }
    assert (captured.state, captured.media_type, captured.title, captured.is_free, captured.tool) == (
        ReadingState.TEXT,
        "text/html",
        "Ferry stopped",
        False,
        "selectolax",
    )
    assert captured.canonical is not None and captured.canonical.text == (SENTENCE * 3).strip()


def test_meta_elements_say_it_where_nothing_else_does() -> None:
    head = (
        '<title>Ferry stopped - The Sample</title><meta property="og:site_name" content="The Sample">'
        '<meta name="author" content="By Ann Lee">'
        '<meta property="article:published_time" content="2024-03-05">'
        '<meta property="article:modified_time" content="2024-03-06T09:00:00Z">'
        '<meta property="og:image" content="//img.example/a.png"><meta property="og:url" content="/ferry">'
    )
    assert described(head) == {
        "state": "text",
        "title": "Ferry stopped",
        "authors": ["Ann Lee"],
        "published": "2024-03-05",
        "modified": "2024-03-06T09:00:00+00:00",
        "canonical": "https://news.example/ferry",
        "image": "https://img.example/a.png",
        "site": "The Sample",
        "language": "en",
    }


@pytest.mark.parametrize(
    ("item", "is_free"),
    [
        ({"isAccessibleForFree": True}, True),
        ({"isAccessibleForFree": "http://schema.org/False"}, False),
        ({"isAccessibleForFree": True, "hasPart": {"isAccessibleForFree": "false"}}, False),
        ({"isAccessibleForFree": "who knows"}, None),
        ({}, None),
    ],
)
def test_whether_it_may_be_read_without_paying(item: dict[str, Any], is_free: bool | None) -> None:
    assert described(linked({"@type": "NewsArticle", **item})).get("is_free") is is_free


def test_a_credit_may_stand_in_the_markup_alone() -> None:
    body = f'<p>{SENTENCE * 3}</p><span class="article__agency">dpa</span>'
    assert described("", body)["agency"] == "dpa"
    too_long = f'<p>{SENTENCE * 3}</p><div class="agency">{SENTENCE * 3}</div>'
    assert "agency" not in described("", too_long)


def test_what_strangers_write_is_bounded_and_no_script() -> None:
    head = (
        linked({"@type": "Article", "headline": "x" * 9_000, "author": [{"name": "A" * 999}] + ["B"] * 99})
        + '<link rel=canonical href="javascript:alert(1)">'
        + '<meta property="og:image" content="data:image/png,x">'
        + f'<meta property="og:site_name" content="{"y" * 9_000}">'
    )
    found = described(head)
    assert "image" not in found and "canonical" not in found
    assert len(json.dumps(found)) < 4_000 and len(found["authors"]) <= 20


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=20) | st.floats(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "@type",
                        "@graph",
                        "author",
                        "name",
                        "image",
                        "url",
                        "hasPart",
                        "isAccessibleForFree",
                        "datePublished",
                        "headline",
                        "publisher",
                        "sourceOrganization",
                    ]
                ),
                inner,
                max_size=6,
            )
        ),
    )
)
def test_any_linked_data_gives_plain_bounded_values(item: Any) -> None:
    found = described(linked({"@type": "NewsArticle", **item} if isinstance(item, dict) else item))
    assert json.loads(json.dumps(found)) == found
    assert all(isinstance(value, str | bool | list) for value in found.values())


def test_a_pdf_is_kept_with_the_page_of_each_block() -> None:
    captured = read_capture(make_pdf([["First page."], [], ["Third page."]], title="A report"))
    assert captured.canonical is not None
    assert [(block.page, captured.canonical.block_text(block)) for block in captured.canonical.blocks] == [
        (1, "First page."),
        (3, "Third page."),
    ]
    assert (captured.metadata["title"], captured.metadata["pages"], captured.tool) == (
        "A report",
        3,
        "pypdfium2",
    )
    assert captured.notes == ("1 of 3 pages hold no text; they may be pictures.",)


def test_plain_text_says_what_it_can() -> None:
    captured = read_capture(b"Ferry stopped\n\nBy Ann Lee\n\nThe ferry stopped.", filename="a.txt")
    assert captured.metadata == {
        "state": "text",
        "title": "Ferry stopped",
        "authors": ["Ann Lee"],
        "language": "en",
    }


KEPT = "The file is kept. To quote from it, paste its text or upload a copy that can be read."
WITHOUT_TEXT = {
    "a scan": (make_pdf([[], []]), "a.pdf", ReadingState.WITHOUT_TEXT, "application/pdf"),
    "a locked PDF": (make_pdf([["Hello"]], encrypted=True), "a.pdf", ReadingState.LOCKED, "application/pdf"),
    "a broken PDF": (b"%PDF-1.7 nonsense", "a.pdf", ReadingState.UNREADABLE, "application/pdf"),
    "half a PDF": (make_pdf([["Hello"]])[:300], None, ReadingState.UNREADABLE, "application/pdf"),
    "a page of scripts": (
        b"<!doctype html><script>alert(1)</script>",
        None,
        ReadingState.WITHOUT_TEXT,
        "text/html",
    ),
    "a page too deep": (b"<div>" * 200_000, "a.html", ReadingState.UNREADABLE, "text/html"),
    "a page without end": (b"<p>" + b"word " * 900_000, "a.html", ReadingState.TOO_LONG, "text/html"),
}


@pytest.mark.parametrize(
    ("content", "filename", "state", "media_type"), WITHOUT_TEXT.values(), ids=WITHOUT_TEXT
)
def test_what_cannot_be_read_is_kept_and_says_so(
    content: bytes, filename: str | None, state: ReadingState, media_type: str
) -> None:
    captured = read_capture(content, filename=filename)
    assert captured == CapturedDocument(state, media_type, {"state": state.value}, captured.notes)
    assert captured.notes[0].endswith(KEPT) and captured.canonical is None


def test_a_locked_pdf_says_that_it_is_locked() -> None:
    assert read_capture(make_pdf([["Hello"]], encrypted=True)).notes == (
        f"This PDF is locked with a password, so its text cannot be read. {KEPT}",
    )


PICTURES = {
    "png": (png(3, 2), Picture("image/png", 3, 2)),
    "gif": (gif(640, 480), Picture("image/gif", 640, 480)),
    "jpeg": (jpeg(1200, 800), Picture("image/jpeg", 1200, 800)),
    "webp, lossy": (webp(b"VP8 ", 320, 200), Picture("image/webp", 320, 200)),
    "webp, lossless": (webp(b"VP8L", 5_000, 3_000), Picture("image/webp", 5_000, 3_000)),
    "webp, extended": (webp(b"VP8X", 9_000, 1), Picture("image/webp", 9_000, 1)),
    "png, cut short": (png(3, 2)[:18], Picture("image/png")),
    "jpeg, cut short": (jpeg(3, 2)[:40], Picture("image/jpeg")),
    "jpeg of nothing": (b"\xff\xd8\xff" + b"\0" * 50, Picture("image/jpeg")),
}


@pytest.mark.parametrize(("content", "found"), PICTURES.values(), ids=PICTURES)
def test_pictures_are_kept_as_what_they_are(content: bytes, found: Picture) -> None:
    captured = read_capture(content, filename="scan.pdf", media_type="text/html")
    size = {"width": found.width, "height": found.height} if found.width else {}
    assert (captured.state, captured.media_type, captured.metadata, captured.canonical) == (
        ReadingState.IMAGE_WITHOUT_TEXT,
        found.media_type,
        {"state": "image-without-text", **size},
        None,
    )
    assert captured.notes == (
        "This is a picture: it is kept as a file. Nothing can be quoted from it; describe what it shows.",
    )


@given(st.sampled_from([content[:20] for content, _ in PICTURES.values()]), st.binary(max_size=200))
def test_a_damaged_picture_does_no_harm(head: bytes, rest: bytes) -> None:
    found = picture(head + rest)
    assert found is not None and found.media_type.startswith("image/")


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty-text"),
        (b" \n", "empty-text"),
        (b"PK\x03\x04", "unknown-type"),
        (b"\x7fELF", "unknown-type"),
        (bytes(range(256)) * 8, "not-text"),
    ],
)
def test_what_is_nothing_or_nobody_knows_is_not_kept(content: bytes, rule: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_capture(content)
    assert refusal.value.rule == rule


RUSSIAN = "Паром между островами остановился в полдень из-за шторма, сообщили в управлении порта. " * 3
RUSSIAN_PAGE = f"<!doctype html><meta charset=utf-8><p>{RUSSIAN}"
LIES = {
    "windows-1251 called UTF-8": (RUSSIAN_PAGE.encode("cp1251"), "utf-8"),
    "UTF-8 called Latin": (RUSSIAN_PAGE.encode(), "iso-8859-1"),
    "UTF-8 called windows-1251": (RUSSIAN_PAGE.encode(), "windows-1251"),
    "UTF-16 with its mark called UTF-8": (RUSSIAN_PAGE.encode("utf-16"), "utf-8"),
    "a charset that nobody knows": (RUSSIAN_PAGE.encode(), "klingon"),
    "a packing that is no charset": (RUSSIAN_PAGE.encode(), "bz2"),
    "a charset that hides characters": (RUSSIAN_PAGE.encode(), "utf-7"),
    "a charset without end": (RUSSIAN_PAGE.encode(), "x" * 100_000),
}


@pytest.mark.parametrize(("content", "claimed"), LIES.values(), ids=LIES)
def test_lies_about_the_charset_change_no_word(content: bytes, claimed: str) -> None:
    captured = read_capture(content, media_type=f"text/html; charset={claimed}", url=URL)
    assert captured.canonical is not None and captured.canonical.text == RUSSIAN.strip()
