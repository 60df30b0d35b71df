"""One visit as a WARC file (ISO 28500), readable by every web archive's tools in twenty years.

Three records, each its own gzip member as the standard asks: the response, the request that led to it, and
metadata with the way there (redirects, the dialled address, the software). Block and payload digests are
SHA-256; the payload digest of the response is that of the page's bytes, the same value the register keeps.

The page is kept unpacked, as it was read and is cited. Headers that speak of the transfer and would now be
untrue (`Content-Encoding`, `Transfer-Encoding`, `Content-Length`) keep their values under `X-Archive-Orig-`,
the customary prefix, and a true `Content-Length` is added.
"""

import base64
import hashlib
import io
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.timeutils import datetime_to_iso_date, iso_date_to_datetime
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from annotations.domain.errors import Invalid
from annotations.domain.weblinks import parse_web_url
from annotations.gateways.safe_fetch import USER_AGENT, Fetched

_OF_THE_TRANSFER = frozenset({"content-encoding", "transfer-encoding", "content-length"})


@dataclass(frozen=True)
class ArchivedPage:
    """A page read back. `sha256` (hexadecimal) is that of `body` and was verified; `metadata` are name-value
    lines.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    sha256: str
    fetched_at: datetime
    request_headers: tuple[tuple[str, str], ...]
    metadata: tuple[tuple[str, str], ...]


def write_record(fetched: Fetched) -> bytes:
    """The visit as the bytes of a complete `.warc.gz` file.

    Equal visits give equal pages but not equal bytes: each record has a new identifier.
    """
    out = io.BytesIO()
    writer = _Sha256Writer(out, gzip=True, warc_version="1.1")
    about = {"WARC-Date": datetime_to_iso_date(fetched.fetched_at.replace(tzinfo=None), use_micros=True)}
    response = _record(writer, fetched, "response", fetched.body, about, _response_head(fetched))
    about["WARC-Concurrent-To"] = response.rec_headers.get_header("WARC-Record-ID")
    request = _record(writer, fetched, "request", b"", about, _request_head(fetched))
    metadata = _record(writer, fetched, "metadata", _metadata(fetched), about)
    for record in (response, request, metadata):
        writer.write_record(record)
    return out.getvalue()


def read_record(content: bytes) -> ArchivedPage:
    """Read back what `write_record` wrote. Raises `Invalid` when it is damaged or a digest does not hold."""
    try:
        records = _loaded(content)
        return _archived_page(records["response"], records["request"], records["metadata"])
    except (
        ArchiveLoadFailed,
        LookupError,
        ValueError,
        EOFError,
        AttributeError,
        OSError,
        zlib.error,
    ) as error:
        message = "The archived copy is damaged. Restore it from the backup, or capture the page again."
        raise Invalid(message, rule="archive-damaged") from error


class _Sha256Writer(WARCWriter):
    """A writer whose digests are SHA-256 where the library's own are SHA-1."""

    @staticmethod
    def _create_digester() -> Digester:
        return Digester("sha256")


@dataclass(frozen=True)
class _Loaded:
    """One record, wholly read, so that its digests have been checked."""

    record_headers: StatusAndHeaders
    http_headers: StatusAndHeaders | None
    payload: bytes


def _record(
    writer: WARCWriter,
    fetched: Fetched,
    kind: str,
    payload: bytes,
    about: dict[str, str],
    http_headers: StatusAndHeaders | None = None,
) -> Any:
    return writer.create_warc_record(
        fetched.final_url,
        kind,
        payload=io.BytesIO(payload),
        length=len(payload),
        http_headers=http_headers,
        warc_headers_dict={**about, "WARC-IP-Address": fetched.remote_address},
    )


def _response_head(fetched: Fetched) -> StatusAndHeaders:
    headers = [
        (f"X-Archive-Orig-{name}" if name.lower() in _OF_THE_TRANSFER else name, value)
        for name, value in fetched.headers
    ]
    headers.append(("Content-Length", str(len(fetched.body))))
    return StatusAndHeaders(f"{fetched.status} {fetched.reason}".strip(), headers, protocol="HTTP/1.1")


def _request_head(fetched: Fetched) -> StatusAndHeaders:
    target = parse_web_url(fetched.final_url).request_target
    return StatusAndHeaders(f"GET {target} HTTP/1.1", list(fetched.request_headers), is_http_request=True)


def _metadata(fetched: Fetched) -> bytes:
    lines = [("software", USER_AGENT), ("requested-url", fetched.url.strip())]
    lines += [("redirect", f"{hop.status} {hop.url} {hop.location}") for hop in fetched.redirects]
    return "".join(f"{name}: {value}\r\n" for name, value in lines).encode()


def _loaded(content: bytes) -> dict[str, _Loaded]:
    archive = ArchiveIterator(io.BytesIO(content), check_digests="raise")
    return {record.rec_type: _loaded_record(record) for record in archive}


def _loaded_record(record: Any) -> _Loaded:
    """The library checks digests when it reaches a record's end; one that was cut short never gets there."""
    payload = record.raw_stream.read()
    if record.raw_stream.limit:
        raise ValueError("a record was cut short")
    return _Loaded(record.rec_headers, record.http_headers, payload)


def _archived_page(response: _Loaded, request: _Loaded, metadata: _Loaded) -> ArchivedPage:
    if response.http_headers is None or request.http_headers is None:
        raise ValueError("a record lost its HTTP headers")
    return ArchivedPage(
        url=response.record_headers.get_header("WARC-Target-URI"),
        status=int(response.http_headers.get_statuscode()),
        headers=tuple(response.http_headers.headers),
        body=response.payload,
        sha256=_verified_sha256(response),
        fetched_at=iso_date_to_datetime(response.record_headers.get_header("WARC-Date"), tz_aware=True),
        request_headers=tuple(request.http_headers.headers),
        metadata=_metadata_lines(metadata.payload),
    )


def _verified_sha256(response: _Loaded) -> str:
    """A digest that is missing altogether would otherwise pass for one that holds."""
    digest = hashlib.sha256(response.payload)
    expected = "sha256:" + base64.b32encode(digest.digest()).decode("ascii")
    if response.record_headers.get_header("WARC-Payload-Digest") != expected:
        raise ValueError("the page is not the one that was archived")
    return digest.hexdigest()


def _metadata_lines(payload: bytes) -> tuple[tuple[str, str], ...]:
    pairs = (line.partition(": ") for line in payload.decode().split("\r\n") if line)
    return tuple((name, value) for name, _, value in pairs)
