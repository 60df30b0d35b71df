"""Words are found where they stand, and never where other words stand."""

import hashlib
import unicodedata
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.anchoring import Anchoring
from annotations.domain.canonical import CanonicalText, from_html, from_plain
from annotations.domain.offsets import expand_to_graphemes, span_to_utf16
from annotations.domain.vocabulary import HighlightOutcome
from annotations.domain.webannotations import Found, PlaceNote, Places, find_place, read_annotation
from tests.domain.webannotations.documents import PAGE, about, annotation, expression, position, quote

MARKUP = """<!DOCTYPE html><html><head><title>Harbour</title></head>
<body><nav>Home</nav>
<article id="story"><h1>The harbour 🚢 closes</h1>
<p class="lead">Five ships were lost, the port said.</p>
<p>The minister <b>did not</b> answer. Five ships were lost, he had written.</p>
<ul><li>one&nbsp;crane</li><li>two cranes</li></ul>
<table><tr><td>2023</td><td>12 ships</td><td>a quay</td></tr></table>
<p id="end">Nobody <!-- really --> came.</p></article></body></html>"""
TEXT = from_html(MARKUP)


def place(*selectors: Any, text: CanonicalText = TEXT, markup: str | None = MARKUP, **target: Any) -> Found:
    (read,) = read_annotation(about(*selectors, **target)).targets
    return find_place(read, text, markup)


def words(found: Found, text: CanonicalText = TEXT) -> str | None:
    """The words found, where they were found without doubt."""
    made = found.anchoring
    if made is None or made.outcome not in (HighlightOutcome.UNCHANGED, HighlightOutcome.MOVED):
        return None
    return text.text[made.start : made.end]


def offered(found: Found, text: CanonicalText = TEXT) -> list[str]:
    """The words of the candidates."""
    assert found.anchoring and found.anchoring.outcome == HighlightOutcome.AMBIGUOUS
    return [text.text[start:end] for start, end in found.anchoring.candidates]


def of_this_revision(**more: Any) -> dict[str, Any]:
    return {"state": {"type": "TimeState", "workbench:sha256": TEXT.sha256, **more}}


def test_the_text_of_these_tests() -> None:
    assert TEXT.text == (
        "The harbour 🚢 closes\nFive ships were lost, the port said.\n"
        "The minister did not answer. Five ships were lost, he had written.\n"
        "one crane\ntwo cranes\n2023\n12 ships\na quay\nNobody came."
    )


@pytest.mark.parametrize(
    ("exact", "prefix", "suffix", "expected"),
    [
        ("did not", "The minister ", " answer", "did not"),
        ("closes\n\n   Five ships", "harbour 🚢 ", " were lost", "closes\nFive ships"),
        ("closesFive ships", "🚢 ", " were", "closes\nFive ships"),
        ("one\u00a0crane", "", "two cranes2023", "one crane"),
        ("mini\u00adster \u200bdid not answer.", "The ", " Five", "minister did not answer."),
        ("2023 12 ships", "cranes", "a quay", "2023\n12 ships"),
    ],
)
def test_quotations_whatever_their_white_space(exact: str, prefix: str, suffix: str, expected: str) -> None:
    found = place(quote(exact, prefix, suffix))
    assert (words(found), found.note) == (expected, PlaceNote.QUOTE)


@pytest.mark.parametrize("exact", ["The therapist", "no cranes"])
def test_a_space_is_part_of_the_words(exact: str) -> None:
    text = from_plain("The the rapist said, nocranes were sold.")
    found = place(quote(exact, "", " said" if "rapist" in exact else " were"), text=text, markup=None)
    assert words(found, text) is None


@pytest.mark.parametrize("has_position", [True, False])
def test_words_are_not_found_inside_longer_words(has_position: bool) -> None:
    text = from_plain("For the whole of the summer, the port had one cranes")
    start = text.text.index("one crane")
    selectors = [quote("one crane", "whole of the summer, the port had ", "")]
    found = place(*selectors, *([position(start, start + 9)] if has_position else []), text=text, markup=None)
    assert words(found, text) is None


def test_context_tells_equal_words_apart() -> None:
    first = place(quote("Five ships were lost", "closes\n", ", the port"))
    second = place(quote("Five ships were lost", "answer. ", ", he had"))
    assert [one.anchoring and one.anchoring.start for one in (first, second)] == [21, 87]


def test_equal_words_without_context_ask_a_person() -> None:
    found = place(quote("Five ships were lost"))
    assert offered(found) == ["Five ships were lost"] * 2


def test_words_that_are_gone_are_not_sought_by_anything_weaker() -> None:
    found = place(
        quote("The king resigned at once", "", ""),
        position(21, 41),
        expression("Css", "p.lead"),
        **of_this_revision(),
    )
    assert found.anchoring == Anchoring(HighlightOutcome.ORPHANED)
    assert (found.quote and found.quote.exact, found.near) == ("The king resigned at once", 21)


@pytest.mark.parametrize(("start", "expected"), [(21, 21), (87, 87)])
def test_a_position_is_believed_where_the_words_stand_there(start: int, expected: int) -> None:
    found = place(quote("Five ships were lost"), position(start, start + 20))
    assert (found.anchoring, found.near, found.note) == (
        Anchoring(HighlightOutcome.UNCHANGED, expected, expected + 20),
        expected,
        PlaceNote.QUOTE_AT_POSITION,
    )


def test_a_position_in_utf16_is_understood_said_or_unsaid() -> None:
    start, end = span_to_utf16(TEXT.text, 87, 107)
    assert (start, end) == (88, 108)
    for selector in (position(start, end), position(start, end, **{"workbench:unit": "utf-16"})):
        found = place(quote("Five ships were lost"), selector)
        assert found.anchoring == Anchoring(HighlightOutcome.UNCHANGED, 87, 107)


def test_context_counts_for_more_than_a_position() -> None:
    found = place(quote("Five ships were lost", "answer. ", ", he had"), position(21, 41))
    assert (found.anchoring and found.anchoring.start, found.note) == (87, PlaceNote.QUOTE)


def test_few_words_at_a_position_of_an_unknown_text_prove_nothing() -> None:
    at = TEXT.text.index("ships", 60)
    found = place(quote("ships"), position(at, at + 5))
    assert (words(found), len(offered(found))) == (None, 3)
    known = place(quote("ships"), position(at, at + 5), **of_this_revision())
    assert known.anchoring == Anchoring(HighlightOutcome.UNCHANGED, at, at + 5)


def test_a_bare_position_in_an_unknown_text_is_only_a_candidate() -> None:
    found = place(position(21, 41))
    assert (offered(found), found.note, found.near) == (
        ["Five ships were lost", " Five ships were los".strip()],
        PlaceNote.ONLY_A_POSITION,
        21,
    )


def test_a_bare_position_in_this_very_text_is_the_place() -> None:
    found = place(position(21, 41), **of_this_revision())
    assert (words(found), found.note) == ("Five ships were lost", PlaceNote.POSITION_OF_THIS_TEXT)
    assert found.quote and found.quote.prefix == TEXT.text[:21]


def test_a_kept_copy_under_an_address_of_this_revision_says_so_too() -> None:
    state = {"type": "TimeState", "cached": "https://checks.example/revisions/4"}
    (target,) = read_annotation(about(position(21, 41), state=state)).targets
    assert (
        words(find_place(target, TEXT, None, ["https://checks.example/revisions/4"]))
        == "Five ships were lost"
    )
    assert words(find_place(target, TEXT, None, ["https://checks.example/revisions/5"])) is None


@pytest.mark.parametrize("span", [(0, 10_000), (900, 901), (20, 21), (5, 5)])
def test_a_position_with_no_words_is_said(span: tuple[int, int]) -> None:
    found = place(position(*span), **of_this_revision())
    assert found == Found(None, None, Anchoring(HighlightOutcome.ORPHANED), PlaceNote.POSITION_OUTSIDE)


def test_a_position_grows_to_whole_characters() -> None:
    text = from_plain("He said e\u0301t\u0301a, 👩‍👩‍👧 said so.")
    start = text.text.index("👩") + 2
    known: dict[str, Any] = {"state": {"type": "TimeState", "workbench:sha256": text.sha256}}
    assert words(place(position(start, start + 1), text=text, **known), text) == "👩‍👩‍👧"


ELEMENTS: dict[str, tuple[dict[str, Any], str]] = {
    "css": (expression("Css", "article > .lead"), "Five ships were lost, the port said."),
    "css with a neighbour": (expression("Css", "#story > .lead + p b"), "did not"),
    "absolute path": (expression("XPath", "/html/body/article/p[2]/b"), "did not"),
    "path from the body": (expression("XPath", "/article[1]/ul[1]/li[2]"), "two cranes"),
    "path from an id": (expression("XPath", "//*[@id='story']/p[1]"), "Five ships were lost, the port said."),
    "path with id()": (expression("XPath", 'id("story")/ul/li[last()]'), "two cranes"),
    "path to a cell": (expression("XPath", "//table[1]/tbody/tr[1]/td[2]"), "12 ships"),
    "path to a text": (expression("XPath", "/html[1]/body[1]/article[1]/p[3]/text()[2]"), "came."),
    "id": (expression("Fragment", "end"), "Nobody came."),
    "id by its grammar": (
        expression("Fragment", "end", conformsTo="http://tools.ietf.org/rfc/rfc3236"),
        "Nobody came.",
    ),
    "range of cells": (
        {
            "type": "RangeSelector",
            "startSelector": expression("XPath", "//td[1]"),
            "endSelector": expression("XPath", "//td[3]"),
        },
        "2023\n12 ships",
    ),
    "range over paragraphs": (
        {
            "type": "RangeSelector",
            "startSelector": expression("Css", "p b"),
            "endSelector": expression("Css", "ul"),
        },
        "did not answer. Five ships were lost, he had written.",
    ),
    "words in an element": (
        expression("XPath", "//p[2]", refinedBy=quote("Five ships were lost")),
        "Five ships were lost",
    ),
    "an element in an element": (
        expression("Fragment", "story", refinedBy=expression("Css", "li", refinedBy=quote("one crane"))),
        "one crane",
    ),
    "a path in an element": (expression("Css", "ul", refinedBy=expression("XPath", "./li[2]")), "two cranes"),
}


NAMED = {"id", "id by its grammar", "words in an element", "an element in an element"}
"""They say what they mean; the others lead to whatever stands there now."""


@pytest.mark.parametrize("name", ELEMENTS)
def test_elements_of_the_page(name: str) -> None:
    selector, expected = ELEMENTS[name]
    assert words(place(selector, **of_this_revision())) == expected
    if name in NAMED:
        assert words(place(selector)) == expected
    else:
        assert (offered(place(selector)), place(selector).note) == ([expected], PlaceNote.ONLY_A_POSITION)


def test_the_second_of_equal_words_by_its_element() -> None:
    found = place(expression("XPath", "//p[2]", refinedBy=quote("Five ships were lost")))
    assert found.anchoring and found.anchoring.start == 87


def test_an_element_tells_equal_words_apart() -> None:
    found = place(
        quote("Five ships were lost"), expression("XPath", "//p[2]", refinedBy=quote("Five ships were lost"))
    )
    assert (found.anchoring and found.anchoring.start, found.note) == (87, PlaceNote.QUOTE_IN_ELEMENT)


def test_a_range_with_offsets_needs_words_or_this_very_text() -> None:
    def point(path: str, offset: int) -> dict[str, Any]:
        return expression("XPath", path, refinedBy=position(offset, offset, **{"workbench:unit": "utf-16"}))

    span = {"type": "RangeSelector", "startSelector": point("//h1", 15), "endSelector": point("//p[1]", 10)}
    assert offered(place(span)) == ["closes\nFive ships"]
    assert words(place(span, **of_this_revision())) == "closes\nFive ships"


def test_several_elements_are_a_question() -> None:
    found = place(expression("Css", "li"))
    assert (offered(found), found.note) == (["one crane", "two cranes"], PlaceNote.SEVERAL_ELEMENTS)


@pytest.mark.parametrize(
    "selector",
    [
        expression("Css", "p.lead"),
        expression("XPath", "//p[1]"),
        expression("Fragment", "end"),
    ],
)
def test_without_the_page_an_element_cannot_be_found(selector: dict[str, Any]) -> None:
    found = place(selector, markup=None)
    assert found == Found(None, None, Anchoring(HighlightOutcome.ORPHANED), PlaceNote.PAGE_NOT_KEPT)


@pytest.mark.parametrize(
    "selector",
    [
        expression("Css", "p.gone"),
        expression("Css", "p >>> !"),
        expression("XPath", "//p[9]"),
        expression("XPath", "//p[contains(., 'lost')]"),
        expression("XPath", "ancestor::p"),
        expression("Fragment", "gone"),
    ],
)
def test_what_the_page_does_not_have_is_said(selector: dict[str, Any]) -> None:
    found = place(selector)
    assert found == Found(None, None, Anchoring(HighlightOutcome.ORPHANED), PlaceNote.NOT_IN_PAGE)


def test_words_in_an_element_that_cannot_be_reached() -> None:
    selector = expression("Fragment", "gone", refinedBy=quote("The minister did not answer.", "said.", ""))
    assert words(place(selector, markup=None)) == "The minister did not answer."
    elsewhere = place(selector)
    assert (offered(elsewhere), elsewhere.note) == (["The minister did not answer."], PlaceNote.NOT_IN_PAGE)


@pytest.mark.parametrize(
    "selector",
    [
        expression("Fragment", "xywh=10,10,20,20"),
        expression("Fragment", "t=30,60", conformsTo="http://www.w3.org/TR/media-frags/"),
        expression("Fragment", "page=10", conformsTo="http://tools.ietf.org/rfc/rfc3778"),
        expression("Fragment", "xpointer(/doc/p[1])"),
        {"type": "DataPositionSelector", "start": 4, "end": 9},
        expression("Svg", "<svg:svg/>"),
        {"type": "SvgSelector", "id": "https://notes.example/shape"},
        {"type": "x:Magic", "x:power": 9},
        "https://notes.example/selector",
    ],
)
def test_what_names_no_words_is_no_failure(selector: Any) -> None:
    assert place(selector) == Found(None, None, None, PlaceNote.NAMES_NO_WORDS)


def test_the_whole_page_names_no_words() -> None:
    (target,) = read_annotation(annotation()).targets
    assert find_place(target, TEXT, MARKUP) == Found(None, None, None, PlaceNote.NAMES_NO_WORDS)


def test_an_address_with_a_fragment_is_an_element_if_the_page_has_it() -> None:
    (there,) = read_annotation(annotation(target=f"{PAGE}#end")).targets
    (gone,) = read_annotation(annotation(target=f"{PAGE}#share")).targets
    assert words(find_place(there, TEXT, MARKUP)) == "Nobody came."
    assert find_place(gone, TEXT, MARKUP) == Found(None, None, None, PlaceNote.NAMES_NO_WORDS)


def test_refined_quotations() -> None:
    inner = quote("Five ships were lost, he had written.", refinedBy=quote("ships"))
    found = place(inner)
    assert (found.anchoring and found.anchoring.start, words(found)) == (92, "ships")
    counted = quote("The harbour 🚢 closes", refinedBy=position(15, 21, **{"workbench:unit": "utf-16"}))
    assert words(place(counted)) == "closes"


def test_a_refinement_that_cannot_be_followed_asks_a_person() -> None:
    found = place(quote("The minister did not answer.", refinedBy=quote("did so")))
    assert (offered(found), found.note) == (
        ["The minister did not answer."],
        PlaceNote.REFINEMENT_NOT_FOLLOWED,
    )


PLAIN = from_plain("One line.\n\nTwo ships.\n\nThree.")


@pytest.mark.parametrize(
    ("value", "expected"),
    [("char=10,19", "Two ships"), ("line=1,2", "Two ships."), ("char=10,", "Two ships.\nThree.")],
)
def test_fragments_of_plain_text(value: str, expected: str) -> None:
    digest = hashlib.md5(PLAIN.text.encode(), usedforsecurity=False).hexdigest()
    assert offered(place(expression("Fragment", value), text=PLAIN, markup=None), PLAIN)[0] == expected
    checked = expression("Fragment", f"{value};length={len(PLAIN.text)},UTF-8;md5={digest}")
    assert words(place(checked, text=PLAIN, markup=None), PLAIN) == expected
    for other in (f"{value};length=7", f"{value};md5={'0' * 32}"):
        assert place(expression("Fragment", other), text=PLAIN, markup=None).anchoring is None


def test_a_finder_reads_its_page_once() -> None:
    places = Places(TEXT, MARKUP)
    (target,) = read_annotation(about(expression("Css", "p.lead"))).targets
    assert places.find(target) == places.find(target)
    assert places._page is places._page


def test_a_page_too_complex_to_be_read_again_is_as_if_not_kept() -> None:
    found = place(expression("Css", "p"), markup="<div>" * 100_000)
    assert found.note == PlaceNote.PAGE_NOT_KEPT


WORDS = ("Five", "ships", "été", "Ångström", "👩‍👩‍👧", "🇦🇲🇦🇿", "no", "नमस्ते", "said", "船")
sentences = st.lists(st.sampled_from(WORDS), min_size=3, max_size=12).map(" ".join)
spaces = st.sampled_from([" ", "\n", "\u00a0", " \t ", "\r\n   ", "\u2009"])


@given(st.lists(sentences, min_size=2, max_size=5), st.data())
def test_disguised_quotations_are_found_or_asked_about_but_never_wrong(
    parts: list[str], data: st.DataObject
) -> None:
    text = from_plain("\n\n".join(f"{part}." for part in parts))
    pieces = text.text.split()
    first = data.draw(st.integers(0, len(pieces) - 1))
    last = data.draw(st.integers(first + 1, len(pieces)))
    form: Literal["NFC", "NFD"] = data.draw(st.sampled_from(["NFC", "NFD"]))

    def disguised(chosen: list[str]) -> str:
        spaced = "".join(piece + data.draw(spaces) for piece in chosen)
        return unicodedata.normalize(form, spaced)

    exact, before, after = pieces[first:last], pieces[max(0, first - 6) : first], pieces[last : last + 6]
    found = place(quote(disguised(exact), disguised(before), disguised(after)), text=text, markup=None)
    assert found.anchoring
    if (stands := words(found, text)) is not None:
        assert stands.split() == exact
    else:
        assert exact in [one.split() for one in offered(found, text)]


@given(st.lists(sentences, min_size=1, max_size=4), st.data())
def test_browser_positions_lead_to_their_words(parts: list[str], data: st.DataObject) -> None:
    text = from_plain("\n\n".join(f"{part}, it is reported." for part in parts))
    start = data.draw(st.integers(0, len(text.text) - 1))
    start, end = expand_to_graphemes(text.text, start, data.draw(st.integers(start + 1, len(text.text))))
    exact = text.text[start:end]
    if not exact.strip():
        return
    sides = text.text[max(0, start - 32) : start], text.text[end : end + 32]
    browser = position(*span_to_utf16(text.text, start, end))
    found = place(quote(exact, *sides), browser, text=text, markup=None)
    stands = words(found, text)
    assert stands == exact.strip()
    assert found.anchoring and found.anchoring.start == start + len(exact) - len(exact.lstrip())
