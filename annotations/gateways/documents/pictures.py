"""Pictures: what they are and how large, by their first bytes alone. They are kept and never drawn here."""

from dataclasses import dataclass
from struct import error as StructError
from struct import unpack_from

_STARTS_OF_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
MOST_SEGMENTS = 500


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's media type, and its size in pixels where its head says so."""

    media_type: str
    width: int | None = None
    height: int | None = None


def picture(content: bytes) -> Picture | None:
    """What kind of picture the content is; None for anything else."""
    for is_kind, media_type, size in _KINDS:
        if is_kind(content):
            try:
                width, height = size(content)
            except (StructError, IndexError):
                return Picture(media_type)
            return Picture(media_type, width, height) if width and height else Picture(media_type)
    return None


def _png_size(content: bytes) -> tuple[int, int]:
    width, height = unpack_from(">II", content, 16)
    return width, height


def _gif_size(content: bytes) -> tuple[int, int]:
    width, height = unpack_from("<HH", content, 6)
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """From the first start of a frame, past the segments before it."""
    at = 2
    for _ in range(MOST_SEGMENTS):
        mark, kind, length = unpack_from(">BBH", content, at)
        if mark != 0xFF:
            break
        if kind in _STARTS_OF_FRAMES:
            height, width = unpack_from(">HH", content, at + 5)
            return width, height
        at += 2 + length
    return 0, 0


def _webp_size(content: bytes) -> tuple[int, int]:
    """Of the three forms of WebP: lossy, lossless, extended."""
    form = content[12:16]
    if form == b"VP8 ":
        width, height = unpack_from("<HH", content, 26)
        return width & 0x3FFF, height & 0x3FFF
    if form == b"VP8L":
        (bits,) = unpack_from("<I", content, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if form == b"VP8X":
        width, height = (int.from_bytes(content[at : at + 3], "little") + 1 for at in (24, 27))
        return width, height
    return 0, 0


_KINDS = (
    (lambda content: content.startswith(b"\x89PNG\r\n\x1a\n"), "image/png", _png_size),
    (lambda content: content.startswith((b"GIF87a", b"GIF89a")), "image/gif", _gif_size),
    (lambda content: content.startswith(b"\xff\xd8\xff"), "image/jpeg", _jpeg_size),
    (lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP", "image/webp", _webp_size),
)
