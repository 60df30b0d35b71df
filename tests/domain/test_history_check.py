"""The check of a history: a whole one passes; a row that was changed, left out, added or moved is named."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.history_check import (
    START,
    check_history,
    content_hash,
    head,
    heads_hash,
    main,
    sha256,
)

Row = dict[str, Any]


def chained(sizes: list[int]) -> list[Row]:
    """A history with so many events in each of its streams."""
    rows: list[Row] = []
    for number, size in enumerate(sizes, start=1):
        previous = START
        for position in range(1, size + 1):
            row: Row = {
                "id": len(rows) + 1,
                "stream": f"claim:{number}",
                "position": position,
                "verb": "claim.edited",
                "subject": f"claim:{number}",
                "actor": position % 3 or None,
                "before": {},
                "after": {"text": f"Ärger № {position} of {number}", "figure": 0.1 * position},
                "note": "",
                "at": f"2026-03-02T10:{position:02}:00.000000Z",
                "recorded_at": f"2026-03-02T10:{position:02}:01.000000Z",
            }
            row["content_sha256"] = content_hash(row)
            row["previous_hash"] = previous
            row["chain_hash"] = previous = sha256(previous + row["content_sha256"])
            rows.append(row)
    return rows


def sealed(rows: list[Row], previous: Row | None = None) -> Row:
    """The seal over these rows, those that the one before did not cover."""
    covered = [row for row in rows if previous is None or row["id"] > previous["last_event_id"]]
    last = {row["stream"]: head(row["stream"], row["position"], row["chain_hash"]) for row in covered}
    before = previous["sha256"] if previous else START
    heads = heads_hash(last.values())
    return {
        "number": previous["number"] + 1 if previous else 1,
        "last_event_id": max(row["id"] for row in rows),
        "events": len(covered),
        "streams": len(last),
        "heads_sha256": heads,
        "previous_sha256": before,
        "sha256": sha256(before + heads),
    }


def found(rows: list[Row], seals: list[Row] | None = None) -> list[tuple[str, str, int]]:
    checked = check_history(rows, seals or [])
    return [(finding.rule, finding.stream, finding.position) for finding in checked.findings]


SIZES = st.lists(st.integers(1, 6), min_size=1, max_size=5)


@given(SIZES)
def test_what_was_recorded_is_whole(sizes: list[int]) -> None:
    rows = chained(sizes)
    checked = check_history(rows, [sealed(rows)])
    assert checked.is_whole
    assert checked == (sum(sizes), len(sizes), 1, 0, [])


@given(SIZES, st.data())
def test_any_change_of_what_a_row_says_is_named(sizes: list[int], data: st.DataObject) -> None:
    rows = chained(sizes)
    row = data.draw(st.sampled_from(rows))
    field = data.draw(st.sampled_from(["verb", "subject", "actor", "before", "after", "note", "at"]))
    row[field] = {"actor": 99, "before": {"x": 1}, "after": {}}.get(field, "2026-03-02T10:59:00.000000Z")
    assert ("changed", row["stream"], row["position"]) in found(rows)


@given(SIZES, st.data())
def test_a_change_whose_own_hashes_were_made_to_fit_is_found_by_the_next_row_or_the_seal(
    sizes: list[int], data: st.DataObject
) -> None:
    rows = chained(sizes)
    seal = sealed(rows)
    row = data.draw(st.sampled_from(rows))
    row["note"] = "forged"
    row["content_sha256"] = content_hash(row)
    row["chain_hash"] = sha256(row["previous_hash"] + row["content_sha256"])
    named = (
        ("seal-heads", "seals", 1)
        if is_last(row, sizes)
        else ("unlinked", row["stream"], row["position"] + 1)
    )
    assert named in found(rows, [seal])


@given(SIZES, st.data())
def test_a_missing_row_is_named_wherever_it_stood(sizes: list[int], data: st.DataObject) -> None:
    rows = chained(sizes)
    seal = sealed(rows)
    row = data.draw(st.sampled_from(rows))
    rows.remove(row)
    size = sizes[int(row["stream"].split(":")[1]) - 1]
    named = found(rows, [seal])
    assert ("seal-counts", "seals", 1) in named
    assert (("missing", row["stream"], row["position"]) in named) is (row["position"] < size)


@given(st.integers(2, 6), st.data())
def test_two_rows_that_changed_places_are_named(size: int, data: st.DataObject) -> None:
    rows = chained([size])
    one, other = sorted(data.draw(st.sets(st.integers(0, size - 1), min_size=2, max_size=2)))
    rows[one], rows[other] = {**rows[other], "position": one + 1}, {**rows[one], "position": other + 1}
    assert {("reordered", "claim:1", one + 1), ("reordered", "claim:1", other + 1)} <= set(found(rows))


def test_a_row_that_was_slipped_in_is_named() -> None:
    rows = chained([3])
    rows.insert(1, {**rows[0], "position": 2, "note": "slipped in"})
    rows[1]["content_sha256"] = content_hash(rows[1])
    rows[1]["chain_hash"] = sha256(rows[1]["previous_hash"] + rows[1]["content_sha256"])
    assert (
        found(rows)
        == [("reordered", "claim:1", 2), ("repeated", "claim:1", 2), ("missing", "claim:1", 3)][:2]
    )


def test_a_backdated_row_is_named_and_a_clock_that_went_back_is_a_remark() -> None:
    rows = chained([3])
    rows[1]["recorded_at"] = "2026-03-04T10:00:00.000000Z"
    assert found(rows) == [("backdated", "claim:1", 2)]
    rows = chained([3])
    rows[2] |= {"at": "2026-03-02T10:01:30.000000Z", "recorded_at": "2026-03-02T10:03:00.000000Z"}
    rows[2]["content_sha256"] = content_hash(rows[2])
    rows[2]["chain_hash"] = sha256(rows[2]["previous_hash"] + rows[2]["content_sha256"])
    checked = check_history(rows)
    assert [finding.rule for finding in checked.findings] == ["clock-went-back"]
    assert checked.is_whole


def test_a_row_that_does_not_say_when_it_was_written_is_named_where_earlier_ones_do() -> None:
    rows = chained([3, 2])
    for row in rows[:2]:
        row["recorded_at"] = None
    assert found(rows) == []
    rows[3]["recorded_at"] = None
    assert found(rows) == [("undated", "claim:2", 1)]


def test_withheld_words_are_counted_and_their_place_is_still_checked() -> None:
    rows = chained([3])
    rows[1] |= {"after": {}, "withheld": True}
    assert check_history(rows) == (3, 1, 0, 1, [])
    del rows[1]
    assert found(rows) == [("missing", "claim:1", 2)]


def test_a_seal_that_is_missing_or_was_changed_is_named() -> None:
    rows = chained([2, 2])
    first = sealed(rows[:2])
    second = sealed(rows, first)
    assert found(rows, [first, second]) == []
    assert found(rows, [second]) == [("seal-missing", "seals", 2), ("seal-counts", "seals", 2)]
    assert found(rows, [first, {**second, "sha256": START}]) == [("seal-changed", "seals", 2)]


@given(SIZES, st.data())
def test_what_was_cut_off_is_found_however_many_seals_were_made_since(
    sizes: list[int], data: st.DataObject
) -> None:
    rows = chained(sizes)
    first = sealed(rows)
    row = data.draw(st.sampled_from([one for one in rows if is_last(one, sizes)]))
    rows.remove(row)
    added = {**chained([1])[0], "stream": "claim:99", "subject": "claim:99", "id": 99}
    added["content_sha256"] = content_hash(added)
    added["chain_hash"] = sha256(START + added["content_sha256"])
    later = sealed([*rows, added], first)
    assert found([*rows, added], [first, later]) == [("seal-counts", "seals", 1)]


def is_last(row: Row, sizes: list[int]) -> bool:
    return bool(row["position"] == sizes[int(row["stream"].split(":")[1]) - 1])


def test_the_script_reads_a_folder_and_ends_with_what_it_found(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = chained([2, 1])
    written = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "events.ndjson").write_text(written, encoding="utf-8")
    (tmp_path / "seals.ndjson").write_text(json.dumps(sealed(rows)) + "\n", encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    assert capsys.readouterr().out == "3 events in 2 streams, 1 seal: whole.\n"
    (tmp_path / "events.ndjson").write_text(written.replace("№ 2", "№ 3"), encoding="utf-8")
    rows[1]["note"] = "x"
    (tmp_path / "events.ndjson").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().out.startswith("BROKEN  claim:1, row 2: what it says was changed.\n")
    assert main([str(tmp_path / "elsewhere")]) == 2
