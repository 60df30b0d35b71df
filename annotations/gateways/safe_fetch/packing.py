"""Whether a packed body came whole.

The library unpacks what comes and is content when nothing more does: half of a packed page is half a page to
it, and nothing says so. Its unpackers know, though, whether they saw the end of what they unpack.
"""

from typing import Any, Final

from urllib3 import HTTPResponse
from urllib3.response import GzipDecoderState

KNOWN_ENCODINGS: Final = frozenset({"identity", *HTTPResponse.CONTENT_DECODERS})


def is_unpacked_whole(response: HTTPResponse) -> bool:
    """Whether every unpacker of a body that was read to its end (and not empty) reached an end of its own."""
    outer = response._decoder
    return all(map(_is_finished, getattr(outer, "_decoders", [outer] if outer else [])))


def _is_finished(decoder: Any) -> bool:
    """Junk after the last member of a gzip body is left out by everybody, and hides nothing."""
    if getattr(decoder, "_state", None) is GzipDecoderState.SWALLOW_DATA:
        return True
    unpacker = decoder._obj
    return bool(unpacker.is_finished() if hasattr(unpacker, "is_finished") else unpacker.eof)
