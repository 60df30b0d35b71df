"""Text and paragraphs of PDFs."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from annotations.domain.errors import Invalid
from annotations.gateways.documents import Document, ReadingState, portable, read_capture, read_document
from tests.gateways.documents.pdfs import make_bomb, make_pdf

PAGES = [
    [
        "The council closed the bridge on Monday after a long debate that",
        "lasted into the night, and it signed an agree-",
        "ment with the builders.",
        "",
        "It will be torn down in the spring, and a new one will be built in",
        "its place, the council said.",
    ],
    ["\tOn the second page the paragraphs are told by their indents, and",
     "not by gaps between the lines as they were on the first one.",
     "\tThis is the second paragraph of that page, and it runs over two",
     "lines as well."],
]  # fmt: skip


def blocks(read: Document) -> list[tuple[int | None, str]]:
    return [(block.page, read.canonical.block_text(block)) for block in read.canonical.blocks]


def test_paragraphs_are_told_by_gaps_and_indents_and_keep_their_page() -> None:
    assert blocks(read_document(make_pdf(PAGES))) == [
        (
            1,
            "The council closed the bridge on Monday after a long debate that lasted into the night, and it"
            " signed an agreement with the builders.",
        ),
        (
            1,
            "It will be torn down in the spring, and a new one will be built in its place, the council said.",
        ),
        (
            2,
            "On the second page the paragraphs are told by their indents, and not by gaps between the lines"
            " as they were on the first one.",
        ),
        (2, "This is the second paragraph of that page, and it runs over two lines as well."),
    ]


def test_the_day_a_file_was_made_is_no_day_of_publication() -> None:
    read = read_document(make_pdf([["Words"], []], title="A report", created="D:20240305101500+01'00'"))
    assert (read.headline, read.published_on) == ("A report", None)
    assert read.notes == ("1 of 2 pages hold no text; they may be pictures.",)


def test_a_makeshift_title_is_no_headline() -> None:
    assert read_document(make_pdf([["Words"]], title="Microsoft Word - x.doc")).headline == "Words"


def test_accented_and_typographic_letters() -> None:
    assert read_document(make_pdf([["“Café” – 5 €"]])).canonical.text == "“Café” – 5 €"


def test_readers_in_several_threads_do_not_disturb_each_other() -> None:
    contents = [make_pdf([[f"Document {number} page {page}"] for page in range(5)]) for number in range(16)]
    with ThreadPoolExecutor(8) as pool:
        texts = [read.canonical.text for read in pool.map(read_document, contents)]
    assert texts == ["\n".join(f"Document {number} page {page}" for page in range(5)) for number in range(16)]


def test_a_small_file_that_unpacks_to_gigabytes_harms_nobody() -> None:
    with pytest.raises(Invalid) as refusal:
        read_document(make_bomb(4_000_000))
    assert refusal.value.rule == "pdf-too-complex"
    assert read_document(make_bomb(100)).canonical.text


def test_a_file_that_takes_for_ever_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portable, "MOST_SECONDS", 1)
    kept = read_capture(make_bomb(1_500_000))
    assert (kept.state, kept.canonical) == (ReadingState.UNREADABLE, None)
