"""A ZIP with every other format of the same claims, and with what it takes to check them by oneself.

| file | what it is |
| --- | --- |
| one for each format | the same claims, as of the same moment |
| `history/events.ndjson` | what happened to the claims, chained by hashes |
| `history/verify.py` | checks that chain; needs nothing but Python |
| `manifest.json` | what was asked for, of which moment, and every file with its size and SHA-256 |
| `SHA256SUMS` | the checksums of all of them, as `sha256sum --check` reads them |

A format that cannot hold these claims is not in it, and the manifest says why.
"""

import json
from collections.abc import Generator, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Final

from annotations.domain.errors import Refusal
from annotations.domain.history import event_line, verifier
from annotations.domain.rendering import Documents, Format, LeftOut, Publication
from annotations.domain.vocabulary import ExportFormat
from annotations.domain.zipping import MEDIA_TYPE, Archive, Entry

STEMS: Final[Mapping[str, str]] = {
    ExportFormat.CLAIMREVIEW: "claimreview",
    ExportFormat.ANNOTATIONS: "annotations",
    ExportFormat.MARKDOWN: "dossier",
    ExportFormat.HTML: "dossier",
    ExportFormat.PDF: "dossier",
    ExportFormat.CSL: "sources",
    ExportFormat.BIBTEX: "sources",
    ExportFormat.DATAPACKAGE: "datapackage",
}
"""What files of a format are called; all others are called claims."""
README: Final = """Claims with their evidence, in every format, as of one moment. `manifest.json` says which
moment and which claims, and names every file with its checksum. To check that nothing was changed since:

    sha256sum --check SHA256SUMS
    python history/verify.py history

The second recomputes the hashes by which all that happened to these claims is chained. Rows that came without
their words are checked in their place all the same.
"""

Adding = Generator[bytes, None, None]


def bundle_of(formats: Mapping[str, Format]) -> Format:
    """The bundle of these formats."""

    def render(documents: Documents, publication: Publication, left_out: LeftOut) -> Iterator[bytes]:
        return _Bundle(documents, publication).written(formats)

    return Format(media_type=MEDIA_TYPE, suffix=".zip", render=render, tells_history=True)


class _Bundle:
    """A bundle under way. Each method yields what there is of the archive."""

    def __init__(self, documents: Documents, publication: Publication) -> None:
        self.documents, self.publication = documents, publication
        self.archive = Archive()
        self.entries: list[Entry] = []
        self.files: list[dict[str, Any]] = []
        self.absent: list[dict[str, str]] = []

    def written(self, formats: Mapping[str, Format]) -> Iterator[bytes]:
        """The whole archive."""
        yield from self._add("README.txt", [README.encode()])
        for name, format in formats.items():
            yield from self._rendered(name, format)
        yield from self._history()
        manifest = json.dumps(self._manifest(), ensure_ascii=False, indent=2)
        yield from self._add("manifest.json", [f"{manifest}\n".encode()])
        sums = "".join(f"{entry.sha256}  {entry.name}\n" for entry in self.entries)
        yield from self.archive.add("SHA256SUMS", [sums.encode()])
        yield from self.archive.close()

    def _rendered(self, name: str, format: Format) -> Adding:
        left_out = LeftOut()
        documents = self.documents
        if name == ExportFormat.CLAIMREVIEW:
            documents = _Verified(documents, left_out)
        chunks = iter(format.render(documents, self.publication, left_out))
        try:
            # What refuses does so before its first bytes, so that no half of a file gets in.
            first = next(chunks, b"")
        except Refusal as refusal:
            self.absent.append({"format": name, "rule": refusal.rule, "because": refusal.message})
            return
        path = f"{STEMS.get(name, 'claims')}{format.suffix}"
        yield from self._add(path, chain([first], chunks), format=name, media_type=format.media_type)
        self.files[-1]["left_out"] = left_out.described()

    def _history(self) -> Adding:
        events = self.publication.extract.events if self.publication.extract else ()
        yield from self._add("history/events.ndjson", map(event_line, events))
        yield from self._add("history/verify.py", [verifier()])

    def _add(self, name: str, chunks: Iterable[bytes], **told: Any) -> Adding:
        entry = yield from self.archive.add(name, chunks)
        self.entries.append(entry)
        self.files.append({"path": name, "size": entry.size, "sha256": entry.sha256, **told})

    def _manifest(self) -> dict[str, Any]:
        extract = self.publication.extract
        asked = (
            {}
            if extract is None
            else {
                "claim_set": extract.claim_set,
                "criteria": extract.criteria,
                "include_unsigned": extract.include_unsigned,
                "as_of": extract.as_of,
                "policy_version": extract.policy_version,
                "counts": extract.counts,
            }
        )
        publisher = {"name": self.publication.organisation, "address": self.publication.address}
        return {"publisher": publisher, **asked, "files": self.files, "not_in_it": self.absent}


class _Verified:
    """The documents of claims that may be published as the newsroom's verdict; the others are noted."""

    def __init__(self, documents: Documents, left_out: LeftOut) -> None:
        self.documents, self.left_out = documents, left_out

    def __iter__(self) -> Iterator[bytes]:
        for document in self.documents:
            claim = json.loads(document)
            if claim["signed"] and not claim["stale"]:
                yield document
            else:
                self.left_out.add("stale" if claim["signed"] else "not-signed", claim["id"])
