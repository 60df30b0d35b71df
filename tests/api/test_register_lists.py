"""The register over the wire: its filters, files that are read into it, and filters that people keep."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.actions.register_imports import run_register_import
from annotations.domain.vocabulary import Role
from annotations.models import RegisterImport, SavedFilter, Source
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
