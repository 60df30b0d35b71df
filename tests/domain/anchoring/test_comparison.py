"""Two revisions side by side: every block once, what changed marked on both sides."""

from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.domain.anchoring import ComparedRow, ComparedSide, compare
from annotations.domain.canonical import CanonicalText, from_plain
from tests.domain.canonical.texts import hard_text

OLD = from_plain(
    "The bridge at Lohna was closed on Friday.\n\nNobody was hurt, said the police of the town.\n\n"
    "Cooks in Verran like garlic more than onions."
)
Shown = tuple[str | None, tuple[str, ...], str | None, tuple[str, ...]]


def shown(old: CanonicalText, new: CanonicalText) -> list[Shown]:
    return [(*side(old, row.old), *side(new, row.new)) for row in compare(old, new)]


def side(text: CanonicalText, one: ComparedSide | None) -> tuple[str | None, tuple[str, ...]]:
    if one is None:
        return None, ()
    moved = f" <> {one.counterpart}" if one.counterpart else ""
    return one.block.id + moved, tuple(text.text[start:end] for start, end in one.changed)


def test_changed_words_are_marked_on_both_sides() -> None:
    new = from_plain(
        OLD.text.replace("closed on Friday", "opened on Monday").replace(", said the police", "")
    )
    assert shown(OLD, new) == [
        ("b1", ("closed on Friday",), "b1", ("opened on Monday",)),
        ("b2", (", said the police",), "b2", ()),
        ("b3", (), "b3", ()),
    ]


def test_added_and_removed_blocks_stand_alone() -> None:
    new = from_plain("A note first.\n" + OLD.text.split("\n", 1)[1])
    assert shown(OLD, new) == [
        ("b1", ("The bridge at Lohna was closed on Friday",), None, ()),
        (None, (), "b1", ("A note first",)),
        ("b2", (), "b2", ()),
        ("b3", (), "b3", ()),
    ]


def test_a_moved_block_names_where_it_went() -> None:
    first, second, third = OLD.text.split("\n")
    new = from_plain("\n".join([third.replace("more", "less"), first, second]))
    assert shown(OLD, new) == [
        (None, (), "b1 <> b3", ("less",)),
        ("b1", (), "b2", ()),
        ("b2", (), "b3", ()),
        ("b3 <> b1", ("more",), None, ()),
    ]


def test_equal_texts_are_rows_that_may_be_folded() -> None:
    rows = compare(OLD, OLD)
    assert rows == [ComparedRow(ComparedSide(block), ComparedSide(block)) for block in OLD.blocks]
    assert all(row.is_same for row in rows)


@settings(max_examples=150, deadline=None)
@given(st.lists(hard_text, max_size=4), st.lists(hard_text, max_size=4))
def test_every_block_stands_once_and_in_order(one: list[str], other: list[str]) -> None:
    old, new = (from_plain("x\n\n" + "\n\n".join(parts)) for parts in (one, [*other, *one]))
    rows = compare(old, new)

    assert [row.old.block for row in rows if row.old] == list(old.blocks)
    assert [row.new.block for row in rows if row.new] == list(new.blocks)
    for row in rows:
        for text, one_side in ((old, row.old), (new, row.new)):
            for start, end in one_side.changed if one_side else ():
                assert one_side is not None and one_side.block.start <= start < end <= one_side.block.end
                assert text.text[start:end] == text.text[start:end].strip()
