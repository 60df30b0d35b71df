"""Every highlight is found where it is, or somebody is asked: never silently on other words."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotations.domain.anchoring import Anchoring, Quote, align, make_selector, reanchor
from annotations.domain.canonical import CanonicalText, from_html, from_plain
from annotations.domain.offsets import expand_to_graphemes
from annotations.domain.vocabulary import HighlightOutcome, WordChange
from tests.domain.canonical.texts import FAMILY, FLAGS, hard_text

UNCHANGED, MOVED = HighlightOutcome.UNCHANGED, HighlightOutcome.MOVED
CHANGED, AMBIGUOUS = HighlightOutcome.CHANGED, HighlightOutcome.AMBIGUOUS
ORPHANED = Anchoring(HighlightOutcome.ORPHANED)


def carry(old: CanonicalText, new: CanonicalText, words: str, *, occurrence: int = 0) -> Anchoring:
    start = -1
    for _ in range(occurrence + 1):
        start = old.text.index(words, start + 1)
    return carry_span(old, new, start, start + len(words))


def carry_span(old: CanonicalText, new: CanonicalText, start: int, end: int) -> Anchoring:
    made = make_selector(old, start, end, old.text[start:end])
    quote = Quote(made.exact, made.prefix, made.suffix)
    return reanchor(made.start, made.end, quote, old.text, new, align(old.text, new.text), "en")


def at(text: CanonicalText, words: str, outcome: HighlightOutcome, *changes: WordChange) -> Anchoring:
    start = text.text.index(words)
    return Anchoring(outcome, start, start + len(words), changes=changes)


REPORT = (
    "Rain fell on the valley all day.\n\n"
    "The firm lost 5 million dollars in May. The firm lost 5 million dollars in June. Its head resigned.\n\n"
    "The bridge at Lohna was closed on Friday, said the police, and nobody was hurt in the accident."
)


def test_the_same_text_changes_nothing() -> None:
    text = from_plain(REPORT)
    assert carry(text, text, "5 million dollars in June") == at(text, "5 million dollars in June", UNCHANGED)


def test_words_before_and_after_do_not_matter() -> None:
    new = from_plain("A new beginning.\n\n" + REPORT.replace("all day", "all night") + "\n\nA new end.")
    assert carry(from_plain(REPORT), new, "nobody was hurt") == at(new, "nobody was hurt", UNCHANGED)


@pytest.mark.parametrize("occurrence", [0, 1])
def test_a_look_alike_beside_a_deleted_quote_is_not_taken(occurrence: int) -> None:
    sentence = ("The firm lost 5 million dollars in May. ", "The firm lost 5 million dollars in June. ")[
        occurrence
    ]
    old, new = from_plain(REPORT), from_plain(REPORT.replace(sentence, ""))

    assert carry(old, new, "firm lost 5 million dollars", occurrence=occurrence) == ORPHANED
    assert carry(old, new, sentence.strip()) == ORPHANED
    assert carry(old, new, "firm lost 5 million dollars", occurrence=1 - occurrence) == at(
        new, "firm lost 5 million dollars", UNCHANGED
    )


def test_where_context_cannot_tell_two_occurrences_apart_somebody_is_asked() -> None:
    old = from_plain(REPORT)
    new = from_plain(
        REPORT.replace("The firm lost 5 million dollars in May. ", "").replace("in June", "in early June")
    )
    start = new.text.index("firm lost 5 million dollars")

    for occurrence in (0, 1):
        found = carry(old, new, "firm lost 5 million dollars", occurrence=occurrence)
        assert found in (ORPHANED, Anchoring(AMBIGUOUS, candidates=((start, start + 27),)))


def test_one_quote_fifty_times_with_only_the_suffix_different() -> None:
    def said(numbers: range) -> CanonicalText:
        return from_plain(
            "\n".join(f"He said it again and again, no deal, on day {number:02}." for number in numbers)
        )

    old, new = said(range(50)), said(range(10, 50))
    found = [carry(old, new, "no deal", occurrence=number) for number in range(50)]

    assert found[:10] == [ORPHANED] * 10
    lines = [new.text.index(f"no deal, on day {number}") for number in range(10, 50)]
    assert found[10:] == [Anchoring(UNCHANGED, start, start + 7) for start in lines]


@pytest.mark.parametrize("words", ["Rain fell on the valley", "hurt in the accident."])
def test_at_the_beginning_and_at_the_end(words: str) -> None:
    old = from_plain(REPORT)
    inside = from_plain("Above it.\n\n" + REPORT + "\n\nBelow it.")

    assert carry(old, inside, words) == at(inside, words, UNCHANGED)
    assert carry(inside, old, words) == at(old, words, UNCHANGED)


def test_across_three_blocks_and_a_list() -> None:
    markup = (
        "<p>First of all.</p><p>Then this.</p><ul><li>one thing</li><li>another thing</li></ul><p>End.</p>"
    )
    old, new = from_html(markup), from_html("<h2>Before</h2>" + markup + "<p>After.</p>")
    words = "all.\nThen this.\none thing\nanother"

    assert carry(old, new, words) == at(new, words, UNCHANGED)
    shorter = from_html(markup.replace("<li>one thing</li>", ""))
    assert carry(old, shorter, words) == at(shorter, "all.\nThen this.\nanother", CHANGED)


def test_white_space_soft_hyphens_and_unicode_forms_do_not_matter() -> None:
    old = from_plain(
        "The café in São Tomé sold 3 000 cups of coffee, said Zoë Ångström, who owns it.\n\nThe end."
    )
    new = from_html(
        "<p>The cafe\u0301 in Sa\u0303o\u00a0Tome\u0301 sold 3\u00a0000\u2009cups of cof\u00adfee,"
        " said Zoe\u0308 A\u030angstro\u0308m,\nwho  owns it.</p><p>The end.</p>"
    )
    for words in ("São Tomé sold 3 000 cups of coffee", "Zoë Ångström", "café"):
        assert carry(old, new, words) == at(new, words, UNCHANGED)


def test_a_line_that_is_wrapped_elsewhere_is_the_same_words() -> None:
    old = from_html("<p>The bridge was closed on Friday<br>and opened on Monday.</p>")
    new = from_html("<p>The bridge was closed on Friday and opened<br>on Monday.</p>")

    found = carry(old, new, "closed on Friday\nand opened on")
    assert found == at(new, "closed on Friday and opened\non", UNCHANGED)


def test_emoji_and_flags_before_and_inside() -> None:
    old = from_plain(f"{FLAGS} {FAMILY} The family {FAMILY} came from {FLAGS} on Friday.")
    new = from_plain(f"{FAMILY} {FLAGS} {FAMILY} At last: The family {FAMILY} came from {FLAGS} on Friday.")
    words = f"family {FAMILY} came from {FLAGS}"

    assert carry(old, new, words) == at(new, words, UNCHANGED)


def test_an_emoji_that_grew_is_another_one_and_is_taken_whole() -> None:
    old = from_plain("They waved 👩 at us from the ship as it left the harbour of Lohna.")
    new = from_plain(f"They waved {FAMILY} at us from the ship as it left the harbour of Lohna.")

    assert carry(old, new, "waved 👩") == at(new, f"waved {FAMILY}", CHANGED)


def test_arabic_with_embedded_latin() -> None:
    old = from_plain("قالت BBC إن ثلاثة أشخاص قتلوا في حادث يوم الأحد. ولم تعلق الشرطة.")
    new = from_plain("خبر عاجل.\n\nقالت BBC إن أربعة أشخاص قتلوا في حادث يوم الأحد. ولم تعلق الشرطة.")

    assert carry(old, new, "في حادث يوم الأحد") == at(new, "في حادث يوم الأحد", UNCHANGED)
    found = carry(old, new, "BBC إن ثلاثة أشخاص قتلوا")
    assert (found.outcome, new.text[found.start : found.end]) == (CHANGED, "BBC إن أربعة أشخاص قتلوا")


def test_overlapping_nested_and_identical_highlights_with_a_deletion_through_them() -> None:
    old = from_plain(REPORT)
    new = from_plain(REPORT.replace(", said the police, and", " and"))
    whole = "The bridge at Lohna was closed on Friday, said the police, and nobody was hurt"

    assert carry(old, new, whole) == at(
        new, "The bridge at Lohna was closed on Friday and nobody was hurt", CHANGED
    )
    assert carry(old, new, whole) == carry(old, new, whole)
    assert carry(old, new, "closed on Friday, said the") == at(new, "closed on Friday", CHANGED)
    assert carry(old, new, "closed on Friday") == at(new, "closed on Friday", UNCHANGED)
    assert carry(old, new, "said the police") == ORPHANED


def test_a_moved_paragraph_takes_its_highlights_along() -> None:
    first, second, third = REPORT.split("\n\n")
    old, new = from_plain(REPORT), from_plain("\n\n".join([third, first, second]))

    for words in ("The bridge at Lohna was closed", "nobody was hurt in the accident.", third):
        assert carry(old, new, words) == at(new, words, MOVED)
    assert carry(old, new, "Its head resigned") == at(new, "Its head resigned", UNCHANGED)


def test_a_correction_that_quotes_what_it_takes_back_is_no_move() -> None:
    old = from_plain(REPORT)
    corrected = REPORT.replace(
        "was closed on Friday, said the police, and nobody was hurt", "stayed open, and one died"
    )
    new = from_plain(corrected + "\n\nCorrection: we had said that nobody was hurt in the accident.")

    found = carry(old, new, "nobody was hurt")
    assert found.outcome not in (UNCHANGED, MOVED)


@pytest.mark.parametrize(
    ("before", "after", "words", "now", "changes"),
    [
        ("5 million dollars in May", "6 million dollars in May", "lost 5 million dollars in May",
         "lost 6 million dollars in May", [WordChange.NUMBER]),
        ("nobody was hurt", "somebody was hurt", "nobody was hurt in the accident",
         "somebody was hurt in the accident", [WordChange.NEGATION]),
        ("at Lohna was closed", "at Brehna was not closed", "The bridge at Lohna was closed",
         "The bridge at Brehna was not closed", [WordChange.NEGATION, WordChange.NAME]),
        ("on the valley", "on the wide valley", "fell on the valley", "fell on the wide valley", []),
    ],
)  # fmt: skip
def test_changed_words_say_what_changed(
    before: str, after: str, words: str, now: str, changes: list[WordChange]
) -> None:
    new = from_plain(REPORT.replace(before, after))
    assert carry(from_plain(REPORT), new, words) == at(new, now, CHANGED, *changes)


def test_a_figure_alone_is_still_a_figure_in_its_place() -> None:
    new = from_plain(REPORT.replace("5 million dollars in May", "7 million dollars in May"))
    assert carry(from_plain(REPORT), new, "5") == Anchoring(
        CHANGED, new.text.index("7"), new.text.index("7") + 1, changes=(WordChange.NUMBER,)
    )


def test_nothing_in_common_orphans_everything() -> None:
    old, new = (
        from_plain(REPORT),
        from_plain("Cooks in Verran like garlic. Others prefer onions, fried slowly."),
    )

    assert not align(old.text, new.text).has_common_text
    for words in ("The firm", "Rain fell on the valley all day.", "nobody was hurt in the accident"):
        assert carry(old, new, words) == ORPHANED


def test_pages_with_more_than_256_different_characters() -> None:
    def page(numbers: range, middle: str) -> CanonicalText:
        lines = ["".join(chr(0x4E00 + (n * 37 + k * 11) % 3_000) for k in range(30)) + "。" for n in numbers]
        return from_plain("\n".join([*lines[:20], middle, *lines[20:]]))

    old = page(range(60), "河东小学食堂周三停业整顿，此前有二十六名学生腹痛送医。")
    new = page(range(70, 130), "河东小学食堂周四停业整顿，此前有三十一名学生腹痛送医。")
    found = carry(old, new, "食堂周三停业整顿，此前有二十六名学生腹痛送医")

    assert len(set(new.text)) > 256
    assert new.text[found.start : found.end] == "食堂周四停业整顿，此前有三十一名学生腹痛送医"
    assert found.outcome == CHANGED


def test_two_thousand_highlights_in_a_megabyte() -> None:
    sentences = [
        f"Sentence {n} tells of {n * 7919 % 9973} bridges and of {n % 7} rivers in the north."
        for n in range(18_000)
    ]
    old = from_plain("\n".join(sentences))
    new = from_plain(
        "\n".join(
            s.replace("bridges", "tunnels") if n % 20 == 0 else s for n, s in enumerate(sentences) if n % 50
        )
    )
    assert len(old.text) > 1_000_000
    text = old.text
    spans = [(start, start + 40) for start in range(100, 1_000_100, 500)]

    alignment = align(text, new.text)
    found = [
        reanchor(a, b, Quote(text[a:b], text[a - 32 : a], text[b : b + 32]), text, new, alignment)
        for a, b in spans
    ]

    silent = [
        (one, span) for one, span in zip(found, spans, strict=True) if one.outcome in (UNCHANGED, MOVED)
    ]
    assert len(silent) > 1_600
    assert all(new.text[one.start : one.end] == text[slice(*span)] for one, span in silent)


@pytest.mark.parametrize("text", ["a " * 60_000, "word " * 60_000, "abc" * 100_000, "。" * 60_000])
def test_endless_repetition_is_bounded(text: str) -> None:
    old, new = from_plain("Start. " + text), from_plain(text + " End.")
    found = carry_span(old, new, 50_000, 50_020)

    assert found.start is None or new.text[found.start : found.end].strip() == old.text[50_000:50_020].strip()


spans = st.tuples(st.integers(0, 10_000), st.integers(1, 60))


def drawn(text: CanonicalText, span: tuple[int, int]) -> tuple[int, int]:
    start = span[0] % len(text.text)
    return start, min(len(text.text), start + span[1])


def test_who_has_to_choose_sees_every_place_with_the_words() -> None:
    old = from_plain("The mayor opened the bridge. The crowd cheered. Then the band played for the guests.")
    new = from_plain(
        "The bridge is open. The crowd cheered. A band played.\n\n"
        "Children ran ahead. The crowd cheered. It rained on the guests.\n\nThe crowd cheered."
    )
    start = old.text.index("The crowd cheered.")
    found = carry_span(old, new, start, start + 18)
    assert found.outcome == HighlightOutcome.AMBIGUOUS
    assert sorted(found.candidates) == [(20, 38), (74, 92), (118, 136)]


@settings(max_examples=200, deadline=None)
@given(hard_text, hard_text, hard_text, spans)
@example("", " word word", "word", (0, 3))
@example("\u0301", "", "", (1, 2))
def test_what_is_found_is_exact_whole_and_always_the_same(
    a: str, b: str, c: str, span: tuple[int, int]
) -> None:
    old, new = from_plain("x " + a + b + "\n\n" + c), from_plain("x " + b + "\n\n" + c + a)
    start, end = drawn(old, span)
    if not old.text[start:end].strip():
        return
    found = carry_span(old, new, start, end)

    assert found == carry_span(old, new, start, end)
    for first, last in [*found.candidates, *([(found.start, found.end)] if found.start is not None else [])]:
        assert first is not None and last is not None
        assert (first, last) == expand_to_graphemes(new.text, first, last)
    if found.outcome in (UNCHANGED, MOVED):
        made = make_selector(old, start, end, old.text[start:end])
        assert new.text[found.start : found.end].replace("\n", " ") == made.exact.replace("\n", " ")


@settings(max_examples=200, deadline=None)
@given(hard_text, spans)
def test_an_edit_that_changes_nothing_moves_nothing(raw: str, span: tuple[int, int]) -> None:
    text = from_plain("x " + raw)
    start, end = drawn(text, span)
    if not text.text[start:end].strip():
        return
    made = make_selector(text, start, end, text.text[start:end])

    assert carry_span(text, text, start, end) == Anchoring(UNCHANGED, made.start, made.end)
