"""The data package, checked by the rules of its specification."""

import csv
import hashlib
import io
import json
import re
from datetime import date, datetime
from typing import Any
from zipfile import ZipFile

from annotations.domain.rendering import LeftOut
from annotations.exports import datapackage
from tests.exports.hard import hard_documents, lines
from tests.exports.samples import PUBLICATION

Package = tuple[dict[str, Any], dict[str, bytes]]


def package(*documents: dict[str, Any]) -> Package:
    content = b"".join(datapackage.render(lines(*documents), PUBLICATION, LeftOut()))
    with ZipFile(io.BytesIO(content)) as found:
        files = {name: found.read(name) for name in found.namelist()}
    return json.loads(files.pop("datapackage.json")), files


def rows(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode(), newline=""), strict=True))


def value(field: dict[str, Any], cell: str) -> Any:
    """The cell as a program reads it that knows nothing but the schema; refuses what is not so."""
    if cell == "":
        return None
    if field["type"] == "integer":
        return int(cell)
    if field["type"] == "boolean":
        return {**dict.fromkeys(field["trueValues"], True), **dict.fromkeys(field["falseValues"], False)}[
            cell
        ]
    if field["type"] == "date":
        return date.fromisoformat(cell)
    if field["type"] == "datetime":
        return datetime.strptime(cell, field["format"])
    return cell


def tables(found: Package) -> dict[str, list[dict[str, Any]]]:
    """Every table by its schema."""
    described, files = found
    read = {}
    for resource in described["resources"]:
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        told = rows(files[resource["path"]])
        assert all(list(row) == list(fields) for row in told)
        read[resource["name"]] = [
            {name: value(fields[name], cell) for name, cell in row.items()} for row in told
        ]
    return read


def test_it_is_described_as_the_specification_wants_it() -> None:
    described, files = package(*hard_documents())
    assert described["profile"] == "tabular-data-package"
    assert [resource["name"] for resource in described["resources"]] == ["claims", "evidence", "sources"]
    for resource in described["resources"]:
        file = files.pop(resource["path"])
        assert re.fullmatch(r"[a-z0-9._-]+", resource["name"])
        assert resource["profile"] == "tabular-data-resource"
        assert (resource["bytes"], resource["hash"]) == (
            len(file),
            f"sha256:{hashlib.sha256(file).hexdigest()}",
        )
        assert all(line.endswith("\r\n") for line in file.decode().splitlines(keepends=True)[:1])
    assert files == {}


def test_every_cell_is_of_the_type_that_its_column_has() -> None:
    found = tables(package(*hard_documents()))
    assert {name: len(rows) for name, rows in found.items()} == {"claims": 5, "evidence": 6, "sources": 1}
    assert found["claims"][0]["signed_at"] == datetime(2020, 10, 2, 8)
    assert [row["signed"] for row in found["claims"]] == [True, True, True, False, True]


def test_keys_are_unique_and_lead_somewhere() -> None:
    described, _ = found = package(*hard_documents())
    read = tables(found)
    for resource in described["resources"]:
        keys = [row[resource["schema"]["primaryKey"]] for row in read[resource["name"]]]
        for key in resource["schema"].get("foreignKeys", ()):
            there = {row["id"] for row in read[key["reference"]["resource"]]}
            assert {row[key["fields"]] for row in read[resource["name"]]} <= there | {None}
        assert None not in keys
        if resource["name"] != "evidence":
            assert len(keys) == len(set(keys))


def test_of_a_protected_source_there_is_nothing_but_that_it_is_one() -> None:
    (row,) = [row for row in tables(package(*hard_documents()))["evidence"] if row["protected"]]
    assert {name for name, cell in row.items() if cell is not None} == {
        "id",
        "claim_id",
        "claim",
        "claim_signed",
        "stance",
        "state",
        "protected",
        "points",
        "counted",
        "attached_at",
    }


def test_without_claims_the_tables_are_empty() -> None:
    assert tables(package()) == {"claims": [], "evidence": [], "sources": []}
