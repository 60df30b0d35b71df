"""The page that the server renders has exactly the canonical text, whatever it says and whatever marks it."""

from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from annotations.domain.canonical import CanonicalText, from_plain
from annotations.domain.offsets import expand_to_graphemes, from_utf16, span_to_utf16, utf16_length
from annotations.models import Article, Claim, Revision
from annotations.queries.reading import Around, ReadClaim, Reading, items_of
from annotations.web.claim_cards import written_items
from annotations.web.highlights import shown_blocks, shown_groups
from tests.domain.canonical.texts import canonical_texts


@st.composite
def highlighted(draw: st.DrawFn) -> tuple[CanonicalText, list[tuple[int, int]]]:
    """A canonical text, and spans of whole clusters that overlap as they like."""
    canonical = draw(canonical_texts)
    last = len(canonical.text)
    ends = draw(st.lists(st.tuples(st.integers(0, last), st.integers(0, last)), max_size=6))
    spans = (sorted(pair) for pair in ends)
    return canonical, [expand_to_graphemes(canonical.text, start, end) for start, end in spans if start < end]


def reading_of(canonical: CanonicalText, spans: list[tuple[int, int]]) -> Reading:
    """A revision with this text and one claim a span, stored nowhere."""
    revision = Revision(pk=1, text=canonical.text, blocks=canonical.to_json())
    reads = {
        pk: ReadClaim(
            Claim(
                pk=pk,
                text="<b>& words",
                type="event",
                status="SUPPORTED",
                assessed_version=1,
                created_by_id=1,
            ),
            [span],
        )
        for pk, span in enumerate(spans, start=1)
    }
    nothing = Around((), 0, False, False, False)
    return Reading(Article(), nothing, revision, [revision], items_of(reads), [], {})


def rendered(reading: Reading) -> LexborHTMLParser:
    """The article's text as a browser gets it, after the round trip through markup."""
    blocks = render_to_string("articles/_blocks.html", {"groups": shown_groups(shown_blocks(reading))})
    return LexborHTMLParser(f"<!doctype html><article>{blocks}</article>")


def words(node: LexborNode) -> str:
    """What the browser calls `textContent`."""
    return node.text(deep=True, separator="", strip=False)


@settings(max_examples=300, deadline=None)
@given(highlighted())
def test_each_block_holds_its_canonical_text_at_its_offsets(
    given_text: tuple[CanonicalText, list[tuple[int, int]]],
) -> None:
    canonical, spans = given_text
    elements = rendered(reading_of(canonical, spans)).css("[data-start]")

    assert [(one.attributes["id"], words(one)) for one in elements] == [
        (f"block-{block.id}", canonical.block_text(block)) for block in canonical.blocks
    ]
    assert "\n".join(map(words, elements)) == canonical.text
    assert [
        (int(one.attributes["data-start"] or ""), int(one.attributes["data-end"] or "")) for one in elements
    ] == [span_to_utf16(canonical.text, block.start, block.end) for block in canonical.blocks]


@settings(max_examples=200, deadline=None)
@given(highlighted())
def test_marks_stand_on_the_words_of_their_claims_and_hold_nothing_else(
    given_text: tuple[CanonicalText, list[tuple[int, int]]],
) -> None:
    canonical, spans = given_text
    page = rendered(reading_of(canonical, spans))

    for pk, (start, end) in enumerate(spans, start=1):
        marked = "".join(words(mark) for mark in page.css(f'mark[data-claims~="{pk}"]'))
        # Between blocks the text has a newline that no element holds.
        assert marked.replace("\n", "") == canonical.text[start:end].replace("\n", "")
    outside = page.css_first("article")
    assert outside is not None
    for block in outside.css("[data-start]"):
        block.decompose()
    assert words(outside).strip() == ""


@settings(max_examples=200, deadline=None)
@given(canonical_texts)
def test_every_place_of_every_block_goes_to_the_browser_and_back(canonical: CanonicalText) -> None:
    before = 0
    for block in canonical.blocks:
        text = canonical.block_text(block)
        first, last = span_to_utf16(canonical.text, block.start, block.end)
        assert (first, last) == (before, before + utf16_length(text))
        places = [first + len(text[:offset].encode("utf-16-le")) // 2 for offset in range(len(text) + 1)]
        back = [from_utf16(canonical.text, place) for place in places]
        assert back == list(range(block.start, block.end + 1))
        before = last + 1


def test_cards_say_what_was_typed_and_no_more() -> None:
    reading = reading_of(from_plain("One. Two."), [(0, 4)])
    card = LexborHTMLParser(str(written_items(reading.items, hidden=frozenset([1])))).css_first("details")

    assert card is not None and "hidden" in card.attributes
    assert [words(part) for part in card.css(".claim-number, .claim-words, .status")] == [
        "1",
        "<b>& words",
        "Supported",
    ]
