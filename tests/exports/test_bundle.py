"""The bundle of everything."""

import hashlib
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from annotations.domain.rendering import Extract, Format, LeftOut, Publication
from annotations.domain.vocabulary import ExportFormat
from annotations.exports import FORMATS, pdf
from annotations.exports.bundle import bundle_of
from tests.domain.test_history_check import chained
from tests.exports.hard import hard_documents, lines
from tests.exports.samples import PUBLICATION, a_document

OTHERS: dict[str, Format] = {name: one for name, one in FORMATS.items() if name != ExportFormat.BUNDLE}


def extract(**given: Any) -> Extract:
    asked: dict[str, Any] = {
        "claim_set": {"id": 1, "name": "All", "kind": "live"},
        "criteria": {"status": ["SUPPORTED"]},
        "include_unsigned": True,
        "as_of": "2020-10-09T08:00:00Z",
        "policy_version": "1.0.0",
        "counts": {"exported": 5},
    }
    return Extract(**{**asked, **given})


def written(*documents: dict[str, Any], told: Extract | None = None) -> bytes:
    publication = Publication("The Checkers", "https://checks.example", extract=told)
    return b"".join(bundle_of(OTHERS).render(lines(*documents), publication, LeftOut()))


def files(content: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as found:
        assert found.testzip() is None
        return {name: found.read(name) for name in found.namelist()}


def test_it_holds_every_format_as_it_is_rendered_alone() -> None:
    documents = hard_documents()
    publication = replace(PUBLICATION, extract=extract())
    held = files(written(*documents, told=publication.extract))
    manifest = json.loads(held["manifest.json"])
    by_format = {file["format"]: file["path"] for file in manifest["files"] if "format" in file}
    assert set(by_format) == set(OTHERS)
    for name in set(OTHERS) - {ExportFormat.CLAIMREVIEW}:
        alone = b"".join(OTHERS[name].render(lines(*documents), publication, LeftOut()))
        assert held[by_format[name]] == alone


def test_the_manifest_says_what_was_asked_for_and_names_every_file_with_its_checksum() -> None:
    held = files(written(*hard_documents(), told=extract()))
    manifest = json.loads(held["manifest.json"])
    assert {name: told for name, told in manifest.items() if name not in ("files", "not_in_it")} == {
        "publisher": {"name": "The Checkers", "address": "https://checks.example"},
        "claim_set": {"id": 1, "name": "All", "kind": "live"},
        "criteria": {"status": ["SUPPORTED"]},
        "include_unsigned": True,
        "as_of": "2020-10-09T08:00:00Z",
        "policy_version": "1.0.0",
        "counts": {"exported": 5},
    }
    named = {file["path"]: (file["size"], file["sha256"]) for file in manifest["files"]}
    assert named == {
        name: (len(content), hashlib.sha256(content).hexdigest())
        for name, content in held.items()
        if name not in ("manifest.json", "SHA256SUMS")
    }
    sums = dict(line.split("  ")[::-1] for line in held["SHA256SUMS"].decode().splitlines())
    assert sums == {
        name: hashlib.sha256(content).hexdigest() for name, content in held.items() if name != "SHA256SUMS"
    }


def test_only_verified_claims_are_reviews_and_the_others_are_named() -> None:
    manifest = json.loads(files(written(*hard_documents(), told=extract()))["manifest.json"])
    (review,) = [file for file in manifest["files"] if file.get("format") == "claimreview"]
    left = {reason: told["claims"] for reason, told in review["left_out"].items()}
    assert (left["not-signed"], left["stale"]) == ([10], [11])


def test_a_format_that_cannot_hold_the_claims_is_left_out_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf, "MOST_CLAIMS", 1)
    held = files(written(a_document(), a_document(id=8)))
    (absent,) = json.loads(held["manifest.json"])["not_in_it"]
    assert (absent["format"], absent["rule"]) == ("pdf", "too-many-claims")
    assert "dossier.pdf" not in held and "dossier.html" in held


def test_the_history_in_it_is_checked_by_the_script_in_it(tmp_path: Path) -> None:
    events = chained([3])
    with ZipFile(io.BytesIO(written(a_document(), told=extract(events=events)))) as bundle:
        bundle.extractall(tmp_path)
    assert verified(tmp_path) == (0, "3 events in 1 streams, 0 seals: whole.\n")
    changed = tmp_path / "history/events.ndjson"
    changed.write_text(changed.read_text().replace("Ärger", "Aerger", 1))
    assert verified(tmp_path)[0] == 1


def verified(folder: Path) -> tuple[int, str]:
    asked = [sys.executable, "-I", "history/verify.py", "history"]
    found = subprocess.run(asked, cwd=folder, capture_output=True, text=True)
    return found.returncode, found.stdout


def test_of_nothing_there_is_a_bundle_too() -> None:
    held = files(written())
    assert held["claims.ndjson"] == b"" and json.loads(held["manifest.json"])["not_in_it"] == []
