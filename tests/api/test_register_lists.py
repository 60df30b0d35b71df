"""The register over the wire: its filters, files that are read into it, and filters that people keep."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.actions.register_imports import run_register_import
from annotations.domain.tables import BYTE_ORDER_MARK, csv_lines
from annotations.domain.vocabulary import Role
from annotations.models import RegisterImport, SavedFilter, Source
from annotations.queries.register_exports import exported_columns, exported_rows
from tests.api.calling import Program, made, problem_of
from tests.factories import a_capture, a_publisher, a_source, the_administrator

pytestmark = pytest.mark.django_db

FILE = "title,publisher,kind\nLog,Office,\nPlan,Office,novel\n"


def listed(program: Program, address: str, **query: Any) -> list[Any]:
    rows = program.get(address, **query).json()["results"]
    return [row.get("title") or row.get("name") for row in rows]


def test_sources_are_found_by_what_they_and_their_publishers_are() -> None:
    group = a_publisher(name="Group", kind="unknown")
    office = a_publisher(name="Office", country="DE", owner_id=group.pk, languages=["de"], kind="wire")
    log = a_source(
        title="Log", publisher=office, language="de", tags=["ferry", "port"], identifiers={"doi": "10.1000/1"}
    )
    a_capture(source=log)
    merged = a_source(title="Merged", publisher=office)
    Source.objects.filter(pk=merged.pk).update(merged_into=log)
    a_source(title="Plan", publisher=group, tags=["port"])
    program = Program()
    found: dict[tuple[str, str | tuple[str, ...]], list[str]] = {
        ("tag", ("port", "ferry")): ["Log"],
        ("tag", "port"): ["Plan", "Log"],
        ("language", "de"): ["Log"],
        ("country", "de"): ["Log"],
        ("owned_by", str(group.pk)): ["Plan", "Log"],
        ("captured", "true"): ["Log"],
        ("captured", "false"): ["Plan"],
        ("health", "unknown"): ["Plan", "Log"],
        ("is_merged", "true"): ["Merged"],
        ("words", "doi:10.1000/1"): ["Log"],
        ("words", "office"): ["Log"],
    }
    assert {asked: listed(program, "sources", **dict([asked])) for asked in found} == found
    assert listed(program, "publishers", owned_by=group.pk) == ["Office", "Group"]
    assert listed(program, "publishers", language="de") == ["Office"]
    assert problem_of(program.get("sources", health="ill"))[:2] == (400, "invalid")


def test_a_password_is_taken_out_of_an_address_and_said() -> None:
    program, publisher = Program(role=Role.ADMINISTRATOR), a_publisher()
    values = {"publisher_id": publisher.pk, "title": "Log", "url": "https://anna:secret@log.example/a"}
    answer = program.post("sources", values)
    source = made(answer)
    assert (source["url"], answer["Workbench-Taken-Out"]) == ("https://log.example/a", "url")
    office = program.post(
        "publishers", {"name": "Post", "kind": "wire", "homepage": "https://a:b@post.example"}
    )
    assert (made(office)["homepage"], office["Workbench-Taken-Out"]) == ("https://post.example", "homepage")
    changed = program.patch(
        f"sources/{source['id']}", {"url": "https://a:b@log.example/b"}, headers={"If-Match": answer["ETag"]}
    )
    assert (changed.json()["url"], changed["Workbench-Taken-Out"]) == ("https://log.example/b", "url")
    plain = program.get(f"sources/{source['id']}")
    assert "Workbench-Taken-Out" not in plain


def test_a_source_is_registered_with_tags_and_with_identifiers_in_their_one_form() -> None:
    program, publisher = Program(), a_publisher()
    values = {
        "publisher_id": publisher.pk,
        "title": "Log",
        "tags": ["Ferry", "port"],
        "identifiers": {"DOI": "https://doi.org/10.1000/ABC"},
    }
    source = made(program.post("sources", values))
    assert (source["tags"], source["identifiers"], source["merged_into_id"], source["is_protected"]) == (
        ["ferry", "port"],
        {"doi": "10.1000/abc"},
        None,
        False,
    )
    again = program.post("sources", values)
    assert problem_of(again) == (409, "identifier-registered-already", "identifiers")
    assert again.json()["id"] == source["id"]
    wrong = program.post("sources", values | {"identifiers": {"isbn": "9783161484101"}})
    assert problem_of(wrong)[1:] == ("isbn-check-digit", "identifiers")


@pytest.mark.parametrize("way", ["content", "file"])
def test_a_file_is_tried_and_carried_out(way: str) -> None:
    a_publisher(name="Office")
    program = Program(the_administrator())
    if way == "content":
        answer = program.post("register-imports", {"noun": "sources", "content": FILE, "file_name": "a.csv"})
    else:
        file = SimpleUploadedFile("a.csv", FILE.encode("utf-16"))
        answer = program.upload("register-imports", {"noun": "sources", "file": file})
    row = made(answer, 202)
    assert answer["Location"] == f"/api/v1/register-imports/{row['id']}"
    assert (row["state"], row["dry_run"], row["rows_total"], row["file_name"]) == ("queued", True, 2, "a.csv")
    early = program.post(f"register-imports/{row['id']}/carry-out")
    assert problem_of(early)[:2] == (409, "import-carry-out-from-queued")
    run_register_import(import_id=row["id"])
    tried = program.get(f"register-imports/{row['id']}").json()
    assert (tried["counts"], Source.objects.count()) == ({"new": 1, "refused": 1}, 0)
    (refused,) = program.get(f"register-imports/{row['id']}/rows", outcome="refused").json()["results"]
    assert (
        refused["number"],
        refused["line"],
        refused["field"],
        refused["rule"],
        refused["values"]["kind"],
    ) == (
        2,
        3,
        "kind",
        "unknown-kind",
        "novel",
    )
    made(program.post(f"register-imports/{row['id']}/carry-out"), 200)
    run_register_import(import_id=row["id"])
    assert (RegisterImport.objects.get().dry_run, Source.objects.get().title) == (False, "Log")


def test_what_is_no_file_for_the_register_is_refused() -> None:
    program = Program(the_administrator())
    both = program.post("register-imports", {"noun": "sources"})
    assert problem_of(both)[:2] == (400, "invalid")
    strange = program.post("register-imports", {"noun": "sources", "content": "colour\nred\n"})
    assert problem_of(strange)[1:] == ("no-known-column", "file")


def test_people_keep_filters_of_their_own() -> None:
    program, other = Program(role=Role.READER), Program()
    values = {"noun": "sources", "name": "Ferries", "criteria": {"tag": ["ferry"]}}
    kept = made(program.post("saved-filters", values))
    assert {name: kept[name] for name in values} == values
    renamed = made(program.post(f"saved-filters/{kept['id']}/rename", {"name": "Boats"}), 200)
    assert renamed["name"] == "Boats"
    assert listed(program, "saved-filters") == ["Boats"]
    assert listed(other, "saved-filters") == []
    assert other.get(f"saved-filters/{kept['id']}").status_code == 404
    assert other.delete(f"saved-filters/{kept['id']}").status_code == 404
    assert problem_of(program.post("saved-filters", values | {"criteria": {"colour": ["red"]}}))[1] == (
        "unknown-filter"
    )
    assert (program.delete(f"saved-filters/{kept['id']}").status_code, SavedFilter.objects.count()) == (
        204,
        0,
    )


def test_a_list_is_exported_by_its_filters_as_an_import_reads_it() -> None:
    office = a_publisher(name="Office", country="DE")
    a_source(title="=Log", publisher=office, tags=["ferry"], identifiers={"doi": "10.1000/1"})
    hidden, merged = a_source(title="Hidden", tags=["ferry"]), a_source(title="Merged", tags=["ferry"])
    Source.objects.filter(pk=hidden.pk).update(is_protected=True)
    Source.objects.filter(pk=merged.pk).update(merged_into=hidden)
    a_source(title="Plan", publisher=office)
    program = Program(the_administrator())
    answer = program.get("sources/export", tag="ferry")
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "text/csv; charset=utf-8",
        'attachment; filename="sources.csv"',
    )
    content = b"".join(answer.streaming_content)
    assert content.decode("utf-8-sig") == "".join(
        csv_lines(
            exported_columns("sources"), exported_rows("sources", {"tag": ["ferry"]}, the_administrator())
        )
    ).removeprefix(BYTE_ORDER_MARK)
    assert content.count(b"\r\n") == 2
    tried = program.post("register-imports", {"noun": "sources", "content": content.decode()}).json()
    run_register_import(import_id=tried["id"])
    assert program.get(f"register-imports/{tried['id']}").json()["counts"] == {"known": 1}
    publishers = b"".join(program.get("publishers/export", country="DE").streaming_content)
    assert publishers.count(b"\r\n") == 2
    assert problem_of(program.get("sources/export", colour="red")) == (400, "unknown-filter", "colour")


def test_many_rows_are_changed_together_and_taken_back() -> None:
    log, plan = a_source(title="Log", tags=["old"]), a_source(title="Plan", tags=["ferry"])
    hidden = a_source(title="Hidden", tags=["old"])
    Source.objects.filter(pk=hidden.pk).update(is_protected=True)
    program = Program()
    ids = [log.pk, plan.pk, hidden.pk, 999_999]
    answer = program.post("sources/together", {"ids": ids, "add_tags": ["Ferry"], "remove_tags": ["old"]})
    edited = answer.json()
    assert (answer.status_code, edited["changed"], len(edited["event_ids"])) == (200, 1, 1)
    assert list(Source.objects.order_by("pk").values_list("tags", flat=True)) == [
        ["ferry"],
        ["ferry"],
        ["old"],
    ]
    undone = program.post("sources/together/undo", {"event_ids": edited["event_ids"]}).json()
    log.refresh_from_db()
    assert (undone["changed"], log.tags) == (1, ["old"])
    again = program.post("sources/together/undo", {"event_ids": edited["event_ids"]}).json()
    assert again == {"changed": 0, "event_ids": []}


def test_a_change_of_many_rows_says_what_is_wrong_with_it() -> None:
    program, source = Program(the_administrator()), a_source()
    told = [
        {"ids": [source.pk]},
        {"ids": [source.pk], "kind": "novel"},
        {"ids": [source.pk], "language": "???"},
        {"ids": list(range(1, 2_002)), "add_tags": ["x"]},
    ]
    assert [problem_of(program.post("sources/together", values))[1:] for values in told] == [
        ("nothing-to-change", None),
        ("unknown-kind", "kind"),
        ("invalid", "language"),
        ("invalid", "ids"),
    ]
    publisher = a_publisher(kind="wire")
    program.post("publishers/together", {"ids": [publisher.pk], "kind": "ngo"})
    publisher.refresh_from_db()
    assert publisher.kind == "ngo"
